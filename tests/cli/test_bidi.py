"""Right-to-left text reads right on terminals that reorder it, and on those that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from moneyloop.cli.bidi import Bidi, found_out, paragraph, piece

HEBREW = "חברת OpenAI (שלום) תשלם 15 מיליארד"
ARABIC = "لا شركة ميتا"
PERSIAN = "می\u200cشود وام"


@pytest.mark.parametrize(
    ("environment", "way"),
    [
        ({}, Bidi.VISUAL),
        ({"TERM": "xterm-kitty"}, Bidi.VISUAL),
        ({"VTE_VERSION": "7600"}, Bidi.TERMINAL),
        ({"KONSOLE_VERSION": "230800"}, Bidi.TERMINAL),
        ({"TERM_PROGRAM": "Apple_Terminal"}, Bidi.TERMINAL),
        ({"TERM_PROGRAM": "iTerm.app", "VTE_VERSION": ""}, Bidi.VISUAL),
    ],
)
def test_auto_goes_by_the_terminal(environment: dict[str, str], way: Bidi) -> None:
    assert found_out(Bidi.AUTO, environment) is way
    assert found_out(Bidi.TERMINAL, environment) is Bidi.TERMINAL


def test_the_terminal_gets_text_as_it_stands_between_isolates() -> None:
    assert piece(HEBREW, Bidi.TERMINAL) == f"\u2067{HEBREW}\u2069"
    assert piece("Meta", Bidi.TERMINAL) == "Meta"


def test_hebrew_in_the_order_in_which_it_is_seen() -> None:
    assert piece(HEBREW, Bidi.VISUAL) == "\u202dדראילימ 15 םלשת (םולש) OpenAI תרבח\u202c"


def test_arabic_and_persian_letters_are_joined() -> None:
    assert (
        piece(ARABIC, Bidi.VISUAL) == "\u202d\ufe8e\ufe98\ufef4\ufee3 \ufe94\ufedb\ufeae\ufeb7 \ufefb\u202c"
    )
    assert piece(PERSIAN, Bidi.VISUAL) == "\u202d\ufee1\ufe8d\ufeed \ufea9\ufeee\ufeb7\ufbfd\ufee3\u202c"


def test_what_unicode_does_not_know_yet_is_no_trouble() -> None:
    assert piece("\u0378 \u05d0", Bidi.VISUAL) == "\u202d\u05d0 \ufffd\u202c"


def test_lines_of_a_paragraph_go_one_way_whatever_is_in_them() -> None:
    text = "חברת אורקל לווה כסף OpenAI Oracle Nvidia מיליארד"
    lines = paragraph(text, 20, Bidi.TERMINAL)
    assert len(lines) > 2
    assert all(line.lstrip().startswith("\u2067") and line.endswith("\u2069") for line in lines)
    assert all(cell_len(line) == 20 for line in lines)
    assert " ".join(line.strip(" \u2067\u2069") for line in lines) == text


def test_a_paragraph_from_left_to_right_starts_at_the_left() -> None:
    lines = paragraph("Nvidia invests in שלום and more of it", 20, Bidi.VISUAL)
    assert lines[0].lstrip("\u202d").startswith("Nvidia")
    assert "םולש" in "".join(lines)


@given(st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=60), st.integers(10, 40))
def test_no_line_is_wider_than_the_room(text: str, width: int) -> None:
    for bidi in (Bidi.TERMINAL, Bidi.VISUAL):
        assert all(cell_len(line) <= width for line in paragraph(text, width, bidi))


@given(st.text(max_size=40))
def test_marks_of_direction_come_in_pairs(text: str) -> None:
    for bidi in (Bidi.TERMINAL, Bidi.VISUAL):
        for line in paragraph(text, 20, bidi):
            starts = sum(line.count(mark) for mark in "\u2066\u2067\u202d")
            assert starts == sum(line.count(mark) for mark in "\u2069\u202c") <= 1
