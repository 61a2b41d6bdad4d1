"""Tests of ``moneyloop score``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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
    (tmp_path / "a.txt").write_text("זו הלוואה", encoding="utf-8")
    return predicted, gold


def test_tables_by_measure_and_document(run: Run, files: tuple[Path, Path]) -> None:
    code, out, _ = run("score", *files, "--documents", files[0].parent)
    lines = [line.split() for line in out.splitlines()]
    assert code == 0
    assert ["edges", "1.000", "1.000", "1.000", "1", "1", "1"] in lines
    assert ["full", "0.000", "0.000", "0.000", "0", "1", "1"] in lines
    assert ["quotes", "1.000", "1", "1"] in lines
    assert ["a", "1.000", "1.000", "0.000", "0.000", "0.000"] in lines


def test_misses_are_listed_with_their_quotes(run: Run, files: tuple[Path, Path]) -> None:
    _, out, _ = run("score", *files, "--misses")
    listed = [line for line in out.splitlines() if "Blue Owl Capital" in line]
    assert [line.split()[:4] for line in listed] == [
        ["full", "missed", "a", "1"],
        ["full", "invented", "a", "1"],
    ]
    assert all("≤ 25 bn USD" in line and "הלוואה" in line for line in listed)


def test_json(run: Run, files: tuple[Path, Path]) -> None:
    _, out, _ = run("score", *files, "--json", "--misses")
    result = json.loads(out)
    assert result["edges"]["f1"] == 1.0
    assert result["edges"]["documents"]["a"]["hits"] == 1
    assert [difference["kind"] for difference in result["differences"]] == ["missed", "invented"]


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
