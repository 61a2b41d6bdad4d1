"""Tests of ``moneyloop score``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TEXT = "ירד גשם. זו הלוואה גדולה. יצאה השמש."
Run = Callable[..., tuple[int, str, str]]


def claim(status: str, **fields: Any) -> str:
    roles = {"lender": "Blue Owl Capital", "borrower": "Meta"}
    amount = {"min": None, "max": 25e9, "currency": "USD", "unit": "currency"}
    whole = {"id": "1", "type": "Loan", "roles": roles, "amount": amount, "status": status, "quote": "הלוואה"}
    return json.dumps(whole | fields, ensure_ascii=False) + "\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    predicted, gold = tmp_path / "predicted", tmp_path / "gold"
    for folder, status in ((predicted, "announced"), (gold, "considered")):
        folder.mkdir()
        (folder / "a.jsonl").write_text(claim(status), encoding="utf-8")
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(f"---\nlanguage: he\n---\n{TEXT}", encoding="utf-8")
    return predicted, gold


def test_tables_by_measure_language_type_and_document(run: Run, files: tuple[Path, Path]) -> None:
    code, out, _ = run("score", *files, "--documents", files[0].parent / "articles")
    lines = [line.split() for line in out.splitlines()]
    assert code == 0
    assert ["edges", "1.000", "1.000", "1.000", "1", "1", "1"] in lines
    assert ["full", "0.000", "0.000", "0.000", "0", "1", "1"] in lines
    assert ["people", "0", "0", "0"] in lines
    assert ["quotes", "1.000", "1", "1"] in lines
    assert ["he", "full", "0.000", "0.000", "0.000", "0", "1", "1"] in lines
    assert ["Loan", "edges", "1.000", "1.000", "1.000", "1", "1", "1"] in lines
    assert ["he", "2", "0", "0", "%", "0", "0.0"] in lines
    assert ["a", "he", "1.000", "1.000", "0.000"] in lines


def test_what_needs_documents_is_left_out_without_them(run: Run, files: tuple[Path, Path]) -> None:
    _, out, _ = run("score", *files)
    assert "quotes" not in out
    assert "sentences without claims" not in out


def test_misses_are_listed_with_their_sentences(run: Run, files: tuple[Path, Path]) -> None:
    _, out, _ = run("score", *files, "--misses", "--documents", files[0].parent / "articles")
    listed = [line for line in out.splitlines() if "Blue Owl Capital → Meta" in line]
    assert [line.split()[:5] for line in listed] == [
        ["full", "missed", "status", "a", "1"],
        ["full", "invented", "status", "a", "1"],
    ]
    assert all("≤ 25 bn USD" in line and line.endswith("\u2067זו הלוואה גדולה.\u2069") for line in listed)


def test_misses_are_listed_with_their_quotes_where_no_documents_are_given(
    run: Run, files: tuple[Path, Path]
) -> None:
    _, out, _ = run("score", *files, "--misses")
    assert out.count("\u2067הלוואה\u2069") == 2


def test_json_holds_everything(run: Run, files: tuple[Path, Path]) -> None:
    _, out, _ = run("score", *files, "--json", "--misses", "--documents", files[0].parent / "articles")
    result = json.loads(out)
    assert result["edges"]["f1"] == 1.0
    assert result["edges"]["documents"]["a"]["hits"] == 1
    assert result["full"]["languages"]["he"]["gold"] == 1
    assert result["full"]["types"]["Loan"]["predicted"] == 1
    assert result["silence"]["languages"]["he"]["sentences"] == 2
    assert [(one["kind"], one["differs"], one["sentence"]) for one in result["differences"]] == [
        ("missed", ["status"], "זו הלוואה גדולה."),
        ("invented", ["status"], "זו הלוואה גדולה."),
    ]


def test_gold_that_stands_nowhere_and_unreadable_documents_are_reported(
    run: Run, files: tuple[Path, Path]
) -> None:
    articles = files[0].parent / "articles"
    (articles / "a.txt").write_text("משהו אחר", encoding="utf-8")
    (articles / "b.txt").write_text("", encoding="utf-8")
    code, _, err = run("score", *files, "--documents", articles)
    assert code == 0
    assert "moneyloop: a: the quote of gold claim 1 stands nowhere" in err
    assert "b.txt" in err


def test_aliases(run: Run, files: tuple[Path, Path]) -> None:
    roles = {"lender": "Blue Owl", "borrower": "Meta"}
    (files[0] / "a.jsonl").write_text(claim("considered", roles=roles), encoding="utf-8")
    aliases = files[0].parent / "aliases.json"
    aliases.write_text('{"Blue Owl Capital": ["Blue Owl"]}', encoding="utf-8")
    assert json.loads(run("score", *files, "--json", "--aliases", aliases)[1])["full"]["hits"] == 1


def test_no_gold_is_an_error(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    code, _, err = run("score", files[0], empty)
    assert (code, err.startswith(f"moneyloop: {empty}: holds no claims")) == (1, True)
