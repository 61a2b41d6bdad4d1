"""``moneyloop cycles``: tables, CSV and JSON, notes on stderr, wrong calls."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.queries.conftest import world

from moneyloop.graph.store import write_store


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dataset")
    write_store(world(), folder / "store")
    return folder


def test_a_table_says_whether_it_is_complete(run: Run, dataset: Path) -> None:
    code, out, err = run("cycles", "--data", dataset)
    assert (code, err.strip()) == (0, "(complete)")
    assert "Aster → Bouleau → Cedar" in out
    assert "≤ 112 bn USD" in out
    _, _, err = run("cycles", "--data", dataset, "--rows", "1")
    assert err.startswith("(stopped by the limit of rows; there may be more)\n")


def test_json_is_exact_and_has_the_hops(run: Run, dataset: Path) -> None:
    _, out, _ = run("cycles", "--data", dataset, "--format", "json", "--status", "announced")
    whole = json.loads(out)
    assert (whole["complete"], whole["stoppedBy"], whole["ratesOf"]) == (True, None, None)
    (cycle,) = whole["cycles"]
    assert (cycle["cycle"], cycle["amountMax"]) == ("86e886b8fef8", 112_000_000_000)
    assert [(hop["payer"], hop["amountMin"]) for hop in cycle["steps"]] == [
        ("Aster", 10_000_000_000),
        ("Bouleau", 300_000_000_000),
        ("Cedar", None),
    ]


def test_a_party_begins_its_cycles(run: Run, dataset: Path) -> None:
    _, out, _ = run("cycles", "--data", dataset, "--party", "Cedar", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(out))
    assert row["parties"] == "Cedar → Aster → Bouleau"


def test_what_broke_since(run: Run, dataset: Path) -> None:
    _, out, _ = run("cycles", "--data", dataset, "--since", "2025-01-10", "--format", "csv")
    rows = csv.DictReader(io.StringIO(out))
    changed = {(row["change"], row["parties"], row["statusBefore"]) for row in rows}
    assert ("broke", "Aster → Elm", "announced") in changed


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--since", "soon"], "--since must be a date"),
        (["--currency", "dollars"], "ISO 4217"),
        (["--since", "2025-02-01", "--known-on", "2025-01-01"], "must be before"),
        (["--party", "Nobody"], "Nobody"),
        (["--type", "Party"], "Party"),
        (["--currency", "EUR"], "no exchange rates"),
        (["--rates", "x.ttl"], "--currency"),
        (["--rates", "missing.ttl", "--currency", "EUR"], "cannot be read"),
    ],
)
def test_wrong_calls_are_told_in_a_line(run: Run, dataset: Path, options: list[str], words: str) -> None:
    code, out, err = run("cycles", "--data", dataset, *options)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert words in err
