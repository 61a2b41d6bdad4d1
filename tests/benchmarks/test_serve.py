"""The benchmark of the server counts what was asked, and what failed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from benchmarks.serve import KINDS, measure, serving

from moneyloop.graph.build import build

EXAMPLES = Path(__file__).parents[2] / "graph" / "examples"


def test_every_kind_is_asked_and_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build([EXAMPLES], tmp_path / "graph")
    with serving(tmp_path / "graph") as url:
        asyncio.run(measure(url, 4, 1.5, 0))
    lines = capsys.readouterr().out.splitlines()
    rows = {line[:26].strip(): line[26:].split() for line in lines[1:-1]}
    assert set(rows) == {*KINDS, "all"}
    asked = {kind: int(row[0]) for kind, row in rows.items()}
    assert asked["all"] == sum(asked[kind] for kind in KINDS) > 0
    assert all(int(rows[kind][1]) == 0 for kind in ("list of cycles", "a party", "search", "page of a party"))
