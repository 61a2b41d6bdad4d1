"""Each stored query on the fixture world: the exact rows, no rows where there are none, and what floors do.

The rows in ``data/expected``, of the calls in ``data/cases.json``, have been checked by hand against the
deals of ``data/trees.trig``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from moneyloop.queries.answer import Value
from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.run import run

Ask = Callable[..., list[tuple[Value, ...]]]
DATA: Final = Path(__file__).parent / "data"
EXPECTED: Final = DATA / "expected"
THREE: Final = "86e886b8fef8"
CASES: Final[dict[str, tuple[str, dict[str, str]]]] = json.loads((DATA / "cases.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES)
def test_exact_rows(store: ox.Store, case: str) -> None:
    name, parameters = CASES[case]
    answered = run(catalogue()[name], store, parameters).to_csv().replace("\r\n", "\n")
    assert answered == (EXPECTED / f"{case}.csv").read_text(encoding="utf-8")


def test_every_query_has_exact_rows() -> None:
    assert {name for name, _ in CASES.values()} == set(catalogue())
    assert {path.stem for path in EXPECTED.iterdir()} == set(CASES)


EMPTY: Final[list[tuple[str, dict[str, str]]]] = [
    ("cycles", {"status": "completed"}),
    ("cycle-evidence", {"cycle": "000000000000"}),
    ("round-trips", {"status": "announced"}),
    ("chains", {"party": "elm"}),
    ("chains", {"party": "dahlia", "status": "announced"}),
    ("exposure", {"party": "elm", "status": "announced"}),
    ("concentration", {"party": "grove"}),
    ("loop-members", {"status": "completed"}),
    ("contradictions", {"status": "completed"}),
    ("deals", {"type": "BondIssue"}),
    ("deals", {"type": "Backstop", "status": "announced"}),
    ("figures", {"party": "cedar"}),
    ("capital-structure", {"party": "elm"}),
    ("changes", {"from": "2025-02-20"}),
    ("maturity-wall", {"party": "elm"}),
    ("vendor-financing", {"status": "announced"}),
    ("three-roles", {"status": "completed"}),
    ("self-financed", {"status": "announced"}),
    ("commitment-funnel", {"type": "BondIssue"}),
    ("single-source", {"type": "BondIssue"}),
    ("cycle-parties", {"status": "completed"}),
    ("cycle-breakers", {"status": "completed"}),
    ("unresolved-parties", {"least": "4"}),
    ("guarantees", {"status": "announced"}),
    ("collateral", {"party": "elm"}),
    ("largest-deals", {"currency": "GBP"}),
    ("attributions", {"status": "committed"}),
    ("people", {"party": "elm"}),
    ("timeline", {"party": "dahlia", "status": "completed"}),
    ("coverage", {"type": "BondIssue"}),
    ("relied-on", {"type": "BondIssue"}),
    ("mutual-payments", {"status": "announced"}),
]
ALWAYS: Final = frozenset({"longest-chains", "off-balance", "party", "relations", "sources"})
"""Queries that find something in this dataset whatever they are asked; tested on one without deals."""


def test_every_query_has_a_call_that_finds_nothing() -> None:
    assert {name for name, _ in EMPTY} | ALWAYS == set(catalogue())


@pytest.mark.parametrize(("name", "parameters"), EMPTY)
def test_nothing_is_found(ask: Ask, name: str, parameters: dict[str, str]) -> None:
    assert ask(name, **parameters) == []


@pytest.mark.parametrize("name", sorted(set(catalogue()) - {"party"}))
def test_nothing_is_found_in_a_dataset_without_deals(empty: Ask, name: str) -> None:
    needed = {"cycle": THREE, "party": "birch"}
    required = {p.name: needed[p.name] for p in catalogue()[name].parameters if p.required}
    assert empty(name, **required) == []


def test_a_party_without_deals_still_has_its_names(empty: Ask) -> None:
    assert {row[0] for row in empty("party", party="elm")} == {"name", "about"}
