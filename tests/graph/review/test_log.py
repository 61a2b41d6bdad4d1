"""The file of decisions while it is written to: on the disk at once, by one process at a time."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from moneyloop.errors import ReviewError
from moneyloop.graph.review.decisions import dump, read
from moneyloop.graph.review.log import Log

if TYPE_CHECKING:
    from tests.graph.review.conftest import MakeEntry, MakeStatement

KILLED = """
import os, sys
from pathlib import Path
from moneyloop.graph.review.decisions import read
from moneyloop.graph.review.log import Log
log = Log(Path(sys.argv[2]))
log.append([read([Path(sys.argv[1])])[0].decision])
os._exit(9)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "reviewed.jsonl"


def test_a_decision_is_there_before_the_file_is_closed(
    file: Path, loan: MakeStatement, entry: MakeEntry
) -> None:
    with Log(file) as log:
        assert not file.exists()
        log.append([entry("accepted", loan()).decision])
        assert [one.decision for one in read([file])] == [entry("accepted", loan()).decision]


def test_a_decision_outlives_its_process_and_the_lock_does_not(
    file: Path, loan: MakeStatement, entry: MakeEntry
) -> None:
    given = file.with_name("given.jsonl")
    given.write_text(dump(entry("rejected", loan()).decision), encoding="utf-8")
    script = [sys.executable, "-c", KILLED, str(given), str(file)]
    assert subprocess.run(script, check=False).returncode == 9
    with Log(file) as log:
        assert [one.decision.decision for one in log.entries] == ["rejected"]


def test_a_last_line_without_an_end_is_ended_first(file: Path, loan: MakeStatement, entry: MakeEntry) -> None:
    file.write_text(dump(entry("accepted", loan()).decision), encoding="utf-8")
    with Log(file) as log:
        log.append([entry("rejected", loan(), 1).decision, entry("accepted", loan(), 2).decision])
    assert [one.decision.decision for one in read([file])] == ["accepted", "rejected", "accepted"]


def test_two_reviewers_cannot_write_at_once_but_all_can_read(file: Path) -> None:
    with Log(file):
        with pytest.raises(ReviewError, match="somebody is reviewing into it"):
            Log(file)
        assert Log(file, writing=False).entries == []
    Log(file).close()


def test_a_malformed_file_is_not_held(file: Path, loan: MakeStatement, entry: MakeEntry) -> None:
    file.write_text("{\n", encoding="utf-8")
    with pytest.raises(ReviewError, match="Invalid JSON"):
        Log(file)
    file.unlink()
    Log(file).close()


def test_time_never_runs_backwards(file: Path, loan: MakeStatement, entry: MakeEntry) -> None:
    later = datetime.now(UTC) + timedelta(days=1)
    file.write_text(dump(entry("accepted", loan(), decided=later).decision), encoding="utf-8")
    with Log(file) as log:
        assert log.now() == later.replace(microsecond=0)


def test_what_cannot_be_written_is_said(file: Path, loan: MakeStatement, entry: MakeEntry) -> None:
    with Log(file) as log:
        file.mkdir()
        with pytest.raises(ReviewError, match=r"reviewed\.jsonl: cannot be written"):
            log.append([entry("accepted", loan()).decision])


def test_a_folder_that_is_missing_is_made(tmp_path: Path, loan: MakeStatement, entry: MakeEntry) -> None:
    with Log(tmp_path / "team" / "reviewed.jsonl") as log:
        log.append([entry("accepted", loan()).decision])
    assert len(read([tmp_path / "team" / "reviewed.jsonl"])) == 1


def test_a_place_where_no_file_can_be_is_named(file: Path) -> None:
    file.write_text("", encoding="utf-8")
    with pytest.raises(ReviewError, match="give another: --decisions FILE"):
        Log(file / "reviewed.jsonl")
