"""Tests of the text that tables show."""

from __future__ import annotations

import pytest

from moneyloop.cli.text import amount, is_number, isolate, one_line, percentage, short_iri


@pytest.mark.parametrize(
    ("minimum", "maximum", "currency", "written"),
    [
        (100e9, 100e9, "USD", "100 bn USD"),
        ("15000000000", "25000000000", "USD", "15–25 bn USD"),
        (None, 25e9, "USD", "≤ 25 bn USD"),
        (1.5e12, None, "USD", "≥ 1.5 tn USD"),
        (800e6, 1.2e9, "EUR", "800 m–1.2 bn EUR"),
        ("", "", "", ""),
        (None, None, None, ""),
        (6_580_123_456, 6_580_123_456, "USD", "6.58 bn USD"),
        (999_500, 999_500, "GBP", "999,500 GBP"),
        (0, 0, "USD", "0 USD"),
        (-3e9, -3e9, "USD", "-3 bn USD"),
        ("1.0E11", "1.0E11", "USD", "100 bn USD"),
        (999_999_999_999, 999_999_999_999, "USD", "1 tn USD"),
        (5e9, 5e9, None, "5 bn"),
    ],
)
def test_amounts_read_as_a_person_writes_them(
    minimum: object, maximum: object, currency: object, written: str
) -> None:
    assert amount(minimum, maximum, currency) == written


@pytest.mark.parametrize(
    ("share", "written"), [(0.1, "10 %"), ("0.667", "66.7 %"), (1, "100 %"), (None, ""), ("", "")]
)
def test_shares_read_as_percentages(share: object, written: str) -> None:
    assert percentage(share) == written


def test_iris_of_the_project_get_their_prefix() -> None:
    assert short_iri("https://w3id.org/moneyloop/id/party/nvidia") == "mlid:party/nvidia"
    assert short_iri("https://w3id.org/moneyloop/ns/Loan") == "ml:Loan"
    assert short_iri("https://example.org/a") == "https://example.org/a"


def test_right_to_left_text_is_isolated_in_its_own_direction() -> None:
    assert isolate("Nvidia") == "Nvidia"
    assert isolate("אנבידיה Nvidia") == "\u2067אנבידיה Nvidia\u2069"
    assert isolate("OpenAI התחייבה לרכוש") == "\u2067OpenAI התחייבה לרכוש\u2069"
    assert isolate("investor: אורקל") == "\u2066investor: אורקל\u2069"
    assert isolate("Azure.", "קונה ענן Azure.") == "\u2067Azure.\u2069"
    assert isolate("انویدیا") == "\u2067انویدیا\u2069"


def test_text_on_one_line_neither_steers_the_terminal_nor_reorders_what_follows() -> None:
    assert one_line("a\n b\tc\x1b[31m") == "a b c [31m"
    assert one_line("\u202eabc\u2067") == "abc"
    assert one_line("می\u200cشود") == "می\u200cشود"


def test_numbers_are_told_from_text() -> None:
    assert is_number("15–25 bn USD")
    assert is_number("≤ 3")
    assert not is_number("Nvidia 3")
    assert not is_number("–")
