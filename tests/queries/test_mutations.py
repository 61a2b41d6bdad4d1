"""Each stored query rests on the data: taking triples away changes its answer as it must."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from moneyloop.queries.answer import Value

Ask = Callable[..., list[tuple[Value, ...]]]
Triple = tuple[str, str, str]
POWER: tuple[Triple, ...] = (("deal/power", "status", ""), ("deal/power-more", "status", ""))
THREE = "86e886b8fef8"


def cells(rows: list[tuple[Value, ...]], *columns: int) -> set[tuple[Value, ...]]:
    return {tuple(row[column] for column in columns) for row in rows}


@pytest.mark.parametrize(
    ("name", "parameters", "without", "columns", "lost", "gained"),
    [
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
    ],
)
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
