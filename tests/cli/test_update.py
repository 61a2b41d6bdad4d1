"""Tests of ``moneyloop update``: what it passes on, and what it says; the work itself is tested elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from moneyloop.cli.progress import Progress
from moneyloop.graph import update as updating
from moneyloop.graph.report import Report
from moneyloop.graph.tools import Tools, default_tools
from moneyloop.graph.update import Updated

Run = Callable[..., tuple[int, str, str]]

COUNTS = {"documents": 2, "claims": 7, "rejected": 1, "deals": 5, "figures": 1, "flows": 4, "cycles": 1}


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []

    def update(
        out: Path,
        paths: list[Path],
        *,
        remove: list[str],
        everything: bool,
        progress: Progress | None,
        make_tools: Callable[[], Tools],
    ) -> Updated:
        made.append({"out": out, "paths": paths, "remove": remove, "all": everything, "make": make_tools})
        if "same" in remove:
            return Updated([], [], [], [], ["a", "b"], ["c.pdf: no text\nin it"], None)
        report = Report(
            counts=COUNTS,
            seconds={"read": 0.2, "extract": 1.1},
            cycle_search={"complete": True},
            languages={"en": 2},
            errors=["former.pdf: no text"],
        )
        added = [f"d{number}" for number in range(7)]
        return Updated(added, ["b"], remove, [], ["a"], ["c.pdf: no text"], report)

    monkeypatch.setattr(updating, "update", update)
    return made


def test_a_summary_says_what_changed(run: Run, calls: list[dict[str, Any]], tmp_path: Path) -> None:
    code, out, err = run("update", tmp_path, "a.txt", "b", "--remove", "x", "--remove", "y")
    assert code == 0
    (call,) = calls
    paths = [Path("a.txt"), Path("b")]
    assert call == {
        "out": tmp_path,
        "paths": paths,
        "remove": ["x", "y"],
        "all": False,
        "make": default_tools,
    }
    assert out.splitlines() == [
        f"{tmp_path}: updated in 1.3 s",
        "  added      d0, d1, d2, d3, d4 and 2 more",
        "  replaced   b",
        "  removed    x, y",
        "  unchanged  a",
        "  documents  2 (2 en)",
        "  claims     7, rejected 1",
        "  deals      5, figures 1",
        "  flows      4, cycles 1",
    ]
    assert err == "moneyloop: c.pdf: no text\n"


def test_nothing_changed(run: Run, calls: list[dict[str, Any]], tmp_path: Path) -> None:
    code, out, err = run("update", tmp_path, "--remove", "same")
    assert (code, err) == (0, "moneyloop: c.pdf: no text in it\n")
    assert out.splitlines() == [f"{tmp_path}: nothing changed", "  unchanged  a, b"]


def test_decisions_are_passed_on(run: Run, calls: list[dict[str, Any]], tmp_path: Path) -> None:
    file = tmp_path / "reviewed.jsonl"
    file.touch()
    assert run("update", tmp_path, "--all", "--reviewed", file)[0] == 0
    (call,) = calls
    assert call["all"]
    assert call["make"]().reviewed is not None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "nothing to do; give documents"),
        (["a.txt", "--reviewed-only"], "--reviewed-only needs decisions"),
        (["a.txt", "--model", "m"], "update: --model is about a language model"),
        (["a.txt", "--extractor", "llm"], "update: --extractor llm needs --model"),
    ],
)
def test_wrong_calls(run: Run, tmp_path: Path, arguments: list[str], message: str) -> None:
    code, _, err = run("update", tmp_path, *arguments)
    assert code == 2
    assert message in err


def test_a_dataset_grows_and_shrinks(run: Run, tmp_path: Path) -> None:
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text("Nvidia invested $5 billion in OpenAI.", encoding="utf-8")
    other.write_text("OpenAI bought chips worth $3 billion from Nvidia.", encoding="utf-8")
    graph, whole = tmp_path / "graph", tmp_path / "whole"
    run("build", one, other, "--out", whole)
    run("build", one, "--out", graph)
    code, out, _ = run("update", graph, other)
    assert code == 0
    assert "  added      other" in out.splitlines()
    assert (graph / "dataset.nq").read_bytes() == (whole / "dataset.nq").read_bytes()
    code, _, err = run("update", graph, "--remove", "another")
    assert (code, err) == (
        2,
        "moneyloop: update: there is no document 'another' to remove; did you mean other?\n",
    )
    code, out, _ = run("update", graph, "--remove", "other")
    assert (code, (graph / "documents" / "other.txt").exists()) == (0, False)
