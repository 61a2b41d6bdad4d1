"""A quote is found again in a text that has changed, or said to be gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from moneyloop.graph.review.decisions import Statement
from moneyloop.graph.review.place import find

if TYPE_CHECKING:
    from tests.graph.review.conftest import MakeStatement

QUOTE = "Acme lends Beta 5 dollars."
TEXT = f"First, a title.\n{QUOTE} Gamma pays Delta.\n{QUOTE} The end."


def test_its_own_offsets_count_first(loan: MakeStatement) -> None:
    second = TEXT.rindex(QUOTE)
    assert find(TEXT, loan(start=second, quote=QUOTE)) == (second, second + len(QUOTE))


def test_a_text_that_grew_at_the_head(loan: MakeStatement) -> None:
    grown = "An editor's note. " + TEXT
    first = grown.index(QUOTE)
    assert find(grown, loan()) == (first, first + len(QUOTE))


def test_what_stands_around_tells_places_apart(loan: MakeStatement) -> None:
    turned = f"{QUOTE} The end. More. {QUOTE} Gamma pays Delta."
    assert find(turned, loan()) == (turned.rindex(QUOTE), turned.rindex(QUOTE) + len(QUOTE))


def test_of_places_alike_it_is_the_nearest(loan: MakeStatement) -> None:
    text = "x" * 10 + QUOTE + "x" * 40 + QUOTE
    claim = loan(start=75, end=75 + len(QUOTE), quote=QUOTE)
    assert find(text, claim) == (text.rindex(QUOTE), len(text))


def test_without_offsets_the_quote_is_looked_for(loan: MakeStatement) -> None:
    assert find("So: Acme pays.", loan(quote="Acme pays")) == (4, 13)


def test_other_blanks_do_not_matter(loan: MakeStatement) -> None:
    broken = "Acme lends\n  Beta 5\u00a0dollars."
    assert find(broken, loan()) == (0, len(broken))


def test_what_is_gone_is_gone(loan: MakeStatement) -> None:
    assert find("Acme lends Beta 6 dollars.", loan()) is None
    assert find("", loan()) is None


@given(
    st.text(max_size=30),
    st.text(min_size=1, max_size=12),
    st.text(max_size=30),
    st.text(max_size=20),
)
def test_a_place_in_a_text_is_found_again_behind_any_text(
    before: str, quote: str, after: str, added: str
) -> None:
    claim = Statement(type="Loan", roles={}, status="announced", quote=quote)
    placed = claim.at(before + quote + after, len(before), len(before) + len(quote))
    assert find(before + quote + after, placed) == (placed.start, placed.end)
    text = added + before + quote + after
    found = find(text, placed)
    assert found is not None
    assert text[slice(*found)] == quote
