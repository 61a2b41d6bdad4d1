"""The searches against networkx on random graphs: self loops, parallel edges and separate parts included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

import networkx as nx
import pytest

from moneyloop.graph.search import (
    Digraph,
    Path,
    all_paths,
    cycles,
    k_shortest,
    reachable,
    shortest,
)

GRAPHS = 2_000
PARTS = 8


@dataclass
class Case:
    random: Random
    size: int
    edges: list[tuple[int, int]]

    @property
    def ours(self) -> Digraph:
        return Digraph.of(self.edges, self.size)

    @property
    def theirs(self) -> nx.DiGraph[int]:
        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(range(self.size))
        graph.add_edges_from(self.edges)
        return graph

    def some(self) -> set[int]:
        return {self.random.randrange(self.size) for _ in range(2)}

    def among(self, chosen: set[int] | None) -> Iterable[int]:
        return range(self.size) if chosen is None else sorted(chosen)


def cases(part: int) -> Iterator[Case]:
    for seed in range(part, GRAPHS, PARTS):
        random = Random(seed)
        size = random.randint(1, 8)
        edges = [(random.randrange(size), random.randrange(size)) for _ in range(random.randint(0, 3 * size))]
        yield Case(random, size, edges)


def rotated(cycle: list[int]) -> Path:
    first = cycle.index(min(cycle))
    return tuple(cycle[first:] + cycle[:first])


parts = pytest.mark.parametrize("part", range(PARTS))


@parts
def test_cycles(part: int) -> None:
    for case in cases(part):
        for max_hops in (None, case.random.randint(1, 4)):
            wanted = sorted(map(rotated, nx.simple_cycles(case.theirs, length_bound=max_hops)))
            found = cycles(case.ours, max_hops=max_hops)
            assert found.complete
            assert sorted(found.paths) == wanted
            assert [len(cycle) for cycle in found.paths] == sorted(map(len, wanted))
        through = case.some()
        min_hops = case.random.randint(1, 3)
        found = cycles(case.ours, through=through, min_hops=min_hops)
        every = map(rotated, nx.simple_cycles(case.theirs))
        assert sorted(found.paths) == sorted(
            cycle for cycle in every if through & set(cycle) and len(cycle) >= min_hops
        )


@parts
def test_paths(part: int) -> None:
    for case in cases(part):
        for sources, targets in ((case.some(), case.some()), (None, case.some()), (case.some(), None)):
            min_hops = case.random.randint(1, 2)
            max_hops = case.random.choice((None, 2, 4))
            wanted = [
                tuple(path)
                for start in case.among(sources)
                for end in case.among(targets)
                if start != end
                for path in nx.all_simple_paths(case.theirs, start, end, cutoff=max_hops)
                if len(path) > min_hops
            ]
            found = all_paths(case.ours, sources, targets, min_hops=min_hops, max_hops=max_hops)
            assert found.complete
            assert found.paths == sorted(wanted, key=lambda path: (len(path), path))


@parts
def test_reach_and_shortest_paths(part: int) -> None:
    for case in cases(part):
        sources, targets = case.random.choice(
            ((case.some(), case.some()), (None, case.some()), (case.some(), None), (None, None))
        )
        max_hops = case.random.choice((None, 2))
        graph = case.theirs
        rows = [
            (start, end, hops)
            for start in case.among(sources)
            for end, hops in nx.single_source_shortest_path_length(graph, start, cutoff=max_hops).items()
            if start != end and end in set(case.among(targets))
        ]
        assert sorted(reachable(case.ours, sources, targets, max_hops=max_hops).paths) == sorted(rows)
        if targets is None and max_hops is None:
            for start in case.among(sources):
                reached = {end for _, end, _ in reachable(case.ours, [start]).paths}
                assert reached == nx.descendants(graph, start)
        every = [tuple(path) for start, end, _ in rows for path in nx.all_shortest_paths(graph, start, end)]
        found = shortest(case.ours, sources, targets, every=True, max_hops=max_hops)
        assert sorted(found.paths) == sorted(every)
        one = shortest(case.ours, sources, targets, max_hops=max_hops).paths
        assert set(one) <= set(every)
        assert [(path[0], path[-1]) for path in one] == sorted((start, end) for start, end, _ in rows)


@parts
def test_k_shortest(part: int) -> None:
    for case in cases(part):
        if case.size < 2:
            continue
        graph = case.theirs
        start, end = case.random.sample(range(case.size), 2)
        weights = [float(case.random.randint(0, 4)) for _ in case.edges]
        for (one, other), weight in zip(case.edges, weights, strict=True):
            lightest = min(weight, graph.edges[one, other].get("weight", weight))
            graph.edges[one, other]["weight"] = lightest

        def length(path: Iterable[int], graph: nx.DiGraph[int] = graph) -> float:
            return float(nx.path_weight(graph, list(path), "weight"))

        if not nx.has_path(graph, start, end):
            assert k_shortest(case.ours, start, end, 3).paths == []
            continue
        simple = {tuple(path) for path in nx.all_simple_paths(graph, start, end)}
        by_hops = k_shortest(case.ours, start, end, 4).paths
        wanted = islice(nx.shortest_simple_paths(graph, start, end), 4)
        assert [len(path) for path in by_hops] == [len(path) for path in wanted]
        by_weight = k_shortest(case.ours, start, end, 4, weights=weights).paths
        wanted = islice(nx.shortest_simple_paths(graph, start, end, "weight"), 4)
        assert [length(path) for path in by_weight] == [length(path) for path in wanted]
        for found in (by_hops, by_weight):
            assert len(set(found)) == len(found)
            assert set(found) <= simple
