"""Path search on random graphs says what networkx says."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from typing import Final

import networkx as nx
import pyoxigraph as ox
import pytest

from moneyloop.queries.answer import Answer
from moneyloop.queries.sparql import answer

EDGE: Final = "urn:pays"
NODE: Final = "urn:node:"
GRAPHS: Final = 300
CHUNKS: Final = 20
PREFIX: Final = "PREFIX path: <https://w3id.org/moneyloop/ns/path/>\n"
Names = tuple[int, ...]


def random_graph(seed: int) -> nx.DiGraph[int]:
    chosen = random.Random(seed)
    size, density = chosen.randint(1, 7), chosen.uniform(0.1, 0.6)
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from(
        (one, other) for one in range(size) for other in range(size) if chosen.random() < density
    )
    return graph


def store_of(graph: nx.DiGraph[int]) -> ox.Store:
    store = ox.Store()
    for one, other in graph.edges:
        store.add(ox.Quad(_node(one), ox.NamedNode(EDGE), _node(other), ox.NamedNode("urn:graph")))
    return store


@cache
def _node(number: int) -> ox.NamedNode:
    return ox.NamedNode(f"{NODE}{number}")


def searched(store: ox.Store, settings: str) -> list[Names]:
    """Return the paths that a search finds, in their order."""
    found = answer(
        store,
        f"{PREFIX} SELECT * WHERE {{ SERVICE path:search {{ [] {settings} ; path:id ?id ; path:hop ?hop ; "
        f"path:start ?start ; path:end ?end . ?start <{EDGE}> ?end }} }}",
    )
    assert isinstance(found, Answer)
    assert found.complete
    paths: dict[object, dict[int, tuple[int, int]]] = {}
    for row in found.values():
        values = dict(zip(found.columns, row, strict=True))
        start, end = (int(str(values[name]).removeprefix(NODE)) for name in ("start", "end"))
        paths.setdefault(values["id"], {})[int(str(values["hop"]))] = (start, end)
    return [(*(hops[index][0] for index in sorted(hops)), hops[max(hops)][1]) for hops in paths.values()]


def rotated(cycle: Sequence[int]) -> Names:
    first = cycle.index(min(cycle))
    turned = [*cycle[first:], *cycle[:first]]
    return (*turned, turned[0])


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_cycles_are_those_of_networkx(chunk: int) -> None:
    for seed in range(chunk, GRAPHS, CHUNKS):
        graph = random_graph(seed)
        expected = sorted(rotated(cycle) for cycle in nx.simple_cycles(graph) if len(cycle) > 1)
        store = store_of(graph)
        assert sorted(searched(store, "path:algorithm path:cycles")) == expected
        bounded = [cycle for cycle in expected if 3 <= len(cycle) - 1 <= 4]
        settings = "path:algorithm path:cycles ; path:minLength 3 ; path:maxLength 4"
        assert sorted(searched(store, settings)) == bounded
        through = [cycle for cycle in expected if 0 in cycle]
        settings = f"path:algorithm path:cycles ; path:source <{NODE}0>"
        assert sorted(searched(store, settings)) == through


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_paths_are_those_of_networkx(chunk: int) -> None:
    for seed in range(chunk, GRAPHS, CHUNKS):
        graph = random_graph(seed)
        source, target = 0, len(graph) - 1
        if source == target:
            continue
        store = store_of(graph)
        ends = f"path:source <{NODE}{source}> ; path:target <{NODE}{target}>"
        expected = sorted(tuple(path) for path in nx.all_simple_paths(graph, source, target))
        assert sorted(searched(store, f"path:algorithm path:allPaths ; {ends}")) == expected
        bounded = [path for path in expected if len(path) <= 4]
        assert sorted(searched(store, f"path:algorithm path:allPaths ; path:maxLength 3 ; {ends}")) == bounded
        least = min(map(len, expected), default=0)
        every = [path for path in expected if len(path) == least]
        assert sorted(searched(store, f"path:algorithm path:allShortest ; {ends}")) == every
        one = searched(store, f"path:algorithm path:shortest ; {ends}")
        assert len(one) == bool(every)
        assert set(one) <= set(every)
        first = searched(store, f"path:algorithm path:kShortest ; path:k 3 ; {ends}")
        assert sorted(map(len, first)) == sorted(map(len, expected))[:3]
        assert set(first) <= set(expected)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_who_is_reached_is_what_networkx_says(chunk: int) -> None:
    for seed in range(chunk, GRAPHS, CHUNKS):
        graph = random_graph(seed)
        found = answer(
            store_of(graph),
            f"{PREFIX} SELECT ?start ?end ?length WHERE {{ SERVICE path:search {{ "
            "[] path:algorithm path:reachable ; path:start ?start ; path:end ?end ; path:length ?length . "
            f"?start <{EDGE}> ?end }} }}",
        )
        assert isinstance(found, Answer)
        expected = sorted(
            (f"{NODE}{one}", f"{NODE}{other}", hops)
            for one, lengths in nx.all_pairs_shortest_path_length(graph)
            for other, hops in lengths.items()
            if hops
        )
        assert sorted(found.values(), key=str) == sorted(expected, key=str)
