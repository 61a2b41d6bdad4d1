"""Tests of tables, in a file and on a terminal."""

from __future__ import annotations

import re
import sys

import pytest

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


def test_on_a_terminal_quotes_wrap_and_every_line_is_isolated(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm-256color")
    show(["hop", "quote", "deal"], [["1", QUOTE, "a"]])
    out = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    lines = [line for line in out.splitlines() if "\u2067" in line]
    assert len(lines) > 3
    assert all(line.count("\u2067") == line.count("\u2069") == 1 for line in lines)
    whole = " ".join(line[line.index("\u2067") + 1 : line.index("\u2069")].strip() for line in lines)
    assert whole == QUOTE.strip()
