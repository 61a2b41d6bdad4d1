"""Loops and cycles of the live flows, found on integers and written back to the graph as data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import pyoxigraph as ox

from moneyloop.graph import cycles as search
from moneyloop.graph import vocabulary as v
from moneyloop.ontology.terms import ML
from moneyloop.settings import DATA, INFERRED_GRAPH

_DIGITS: Final = 12
_GRAPH: Final = ox.NamedNode(INFERRED_GRAPH)
SEARCH: Final = ox.NamedNode(f"{DATA}cycle-search")
"""What is known about the search for cycles: whether it is complete, and up to how many hops."""

MARKS: Final = frozenset(
    {
        ML.Loop,
        ML.memberCount,
        ML.inLoop,
        ML.flowsInLoop,
        ML.Cycle,
        ML.cycleId,
        ML.cycleLength,
        ML.hasHop,
        ML.Hop,
    }
    | {ML.hopIndex, ML.hopPayer, ML.hopPayee, ML.CycleSearch, ML.cycleSearchComplete, ML.hopLimit}
)
"""The IRIs of the classes and properties that loops and cycles are said with."""


@dataclass(frozen=True, slots=True)
class Marked:
    """How much was found: pairs of parties with a live flow, loops, cycles, and what limited the cycles."""

    flows: int
    loops: int
    cycles: int
    hop_limit: int | None
    stopped_by: str | None


def mark(store: ox.Store, *, cap: int = search.CAP, steps: int = search.STEPS) -> Marked:
    """Add the loops and cycles of the live flows to the graph of what is inferred.

    Args:
        store: holds the inferred flows (``ml:flowsTo``).
        cap: how many cycles are listed at most.
        steps: how many flows one search for cycles looks at at most.
    """
    parties, successors = _flows(store)
    components = _components(successors)
    quads = [quad for members in components for quad in _loop(parties, successors, members)]
    found = _cycles(successors, components, cap, steps)
    quads += [quad for cycle in found.cycles for quad in _cycle([parties[one] for one in cycle])]
    quads += _about(found)
    store.extend(quads)
    flows = sum(map(len, successors))
    return Marked(flows, len(components), len(found.cycles), found.limit, found.stopped_by)


def _flows(store: ox.Store) -> tuple[list[str], list[list[int]]]:
    """Return the parties of live flows in order of their IRIs, and whom each one pays, by number."""
    edges = set()
    for quad in store.quads_for_pattern(None, ox.NamedNode(ML.flowsTo), None, _GRAPH):
        payer, payee = quad.subject, quad.object
        if isinstance(payer, ox.NamedNode) and isinstance(payee, ox.NamedNode) and payer != payee:
            edges.add((payer.value, payee.value))
    parties = sorted({party for edge in edges for party in edge})
    number = {party: one for one, party in enumerate(parties)}
    successors: list[list[int]] = [[] for _ in parties]
    for payer_iri, payee_iri in sorted(edges):
        successors[number[payer_iri]].append(number[payee_iri])
    return parties, successors


def _components(successors: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the strongly connected components of two members or more, sorted."""
    if not successors:
        return []
    import numpy as np
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    ends = np.cumsum([0, *map(len, successors)], dtype=np.int32)
    targets = np.array([other for others in successors for other in others], dtype=np.int32)
    size = len(successors)
    matrix = csr_matrix((np.ones(len(targets), dtype=np.int8), targets, ends), shape=(size, size))
    _, labels = connected_components(matrix, directed=True, connection="strong")
    members: defaultdict[int, list[int]] = defaultdict(list)
    for one, label in enumerate(labels.tolist()):
        members[label].append(one)
    return sorted(component for component in members.values() if len(component) > 1)


def _cycles(
    successors: Sequence[Sequence[int]], components: list[list[int]], cap: int, steps: int
) -> search.Found:
    """Return the cycles of all components together, so that one limit holds for all."""
    members = [one for component in components for one in component]
    number = {one: index for index, one in enumerate(sorted(members))}
    component_of = {one: index for index, component in enumerate(components) for one in component}
    inside = [
        [number[other] for other in successors[one] if component_of.get(other) == component_of[one]]
        for one in number
    ]
    found = search.find(inside, cap=cap, steps=steps)
    back = list(number)
    cycles = [tuple(back[one] for one in cycle) for cycle in found.cycles]
    return search.Found(cycles, found.limit, found.stopped_by)


def _hash(parties: Sequence[str]) -> str:
    return sha256("|".join(parties).encode()).hexdigest()[:_DIGITS]


def _loop(parties: list[str], successors: list[list[int]], members: list[int]) -> Iterator[ox.Quad]:
    loop = ox.NamedNode(f"{DATA}loop/{_hash([parties[one] for one in members])}")
    yield ox.Quad(loop, v.TYPE, ox.NamedNode(ML.Loop), _GRAPH)
    yield ox.Quad(loop, ox.NamedNode(ML.memberCount), v.integer(len(members)), _GRAPH)
    inside = set(members)
    for one in members:
        party = ox.NamedNode(parties[one])
        yield ox.Quad(party, ox.NamedNode(ML.inLoop), loop, _GRAPH)
        for other in inside.intersection(successors[one]):
            yield ox.Quad(party, ox.NamedNode(ML.flowsInLoop), ox.NamedNode(parties[other]), _GRAPH)


def _cycle(parties: list[str]) -> Iterator[ox.Quad]:
    """Yield a cycle, given by its parties from the one with the smallest IRI on."""
    digest = _hash(parties)
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


def _about(found: search.Found) -> Iterator[ox.Quad]:
    yield ox.Quad(SEARCH, v.TYPE, ox.NamedNode(ML.CycleSearch), _GRAPH)
    yield ox.Quad(SEARCH, ox.NamedNode(ML.cycleSearchComplete), v.boolean(found.complete), _GRAPH)
    if found.limit is not None:
        yield ox.Quad(SEARCH, ox.NamedNode(ML.hopLimit), v.integer(found.limit), _GRAPH)
