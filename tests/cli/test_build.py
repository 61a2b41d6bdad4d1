"""Tests of ``moneyloop build``: what it passes on, and what it says; the build itself is tested elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from moneyloop.cli.progress import Progress, progress
from moneyloop.errors import DocumentError
from moneyloop.graph import build as building
from moneyloop.graph.report import Report
from moneyloop.graph.tools import Tools, default_tools

Run = Callable[..., tuple[int, str, str]]

COUNTS = {"documents": 2, "claims": 7, "rejected": 1, "deals": 5, "figures": 1, "flows": 4, "cycles": 1}


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[Path], Path]]:
    made: list[tuple[list[Path], Path]] = []

    def build(
        paths: Sequence[Path], out: Path, *, progress: Progress | None = None, make_tools: Callable[[], Tools]
    ) -> Report:
        assert make_tools is default_tools
        made.append((list(paths), out))
        return Report(
            counts=COUNTS,
            seconds={"read": 0.2, "extract": 1.1},
            cycle_search={"complete": False, "hopLimit": 6, "stoppedBy": "rows"},
            languages={"en": 1, "xx": 1},
            without_lexicon=["b"],
            errors=["c.pdf: no text\nin it"],
        )

    monkeypatch.setattr(building, "build", build)
    return made


def test_a_summary_on_stdout_and_what_to_know_on_stderr(
    run: Run, calls: list[tuple[list[Path], Path]], tmp_path: Path
) -> None:
    code, out, err = run("build", "a.txt", "b", "--out", tmp_path)
    assert code == 0
    assert calls == [([Path("a.txt"), Path("b")], tmp_path)]
    assert out.splitlines() == [
        f"{tmp_path}: built in 1.3 s",
        "  documents  2 (1 en, 1 xx)",
        "  claims     7, rejected 1",
        "  deals      5, figures 1",
        "  flows      4, cycles 1",
    ]
    assert err.splitlines() == [
        "moneyloop: c.pdf: no text in it",
        "moneyloop: no lexicon for the language of b; no claims extracted",
        "moneyloop: too many cycles; listed are all of at most 6 hops",
    ]


def test_a_build_that_reads_nothing_fails(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def build(*_: object, **__: object) -> Report:
        raise DocumentError("no document could be read: a.txt: is empty")

    monkeypatch.setattr(building, "build", build)
    code, out, err = run("build", "a.txt", "--out", "graph")
    assert (code, out, err) == (1, "", "moneyloop: no document could be read: a.txt: is empty\n")


def test_what_decisions_did_is_said(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kinds = {"accepted": 3, "corrected": 2, "added": 1, "rejected": 4, "suppressed": 3}
    review: dict[str, object] = kinds | {
        "lost": [f"l{number}" for number in range(12)],
        "conflicts": ["c"],
        "refused": ["r"],
    }

    def build(*_: object, make_tools: Callable[[], Tools], **__: object) -> Report:
        assert make_tools().reviewed is not None
        return Report(counts=COUNTS, review=review, cycle_search={})

    monkeypatch.setattr(building, "build", build)
    file = tmp_path / "reviewed.jsonl"
    file.touch()
    code, out, err = run("build", "a.txt", "--out", tmp_path, "--reviewed", file, "--reviewed", file)
    assert code == 0
    line = "  reviewed   3 accepted, 2 corrected, 1 added, 4 rejected (3 extracted claims left out)"
    assert line in out.splitlines()
    assert err.splitlines()[9:] == [
        "moneyloop: a decision could not be applied: l9",
        "moneyloop: a decision could not be applied: 2 more, see report.json",
        "moneyloop: reviewers differ: c",
        "moneyloop: a reviewed claim fails validation: r",
    ]


def test_decisions_that_cannot_be_read_fail_before_anything_is_built(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nvidia invested in OpenAI.", encoding="utf-8")
    file = tmp_path / "reviewed.jsonl"
    file.write_text('{"decision": "accepted"}\n', encoding="utf-8")
    code, _, err = run("build", tmp_path / "a.txt", "--out", tmp_path / "out", "--reviewed", file)
    assert (code, err) == (1, f"moneyloop: {file}:1: document: Field required; correct the line\n")
    assert not (tmp_path / "out").exists()


def test_reviewed_only_needs_decisions(run: Run, tmp_path: Path) -> None:
    code, _, err = run("build", "a.txt", "--out", tmp_path / "out", "--reviewed-only")
    assert code == 2
    assert "--reviewed-only needs decisions" in err


def test_progress_is_shown_on_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with progress() as told:
        assert told is None
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with progress() as told:
        assert told is not None
        told("extract", 0, 2)
        told("extract", 2, 2)
    out, err = capsys.readouterr()
    assert out == ""
    assert "extract" in err
