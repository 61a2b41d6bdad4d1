from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from random import Random
from time import monotonic

import pytest

from moneyloop.graph.search import (
    Digraph,
    Found,
    Limits,
    all_paths,
    cycles,
    iter_cycles,
    k_shortest,
    reachable,
    shortest,
)

Search = Callable[[Digraph, Limits], Found]


def complete(size: int) -> Digraph:
    return Digraph.of([(one, other) for one in range(size) for other in range(size) if one != other])


def ring(size: int) -> Digraph:
    return Digraph.of([(one, (one + 1) % size) for one in range(size)])


SEARCHES: dict[str, Search] = {
    "cycles": lambda graph, limits: cycles(graph, limits=limits),
    "paths": lambda graph, limits: all_paths(graph, [0, 1], [2, 3], limits=limits),
    "reach": lambda graph, limits: reachable(graph, [0, 1], None, limits=limits),
    "shortest": lambda graph, limits: shortest(graph, [0, 1], None, every=True, limits=limits),
    "k shortest": lambda graph, limits: k_shortest(graph, 0, 3, 10**6, limits=limits),
}
searches = pytest.mark.parametrize("search", SEARCHES.values(), ids=SEARCHES)


@searches
def test_fewer_rows_are_the_beginning_of_all_rows(search: Search) -> None:
    for seed in range(60):
        random = Random(seed)
        graph = Digraph.of([(random.randrange(7), random.randrange(7)) for _ in range(20)], 7)
        whole = search(graph, Limits())
        assert whole.complete
        assert whole.complete_hops is None
        for rows in (0, 1, 3, len(whole.paths)):
            some = search(graph, Limits(rows=rows))
            assert some.paths == whole.paths[:rows]
            assert some.stopped_by == (None if len(whole.paths) <= rows else "rows")
            assert bool(some.skipped) == (some.stopped_by is not None)
        for steps in (0, 5, 20, 50):
            some = search(graph, Limits(steps=steps))
            assert some.paths == whole.paths[: len(some.paths)]
            assert some.stopped_by == (None if some.paths == whole.paths and some.complete else "steps")
            assert search(graph, Limits(steps=steps)) == some


@pytest.mark.parametrize("search", [SEARCHES["cycles"], SEARCHES["paths"]])
def test_a_limit_of_hops_says_whether_there_are_longer_ones(search: Search) -> None:
    for seed in range(60):
        random = Random(seed)
        graph = Digraph.of([(random.randrange(7), random.randrange(7)) for _ in range(14)], 7)
        whole = search(graph, Limits()).paths
        closed = search is SEARCHES["cycles"]
        for hops in (1, 2, 3):
            some = search(graph, Limits(hops=hops))
            near = [path for path in whole if len(path) - (not closed) <= hops]
            assert some.paths == near
            assert some.stopped_by == (None if near == whole else "hops")
            assert some.complete_hops == (None if near == whole else hops)


@pytest.mark.parametrize("name", ["reach", "shortest", "k shortest"])
def test_a_limit_of_hops_cuts_far_members(name: str) -> None:
    search = SEARCHES[name]
    line = Digraph.of([(0, 1), (1, 2), (2, 3), (0, 3)])
    long = Digraph.of([(0, 1), (1, 2), (2, 3), (3, 4), (0, 5), (5, 3)])
    assert search(line, Limits(hops=3)).complete
    stopped = search(long, Limits(hops=2))
    assert stopped.stopped_by == "hops"
    assert stopped.paths


@pytest.mark.parametrize(
    "limits",
    [
        Limits(rows=5_000),
        Limits(seconds=2),
        Limits(steps=200_000),
        Limits(memory_bytes=1_000_000),
        Limits(hops=3),
    ],
    ids=str,
)
@pytest.mark.parametrize("name", ["cycles", "paths"])
def test_a_runaway_search_stops_at_its_limit_and_says_so(name: str, limits: Limits) -> None:
    start = monotonic()
    found = SEARCHES[name](complete(60), limits)
    assert monotonic() - start < 6
    assert (
        getattr(limits, "memory_bytes" if found.stopped_by == "memory" else found.stopped_by or "")
        is not None
    )
    assert found.paths or limits.seconds
    assert not found.complete
    assert found.skipped
    assert (found.complete_hops or 0) >= 1
    lengths = [len(path) for path in found.paths]
    assert lengths == sorted(lengths)


def test_shorter_ones_come_first_though_there_are_too_many() -> None:
    found = cycles(complete(60), limits=Limits(rows=2_000))
    assert [len(cycle) for cycle in found.paths] == [2] * 1770 + [3] * 230
    assert found.complete_hops == 2
    assert "2 hops" in found.skipped


def test_a_stream_goes_no_further_than_it_is_read() -> None:
    stream = iter_cycles(complete(60), min_hops=20)
    assert len(list(islice(stream, 10))) == 10
    assert stream.stopped_by is None


def test_what_was_asked_for_is_complete_though_there_are_longer_ones() -> None:
    found = cycles(complete(8), max_hops=3, limits=Limits(hops=5))
    assert found.complete
    assert len(found.paths) == 28 + 112


@pytest.mark.parametrize("size", [13, 3000])
def test_long_rings_are_found(size: int) -> None:
    assert cycles(ring(size)).paths == [tuple(range(size))]
    assert cycles(ring(size), max_hops=size - 1).paths == []
    assert all_paths(ring(size), [3], [2]).paths == [(*range(3, size), 0, 1, 2)]


def test_members_that_lead_nowhere_cost_no_steps() -> None:
    ladder = [
        (layer * 30 + one, layer * 30 + 30 + other)
        for layer in range(9)
        for one in range(30)
        for other in range(30)
    ]
    graph = Digraph.of([*ladder, (300, 301), (301, 300)])
    assert cycles(graph, limits=Limits(steps=20)).paths == [(300, 301)]


@pytest.mark.parametrize(
    "call",
    [
        lambda: cycles(ring(3), min_hops=0),
        lambda: cycles(ring(3), min_hops=3, max_hops=2),
        lambda: cycles(ring(3), through=[3]),
        lambda: all_paths(ring(3), [-1], None),
        lambda: k_shortest(ring(3), 1, 1, 2),
        lambda: k_shortest(ring(3), 0, 1, 0),
        lambda: k_shortest(ring(3), 0, 1, 1, weights=[1.0]),
        lambda: k_shortest(ring(3), 0, 1, 1, weights=[1.0, -1.0, 1.0]),
        lambda: k_shortest(ring(3), 0, 1, 1, weights=[1.0, 1.0, 1.0], max_hops=2),
        lambda: Digraph.of([(0, 3)], 3),
        lambda: Digraph([0, 1], [1]),
        lambda: Limits(rows=-1),
    ],
)
def test_a_wrong_question_is_refused(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        call()


def test_edges_of_hops_are_told_by_their_positions() -> None:
    graph = Digraph.of([(2, 0), (0, 1), (1, 2), (0, 1), (1, 1)])
    assert graph.pairs == 4
    assert graph.hops((0, 1, 2), closed=True) == [[1, 3], [2], [0]]
    assert graph.hops((0, 1, 2)) == [[1, 3], [2]]
    assert graph.edges(1, 1) == [4]
    assert graph.edges(2, 1) == []
    assert graph.pair_of().tolist() == [3, 0, 2, 0, 1]


def test_an_empty_graph_has_nothing() -> None:
    for size in (0, 2):
        graph = Digraph.of([], size)
        assert cycles(graph).paths == []
        assert all_paths(graph, None, None).paths == []
        assert reachable(graph, None).paths == []
