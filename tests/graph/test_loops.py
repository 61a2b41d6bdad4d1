from __future__ import annotations

import random

import networkx as nx
import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from moneyloop.graph import vocabulary as v
from moneyloop.graph.loops import SEARCH, mark, marks
from moneyloop.settings import DATA, DEALS_GRAPH, INFERRED_GRAPH

GRAPH = ox.NamedNode(INFERRED_GRAPH)
Edges = list[tuple[int, int]]


def complete(size: int) -> Edges:
    return [(one, other) for one in range(size) for other in range(size) if one != other]


def party(number: int) -> ox.NamedNode:
    return ox.NamedNode(f"{DATA}party/{number:03d}")


def flows(edges: Edges) -> list[tuple[str, str]]:
    return [(party(one).value, party(other).value) for one, other in edges]


def marked(edges: Edges, **limits: int) -> ox.Store:
    store = ox.Store()
    store.extend([ox.Quad(party(one), v.term("ml", "flowsTo"), party(other), GRAPH) for one, other in edges])
    mark(store, **limits)
    return store


def pairs(store: ox.Store, name: str) -> set[tuple[str, str]]:
    found = store.quads_for_pattern(None, v.term("ml", name), None)
    return {(str(quad.subject), getattr(quad.object, "value", "")) for quad in found}


edges_of_small_graphs = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=24)


@settings(deadline=None)
@given(edges_of_small_graphs, st.integers(1, 20))
def test_a_cap_keeps_all_cycles_up_to_the_hop_limit(edges: Edges, cap: int) -> None:
    lengths = [len(cycle) for cycle in nx.simple_cycles(nx.DiGraph(edges)) if len(cycle) > 1]
    found = marks(flows(edges), cap=cap).marked
    if len(lengths) <= cap:
        assert (found.cycles, found.hop_limit, found.stopped_by) == (len(lengths), None, None)
    else:
        limit = found.hop_limit or 0
        within = sum(length <= limit for length in lengths)
        assert found.stopped_by == "rows"
        assert found.cycles == (within if limit > 1 else cap)
        assert within <= cap < within + lengths.count(limit + 1)


@settings(deadline=None)
@given(edges_of_small_graphs)
def test_loops_are_the_strongly_connected_components(edges: Edges) -> None:
    store = marked(edges)
    wanted = [part for part in nx.strongly_connected_components(nx.DiGraph(edges)) if len(part) > 1]
    members: dict[str, set[str]] = {}
    for member, loop in pairs(store, "inLoop"):
        members.setdefault(loop, set()).add(member)
    assert {frozenset(group) for group in members.values()} == {
        frozenset(str(party(one)) for one in part) for part in wanted
    }
    inside = {
        (one, other) for part in wanted for one, other in edges if one != other and {one, other} <= part
    }
    assert pairs(store, "flowsInLoop") == {(str(party(one)), party(other).value) for one, other in inside}


def test_a_cycle_starts_at_its_smallest_iri_and_has_a_stable_id() -> None:
    store = marked([(2, 1), (1, 3), (3, 2)])
    hops = {index: subject for subject, index in pairs(store, "hopIndex")}
    payers = dict(pairs(store, "hopPayer"))
    assert [payers[hops[index]] for index in ("1", "2", "3")] == [party(n).value for n in (1, 3, 2)]
    ((cycle, name),) = pairs(store, "cycleId")
    assert len(name) == 12
    assert cycle == f"<{DATA}cycle/{name}>"
    assert pairs(marked([(3, 2), (1, 3), (2, 1)]), "cycleId") == pairs(store, "cycleId")


def test_the_order_of_the_flows_does_not_matter() -> None:
    given = flows(complete(7))
    shuffled = random.Random(1).sample(given, len(given))
    assert set(marks(given, cap=50).quads) == set(marks(shuffled + given, cap=50).quads)


def test_a_flow_to_itself_is_no_cycle() -> None:
    store = marked([(1, 1)])
    assert not pairs(store, "cycleId")
    assert not pairs(store, "inLoop")


def test_the_store_says_how_far_the_search_went() -> None:
    complete_search = marked([(1, 2), (2, 1)])
    assert pairs(complete_search, "cycleSearchComplete") == {(str(SEARCH), "true")}
    assert not pairs(complete_search, "hopLimit")
    stopped = marked(complete(9), cap=300)
    assert pairs(stopped, "cycleSearchComplete") == {(str(SEARCH), "false")}
    assert pairs(stopped, "hopLimit") == {(str(SEARCH), "3")}
    assert len(pairs(stopped, "cycleId")) == 36 + 168


def test_steps_stop_the_search_too() -> None:
    found = marks(flows(complete(12)), cap=10**9, steps=3000).marked
    assert (found.stopped_by, found.hop_limit) == ("steps", 3)


def test_a_cycle_along_a_flow_that_was_live_once_is_listed_but_no_loop() -> None:
    store = marked([(1, 2)])
    graph = ox.NamedNode(DEALS_GRAPH)

    def deal(name: str, statuses: list[str], ends: tuple[int, int]) -> None:
        iri = ox.NamedNode(f"{DATA}deal/{name}")
        for at, status in enumerate(statuses):
            holder = v.below(iri, "state", str(at)) if at else iri
            store.add(ox.Quad(iri, v.term("ml", "hasState"), holder, graph))
            store.add(ox.Quad(holder, v.STATUS, v.term("ml", status), graph))
        for role, end in zip(("payer", "payee"), ends, strict=True):
            store.add(ox.Quad(iri, v.term("ml", role), party(end), GRAPH))

    deal("never", ["cancelled", "cancelled"], (2, 1))
    mark(store)
    assert not pairs(store, "cycleId")
    deal("once", ["cancelled", "announced", "cancelled"], (2, 1))
    mark(store)
    assert len(pairs(store, "cycleId")) == 1
    assert not pairs(store, "inLoop")
    assert not pairs(store, "flowsInLoop")
