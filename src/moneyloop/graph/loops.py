"""Loops and cycles of flows, found on integers and written back to the graph as data.

Loops are about flows that are live now. Cycles may also lead along flows that were live once, so that what
was known on an earlier day can be asked for; a query tells by the states of the deals which of them count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from moneyloop.graph import vocabulary as v
from moneyloop.graph.lapsed import lapsed_flows
from moneyloop.graph.search import Digraph, Found, Limits, cycles
from moneyloop.ontology.terms import ML
from moneyloop.settings import DATA, INFERRED_GRAPH

if TYPE_CHECKING:
    from moneyloop.graph.search.digraph import Integers

CAP: Final = 20_000
"""Cycles listed at most."""
STEPS: Final = 4_000_000
"""Flows looked at in a search at most: a few seconds."""
_DIGITS: Final = 12
_GRAPH: Final = ox.NamedNode(INFERRED_GRAPH)
SEARCH: Final = ox.NamedNode(f"{DATA}cycle-search")
"""What is known about the search for cycles: whether it is complete, and up to how many hops."""

MARKS: Final = frozenset(
    {ML.Loop, ML.memberCount, ML.inLoop, ML.flowsInLoop, ML.Cycle, ML.cycleId, ML.cycleLength, ML.hasHop}
    | {ML.Hop, ML.hopIndex, ML.hopPayer, ML.hopPayee, ML.CycleSearch, ML.cycleSearchComplete, ML.hopLimit}
)
"""The classes and properties that loops and cycles are described with."""
OF_PARTIES: Final = (ML.inLoop, ML.flowsInLoop)
"""The properties by which parties are marked."""
DESCRIBED: Final = (f"{DATA}loop/", f"{DATA}cycle/", SEARCH.value)
"""What the IRIs start with of all else that marks describe."""


@dataclass(frozen=True, slots=True)
class Marked:
    """How much was found: pairs of parties with a live flow, loops, cycles, and what limited the cycles."""

    flows: int
    loops: int
    cycles: int
    hop_limit: int | None
    stopped_by: str | None


@dataclass(frozen=True, slots=True)
class Marks:
    """What the loops and cycles of some flows say in the graph of what is inferred, and how much it is."""

    quads: list[ox.Quad]
    marked: Marked


def mark(store: ox.Store, *, cap: int = CAP, steps: int = STEPS) -> Marked:
    """Add the loops and cycles of the flows to the graph of what is inferred.

    Args:
        store: holds deals, their states, and the inferred flows (``ml:flowsTo``).
        cap: how many cycles are listed at most.
        steps: how many flows one search for cycles looks at at most.
    """
    made = marks(live_flows(store), lapsed_flows(store), cap=cap, steps=steps)
    store.extend(made.quads)
    return made.marked


def live_flows(store: ox.Store) -> Iterator[tuple[str, str]]:
    """Yield payer and payee of each pair of parties with a live flow, by their IRIs."""
    for quad in store.quads_for_pattern(None, ox.NamedNode(ML.flowsTo), None, _GRAPH):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            yield quad.subject.value, quad.object.value


def marks(
    flows: Iterable[tuple[str, str]],
    lapsed: Iterable[tuple[str, str]] = (),
    *,
    cap: int = CAP,
    steps: int = STEPS,
) -> Marks:
    """Return the quads that mark loops and cycles of flows; the same for the same flows in any order.

    Where there are more than ``cap`` cycles, or the search would take more than ``steps`` steps, all cycles
    up to the largest number of hops that fits are listed, or the first ``cap`` of two hops.

    Args:
        flows: payer and payee by their IRIs; what a party pays itself does not count.
        lapsed: flows that are live no more, likewise; cycles may lead along them, loops do not.
        cap: how many cycles are listed at most.
        steps: how many flows one search for cycles looks at at most.
    """
    edges = {edge for edge in flows if edge[0] != edge[1]}
    ever = edges.union(edge for edge in lapsed if edge[0] != edge[1])
    parties = sorted({party for edge in ever for party in edge})
    number = {party: one for one, party in enumerate(parties)}
    now, once = (
        Digraph.of(((number[payer], number[payee]) for payer, payee in some), len(parties))
        for some in (edges, ever)
    )
    loops = _loops(now)
    quads = [quad for members in loops for quad in _loop(parties, now, members)]
    found = _fitting(cycles(once, min_hops=2, limits=Limits(rows=cap, steps=steps)))
    quads += [quad for cycle in found.paths for quad in _cycle([parties[one] for one in cycle])]
    quads += _about(found)
    marked = Marked(len(edges), len(loops), len(found.paths), found.complete_hops, found.stopped_by)
    return Marks(quads, marked)


def _loops(graph: Digraph) -> list[list[int]]:
    """Return the strongly connected components of two members or more, sorted."""
    import numpy as np

    labels = graph.components()
    order: Integers = np.argsort(labels, kind="stable")
    ends = np.cumsum(np.bincount(labels))
    return sorted(part.tolist() for part in np.split(order, ends) if len(part) > 1)


def _fitting(found: Found) -> Found:
    """Return all cycles of a length or none of it, but for those of two hops."""
    if found.complete_hops is None or found.complete_hops < 2:
        return found
    whole = [cycle for cycle in found.paths if len(cycle) <= found.complete_hops]
    return Found(whole, found.stopped_by, found.skipped, found.complete_hops)


def cycle_id(parties: Sequence[str]) -> str:
    """Return the id of a cycle, given by the IRIs of its parties from the smallest on; of a loop likewise."""
    return sha256("|".join(parties).encode()).hexdigest()[:_DIGITS]


def _loop(parties: list[str], graph: Digraph, members: list[int]) -> Iterator[ox.Quad]:
    loop = ox.NamedNode(f"{DATA}loop/{cycle_id([parties[one] for one in members])}")
    yield ox.Quad(loop, v.TYPE, ox.NamedNode(ML.Loop), _GRAPH)
    yield ox.Quad(loop, ox.NamedNode(ML.memberCount), v.integer(len(members)), _GRAPH)
    inside = set(members)
    for one in members:
        party = ox.NamedNode(parties[one])
        yield ox.Quad(party, ox.NamedNode(ML.inLoop), loop, _GRAPH)
        for other in inside.intersection(graph.successors(one)):
            yield ox.Quad(party, ox.NamedNode(ML.flowsInLoop), ox.NamedNode(parties[other]), _GRAPH)


def _cycle(parties: list[str]) -> Iterator[ox.Quad]:
    """Yield a cycle, given by its parties from the one with the smallest IRI on."""
    digest = cycle_id(parties)
    cycle = ox.NamedNode(f"{DATA}cycle/{digest}")
    yield ox.Quad(cycle, v.TYPE, ox.NamedNode(ML.Cycle), _GRAPH)
    yield ox.Quad(cycle, ox.NamedNode(ML.cycleId), v.text(digest), _GRAPH)
    yield ox.Quad(cycle, ox.NamedNode(ML.cycleLength), v.integer(len(parties)), _GRAPH)
    for index, (payer, payee) in enumerate(zip(parties, [*parties[1:], parties[0]], strict=True), 1):
        hop = v.below(cycle, "hop", str(index))
        yield ox.Quad(cycle, ox.NamedNode(ML.hasHop), hop, _GRAPH)
        yield ox.Quad(hop, v.TYPE, ox.NamedNode(ML.Hop), _GRAPH)
        yield ox.Quad(hop, ox.NamedNode(ML.hopIndex), v.integer(index), _GRAPH)
        yield ox.Quad(hop, ox.NamedNode(ML.hopPayer), ox.NamedNode(payer), _GRAPH)
        yield ox.Quad(hop, ox.NamedNode(ML.hopPayee), ox.NamedNode(payee), _GRAPH)


def _about(found: Found) -> Iterator[ox.Quad]:
    yield ox.Quad(SEARCH, v.TYPE, ox.NamedNode(ML.CycleSearch), _GRAPH)
    yield ox.Quad(SEARCH, ox.NamedNode(ML.cycleSearchComplete), v.boolean(found.complete), _GRAPH)
    if found.complete_hops is not None:
        yield ox.Quad(SEARCH, ox.NamedNode(ML.hopLimit), v.integer(found.complete_hops), _GRAPH)
