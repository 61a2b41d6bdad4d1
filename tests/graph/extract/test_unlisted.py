"""Parties that no list has, found without any sign but that no dictionary has their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from moneyloop.graph.claims import Claim
from moneyloop.graph.documents import Document
from moneyloop.graph.extract import Extractor
from moneyloop.graph.extract import lexicon as lexicons
from moneyloop.graph.extract.ordinary import OrdinaryWords


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def _claims(extractor: Extractor, text: str, language: str) -> list[Claim]:
    return extractor.extract(Document("d", text, language, None, None, None, None, Path("d.txt")))


def _ends(claims: list[Claim], *roles: str) -> list[tuple[str | None, ...]]:
    return [tuple(claim.filling(role)[0].text for role in roles) for claim in claims]


@pytest.mark.parametrize(
    ("language", "text", "ends"),
    [
        ("he", "נאנוטק השקיעה 200 מיליון דולר בפלוטורן.", ("נאנוטק", "פלוטורן")),
        ("ar", "استثمرت هيوماينا 500 مليون دولار في تماراكس.", ("هيوماينا", "تماراكس")),
        ("fa", "فلوتک ۲۰۰ میلیون دلار در آشیاناک سرمایه‌گذاری کرد.", ("فلوتک", "آشیاناک")),
        ("en", "Zorblax invested 200 million dollars in Quintara.", ("Zorblax", "Quintara")),
        ("fr", "Zorblax a investi 200 millions de dollars dans Quintara.", ("Zorblax", "Quintara")),
    ],
)
def test_strange_words_beside_a_trigger_are_names(
    extractor: Extractor, language: str, text: str, ends: tuple[str, str]
) -> None:
    assert _ends(_claims(extractor, text, language), "investor", "investee") == [ends]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("he", "הממשלה השקיעה 200 מיליון דולר בתשתיות."),
        ("ar", "استثمرت الحكومة 500 مليون دولار في البنية التحتية."),
        ("fa", "دولت ۲۰۰ میلیون دلار در زیرساخت‌ها سرمایه‌گذاری کرد."),
        ("en", "Banks invested 200 million dollars in infrastructure."),
        ("fr", "Les banques ont investi 200 millions de dollars dans les infrastructures."),
    ],
)
def test_ordinary_words_are_no_names(extractor: Extractor, language: str, text: str) -> None:
    assert _claims(extractor, text, language) == []


def test_a_particle_is_taken_off_where_the_document_has_the_name_without_it(extractor: Extractor) -> None:
    text = "נאנוטק גייסה 30 מיליון דולר. אנבידיה השקיעה בנאנוטק."
    assert ("Nvidia", "נאנוטק") in [
        (claim.filling("investor")[0].name, claim.filling("investee")[0].name)
        for claim in _claims(extractor, text, "he")
        if claim.type == "EquityInvestment"
    ]


def test_a_name_ends_before_a_particle_that_the_document_has_not_always(extractor: Extractor) -> None:
    text = "מיקרוסופט רכשה מנאנוטק שבבים. אינטל תרכוש את פלוטורן בנאנוטק."
    named = [c.filling("target")[0].text for c in _claims(extractor, text, "he") if c.type == "Acquisition"]
    assert named == ["פלוטורן"]


@pytest.mark.parametrize(
    ("text", "role", "name"),
    [
        ("בתחילת החודש מכרה קבוצת מאיר מניות של אנבידיה.", "seller", "מאיר"),
        ("אנבידיה השקיעה בחברת Qarnet למשפחות.", "investee", "Qarnet"),
        ("אינטל רכשה את הסטארט-אפ כרמל סיסטמס.", "target", "כרמל סיסטמס"),
        ("אינטל רכשה את מנטי סיסטמס.", "target", "מנטי סיסטמס"),
        ("אנבידיה השקיעה בקבוצת נאנוטק סכום של 5 מיליון דולר.", "investee", "נאנוטק"),
    ],
)
def test_an_announced_name_ends_where_the_clause_goes_on(
    extractor: Extractor, text: str, role: str, name: str
) -> None:
    (claim,) = _claims(extractor, text, "he")
    assert claim.filling(role)[0].name == name


def test_a_guess_is_nobody_that_the_company_could_mean(extractor: Extractor) -> None:
    text = "אנבידיה חתמה על הסכם. זורבלקס אוששו. החברה השקיעה באורקל."
    assert _ends(_claims(extractor, text, "he"), "investor") in ([], [("החברה",)])
    assert all(claim.filling("investor")[0].name == "Nvidia" for claim in _claims(extractor, text, "he"))


@pytest.mark.parametrize(
    ("language", "ordinary", "strange"),
    [
        ("he", ["ובהשקעה", "בתשתיות"], ["נאנוטק"]),
        ("ar", ["والاستحواذ", "للشراء"], ["هيوماين"]),
        ("fa", ["تراشه‌های", "شرکت"], ["فلوتک"]),
        ("en", ["investments"], ["Nebius"]),
    ],
)
def test_ordinary_words(language: str, ordinary: list[str], strange: list[str]) -> None:
    words = OrdinaryWords(lexicons.load(language))
    assert [word for word in ordinary if word not in words] == []
    assert [word for word in strange if word in words] == []


@pytest.mark.parametrize(
    ("language", "text", "role", "name"),
    [
        ("he", "ענן נגב (Negev Cloud) פועלת בדרום. אנבידיה השקיעה בענן נגב.", "investee", "Negev Cloud"),
        (
            "en",
            "Zorblax Infrastructure Partners (ZIP) is new. ZIP invested 5 billion dollars in Intel.",
            "investor",
            "Zorblax Infrastructure Partners",
        ),
    ],
)
def test_a_name_that_brackets_explain_is_known_in_the_document(
    extractor: Extractor, language: str, text: str, role: str, name: str
) -> None:
    named = [claim.filling(role)[0].name for claim in _claims(extractor, text, language)]
    assert name in named


def test_a_longer_name_is_not_the_listed_party_in_it(extractor: Extractor) -> None:
    (claim,) = _claims(extractor, "Samsung Catalyst Fund invested 25 million dollars in Quintara.", "en")
    assert claim.filling("investor")[0].name == "Samsung Catalyst Fund"


def test_who_holds_a_position_is_a_person_afterwards(extractor: Extractor) -> None:
    text = "Nvidia hired Zorbla Quint as chief executive. Zorbla Quint posted revenue of 5 billion dollars."
    revenues = [claim for claim in _claims(extractor, text, "en") if claim.type == "Revenue"]
    assert "Zorbla Quint" not in [claim.filling("party")[0].name for claim in revenues]


@pytest.mark.parametrize(("words", "holders"), [("עופר ינאי", ["עופר ינאי"]), ("איש עסקים אמריקאי", [])])
def test_whoever_controls_a_party_has_a_given_name(
    extractor: Extractor, words: str, holders: list[str]
) -> None:
    claims = _claims(extractor, f"אינטל, שבשליטת {words}, דיווחה על רווחים.", "he")
    assert [claim.filling("holder")[0].name for claim in claims if claim.type == "EquityHolding"] == holders


def test_an_end_that_many_names_share_is_no_name_alone(extractor: Extractor) -> None:
    text = "מטא גייסה 50 מומחי AI. אפל רכשה את Quintara AI. סיסקו רכשה את Zorblax AI."
    targets = [c.filling("target")[0].name for c in _claims(extractor, text, "he") if c.type == "Acquisition"]
    raised = [
        c.filling("recipient")[0].name for c in _claims(extractor, text, "he") if "recipient" in c.roles
    ]
    assert targets == ["Quintara AI", "Zorblax AI"]
    assert set(raised) <= {"Meta"}


def test_a_name_that_its_end_tells_may_begin_like_a_conjunction(extractor: Extractor) -> None:
    (claim,) = _claims(extractor, "הסבב של אינטל הובל על ידי הקרנות ויטרוביאן פרטנרס ואנבידיה.", "he")
    assert [party.name for party in claim.filling("investor")] == ["ויטרוביאן פרטנרס", "Nvidia"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("שלמה רודב השקיע 5 מיליון דולר באינטל.", ["שלמה רודב"]),
        ("באינטל השקיעו אנבידיה ואבי רודב 5 מיליון דולר.", ["Nvidia"]),
        ("דן בהצעה השקיע 5 מיליון דולר באינטל.", []),
    ],
)
def test_a_given_name_begins_that_of_a_person(extractor: Extractor, text: str, names: list[str]) -> None:
    found = [party for claim in _claims(extractor, text, "he") for party in claim.filling("investor")]
    assert [party.name for party in found] == names


def test_german_nouns_are_no_names(extractor: Extractor) -> None:
    claims = _claims(extractor, "Der Rivale Zorblax investiert 200 Millionen Dollar in Quintara.", "de")
    assert _ends(claims, "investor", "investee") == [("Zorblax", "Quintara")]


@pytest.mark.parametrize("short", ["Mrd.", "Mio.", "Mrd", "Mio"])
def test_german_short_magnitudes_are_amounts_and_no_names(extractor: Extractor, short: str) -> None:
    (claim,) = _claims(extractor, f"Zorblax will Quintara für 37 {short} Dollar kaufen.", "de")
    assert _ends([claim], "acquirer", "target") == [("Zorblax", "Quintara")]
    assert claim.amount is not None
    assert claim.amount.max == 37 * (10**9 if short.startswith("Mrd") else 10**6)


def test_a_name_may_follow_a_word_that_names_nobody_but_an_end_may_tell_that_none_does() -> None:
    lexicon = lexicons.load("fa")
    assert lexicon.is_no_name("پنلهاي")
    claims = _claims(Extractor(), "هم‌زمان نوو نوردیسک برای تصاحب آکرو تراپیوتیکس به توافق رسید.", "fa")
    assert ("نوو نوردیسک", "آکرو تراپیوتیکس") in _ends(claims, "acquirer", "target")


def test_an_announced_name_goes_on_over_words_that_no_dictionary_has() -> None:
    claims = _claims(Extractor(), "آرامکو شرکت ال‌ان‌جی میدستریم پارتنرز را می‌خرد.", "fa")
    assert _ends(claims, "acquirer", "target") == [("آرامکو", "ال‌ان‌جی میدستریم پارتنرز")]


def test_what_stands_before_a_postposition_may_be_a_name_wherever_it_stands() -> None:
    claims = _claims(Extractor(), "شرکت ترندیول اپلیکیشن تحویل غذای گتیر را خرید.", "fa")
    assert _ends(claims, "acquirer", "target") == [("ترندیول", "گتیر")]


@pytest.mark.parametrize(
    ("text", "roles", "ends"),
    [
        (
            "استثمرت زوربلاكس كابيتال 500 مليون دولار في أنثروبيك.",
            ("investor", "investee"),
            {("زوربلاكس كابيتال", "أنثروبيك")},
        ),
        (
            "اقترضت أوراكل ملياري دولار من «كيو زد بي» و«بنك الضفاف».",
            ("lender", "borrower"),
            {("كيو زد بي", "أوراكل"), ("بنك الضفاف", "أوراكل")},
        ),
    ],
)
def test_names_end_as_names_do_or_stand_in_quotes_behind_a_particle(
    extractor: Extractor, text: str, roles: tuple[str, str], ends: set[tuple[str, str]]
) -> None:
    first, second = roles
    claims = _claims(extractor, text, "ar")
    assert {
        (one.text, other.text)
        for claim in claims
        for one in claim.filling(first)
        for other in claim.filling(second)
    } == ends
