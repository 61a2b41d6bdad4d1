"""Shortest paths: one or all of each pair of start and end, and the k shortest of one pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING

from moneyloop.graph.search.limits import Budget, Found, Limits, Path, StopError, Stream
from moneyloop.graph.search.members import checked, members

if TYPE_CHECKING:
    from moneyloop.graph.search.digraph import Digraph, Integers


def shortest(
    graph: Digraph,
    sources: Iterable[int] | None,
    targets: Iterable[int] | None,
    *,
    every: bool = False,
    max_hops: int | None = None,
    limits: Limits | None = None,
) -> Found:
    """List a shortest path of each pair of start and end that are connected, or every shortest path.

    Pairs come by start and end; within a pair, paths compare from their end backwards. A start that is also
    an end has no path to itself: that takes a cycle, see ``cycles``.

    Args:
        graph: the graph.
        sources: the starts; any member if None.
        targets: the ends; any member if None.
        every: all shortest paths of a pair instead of one.
        max_hops: hops at most; any number if None.
        limits: what the search may spend.

    Raises:
        ValueError: ``max_hops`` is below 1, or a member is not in the graph.
    """
    starts = checked(graph, sources, 1, max_hops)
    ends = checked(graph, targets, 1, max_hops)
    bounds = limits or Limits()

    def search(stream: Stream) -> Iterator[Path]:
        budget = Budget(bounds)
        longer = 0
        for start in range(graph.size) if starts is None else starts.tolist():
            distance = graph.distances([start], max_hops)
            budget.spend(int((distance >= 0).sum()))
            for end in range(graph.size) if ends is None else ends.tolist():
                if distance[end] < 1:
                    continue
                if bounds.hops is not None and distance[end] > bounds.hops:
                    longer += 1
                    continue
                for path in _back(graph, end, distance, every, budget):
                    budget.keep(len(path))
                    yield path
        stream.complete_hops = bounds.hops if longer else None
        if longer:
            stream.stop("hops")

    return Stream(search).all()


def _back(graph: Digraph, end: int, distance: Integers, every: bool, budget: Budget) -> Iterator[Path]:
    """Yield the ways from an end back along falling distances, turned round."""
    stack: list[Path] = [(end,)]
    while stack:
        path = stack.pop()
        here = path[0]
        if distance[here] == 0:
            yield path
            if not every:
                return
            continue
        before = graph.reversed.successors(here)
        budget.spend(len(before))
        nearer = [one for one in before if distance[one] == distance[here] - 1]
        stack.extend((one, *path) for one in reversed(nearer))


def k_shortest(
    graph: Digraph,
    source: int,
    target: int,
    k: int,
    *,
    weights: Sequence[float] | None = None,
    max_hops: int | None = None,
    limits: Limits | None = None,
) -> Found:
    """List the k shortest simple paths from a start to an end (J. Y. Yen, Management Science 17, 1971).

    Each detour is searched best first by the distance left. Paths of one length compare by their members.

    Args:
        graph: the graph.
        source: the start.
        target: the end; it is not the start, for a path to the start is a cycle.
        k: how many at most; fewer, if there are fewer.
        weights: the length of each edge the graph was made of, 0 or more; by default each counts 1. Of
            parallel edges the shortest counts.
        max_hops: hops at most; any number if None. Not together with ``weights``.
        limits: what the search may spend.

    Raises:
        ValueError: a member is not in the graph, start and end are the same, ``k`` is below 1, there are not
            as many weights as edges, one is negative, or they are given together with ``max_hops``.
    """
    checked(graph, None, 1, max_hops)
    members(graph, (source, target))
    if source == target:
        raise ValueError("start and end are the same; a path back to the start is a cycle")
    if k < 1:
        raise ValueError(f"{k} paths; give 1 or more")
    if weights is not None and max_hops is not None:
        raise ValueError("weights and a bound on hops cannot be given together")
    bounds = limits or Limits()

    def search(stream: Stream) -> Iterator[Path]:
        budget = Budget(bounds)
        yen = _Yen(graph, target, _lengths(graph, weights), budget)
        for number, (length, path) in enumerate(yen.paths(source)):
            if number == k or (max_hops is not None and length > max_hops):
                break
            if bounds.hops is not None and len(path) - 1 > bounds.hops:
                raise StopError("hops")
            budget.keep(len(path))
            yield path
        stream.complete_hops = None

    return Stream(search).all()


def _lengths(graph: Digraph, weights: Sequence[float] | None) -> list[float]:
    """Return the length of each pair."""
    import numpy as np

    if weights is None:
        return [1] * graph.pairs
    given = np.asarray(weights, dtype=float)
    pair_of = graph.pair_of()
    if len(given) != len(pair_of):
        raise ValueError(f"{len(given)} weights for {len(pair_of)} edges; give one for each")
    if bool((~(given >= 0)).any()):
        raise ValueError("a weight is negative or not a number; give weights of 0 or more")
    lengths = np.full(graph.pairs, np.inf)
    np.minimum.at(lengths, pair_of, given)
    result: list[float] = lengths.tolist()
    return result


class _Yen:
    def __init__(self, graph: Digraph, target: int, lengths: list[float], budget: Budget) -> None:
        self._starts, self._heads = graph.lists
        self._target = target
        self._lengths = lengths
        self._budget = budget
        self._left = self._distances_left(graph)

    def _distances_left(self, graph: Digraph) -> dict[int, float]:
        """Return the length of the shortest way from each member to the end (Dijkstra)."""
        import numpy as np

        order = np.argsort(graph.heads, kind="stable")
        before, lengths = graph.tails[order].tolist(), [self._lengths[one] for one in order.tolist()]
        starts = np.searchsorted(graph.heads[order], np.arange(graph.size + 1)).tolist()
        left: dict[int, float] = {}
        queue: list[tuple[float, int]] = [(0, self._target)]
        while queue:
            length, one = heappop(queue)
            if one in left:
                continue
            left[one] = length
            self._budget.spend(starts[one + 1] - starts[one])
            for at in range(starts[one], starts[one + 1]):
                if before[at] not in left:
                    heappush(queue, (length + lengths[at], before[at]))
        return left

    def paths(self, source: int) -> Iterator[tuple[float, Path]]:
        """Yield all simple paths with their lengths, shortest first."""
        first = self._detour((source,), set())
        queue = [first] if first else []
        seen = {path for _, path in queue}
        answered: list[Path] = []
        while queue:
            length, path = heappop(queue)
            yield length, path
            answered.append(path)
            for at in range(len(path) - 1):
                root = path[: at + 1]
                barred = {one[at + 1] for one in answered if one[: at + 1] == root}
                detour = self._detour(root, barred)
                if detour and detour[1] not in seen:
                    seen.add(detour[1])
                    heappush(queue, detour)

    def _detour(self, root: Path, barred: set[int]) -> tuple[float, Path] | None:
        """Return the shortest path that begins with a root and then takes none of the barred members."""
        spent = sum(self._length(tail, head) for tail, head in pairwise(root))
        if root[-1] not in self._left:
            return None
        queue: list[tuple[float, Path, float]] = [(spent + self._left[root[-1]], root, spent)]
        done = set(root[:-1])
        while queue:
            _, path, length = heappop(queue)
            here = path[-1]
            if here == self._target:
                return length, path
            if here in done:
                continue
            done.add(here)
            self._budget.spend(self._starts[here + 1] - self._starts[here])
            for at in range(self._starts[here], self._starts[here + 1]):
                one = self._heads[at]
                if one in done or one not in self._left or (len(path) == len(root) and one in barred):
                    continue
                further = length + self._lengths[at]
                heappush(queue, (further + self._left[one], (*path, one), further))
        return None

    def _length(self, tail: int, head: int) -> float:
        at = self._heads.index(head, self._starts[tail], self._starts[tail + 1])
        return self._lengths[at]
