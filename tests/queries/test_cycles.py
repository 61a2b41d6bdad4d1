"""The rules of the query ``cycles``, on worlds made for each, and against a search in Python."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
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
        f"@base <{BASE}id/> . @prefix ml: <{BASE}ns/> . @prefix prov: <http://www.w3.org/ns/prov#> .",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "<../graph/deals> {",
    ]
    parties: set[str] = set()
    for number, flow in enumerate(flows):
        deal = f"deal/{number:03}"
        parties |= {flow.payer, flow.payee}
        lines.append(
            f"<{deal}> a ml:Loan ; ml:lender <party/{flow.payer}> ; ml:borrower <party/{flow.payee}> ;"
            f" ml:status ml:{flow.status} ; ml:claimCount 1 . <claim/d/{number}> ml:states <{deal}> ;"
            f" ml:status ml:{flow.status} ; prov:wasDerivedFrom <document/d> ."
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


def test_what_a_hop_amounts_to(world_of: WorldOf) -> None:
    back = Flow("b", "a", "completed", 50, 60)
    hops = [
        [Flow("a", "b", "announced", 9, 9), Flow("a", "b", "committed", 1, 2)],
        [Flow("a", "b", "committed", 1, 2), Flow("a", "b", "committed")],
        [Flow("a", "b", "committed", 9, None), Flow("a", "b", "committed", None, 1)],
        [Flow("a", "b", "committed", None, 3), Flow("a", "b", "committed", None, 1)],
        [Flow("a", "b", "committed", 2, 3, "EUR"), Flow("a", "b", "committed", 2, 3, "USD")],
    ]
    amounts = [world_of(trig([*flows, back]))("cycles")[0][3:7] for flows in hops]
    assert amounts == [
        ("committed", 9, 11, "USD"),
        ("committed", 1, 2, "USD"),
        ("committed", 9, 60, "USD"),
        ("committed", None, 4, "USD"),
        ("committed", None, None, None),
    ]


def test_the_bottleneck_is_the_hop_with_the_least_money(world_of: WorldOf) -> None:
    flows = [
        Flow("a", "b", "completed", 5, 9),
        Flow("b", "c", "completed", 6, None),
        Flow("c", "a", "completed", 4, 12),
    ]
    assert world_of(trig(flows))("cycles")[0][3:] == ("completed", 4, 9, "USD", 3)
    flows.append(Flow("c", "a", "completed", 1, 1, "EUR"))
    assert world_of(trig(flows))("cycles")[0][3:] == ("completed", None, None, None, 4)


def test_no_amount_is_known(world_of: WorldOf) -> None:
    flows = [Flow("a", "b", "announced"), Flow("b", "a", "completed")]
    assert world_of(trig(flows))("cycles")[0][1:] == (2, "A → B", "announced", None, None, None, 2)


def test_a_hop_of_no_amount_leaves_the_lower_end_open(world_of: WorldOf) -> None:
    flows = [Flow("a", "b", "completed"), Flow("a", "b", "announced", 5, 5), Flow("b", "a", "completed")]
    assert world_of(trig(flows))("cycles")[0][3:] == ("completed", None, 5, "USD", 3)


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
    counted = [flow for flow in flows if RANKS.get(flow.status, 0) >= RANKS[floor]]
    graph = nx.DiGraph((flow.payer, flow.payee) for flow in counted)
    found: dict[str, tuple[Value, ...]] = {}
    for cycle in nx.simple_cycles(graph):
        first = cycle.index(min(cycle))
        parties = cycle[first:] + cycle[:first]
        hops = list(pairwise([*parties, parties[0]]))
        deals = [[flow for flow in counted if (flow.payer, flow.payee) == hop] for hop in hops]
        strongest = [max((flow.status for flow in some), key=RANKS.__getitem__) for some in deals]
        low, high = (_least(ends) for ends in zip(*map(_amount, deals), strict=True))
        known = any(flow.low or flow.high for some in deals for flow in some)
        found[" → ".join(party.upper() for party in parties)] = (
            min(strongest, key=RANKS.__getitem__),
            low if low is None or low >= 0 else None,
            high,
            "USD" if known else None,
            sum(map(len, deals)),
        )
    return found


def _amount(deals: list[Flow]) -> tuple[int, int | None]:
    """Return the ends of what a hop amounts to: -1 for no known lower end, None for no upper end."""
    priced = [flow for flow in deals if flow.low is not None or flow.high is not None]
    highs = [flow.high for flow in priced]
    low = max((flow.low for flow in deals if flow.low is not None), default=-1)
    return low, None if not priced or None in highs else sum(high for high in highs if high is not None)


def _least(ends: tuple[int | None, ...]) -> int | None:
    return min((end for end in ends if end is not None), default=None)
