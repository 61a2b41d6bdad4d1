"""Figures become tables that say ratios, growth and what was stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from benchmarks.draw import plot
from benchmarks.report import Row, growth, markdown

ROOT = Path(__file__).parents[2]


def row(what: str, by: str, deals: int, seconds: float | None, **more: float) -> Row:
    timed = (
        None if seconds is None else {"median": seconds, "low": seconds / 2, "high": seconds * 2, "runs": 3}
    )
    return Row(what, by, deals, variant="", seconds=timed, **more)  # type: ignore[arg-type]


ROWS = [
    row("cycles", "moneyloop", 1_000, 0.001),
    row("cycles", "networkx", 1_000, 0.02),
    row("cycles", "moneyloop", 10_000, 0.01),
    row("cycles", "networkx", 10_000, 2.0, ratio=190.0),
    row("cycles", "moneyloop", 100_000, 0.1),
    row("cycles", "networkx", 100_000, None, at_least=60.0),
    row("query cycles", "moneyloop", 1_000, 0.005),
    row("query cycles", "moneyloop", 10_000, None, at_least=30.0),
]


def test_ratios_stand_beside_the_figures() -> None:
    lines = markdown(ROWS).splitlines()
    cells = {
        line.split("|")[1].strip(): [cell.strip() for cell in line.split("|")]
        for line in lines
        if "|" in line
    }
    assert cells["1,000"][2:5] == ["1.00 (0.50–2.00) ms", "20.0 (10.0–40.0) ms", "20.0"]
    assert cells["10,000"][4] == "190"
    assert cells["100,000"][3:5] == ["> 60 s", "> 600"]
    assert cells["cycles"][2:4] == ["5.00 (2.50–10.0) ms", "> 30 s"]


def test_growth_is_the_slope_on_logarithmic_axes() -> None:
    found = growth(row for row in ROWS if row.what == "cycles")
    assert rounded(found["moneyloop"]) == [(1_000, 10_000, 1), (10_000, 100_000, 1)]
    assert rounded(found["networkx"]) == [(1_000, 10_000, 2)]


def test_the_whole_growth_is_told_where_three_sizes_are_large() -> None:
    sizes = [(10_000, 1.0), (100_000, 20.0), (1_000_000, 100.0)]
    found = growth(row("cycles", "moneyloop", deals, seconds) for deals, seconds in sizes)
    assert rounded(found["moneyloop"])[-1] == (10_000, 1_000_000, 1)


def rounded(steps: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    return [(small, large, round(exponent, 6)) for small, large, exponent in steps]


def test_the_plot_has_a_line_for_each(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    plot(ROWS, tmp_path / "growth.svg")
    text = (tmp_path / "growth.svg").read_text()
    assert {"moneyloop", "networkx", "cycles"} <= {part.split("<")[0] for part in text.split(">")}


def test_runs_are_reported_together(tmp_path: Path) -> None:
    for number, rows in enumerate((ROWS[:2], ROWS[2:])):
        (tmp_path / f"{number}.json").write_text(json.dumps([asdict(one) for one in rows]))
    command = [sys.executable, "-m", "benchmarks.report", "0.json", "1.json", "--out", "together"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert (tmp_path / "together" / "graph.md").read_text() == markdown(ROWS)
