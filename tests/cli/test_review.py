"""``moneyloop review`` as it is called: lists, refusals, and one review on a real terminal."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from moneyloop.graph.build import build
from moneyloop.graph.review.decisions import read
from moneyloop.graph.review.log import Log

Run = Callable[..., tuple[int, str, str]]
SECONDS = 60


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    text = (
        "Nvidia invested 5 billion dollars in OpenAI. Oracle borrowed 38 billion dollars from JPMorgan Chase."
    )
    (folder / "a.txt").write_text(text, encoding="utf-8")
    build([folder / "a.txt"], folder / "graph")
    return folder / "graph"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "reviewed.jsonl"


def test_undecided_claims_are_lines_to_fill_in(run: Run, dataset: Path, file: Path) -> None:
    listing = ("review", dataset, "--decisions", file, "--list")
    code, out, err = run(*listing, "--format", "jsonl", "--reviewer", "Ann")
    lines = [json.loads(line) for line in out.splitlines()]
    assert (code, err, len(lines)) == (0, "", 2)
    assert {line["reviewer"] for line in lines} == {"Ann"}
    assert [line["decision"] for line in lines] == [None, None]
    lines[0]["decision"] = "rejected"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    _, out, _ = run(*listing)
    assert "38 bn USD" in out
    assert "5 bn USD" not in out
    assert run(*listing, "--type", "lease") == (0, "", "(nothing undecided)\n")
    assert "JPMorgan" in run(*listing, "--party", "jpmorgan", "--document", "a")[1]


def test_decisions_that_are_lost_are_named(run: Run, dataset: Path, file: Path) -> None:
    line = json.loads(
        run("review", dataset, "--decisions", file, "--list", "--format", "jsonl")[1].split("\n")[0]
    )
    line |= {"decision": "accepted", "claim": line["claim"] | {"quote": "Nobody said this."}}
    file.write_text(json.dumps(line), encoding="utf-8")
    code, _, err = run("review", dataset, "--decisions", file, "--list")
    assert (code, err) == (0, f"moneyloop: {file}:1: a: EquityInvestment accepted: its place is gone\n")


def test_a_list_needs_no_lock(run: Run, dataset: Path, file: Path) -> None:
    with Log(file):
        assert run("review", dataset, "--decisions", file, "--list")[0] == 0


def test_without_a_terminal_it_says_what_to_do(run: Run, dataset: Path, file: Path) -> None:
    code, out, err = run("review", dataset, "--decisions", file)
    assert (code, out) == (2, "")
    assert "needs a terminal" in err
    assert "--list" in err


def test_decisions_do_not_lie_in_what_builds_replace(run: Run, dataset: Path) -> None:
    code, _, err = run("review", dataset, "--list", "--decisions", dataset / "claims" / "reviewed.jsonl")
    assert code == 2
    assert "lies in the dataset" in err


def test_what_is_no_dataset_is_named(run: Run, tmp_path: Path, file: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, _, err = run("review", tmp_path / "empty", "--list", "--decisions", file)
    assert (code, "holds no dataset" in err) == (1, True)


def test_a_malformed_file_of_decisions_is_named(run: Run, dataset: Path, file: Path) -> None:
    file.write_text("\n{\n", encoding="utf-8")
    code, _, err = run("review", dataset, "--list", "--decisions", file)
    assert code == 1
    assert err.startswith(f"moneyloop: {file}:2: Invalid JSON")


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, *arguments: str | Path) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "moneyloop", *map(str, arguments)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40"},
        )
        os.close(theirs)
        os.set_blocking(self._ours, False)
        self.painted = ""

    def press(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def until(self, ready: Callable[[], bool]) -> None:
        """Read what is painted until something is so."""
        end = time.monotonic() + SECONDS
        while not ready():
            assert time.monotonic() < end, self.painted
            try:
                self.painted += os.read(self._ours, 65536).decode(errors="replace")
            except BlockingIOError:
                time.sleep(0.02)
            except OSError:
                self.process.wait()
                assert ready(), self.painted

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)


@pytest.mark.slow
def test_a_review_on_a_terminal(dataset: Path, file: Path) -> None:
    terminal = Terminal("review", dataset, "--decisions", file, "--reviewer", "Ann")
    try:
        terminal.until(lambda: "0 of 2 decided" in terminal.painted)
        terminal.press("a")
        terminal.until(lambda: file.exists() and len(read([file])) == 1)
        terminal.press("r")
        terminal.until(lambda: len(read([file])) == 2)
        terminal.press("q")
        terminal.until(lambda: terminal.process.poll() is not None)
        assert terminal.process.returncode == 0
        kinds = [(entry.decision.decision, entry.decision.reviewer) for entry in read([file])]
        assert kinds == [("accepted", "Ann"), ("rejected", "Ann")]
        assert "2 of 2 claims decided" in terminal.painted
    finally:
        terminal.close()
