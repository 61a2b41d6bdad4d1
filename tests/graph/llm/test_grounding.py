"""Tests of what a document bears out, and what it does not."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from moneyloop import assets
from moneyloop.graph.claims import Claim, Participant
from moneyloop.graph.documents import read_all
from moneyloop.graph.llm.answer import Form, Said
from moneyloop.graph.llm.grounding import Refusal, ground
from moneyloop.graph.llm.seen import see
from moneyloop.ontology.model import load
from moneyloop.settings import DATA

if TYPE_CHECKING:
    from tests.graph.llm.conftest import Json, MakeDocument, Say

TEXT = (
    "Nvidia has invested 30 billion dollars in OpenAI. The chipmaker sells chips to the start-up. "
    "Some say up to 25 % of its revenue comes from there. It rained. It rained again. Nobody minded. "
    "All was quiet. Rain fell on the company for days."
)


def usd(low: float | None, high: float | None) -> Json:
    return {"min": low, "max": high, "currency": "USD"}


@pytest.fixture
def grounded(document: MakeDocument) -> Any:
    def check(claim: Json, text: str = TEXT, language: str = "en", published: str | None = None) -> Any:
        one = document(text, language, published=published)
        said = Form(load()).read(claim)
        assert isinstance(said, Said), said
        return ground(said, see(one), (0, len(text)), load(), "llm:model")

    return check


def test_what_the_document_says_stands(grounded: Any, say: Say) -> None:
    quote = "Nvidia has invested 30 billion dollars in OpenAI"
    claim = grounded(
        say(quote, "EquityInvestment", investor="Nvidia", investee="OpenAI", amount=usd(3e10, 3e10))
    )
    assert isinstance(claim, Claim)
    assert TEXT[claim.start : claim.end] == claim.quote == quote
    assert claim.roles["investor"] == Participant(name="Nvidia", text="Nvidia", iri=f"{DATA}party/nvidia")
    assert claim.amount
    assert (claim.amount.min, claim.core, claim.found_by) == (3e10, True, ["llm:model"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quote": "Nvidia invested 30 billion dollars in OpenAI"}, "quote"),
        ({"quote": "Nvidia"}, "quote"),
        ({"quote": TEXT}, "quote"),
        ({"investor": "Oracle"}, "roles.investor"),
        ({"investor": ("Nvidia", "Oracle"), "investee": ("the start-up", "Acme")}, "roles.investee"),
        ({"amount": usd(3e9, 3e9)}, "amount"),
        ({"amount": {"min": 3e10, "max": 3e10, "currency": "EUR"}}, "amount"),
        ({"share": 0.3}, "share"),
        ({"lender": "Nvidia"}, "roles.lender"),
    ],
)
def test_what_it_does_not_say_does_not(grounded: Any, say: Say, change: Json, field: str) -> None:
    fields: Json = {"investor": "Nvidia", "investee": "OpenAI", "amount": usd(3e10, 3e10)} | change
    quote = fields.pop("quote", "Nvidia has invested 30 billion dollars in OpenAI")
    refused = grounded(say(quote, "EquityInvestment", **fields))
    assert isinstance(refused, Refusal)
    assert refused.field == field


def test_a_claim_without_a_party_does_not_stand(grounded: Any, say: Say) -> None:
    assert grounded(say("The chipmaker sells chips", "PurchaseAgreement")).field == "roles"


def test_a_party_may_be_named_shortly_before_but_not_long_before(grounded: Any, say: Say) -> None:
    near = say("The chipmaker sells chips", "PurchaseAgreement", customer="OpenAI", supplier="Nvidia")
    assert isinstance(grounded(near), Claim)
    far = say("All was quiet. Rain fell", "PurchaseAgreement", customer="OpenAI", supplier="Nvidia")
    assert grounded(far).field == "roles.customer"


def test_an_anaphor_reaches_the_party_that_the_lexicon_resolves_it_to(grounded: Any, say: Say) -> None:
    quote = "Rain fell on the company for days"
    claim = grounded(say(quote, "Revenue", party="Nvidia"))
    assert isinstance(claim, Claim)
    assert claim.filling("party")[0].text == "the company"
    assert grounded(say(quote, "Revenue", party="OpenAI")).field == "roles.party"


def test_the_quote_kept_is_that_of_the_document(grounded: Any, say: Say) -> None:
    text = "L’entreprise « Oracle »\u00a0doit\n18 milliards de dollars à  Deutsche Bank."
    claim = grounded(
        say(
            'L\'entreprise "Oracle" doit 18 milliards de dollars à Deutsche Bank…',
            "Loan",
            borrower="Oracle",
            lender="Deutsche Bank",
            amount=usd(1.8e10, 1.8e10),
        ).copy(),
        text.replace("« Oracle »", "“Oracle”"),
        "fr",
    )
    assert isinstance(claim, Claim)
    assert claim.quote == "L’entreprise “Oracle”\u00a0doit\n18 milliards de dollars à  Deutsche Bank"


@pytest.mark.parametrize(
    ("language", "text", "amount", "stands"),
    [
        ("he", "אנבידיה תשקיע עד 100 מיליארד דולר ב-OpenAI בשנים הבאות", usd(None, 1e11), True),
        ("he", "אנבידיה תשקיע מיליארדי דולרים ב-OpenAI בשנים הבאות", usd(1e9, None), True),
        ("he", "אנבידיה תשקיע מיליארדי דולרים ב-OpenAI בשנים הבאות", usd(1e9, 1e9), False),
        ("he", "אנבידיה תשקיע 5 מיליארד דולר ב-OpenAI בשנים הבאות", usd(1e9, None), False),
        ("ar", "تستثمر إنفيديا مليارات الدولارات في OpenAI خلال السنوات المقبلة", usd(1e9, None), True),
        ("ar", "تستثمر إنفيديا 100 مليار دولار في OpenAI خلال السنوات المقبلة", usd(1e11, 1e11), True),
        ("it", "Nvidia investe 2,5 miliardi di dollari in OpenAI entro il 2026", usd(2.5e9, 2.5e9), True),
        ("it", "Nvidia investe 2,5 miliardi di dollari in OpenAI entro il 2026", usd(2.5e6, 2.5e6), False),
        ("it", "Nvidia investe 2,5 miliardi in OpenAI entro il 2026", usd(2.5e9, 2.5e9), False),
        ("it", "Nvidia investe 2.500.000 € in OpenAI entro il 2026", usd(2.5e6, 2.5e6), False),
        ("it", "Nvidia investe tra 2 e 3 miliardi di dollari in OpenAI", usd(2e9, 3e9), True),
        ("es", "Nvidia invierte 300 millones de dólares en OpenAI este año", usd(3e8, 3e8), True),
        ("ru", "Nvidia вложит 300 миллионов долларов в OpenAI в этом году", usd(3e8, 3e8), True),
        ("pt", "A Nvidia investe 3 bilhões de dólares na OpenAI até 2026", usd(3e9, 3e9), True),
        ("xx", "Nvidia ropo 300 millones dollars wo OpenAI fa sol", usd(3e8, 3e8), False),
    ],
)
def test_a_figure_is_read_in_any_language_or_refused(
    grounded: Any, say: Say, *, language: str, text: str, amount: Json, stands: bool
) -> None:
    claim = say(text, "EquityInvestment", "announced", investor="Nvidia", investee="OpenAI", amount=amount)
    result = grounded(claim, text, language)
    assert isinstance(result, Claim) == stands
    assert stands or result.field == "amount"


def test_the_middle_of_a_range_is_a_share(grounded: Any, say: Say) -> None:
    text = "Between 60 and 70 percent of Oracle's revenue comes from OpenAI."
    fields: Json = {"dependent": "Oracle", "depends_on": "OpenAI"}
    assert grounded(say(text[:-1], "Dependency", share=0.65, **fields), text).share == 0.65
    assert grounded(say(text[:-1], "Dependency", share=0.55, **fields), text).field == "share"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "Nvidia detiene il 7 percento di OpenAI, si dice."),
        ("nl", "Nvidia bezit 7 procent van OpenAI, zegt men."),
    ],
)
def test_a_share_is_read_by_the_words_of_its_language(
    grounded: Any, say: Say, language: str, text: str
) -> None:
    fields: Json = {"holder": "Nvidia", "investee": "OpenAI"}
    assert grounded(say(text[:-1], "EquityHolding", share=0.07, **fields), text, language).share == 0.07
    refused = grounded(say(text[:-1], "EquityHolding", share=0.7, **fields), text, language)
    assert refused.field == "share"


def test_what_careful_readers_found_stands() -> None:
    """A perfect model, on the examples: hardly any right claim is lost."""
    documents, _ = read_all([assets.asset("graph", "examples")])
    results = []
    for paper in documents:
        gold = assets.asset("graph", "gold") / f"{paper.name}.jsonl"
        seen = see(paper)
        for line in gold.read_text(encoding="utf-8").splitlines():
            said = Form(load()).read(as_said(json.loads(line)))
            assert isinstance(said, Said), said
            results.append(ground(said, seen, (0, len(paper.text)), load(), "llm:model"))
    refused = [result for result in results if isinstance(result, Refusal)]
    assert len(results) > 100
    assert len(refused) <= 0.05 * len(results), refused


def as_said(gold: Json) -> Json:
    """Return a gold claim as a model would say it, with words of the quote for what is only described."""
    roles = load().types[gold["type"]].roles
    words = re.findall(r"\w+", gold["quote"])[-1]
    filled = [
        {"role": role, "text": name if roles[role].is_party else words, "name": name}
        for role, filling in gold["roles"].items()
        for name in (filling if isinstance(filling, list) else [filling])
    ]
    amount = gold["amount"] and {key: gold["amount"][key] for key in ("min", "max", "currency")}
    same = {name: gold[name] for name in Said.model_fields if name not in ("roles", "amount")}
    return same | {"roles": filled, "amount": amount}


def test_an_unlisted_party_keeps_the_name_that_the_document_bears_out(grounded: Any, say: Say) -> None:
    text = "לונדברג הלוותה כסף לחברת סקייליין טכנולוגיות לפני שנה."
    quote = text[:-1]
    claim = grounded(
        say(
            quote,
            "Loan",
            lender=("לונדברג", "Lundberg"),
            borrower=("סקייליין טכנולוגיות", "Northern Water"),
        ),
        text,
        "he",
    )
    assert isinstance(claim, Claim)
    assert [claim.filling(role)[0].name for role in ("lender", "borrower")] == [
        "Lundberg",
        "סקייליין טכנולוגיות",
    ]
    assert claim.filling("lender")[0].iri == f"{DATA}party/unresolved/lundberg"


@pytest.mark.parametrize("form", ["the company", "a consortium of investors", "it"])
def test_words_that_name_nobody_are_no_party(grounded: Any, say: Say, form: str) -> None:
    text = f"Oracle borrowed money from {form} in spring."
    claim = say(text[:-1], "Loan", borrower="Oracle", lender=(form, "Evil Holdings"))
    assert grounded(claim, text).field == "roles.lender"


def test_a_group_without_a_name_is_left_out_of_the_claim(grounded: Any, say: Say) -> None:
    text = "Oracle borrowed money from several banks in spring."
    claim = grounded(say(text[:-1], "Loan", borrower="Oracle", lender="several banks"), text)
    assert isinstance(claim, Claim)
    assert (list(claim.roles), claim.core) == (["borrower"], False)
    nobody = say(text[:-1], "Loan", borrower="several banks")
    assert grounded(nobody, text).reason == "the claim has no party"
    elsewhere = say(text[:-1], "Loan", borrower="Oracle", lender="several funds")
    assert grounded(elsewhere, text).field == "roles.lender"


def test_what_is_said_besides_is_left_out_where_the_document_does_not_say_it(grounded: Any, say: Say) -> None:
    text = "Oracle buys chips from Nvidia in 2025, Reuters reports."
    fields: Json = {"customer": "Oracle", "supplier": "Nvidia"}
    full = say(
        text[:37], "PurchaseAgreement", product="chips", period="2025", attributed_to="Reuters", **fields
    )
    claim = grounded(full, text)
    assert (claim.period, claim.attributed_to) == ("2025", "Reuters")
    assert claim.filling("product")[0].name == "chips"
    bare = say(
        text[:37], "PurchaseAgreement", product="gas", period="2031", attributed_to="Bloomberg", **fields
    )
    claim = grounded(bare, text)
    assert (claim.period, claim.attributed_to, claim.filling("product")) == (None, None, [])
    assert grounded(bare, text, published="2030-05-01").period == "2031"
