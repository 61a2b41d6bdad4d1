"""The benchmark of the extraction runs, and says what it measures; no time is asserted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


def benchmark(*options: str) -> str:
    command = [sys.executable, "-m", "benchmarks.extract", "--kilobytes", "4", "--repeat", "1"]
    command += ["--languages", "he", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def measured() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(benchmark("--parties", "0", "2000", "--json"))
    return found


def test_speed_is_measured_in_press_and_dense_text_beside_a_peer(
    measured: dict[str, list[dict[str, Any]]],
) -> None:
    press, dense = measured["speed"]
    assert (press["text"], dense["text"]) == ("press", "dense")
    assert 0 < press["claims"] < dense["claims"]
    for row in (press, dense):
        assert row["kilobytes"] >= 4
        assert 0 < row["median"] <= row["best"]
        assert row["peers"]["automaton"] > 0


def test_growth_is_measured_by_length_parties_and_frames(measured: dict[str, list[dict[str, Any]]]) -> None:
    amounts: dict[str, list[int]] = {}
    for row in measured["growth"]:
        amounts.setdefault(row["of"], []).append(row["amount"])
        assert row["seconds"] > 0
    listed, more = amounts["parties"]
    assert listed < more == 2000
    first, fourfold, sixteenfold = amounts["bytes"]
    assert 3 < fourfold / first < 5
    assert 12 < sixteenfold / first < 20
    quarter, half, whole, twofold = amounts["patterns"]
    assert quarter < half < whole
    assert twofold == 2 * whole


def test_the_table_says_which_language_and_which_peer() -> None:
    lines = benchmark("--speed-only").splitlines()
    rows = [line.split() for line in lines if line.startswith("he ")]
    assert [row[1] for row in rows] == ["press", "dense"]
    assert all("automaton" in row for row in rows)
    assert any("spaCy" in line for line in lines)


def test_a_language_without_lexicon_is_refused() -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        benchmark("--languages", "tlh")
    assert "no lexicon for tlh" in failed.value.stderr
