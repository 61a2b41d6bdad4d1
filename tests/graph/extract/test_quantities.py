import pytest

from moneyloop.graph.extract import lexicon as lexicons
from moneyloop.graph.extract.analyse import Analyser
from moneyloop.graph.extract.quantities import Quantity
from moneyloop.graph.parties import Parties
from moneyloop.graph.text.normalise import normalise


def read(language: str, text: str) -> list[Quantity]:
    analyser = Analyser(lexicons.load(language), Parties([]))
    (sentence,) = analyser.analyse(normalise(text), [(0, len(text))])
    return sentence.quantities


@pytest.mark.parametrize(
    ("language", "text", "low", "high", "currency"),
    [
        ("en", "worth $5 billion", 5e9, 5e9, "USD"),
        ("en", "worth 2.5bn euros", 2.5e9, 2.5e9, "EUR"),
        ("en", "between 15 and 25 billion dollars", 15e9, 25e9, "USD"),
        ("en", "between 15 billion dollars and 25 billion dollars", 15e9, 25e9, "USD"),
        ("en", "5 to 7 million dollars", 5e6, 7e6, "USD"),
        ("en", "$5-7 million", 5e6, 7e6, "USD"),
        ("en", "up to $100 billion", None, 100e9, "USD"),
        ("en", "more than 3,500 dollars", 3500, None, "USD"),
        ("en", "1,234,567 dollars", 1234567, 1234567, "USD"),
        ("en", "half a billion dollars", 5e8, 5e8, "USD"),
        ("he", "בין 31 ל-34 מיליארד דולר", 31e9, 34e9, "USD"),
        ("he", "כ-12 עד 15 מיליארד דולר", 12e9, 15e9, "USD"),
        ("he", "חמישה מיליארד דולר", 5e9, 5e9, "USD"),
        ("he", "עד 90 מיליארד דולר", None, 90e9, "USD"),
        ("he", "חצי טריליון דולר", 5e11, 5e11, "USD"),
        ("he", "3.8 מיליון שקל", 3.8e6, 3.8e6, "ILS"),
    ],
)
def test_amounts(language: str, text: str, low: float | None, high: float | None, currency: str) -> None:
    (quantity,) = read(language, text)
    assert (quantity.low, quantity.high, quantity.currency) == (low, high, currency)


@pytest.mark.parametrize(
    ("language", "text", "share"),
    [("en", "a stake of 7 percent", 0.07), ("en", "60% of it", 0.6), ("he", "שני שלישים מההכנסות", 0.667)],
)
def test_shares(language: str, text: str, share: float) -> None:
    (quantity,) = read(language, text)
    assert quantity.currency is None
    assert quantity.share == share


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "800 million users in 2025"),
        ("en", "billions of dollars"),
        ("en", "10 gigawatts by 2030"),
        ("he", "עשרה ג'יגה-וואט בשנת 2032"),
    ],
)
def test_what_is_no_money_is_no_amount(language: str, text: str) -> None:
    assert read(language, text) == []


def test_a_growth_rate_and_an_amount_are_no_range() -> None:
    share, amount = read("he", "צמחו ב-9 אחוזים ל-41.5 מיליארד דולר")
    assert (share.share, amount.low) == (0.09, 41.5e9)
