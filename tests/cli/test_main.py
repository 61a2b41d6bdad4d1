"""Tests of the command line as a whole: exit statuses, errors in one line, help."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from moneyloop import __version__
from moneyloop.cli.reference import commands, reference
from moneyloop.errors import DatasetError, MoneyloopError, UsageError
from moneyloop.graph import score

Run = Callable[..., tuple[int, str, str]]


def raising(error: BaseException) -> Callable[[Path], NoReturn]:
    def raises(_: Path) -> NoReturn:
        raise error

    return raises


def test_version(run: Run) -> None:
    assert run("--version") == (0, f"moneyloop {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments", [["--wrong"], ["nothing"], ["build"], ["score", "a"], ["query", "--format", "xml"]]
)
def test_a_wrong_call_exits_with_2_and_says_how_to_call(run: Run, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "Usage: " in err


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (MoneyloopError("it failed\nbadly"), 1, "moneyloop: it failed badly\n"),
        (DatasetError("a: no dataset"), 1, "moneyloop: a: no dataset\n"),
        (UsageError("no such thing"), 2, "moneyloop: no such thing\n"),
        (OSError(28, "No space left on device"), 1, "moneyloop: standard output: No space left on device\n"),
        (OSError(13, "Permission denied", "a/b"), 1, "moneyloop: a/b: Permission denied\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_errors_leave_one_line_and_their_exit_status(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, line: str
) -> None:
    monkeypatch.setattr(score, "load", raising(error))
    status, out, err = run("score", "a", "b")
    assert (status, out, err.strip()) == (code, "", line.strip())


def test_a_closed_pipe_is_silent(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "moneyloop", "--help"]
    result = subprocess.run(
        command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False, cwd=tmp_path
    )
    os.close(writer)
    assert result.stderr == ""


def test_a_closed_stream_is_no_error(tmp_path: Path) -> None:
    command = ["sh", "-c", 'exec "$0" -m moneyloop query >&-', sys.executable]
    result = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_help_has_examples(run: Run, words: tuple[str, ...]) -> None:
    code, out, _ = run(*words, "--help")
    assert code == 0
    assert f"moneyloop {' '.join(words)}".strip() in out.partition("Examples:")[2]


def test_every_command_is_documented() -> None:
    document = Path(__file__).parents[2] / "docs" / "cli.md"
    assert document.read_text(encoding="utf-8") == reference(), (
        "docs/cli.md is out of date: run `make generate`"
    )
