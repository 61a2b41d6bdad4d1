"""Each stored query rests on the data: taking triples away changes its answer as it must."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

import pytest

from moneyloop.queries.answer import Value
from moneyloop.queries.catalogue import catalogue

Ask = Callable[..., list[tuple[Value, ...]]]
Triple = tuple[str, str, str]
POWER: tuple[Triple, ...] = (("deal/power", "status", ""), ("deal/power-more", "status", ""))
THREE = "86e886b8fef8"


def cells(rows: list[tuple[Value, ...]], *columns: int) -> set[tuple[Value, ...]]:
    return {tuple(row[column] for column in columns) for row in rows}


MUTATIONS: Final[list[tuple[str, dict[str, str], Any, tuple[int, ...], Any, Any]]] = [
    ("cycles", {}, [("deal/chips", "status", "")], (1, 2), {(3, "Aster → Bouleau → Cedar")}, set()),
    (
        "cycles",
        {"status": "announced"},
        [("deal/equity-first", "status", "")],
        (3, 4, 5, 7),
        {("committed", None, 112 * 10**9, 5)},
        {("announced", None, 10**11, 4)},
    ),
    ("cycle-evidence", {"cycle": THREE}, [("claim/south/2", "states", "")], (0,), {(3,)}, set()),
    (
        "round-trips",
        {},
        [("deal/chips-talks", "status", "")],
        (0, 1),
        {("Aster", "Bouleau")},
        set(),
    ),
    (
        "chains",
        {"party": "birch", "length": "2"},
        POWER,
        (1,),
        {("Bouleau → Aster → Elm",)},
        set(),
    ),
    (
        "longest-chains",
        {},
        [("deal/backstop", "status", "")],
        (0, 1),
        {(4, "Cedar → Bouleau → Dahlia → Aster → Elm")},
        {(2, "Cedar → Bouleau → Dahlia")},
    ),
    (
        "relations",
        {"kind": "exposure", "status": "committed"},
        [("deal/lease", "status", "")],
        (2, 3),
        {("Dahlia", "Bouleau")},
        set(),
    ),
    ("exposure", {"party": "birch"}, POWER, (1, 2), {("Elm", 2)}, set()),
    (
        "concentration",
        {"party": "cedar"},
        [("deal/loan-bank/amount", "minAmount", "")],
        (1, 2, 3, 7),
        {("Bouleau", "inflow", Decimal("0.9967"), 2)},
        {("Bouleau", "inflow", 1, 1)},
    ),
    (
        "loop-members",
        {},
        [("deal/chips", "status", "")],
        (1, 3),
        {(3, "Aster"), (3, "Bouleau"), (3, "Cedar")},
        {(2, "Aster"), (2, "Bouleau")},
    ),
    ("contradictions", {}, [("claim/south/4", "states", "")], (0,), {("status",)}, set()),
    ("deals", {}, [("deal/lease", "status", "")], (1,), {("Bouleau leases from Dahlia",)}, set()),
    (
        "party",
        {"party": "elm"},
        [("deal/hedge", "protectionSeller", "elm")],
        (1, 2),
        {("protection_seller", "A bank hedges with Elm")},
        set(),
    ),
    ("figures", {}, [("figure/loss", "status", "")], (1, 2), {("Bouleau", "Loss")}, set()),
    (
        "off-balance",
        {},
        [("deal/loan", "lender", "grove")],
        (0, 2),
        {("private credit", "Grove lends to Cedar")},
        set(),
    ),
    (
        "sources",
        {},
        [("claim/north/14", "states", "")],
        (0, 6, 7, 8),
        {("north", 14, 12, 2)},
        {("north", 13, 12, 1)},
    ),
    (
        "capital-structure",
        {"party": "birch"},
        [("deal/lease", "lessee", "")],
        (0, 1),
        {("lease", "Dahlia")},
        set(),
    ),
    ("maturity-wall", {}, [("deal/lease", "period", "")], (0, 1), {("2035", 1)}, set()),
    (
        "vendor-financing",
        {},
        [("deal/equity", "investor", "")],
        (0, 1, 4),
        {("Aster", "Bouleau", "announced")},
        set(),
    ),
    ("three-roles", {}, POWER, (0, 1, 2, 3), {("Aster", 2, 2, 1)}, set()),
    (
        "self-financed",
        {},
        [("deal/equity/amount", "maxAmount", "")],
        (0, 1, 2),
        {("Aster", 1, 20 * 10**9)},
        {("Aster", Decimal("0.55"), 11 * 10**9)},
    ),
    (
        "commitment-funnel",
        {},
        [("deal/lease", "status", "")],
        (0, 1, 2, 3),
        {("committed", 3, 313 * 10**9, 315 * 10**9)},
        {("committed", 2, 310 * 10**9, 312 * 10**9)},
    ),
    (
        "single-source",
        {},
        [("claim/south/1", "states", "")],
        (1, 2, 7),
        set(),
        {("EquityInvestment", "announced", "north")},
    ),
    (
        "cycle-parties",
        {},
        [("deal/chips", "status", "")],
        (0, 1, 2),
        {("Aster", 2, 2), ("Bouleau", 2, 2), ("Cedar", 1, 2)},
        {("Aster", 1, 1), ("Bouleau", 1, 1)},
    ),
    (
        "cycle-breakers",
        {},
        [("deal/equity", "status", "")],
        (1, 2, 3),
        set(),
        {(2, "EquityInvestment", "committed")},
    ),
    (
        "unresolved-parties",
        {},
        [("deal/hedge", "protectionBuyer", "")],
        (1, 2),
        {("a bank", 3)},
        {("a bank", 2)},
    ),
    ("guarantees", {}, [("deal/backstop", "beneficiary", "")], (0, 1), {("Aster", "Dahlia")}, set()),
    (
        "collateral",
        {},
        [("deal/pledge", "pledgedAsset", "")],
        (0, 2),
        {("Grove", "chips")},
        {("Grove", None)},
    ),
    (
        "largest-deals",
        {},
        [("deal/compute/amount", "maxAmount", "")],
        (1, 4),
        {("PurchaseAgreement", 3 * 10**11)},
        {("PurchaseAgreement", None)},
    ),
    (
        "attributions",
        {},
        [("claim/north/5", "attributedTo", "")],
        (0, 1),
        {("a banker", 2)},
        {("a banker", 1)},
    ),
    (
        "changes",
        {"from": "2025-01-10"},
        [("deal/chips", "status", "")],
        (0, 2, 7),
        {("new", "PurchaseAgreement", "completed")},
        set(),
    ),
    ("people", {}, [("deal/post", "employee", "")], (0, 2), {("Fern", "Aster")}, set()),
    (
        "timeline",
        {"party": "aster"},
        [("claim/south/4", "states", "")],
        (1, 4),
        {("south", "cancelled")},
        set(),
    ),
    (
        "coverage",
        {},
        [("claim/south/1", "states", "")],
        (0, 4, 5),
        {("en", 11, 9), ("he", 8, 6)},
        {("en", 11, 10), ("he", 7, 6)},
    ),
    ("relied-on", {}, POWER, (0, 1), {("Elm", "PurchaseAgreement")}, set()),
    (
        "mutual-payments",
        {},
        [("deal/equity/amount", "maxAmount", "")],
        (0, 1),
        {("Aster", "Bouleau")},
        {("Bouleau", "Aster")},
    ),
]


def test_every_query_has_a_mutation() -> None:
    assert {name for name, *_ in MUTATIONS} == set(catalogue())


@pytest.mark.parametrize(("name", "parameters", "without", "columns", "lost", "gained"), MUTATIONS)
def test_taking_triples_away_changes_the_answer(
    ask: Ask,
    world_without: Callable[..., Ask],
    *,
    name: str,
    parameters: dict[str, str],
    without: list[Triple],
    columns: tuple[int, ...],
    lost: set[tuple[Value, ...]],
    gained: set[tuple[Value, ...]],
) -> None:
    before = cells(ask(name, **parameters), *columns)
    after = cells(world_without(*without)(name, **parameters), *columns)
    assert (before - after, after - before) == (lost, gained)


def test_a_cancelled_deal_makes_no_cycle_until_it_is_live(
    ask: Ask, world_of: Callable[[str], Ask], trees: str
) -> None:
    cancelled = "deal:called-off ml:status ml:cancelled"
    assert cancelled in trees
    revived = world_of(trees.replace(cancelled, "deal:called-off ml:status ml:announced"))
    assert cells(revived("cycles"), 2) - cells(ask("cycles"), 2) == {("Aster → Elm",)}
