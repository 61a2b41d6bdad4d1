"""The benchmark on generated graphs runs, agrees with what is known of them, and says what it measures."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


def test_a_run_measures_and_compares_and_leaves_no_graphs(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.graph", "--deals", "1000", "--out", str(tmp_path)]
    command += ["--queries", "cycles", "cycle-evidence", "--peers", "pyoxigraph", "networkx"]
    subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    rows: list[dict[str, Any]] = json.loads((tmp_path / "graph.json").read_text())
    found = {(row["what"], row["by"]): row for row in rows}
    for what in ("load to disk", "mark loops", "project", "infer", "cycles from disk"):
        assert found[what, "moneyloop"]["seconds"]["median"] > 0
        assert found[what, "moneyloop"]["mebibytes"] > 10
    for what in ("cycles", "all cycles", "paths", "shortest", "reach"):
        ours, theirs = (found[what, by] for by in ("moneyloop", "networkx"))
        assert ours["about"]["rows"] == theirs["about"]["rows"] > 0
        assert theirs["ratio"] > 0
    for what in ("query cycles", "query cycle-evidence"):
        assert found[what, "moneyloop"]["seconds"]["median"] > 0
        assert found[what, "moneyloop"]["variant"] == "with claims"
    assert found["query cycles", "moneyloop"]["about"]["rows"] == 5
    assert found["query cycle-evidence", "moneyloop"]["about"]["rows"] > 1
    marked, whole = (found["5 hops in SPARQL", by] for by in ("moneyloop", "pyoxigraph"))
    assert marked["seconds"]["median"] < whole["seconds"]["median"]
    assert "### Cycles up to 5 hops" in (tmp_path / "graph.md").read_text()
    assert not list((tmp_path / "graphs").iterdir())
