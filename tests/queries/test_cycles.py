"""The rules of the query ``cycles``, on worlds made for each, and against a search in Python."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

import networkx as nx
import pytest

from moneyloop.queries.answer import Value
from moneyloop.settings import BASE

Ask = Callable[..., list[tuple[Value, ...]]]
WorldOf = Callable[[str], Ask]
RANKS: Final = {"considered": 1, "announced": 2, "committed": 3, "completed": 4}


class Flow(NamedTuple):
    """A loan: who pays whom, status, amount in billions."""

    payer: str
    payee: str
    status: str
    low: int | None = None
    high: int | None = None
    currency: str = "USD"


def trig(flows: Iterable[Flow], names: bool = True) -> str:
    """Return a dataset of loans; their IRIs follow their order. Each is stated by one claim."""
    lines = [
        f"@base <{BASE}id/> . @prefix ml: <{BASE}ns/> .",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "<../graph/deals> {",
    ]
    parties: set[str] = set()
    for number, flow in enumerate(flows):
        deal = f"deal/{number:03}"
        parties |= {flow.payer, flow.payee}
        lines.append(
            f"<{deal}> a ml:Loan ; ml:lender <party/{flow.payer}> ; ml:borrower <party/{flow.payee}> ;"
            f" ml:status ml:{flow.status} . <claim/d/{number}> ml:states <{deal}> ."
        )
        if flow.low is not None or flow.high is not None:
            lines.append(
                f'<{deal}> ml:amount <{deal}/amount> . <{deal}/amount> ml:currency "{flow.currency}" .'
            )
        for name, end in (("minAmount", flow.low), ("maxAmount", flow.high)):
            if end is not None:
                lines.append(f"<{deal}/amount> ml:{name} {end}.0 .")
    if names:
        lines += [f'<party/{party}> skos:prefLabel "{party.upper()}"@en .' for party in sorted(parties)]
    return "\n".join([*lines, "}"])


def test_the_best_deal_of_a_hop(world_of: WorldOf) -> None:
    back = Flow("b", "a", "completed")
    best = [
        [Flow("a", "b", "announced", 90, 90), Flow("a", "b", "committed", 1, 2)],
        [Flow("a", "b", "committed", 1, 2), Flow("a", "b", "committed", 0, 3)],
        [Flow("a", "b", "committed", 1, 3), Flow("a", "b", "committed", 2, 3)],
        [Flow("a", "b", "committed", 9, None), Flow("a", "b", "committed", None, 1)],
        [Flow("a", "b", "committed", 2, 3, "EUR"), Flow("a", "b", "committed", 2, 3, "USD")],
    ]
    amounts = [world_of(trig([*flows, back]))("cycles")[0][3:7] for flows in best]
    assert amounts == [
        ("committed", 1, 2, "USD"),
        ("committed", 0, 3, "USD"),
        ("committed", 2, 3, "USD"),
        ("committed", None, 1, "USD"),
        ("committed", 2, 3, "EUR"),
    ]


def test_the_bottleneck_is_the_hop_with_the_least_money(world_of: WorldOf) -> None:
    flows = [
        Flow("a", "b", "completed", 5, 9),
        Flow("b", "c", "completed"),
        Flow("c", "d", "completed", 7, None, "EUR"),
        Flow("d", "a", "completed", None, 7),
    ]
    assert world_of(trig(flows))("cycles")[0][3:] == ("completed", 7, None, "EUR", 4)


def test_no_amount_is_known(world_of: WorldOf) -> None:
    flows = [Flow("a", "b", "announced"), Flow("b", "a", "completed")]
    assert world_of(trig(flows))("cycles")[0][1:] == (2, "A → B", "announced", None, None, None, 2)


def test_an_amount_below_the_best_deal_does_not_count(world_of: WorldOf) -> None:
    flows = [Flow("a", "b", "completed"), Flow("a", "b", "announced", 5, 5), Flow("b", "a", "completed")]
    assert world_of(trig(flows))("cycles")[0][3:] == ("completed", None, None, None, 3)


def test_the_order_of_the_rows(world_of: WorldOf) -> None:
    def both(one: str, other: str, status: str, amount: int) -> list[Flow]:
        return [Flow(one, other, status, amount, amount), Flow(other, one, status, amount, amount)]

    flows = both("a", "b", "announced", 9) + both("c", "d", "completed", 1) + both("e", "f", "completed", 2)
    flows += [
        Flow("x", "y", "completed", 2, 2),
        Flow("y", "z", "completed", 2, 2),
        Flow("z", "x", "completed", 2, 2),
    ]
    assert [row[2] for row in world_of(trig(flows))("cycles")] == ["E → F", "X → Y → Z", "C → D", "A → B"]


def test_a_party_without_any_name_is_shown_by_its_iri(world_of: WorldOf) -> None:
    flows = [Flow("a", "b", "completed"), Flow("b", "a", "completed")]
    assert world_of(trig(flows, names=False))("cycles")[0][2] == f"{BASE}id/party/a → {BASE}id/party/b"


@pytest.mark.parametrize("length", [24, 26])
def test_long_cycles_end_in_an_ellipsis(world_of: WorldOf, length: int) -> None:
    parties = [f"p{number:02}" for number in range(length)]
    flows = [Flow(payer, payee, "completed") for payer, payee in pairwise([*parties, parties[0]])]
    (row,) = world_of(trig(flows))("cycles")
    shown = " → ".join(party.upper() for party in parties[:24])
    assert row[1:3] == (length, shown if length == 24 else f"{shown} → …")


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("floor", ["considered", "committed"])
def test_the_query_agrees_with_a_search_in_python(world_of: WorldOf, seed: int, floor: str) -> None:
    flows = _random_flows(random.Random(seed))
    rows = world_of(trig(flows))("cycles", status=floor)
    assert {row[2]: row[3:] for row in rows} == _searched(flows, floor)
    assert len(rows) == len({row[0] for row in rows})


def _random_flows(draw: random.Random) -> list[Flow]:
    flows = []
    for _ in range(24):
        payer, payee = draw.sample("abcdef", 2)
        low, high = draw.choice([(None, None), (1, None), (None, 3), (2, 2), (1, 4)])
        flows.append(Flow(payer, payee, draw.choice([*RANKS, "cancelled"]), low, high))
    return flows


def _searched(flows: list[Flow], floor: str) -> dict[str, tuple[Value, ...]]:
    numbered = [
        (number, flow) for number, flow in enumerate(flows) if RANKS.get(flow.status, 0) >= RANKS[floor]
    ]
    graph = nx.DiGraph((flow.payer, flow.payee) for _, flow in numbered)
    found: dict[str, tuple[Value, ...]] = {}
    for cycle in nx.simple_cycles(graph):
        first = cycle.index(min(cycle))
        parties = cycle[first:] + cycle[:first]
        hops = list(pairwise([*parties, parties[0]]))
        deals = [[(n, flow) for n, flow in numbered if (flow.payer, flow.payee) == hop] for hop in hops]
        best = [min(some, key=_badness)[1] for some in deals]
        weakest = min(best, key=lambda flow: RANKS[flow.status]).status
        known = [flow for flow in best if flow.low is not None or flow.high is not None]
        least = min(known, key=_size) if known else None
        amount = (least.low, least.high, "USD") if least else (None, None, None)
        decimals = tuple(Decimal(end) if isinstance(end, int) else end for end in amount)
        found[" → ".join(party.upper() for party in parties)] = (weakest, *decimals, sum(map(len, deals)))
    return found


def _badness(numbered: tuple[int, Flow]) -> tuple[int, int, int, int]:
    number, flow = numbered
    high, low = (-1 if end is None else end for end in (flow.high, flow.low))
    return -RANKS[flow.status], -high, -low, number


def _size(flow: Flow) -> int:
    return (flow.high if flow.high is not None else flow.low) or 0
