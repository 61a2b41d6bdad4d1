from __future__ import annotations

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moneyloop.graph import vocabulary as v
from moneyloop.graph.cycles import find
from moneyloop.graph.loops import SEARCH, mark
from moneyloop.settings import DATA, INFERRED_GRAPH

GRAPH = ox.NamedNode(INFERRED_GRAPH)
Edges = list[tuple[int, int]]


def successors(edges: Edges) -> list[list[int]]:
    size = max((end for edge in edges for end in edge), default=-1) + 1
    return [[other for start, other in edges if start == one] for one in range(size)]


def expected(edges: Edges) -> list[tuple[int, ...]]:
    found = [cycle for cycle in nx.simple_cycles(nx.DiGraph(edges)) if len(cycle) > 1]
    return sorted(tuple(cycle[(at := cycle.index(min(cycle))) :] + cycle[:at]) for cycle in found)


def complete(size: int) -> Edges:
    return [(one, other) for one in range(size) for other in range(size) if one != other]


def party(number: int) -> ox.NamedNode:
    return ox.NamedNode(f"{DATA}party/{number:03d}")


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
@given(edges_of_small_graphs)
def test_cycles_are_those_of_networkx(edges: Edges) -> None:
    found = find(successors(edges))
    assert found.cycles == expected(edges)
    assert found.complete


@settings(deadline=None)
@given(edges_of_small_graphs, st.integers(1, 20))
def test_a_cap_keeps_all_cycles_up_to_the_hop_limit(edges: Edges, cap: int) -> None:
    found = find(successors(edges), cap=cap)
    everything = expected(edges)
    assert len(found.cycles) <= cap
    if len(everything) <= cap:
        assert (found.cycles, found.limit) == (everything, None)
    else:
        limit = found.limit or 0
        within = [cycle for cycle in everything if len(cycle) <= limit]
        assert found.stopped_by == "cycles"
        assert found.cycles == within[:cap]
        assert limit == 2 or len(within) <= cap


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


def test_a_flow_to_itself_is_no_cycle() -> None:
    store = marked([(1, 1)])
    assert not pairs(store, "cycleId")
    assert not pairs(store, "inLoop")


@pytest.mark.parametrize("size", [40, 120])
def test_a_dense_component_stops_at_the_cap(size: int) -> None:
    found = find(successors(complete(size)))
    assert (found.limit, found.stopped_by) == (2, "cycles")
    assert len(found.cycles) == size * (size - 1) // 2


def test_too_many_cycles_of_two_hops_are_cut_in_order() -> None:
    found = find(successors(complete(20)), cap=50)
    assert found.cycles == [(0, other) for other in range(1, 20)] + [(1, other) for other in range(2, 20)] + [
        (2, other) for other in range(3, 16)
    ]


def test_steps_stop_the_search_too() -> None:
    found = find(successors(complete(12)), cap=10**9, steps=3000)
    assert found.stopped_by == "steps"
    assert found.limit == 3


def test_the_store_says_how_far_the_search_went() -> None:
    complete_search = marked([(1, 2), (2, 1)])
    assert pairs(complete_search, "cycleSearchComplete") == {(str(SEARCH), "true")}
    assert not pairs(complete_search, "hopLimit")
    stopped = marked(complete(9), cap=300)
    assert pairs(stopped, "cycleSearchComplete") == {(str(SEARCH), "false")}
    assert pairs(stopped, "hopLimit") == {(str(SEARCH), "3")}


def test_a_long_ring_is_found() -> None:
    ring = [(one, (one + 1) % 3000) for one in range(3000)]
    assert find(successors(ring)).cycles == [tuple(range(3000))]
