"""Loops and cycles after some flows changed: looked for anew only where a loop may have opened or closed.

What is marked depends on the flows inside loops alone, of deals that are live or were live once. A flow that
goes changes them if it was in a loop or cycle, one that comes if the money can come back along others. Where
it can, or where that takes long to tell, all are marked anew, and what differs is changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from moneyloop.graph import loops
from moneyloop.graph import vocabulary as v
from moneyloop.graph.delta import Delta
from moneyloop.graph.lapsed import lapsed_flows, lapsed_neighbours
from moneyloop.graph.lines import mapped
from moneyloop.graph.store import nquads
from moneyloop.ontology.terms import ML
from moneyloop.settings import INFERRED_GRAPH

_GRAPH: Final = ox.NamedNode(INFERRED_GRAPH)
_FLOW: Final = ox.NamedNode(ML.flowsTo)
_IN_LOOP: Final = ox.NamedNode(ML.flowsInLoop)
_CUT: Final = ox.Quad(loops.SEARCH, ox.NamedNode(ML.cycleSearchComplete), v.boolean(False), _GRAPH)
_MANY: Final = 5_000
"""Parties looked at on the way back from a flow at most."""

Flow = tuple[ox.NamedNode, ox.NamedNode]


def flows(quads: Collection[ox.Quad]) -> list[Flow]:
    """Return the flows from one party to another among quads, as payer and payee."""
    return [
        (quad.subject, quad.object)
        for quad in quads
        if quad.predicate == _FLOW
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode)
        and quad.subject != quad.object
    ]


def concerns_loops(store: ox.Store, gone: Collection[Flow], new: Collection[Flow]) -> bool:
    """Whether flows that went were in a loop, or flows that came may be in one.

    Args:
        store: has the new flows, and the marks as they were.
        gone: payer and payee of each flow that went.
        new: payer and payee of each flow that came.
    """
    if (
        gone
        and ox.Quad(loops.SEARCH, ox.NamedNode(ML.cycleSearchComplete), v.boolean(False), _GRAPH) in store
    ):
        return True
    return any(_in_cycle(store, payer, payee) for payer, payee in gone) or any(
        _comes_back(store, payer, payee) for payer, payee in new
    )


def _in_cycle(store: ox.Store, payer: ox.NamedNode, payee: ox.NamedNode) -> bool:
    """Whether a flow is marked as one in a loop, or is a hop of a cycle."""
    if ox.Quad(payer, _IN_LOOP, payee, _GRAPH) in store:
        return True
    hops = store.quads_for_pattern(None, ox.NamedNode(ML.hopPayer), payer, _GRAPH)
    return any(ox.Quad(quad.subject, ox.NamedNode(ML.hopPayee), payee, _GRAPH) in store for quad in hops)


def _comes_back(store: ox.Store, payer: ox.NamedNode, payee: ox.NamedNode) -> bool:
    """Whether money can come back from a payee to its payer, or that takes long to tell.

    It is looked for from both ends, always on the side that has reached less.
    """
    ahead, behind = {payee}, {payer}
    next_ahead, next_behind = [payee], [payer]
    while next_ahead and next_behind:
        if len(ahead) + len(behind) > _MANY:
            return True
        forward = len(next_ahead) <= len(next_behind)
        waiting, reached, others = (next_ahead, ahead, behind) if forward else (next_behind, behind, ahead)
        for party in _neighbours(store, waiting.pop(), forward=forward):
            if party in others:
                return True
            if party not in reached:
                reached.add(party)
                waiting.append(party)
    return False


def _neighbours(store: ox.Store, party: ox.NamedNode, *, forward: bool) -> Iterator[ox.NamedNode]:
    ends = (party, None) if forward else (None, party)
    for quad in store.quads_for_pattern(ends[0], _FLOW, ends[1], _GRAPH):
        other = quad.object if forward else quad.subject
        if isinstance(other, ox.NamedNode):
            yield other
    yield from lapsed_neighbours(store, party, forward=forward)


def remark(store: ox.Store, former: Path, cap: int) -> tuple[Delta, loops.Marked]:
    """Return what changes in the marks of loops and cycles now that the flows of a store changed.

    Args:
        store: has the new flows, and the marks as they were.
        former: the file of quads that has the marks as they were.
        cap: how many cycles are listed at most.
    """
    made = loops.marks(loops.live_flows(store), lapsed_flows(store), cap=cap)
    old, new = set(_marks(store, former)), set(nquads(made.quads))
    delta = Delta(removed=_parsed(old - new), added=_parsed(new - old))
    return delta, made.marked


def _marks(store: ox.Store, former: Path) -> Iterator[bytes]:
    """Yield the lines that mark loops and cycles: what describes these stands together in the file."""
    with mapped(former) as lines:
        for start in loops.DESCRIBED:
            yield from lines.starting(f"<{start}".encode())
    for iri in loops.OF_PARTIES:
        yield from nquads(store.quads_for_pattern(None, ox.NamedNode(iri), None, _GRAPH))


def _parsed(lines: Collection[bytes]) -> set[ox.Quad]:
    return set(ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS))
