"""Each stored query on the fixture world: the exact rows, no rows where there are none, and what floors do.

The rows in ``data/expected`` have been checked by hand against the deals of ``data/trees.trig``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from moneyloop.queries.answer import Value
from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.run import run

Ask = Callable[..., list[tuple[Value, ...]]]
EXPECTED: Final = Path(__file__).parent / "data" / "expected"
THREE: Final = "86e886b8fef8"
TWO: Final = "0a2b6480ec4d"

CASES: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "cycles": ("cycles", {}),
    "cycles-announced": ("cycles", {"status": "announced"}),
    "cycle-evidence": ("cycle-evidence", {"cycle": THREE}),
    "cycle-evidence-committed": ("cycle-evidence", {"cycle": THREE, "status": "committed"}),
    "round-trips": ("round-trips", {}),
    "chains": ("chains", {"party": "birch", "length": "2", "status": "committed"}),
    "chains-exposure-to": ("chains", {"party": "birch", "kind": "exposure", "direction": "to"}),
    "chains-flow": ("chains", {"party": "aster", "kind": "flow", "length": "5", "status": "announced"}),
    "longest-chains": ("longest-chains", {}),
    "longest-chains-committed": ("longest-chains", {"status": "committed"}),
    "exposure": ("exposure", {"party": "birch"}),
    "exposure-completed": ("exposure", {"party": "birch", "status": "completed"}),
    "concentration": ("concentration", {}),
    "concentration-party": ("concentration", {"party": "elm", "threshold": "0.1", "status": "announced"}),
    "loop-members": ("loop-members", {}),
    "loop-members-announced": ("loop-members", {"status": "announced"}),
    "contradictions": ("contradictions", {}),
    "contradictions-committed": ("contradictions", {"status": "committed"}),
    "deals": ("deals", {}),
    "deals-filtered": ("deals", {"type": "Loan", "party": "grove", "status": "completed"}),
    "party": ("party", {"party": "aster"}),
    "party-committed": ("party", {"party": "elm", "status": "committed"}),
    "figures": ("figures", {}),
    "figures-filtered": ("figures", {"type": "Loss", "party": "birch"}),
    "figures-announced": ("figures", {"status": "announced"}),
    "off-balance": ("off-balance", {}),
    "off-balance-completed": ("off-balance", {"status": "completed"}),
    "sources": ("sources", {}),
}


@pytest.mark.parametrize("case", CASES)
def test_exact_rows(store: ox.Store, case: str) -> None:
    name, parameters = CASES[case]
    answered = run(catalogue()[name], store, parameters).to_csv().replace("\r\n", "\n")
    assert answered == (EXPECTED / f"{case}.csv").read_text(encoding="utf-8")


def test_every_query_has_exact_rows() -> None:
    assert {name for name, _ in CASES.values()} == set(catalogue())
    assert {path.stem for path in EXPECTED.iterdir()} == set(CASES)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
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
    ],
)
def test_nothing_is_found(ask: Ask, name: str, parameters: dict[str, str]) -> None:
    assert ask(name, **parameters) == []


@pytest.mark.parametrize("name", sorted(set(catalogue()) - {"party"}))
def test_nothing_is_found_in_a_dataset_without_deals(empty: Ask, name: str) -> None:
    needed = {"cycle": THREE, "party": "birch"}
    required = {p.name: needed[p.name] for p in catalogue()[name].parameters if p.required}
    assert empty(name, **required) == []


def test_a_party_without_deals_still_has_its_names(empty: Ask) -> None:
    assert {row[0] for row in empty("party", party="elm")} == {"name", "about"}
