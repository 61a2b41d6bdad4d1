"""Tests of tables, in a file and on a terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import pytest
from rich.cells import cell_len

from moneyloop.cli.tables import show

QUOTE = "אורקל קונה שבבים מאנבידיה ב־40 מיליארד דולר לפי הסכם " * 5


def test_in_a_file_each_row_is_one_whole_line(capsys: pytest.CaptureFixture[str]) -> None:
    show(["hop", "quote", "deal"], [["1", QUOTE, "a"], ["10", "short", "long name"]])
    header, rule, first, second = capsys.readouterr().out.splitlines()
    assert header == "hop  deal       quote"
    assert set(rule) == {"─", " "}
    assert first == f"  1  a          \u2067{QUOTE.strip()}\u2069"
    assert second == " 10  long name  short"


def test_an_empty_table_says_so_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    show(["a"], [], empty="no claims")
    assert capsys.readouterr() == ("", "(no claims)\n")


Shown = Callable[[list[str], list[list[str]]], list[str]]


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Show a table on a terminal of 60 columns; gives what stands there, without its colours."""

    def shown(columns: list[str], rows: list[list[str]]) -> list[str]:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setenv("COLUMNS", "60")
        monkeypatch.setenv("TERM", "xterm-256color")
        show(columns, rows)
        return re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).splitlines()

    return shown


def test_on_a_terminal_quotes_stand_below_and_every_line_is_isolated(terminal: Shown) -> None:
    header, rule, row, *lines = terminal(["hop", "quote", "deal"], [["1", QUOTE + " Azure", "a"]])
    assert (header, rule, row) == ("hop  deal", "─" * 9, "  1  a")
    assert len(lines) > 3
    assert all(line.startswith("    \u2067") and line.endswith("\u2069") for line in lines)
    assert all(cell_len(line) <= 60 for line in lines)
    assert " ".join(line[5:-1] for line in lines).split() == [*QUOTE.split(), "Azure"]


def test_on_a_terminal_wide_columns_wrap_and_empty_ones_go(terminal: Shown) -> None:
    words = "one two three four five six seven eight nine ten eleven twelve"
    columns = ["name", "nothing", "words", "amount"]
    header, _, *lines = terminal(columns, [["short", "", words, "15–25 bn USD"], ["x", "", "y", ""]])
    assert header.split() == ["name", "words", "amount"]
    assert lines[0].startswith("short  one two three")
    assert lines[0].endswith("15–25 bn USD")
    assert all(cell_len(line) <= 60 for line in lines)
    assert words.split() == [word for line in lines for word in line.split() if word in words.split()]


def test_a_word_wider_than_its_column_is_folded_and_not_cut(terminal: Shown) -> None:
    word = "https://example.org/" + "x" * 90
    assert "".join(terminal(["address"], [[word]])[2:]) == word


def test_rows_whose_words_do_not_fit_side_by_side_are_packed(terminal: Shown) -> None:
    columns = ["payer", "payee", "nothing", "type", "status", "document", "quote"]
    row = ["Anthropic", "אנבידיה", "", "PurchaseAgreement", "completed", "fa-deepseek-stargate", "a sale"]
    assert terminal(columns, [row]) == [
        "payer: Anthropic  payee: \u2067אנבידיה\u2069  type: PurchaseAgreement",
        "  status: completed  document: fa-deepseek-stargate",
        "    a sale",
    ]


def test_columns_give_way_between_words(terminal: Shown) -> None:
    lines = terminal(
        ["a", "b", "status"], [["one two three four", "five six seven eight nine ten " * 2, "completed"]]
    )
    assert "completed" in lines[2]
    assert all(cell_len(line) <= 60 for line in lines)
