"""Whether flows that came or went change the loops is told without looking at all of them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyloop.graph import loops
from moneyloop.graph import vocabulary as v
from moneyloop.graph.remark import concerns_loops, remark
from moneyloop.graph.store import canonical_lines
from moneyloop.settings import DATA, INFERRED_GRAPH

GRAPH = ox.NamedNode(INFERRED_GRAPH)
Edge = tuple[int, int]

edges = st.sets(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda edge: edge[0] != edge[1]), max_size=12
)


def party(number: int) -> ox.NamedNode:
    return ox.NamedNode(f"{DATA}party/{number:03d}")


def quads(flows: set[Edge]) -> list[ox.Quad]:
    return [ox.Quad(party(one), v.term("ml", "flowsTo"), party(other), GRAPH) for one, other in flows]


def ends(flows: set[Edge]) -> list[tuple[ox.NamedNode, ox.NamedNode]]:
    return [(party(one), party(other)) for one, other in flows]


def changed(before: set[Edge], after: set[Edge]) -> ox.Store:
    """Return a store with the flows as they are, and the marks of the flows as they were."""
    store = ox.Store()
    store.extend(quads(before))
    loops.mark(store)
    for quad in quads(before - after):
        store.remove(quad)
    store.extend(quads(after - before))
    return store


def marks(flows: set[Edge]) -> set[ox.Quad]:
    store = changed(set(), set())
    store.extend(loops.marks((party(one).value, party(other).value) for one, other in flows).quads)
    return set(store)


@given(edges, edges)
def test_it_is_told_exactly(before: set[Edge], after: set[Edge]) -> None:
    store = changed(before, after)
    told = concerns_loops(store, ends(before - after), ends(after - before))
    assert told == (marks(before) != marks(after))


@given(edges, edges)
def test_marks_are_changed_to_what_they_are_to_be(
    tmp_path_factory: pytest.TempPathFactory, before: set[Edge], after: set[Edge]
) -> None:
    store = changed(before, after)
    former = tmp_path_factory.mktemp("former") / "dataset.nq"
    former.write_bytes(b"".join(canonical_lines(changed(before, before))))
    delta, marked = remark(store, former, loops.CAP)
    old, new = (
        set(loops.marks((party(a).value, party(b).value) for a, b in flows).quads)
        for flows in (before, after)
    )
    assert (delta.removed, delta.added) == (old - new, new - old)
    assert marked.flows == len(after)


def test_a_flow_out_of_a_loop_changes_none() -> None:
    ring = {(0, 1), (1, 2), (2, 0)}
    assert not concerns_loops(changed(ring, ring | {(0, 3), (4, 0)}), [], ends({(0, 3), (4, 0)}))
    assert not concerns_loops(changed(ring | {(0, 3)}, ring), ends({(0, 3)}), [])
    assert concerns_loops(changed(ring, ring | {(1, 0)}), [], ends({(1, 0)}))
    assert concerns_loops(changed(ring, ring - {(2, 0)}), ends({(2, 0)}), [])
    assert concerns_loops(changed(ring, ring | {(2, 3), (3, 0)}), [], ends({(2, 3), (3, 0)}))


def test_where_it_takes_long_it_may_be() -> None:
    fans = {(0, number) for number in range(10, 6000)} | {(number, 1) for number in range(6000, 12_000)}
    store = changed(fans, fans | {(1, 0)})
    assert concerns_loops(store, [], ends({(1, 0)}))
