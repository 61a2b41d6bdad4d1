"""What the engine makes of sentences, whatever the language: each case is a thing that press does."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moneyloop.graph.claims import Claim
from moneyloop.graph.documents import Document
from moneyloop.graph.extract import Extractor
from moneyloop.graph.extract.engine import blocks

Edge = tuple[str, frozenset[str], frozenset[str]]


@cache
def extractor() -> Extractor:
    return Extractor()


def read(language: str, text: str) -> list[Claim]:
    return extractor().extract(Document("d", text, language, None, None, None, None, Path("d.txt")))


def names(claim: Claim, role: str) -> set[str]:
    return {participant.name for participant in claim.filling(role)}


def test_a_list_of_parties_plays_one_role() -> None:
    (claim,) = read("en", "Nvidia invested 5 billion dollars in Intel, Anthropic and xAI.")
    assert names(claim, "investee") == {"Intel", "Anthropic", "xAI"}
    assert claim.core


def test_two_deals_of_one_sentence_keep_their_amounts() -> None:
    claims = read(
        "en", "Nvidia invested 5 billion dollars in Intel, while Microsoft lent 2 billion dollars to Oracle."
    )
    assert {(claim.type, claim.amount.max if claim.amount else None) for claim in claims} == {
        ("EquityInvestment", 5e9),
        ("Loan", 2e9),
    }


def test_a_verb_left_out_is_understood() -> None:
    claims = read("en", "Nvidia invested 5 billion dollars in Intel and 2 billion dollars in xAI.")
    said = {(name, claim.amount.max) for claim in claims if claim.amount for name in names(claim, "investee")}
    assert said == {("Intel", 5e9), ("xAI", 2e9)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Nvidia reported results. The company invested 5 billion dollars in Intel."),
        ("he", "אנבידיה פרסמה דוחות. החברה השקיעה חמישה מיליארד דולר באינטל."),
    ],
)
def test_the_company_is_the_topic_of_the_sentence_before(language: str, text: str) -> None:
    (claim,) = read(language, text)
    assert names(claim, "investor") == {"Nvidia"}
    assert claim.amount is not None
    assert claim.amount.max == 5e9


def test_what_two_do_to_each_other_is_two_claims() -> None:
    claims = read("he", "אנבידיה ואינטל מלוות זו לזו כסף.")
    assert {(*names(claim, "lender"), *names(claim, "borrower")) for claim in claims} == {
        ("Nvidia", "Intel"),
        ("Intel", "Nvidia"),
    }


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Nvidia invested 5 billion dollars in Intel.", "completed"),
        ("Nvidia agreed to invest 5 billion dollars in Intel.", "committed"),
        ("Nvidia plans to invest 5 billion dollars in Intel.", "announced"),
        ("Nvidia is in talks to invest 5 billion dollars in Intel.", "considered"),
    ],
)
def test_cues_tell_the_status(text: str, status: str) -> None:
    (claim,) = read("en", text)
    assert claim.status == status


@pytest.mark.parametrize(
    "text", ["Nvidia did not invest in Intel.", "Nvidia never invested 5 billion dollars in Intel."]
)
def test_what_is_denied_is_no_live_deal(text: str) -> None:
    assert [claim for claim in read("en", text) if claim.status != "cancelled"] == []


def test_the_source_of_a_statement_is_no_party_of_the_deal() -> None:
    (claim,) = read("en", "According to UBS, Nvidia invested 5 billion dollars in Intel.")
    assert names(claim, "investor") == {"Nvidia"}
    assert claim.attributed_to == "UBS"


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "Nvidia invested 5 million dollars in Zorblax Robotics.", "Zorblax Robotics"),
        ("he", "אנבידיה השקיעה חמישה מיליון דולר ב-Zorblax.", "Zorblax"),
        ("he", "אנבידיה השקיעה חמישה מיליון דולר בחברת זורבלקס.", "זורבלקס"),
    ],
)
def test_a_party_that_no_list_has_is_kept_and_marked(language: str, text: str, name: str) -> None:
    (claim,) = read(language, text)
    (investee,) = claim.filling("investee")
    assert investee.name == name
    assert investee.iri is not None
    assert "/party/unresolved/" in investee.iri


def test_a_repetition_is_one_claim_and_the_fuller_one() -> None:
    claims = read(
        "en",
        "Nvidia invested in Intel. Nvidia invested 5 billion dollars in Intel. Nvidia invested in Intel.",
    )
    assert [claim.amount.max for claim in claims if claim.amount] == [5e9]
    assert len(claims) == 1


def test_a_language_without_a_lexicon_gives_no_claims() -> None:
    assert read("xx", "Nvidia invested in Intel.") == []
    assert not extractor().reads("xx")


PIECES = st.sampled_from(
    [
        *("Nvidia ", "«OpenAI» ", "invested ", "in ", "$5 bn ", "up to ", "and ", "the company ", "1.27%"),
        *("אנבידיה ", "השקיעה ", "ב-OpenAI", "\u200f", "\u0301", "١٠ ", "%", ". ", "\n", "(", "مليار "),
    ]
)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["en", "he"]))
def test_quotes_are_cut_from_the_text_whatever_it_is(text: str, language: str) -> None:
    for claim in read(language, text):
        assert text[claim.start : claim.end] == claim.quote
        assert claim.quote


def test_long_texts_are_read_block_by_block_with_offsets_of_the_whole() -> None:
    text = "Filler without any meaning here.\n" * 40_000 + "Nvidia invested 5 billion dollars in Intel."
    (claim,) = read("en", text)
    assert text[claim.start : claim.end] == claim.quote == "Nvidia invested 5 billion dollars in Intel."


@given(st.lists(st.integers(1, 400_000), max_size=12))
def test_blocks_hold_every_sentence_once(lengths: list[int]) -> None:
    spans, at = [], 0
    for length in lengths:
        spans.append((at, at + length))
        at += length
    found = list(blocks(spans))
    assert [span for block in found for span in block] == spans
    assert all(len(block) == 1 or block[-1][1] - block[0][0] <= 500_000 for block in found)


def test_what_a_relative_clause_says_of_another_party_ends_with_it() -> None:
    claims = read("en", "CoreWeave, in which Nvidia owns 7 per cent, lost 500 million dollars last year.")
    losses = [claim for claim in claims if claim.type == "Loss"]
    assert [names(claim, "party") for claim in losses] == [{"CoreWeave"}]


def test_the_sentence_after_tells_the_amount_of_the_deal() -> None:
    (claim,) = read("en", "Nvidia has bought chips from Broadcom. The deal is worth about $3.8bn.")
    assert claim.amount is not None
    assert claim.amount.max == 3.8e9
    assert claim.quote.endswith("$3.8bn.")


def test_a_sale_tells_of_its_buyer_too() -> None:
    claims = read("en", "SoftBank sold its stake in Nvidia to Oracle for 5 billion dollars.")
    said = {(claim.type, claim.amount.max if claim.amount else None) for claim in claims}
    assert said == {("ShareSale", 5e9), ("EquityInvestment", 5e9)}
    (bought,) = (claim for claim in claims if claim.type == "EquityInvestment")
    assert names(bought, "investor") == {"Oracle"}


def test_both_and_its_rival_stand_for_parties_named_before() -> None:
    (claim,) = read("en", "Nvidia and AMD fell. The two companies invested 5 billion dollars in Intel.")
    assert names(claim, "investor") == {"Nvidia", "AMD"}


def test_what_the_text_is_mostly_about_is_the_company() -> None:
    text = (
        "Oracle is growing. Oracle hired staff. Oracle said so. AMD fell by 2%. "
        "The company bought chips from Nvidia."
    )
    (claim,) = read("en", text)
    assert names(claim, "customer") == {"Oracle"}


def test_the_company_is_whom_the_document_began_with() -> None:
    text = (
        "Crusoe borrows to build. In Texas the halls of Crusoe are nearly ready. "
        "Oracle opened an office in Dublin in May. Wells Fargo lent the company 2 billion dollars."
    )
    assert {"Crusoe"} in [names(claim, "borrower") for claim in read("en", text) if "lender" in claim.roles]


def test_a_contract_between_two_goes_the_way_that_fits_them() -> None:
    (claim,) = read(
        "de", "Der Vertrag zwischen OpenAI und Oracle über 300 Milliarden Dollar ist unterzeichnet."
    )
    assert (names(claim, "customer"), names(claim, "supplier")) == ({"OpenAI"}, {"Oracle"})
    (turned,) = read(
        "de", "Der Vertrag zwischen Oracle und OpenAI über 300 Milliarden Dollar ist unterzeichnet."
    )
    assert names(turned, "customer") == {"OpenAI"}


def test_remarks_in_brackets_part_nothing() -> None:
    (claim,) = read(
        "en", "Nvidia (NASDAQ: NVDA), Oracle (NYSE: ORCL) and AMD invested 5 billion dollars in Intel."
    )
    assert names(claim, "investor") == {"Nvidia", "Oracle", "AMD"}


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia hat nicht in Intel investiert.",
        "Nvidia investiert nicht in Intel.",
        "Nvidia investiert kein Geld in Intel.",
    ],
)
def test_a_negation_on_either_side_denies(text: str) -> None:
    assert read("de", text) == []


def test_a_party_left_out_in_the_second_clause_keeps_its_share() -> None:
    text = "Microsoft made up 62 percent of CoreWeave's revenue, and Nvidia another 15 percent."
    said = {(name, claim.share) for claim in read("en", text) for name in names(claim, "depends_on")}
    assert said == {("Microsoft", 0.62), ("Nvidia", 0.15)}


def test_a_company_that_a_relative_clause_describes_is_none_named_before() -> None:
    claims = read("he", "אורקל צומחת. החברה שבבעלות פייסבוק הנפיקה אגרות חוב.")
    assert not any("Oracle" in names(claim, role) for claim in claims for role in claim.roles)


def test_a_round_is_a_total_and_who_invests_in_it() -> None:
    total, parts = read("en", "Mistral AI raised 2 billion euros from Nvidia and ASML.")
    assert (total.type, total.core, total.amount and total.amount.max) == ("CapitalRaise", False, 2e9)
    assert names(total, "recipient") == {"Mistral AI"}
    assert (parts.type, parts.core, parts.amount) == ("EquityInvestment", True, None)
    assert names(parts, "investor") == {"Nvidia", "ASML"}


def test_the_one_giver_of_a_total_gives_all_of_it() -> None:
    amounts = {
        c.type: c.amount.max for c in read("en", "Vexel raised 5 billion dollars from Nvidia.") if c.amount
    }
    assert amounts == {"CapitalRaise": 5e9, "EquityInvestment": 5e9}


def test_a_verb_at_the_end_finds_the_subject_far_before_it() -> None:
    text = "انویدیا تصمیم دارد هم‌زمان با توسعه کارخانه‌های تازه خود در سه ایالت جنوبی و غربی آمریکا "
    text += "تا پایان دهه، به‌تدریج تا سقف ۵ میلیارد دلار در اینتل سرمایه‌گذاری کند."
    [claim] = [claim for claim in read("fa", text) if claim.core]
    assert (claim.type, names(claim, "investor"), names(claim, "investee")) == (
        "EquityInvestment",
        {"Nvidia"},
        {"Intel"},
    )


def test_a_preposition_tied_to_its_noun_is_the_same_one() -> None:
    for joint in (" ", "\u200c"):
        text = f"گروه سافت‌بانک صندوق ویژن را به{joint}دست آورد. ویز به{joint}دست گوگل خریداری شد."
        claims = read("fa", text)
        assert ("Acquisition", {"Google"}) in [(c.type, names(c, "acquirer")) for c in claims]
        assert all(claim.quote in text for claim in claims)


@pytest.mark.parametrize(
    ("text", "type_name", "giver", "taker"),
    [
        ("بخش عمده سرمایه آنتروپیک را آمازون تأمین کرده است.", "EquityInvestment", "Amazon", "Anthropic"),
        ("سافت‌بانک شرکت ویز اسرائیل را خرید.", "Acquisition", "SoftBank", "Wiz"),
        ("گوگل استارتاپ ویز، سازنده ابزارهای امنیت ابری، را خرید.", "Acquisition", "Google", "Wiz"),
        ("گلدمن ساکس در وام ۱۰ میلیارد دلاری کورویو مشارکت داشت.", "Loan", "Goldman Sachs", "CoreWeave"),
        ("سهم ۱۰ درصدی مایکروسافت در اینتل تغییر نکرد.", "EquityHolding", "Microsoft", "Intel"),
    ],
)
def test_postpositions_and_adjectives_of_amounts_tell_who_is_what(
    text: str, type_name: str, giver: str, taker: str
) -> None:
    claims = [claim for claim in read("fa", text) if claim.core]
    found = [(claim.type, {p.name for role in claim.roles for p in claim.filling(role)}) for claim in claims]
    assert found == [(type_name, {giver, taker})]


def test_a_party_that_can_only_be_on_both_sides_makes_no_deal() -> None:
    text = "تایگر گلوبال و سکویا رهبری سرمایه‌گذاری ۵۰۰ میلیون دلاری در این استارتاپ را بر عهده داشتند."
    assert not [claim for claim in read("fa", text) if claim.core]


def test_the_company_with_an_object_behind_it_does_not_announce_its_name() -> None:
    text = "شرکت بایر بخش خود را فروخت. این شرکت پیش‌تر مونسانتو را به قیمت ۶۳ میلیارد دلار خریده بود."
    [claim] = [claim for claim in read("fa", text) if claim.type == "Acquisition"]
    assert names(claim, "acquirer") | names(claim, "target") == {"بایر", "مونسانتو"}


def test_a_postposition_behind_a_whole_noun_phrase_hides_no_party_in_it() -> None:
    text = "سافت‌بانک منابع لازم برای سرمایه‌گذاری در اوپن‌ای‌آی را فراهم کرد."
    [claim] = [claim for claim in read("fa", text) if claim.core]
    assert (claim.type, names(claim, "investor"), names(claim, "investee")) == (
        "EquityInvestment",
        {"SoftBank"},
        {"OpenAI"},
    )
