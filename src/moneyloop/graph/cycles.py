"""Elementary cycles of a directed graph, each once, within limits.

A depth-first search from each root looks only at parties ranked behind the root and only where the way back
to it is short enough (static distances), the best-connected roots first. Every cycle is found from its
first-ranked member. Limits count work, not time, so that the same graph gives the same cycles on any
machine.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

CAP: Final = 20_000
"""Cycles listed at most."""
STEPS: Final = 4_000_000
"""Flows looked at in one search at most: a few seconds."""
BOUNDS: Final = (2, 3, 4, 5, 6, 8, 10, 12)
"""Hop limits that are tried where the cycles of all lengths are too many."""

Cycle = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Cycles and how far the search went.

    ``cycles`` start at their smallest member, in ascending order. ``limit`` is the largest number of hops
    up to which they are all there, or None if no cycle is missing; ``stopped_by`` says what kept longer
    ones out.
    """

    cycles: list[Cycle]
    limit: int | None = None
    stopped_by: Literal["cycles", "steps"] | None = None

    @property
    def complete(self) -> bool:
        """Whether no cycle is missing."""
        return self.stopped_by is None


class _OutOfStepsError(Exception):
    """The search took more steps than it may."""


@dataclass(slots=True)
class _Steps:
    left: int

    def take(self, number: int = 1) -> None:
        self.left -= number
        if self.left < 0:
            raise _OutOfStepsError


def find(successors: Sequence[Sequence[int]], *, cap: int = CAP, steps: int = STEPS) -> Found:
    """List the elementary cycles of two hops or more.

    Where there are more than ``cap`` of them, or the search would take more than ``steps`` steps, all
    cycles up to the largest hop limit that fits are listed: 12, 10, 8, 6, 5, 4, 3 or 2. If not even those
    of two hops fit, the first ``cap`` of them are listed.

    Args:
        successors: for each member, by number, the members that it points to.
        cap: how many cycles are listed at most.
        steps: how many edges one search looks at at most.
    """
    graph = _ranked(successors)
    everything = _attempt(graph, len(successors), cap, steps)
    if isinstance(everything, list):
        return Found(everything)
    fitting: list[Cycle] | None = None
    limit, stopped_by = BOUNDS[0], everything
    for bound in BOUNDS:
        attempt = _attempt(graph, bound, cap, steps)
        if not isinstance(attempt, list):
            stopped_by = attempt
            break
        fitting, limit = attempt, bound
    if fitting is None:
        fitting = list(islice(_pairs(successors), cap + 1))
        stopped_by = "cycles" if len(fitting) > cap else stopped_by
    return Found(fitting[:cap], limit, stopped_by)


def _pairs(successors: Sequence[Sequence[int]]) -> Iterator[Cycle]:
    edges = {(one, other) for one, others in enumerate(successors) for other in others}
    return (edge for edge in sorted(edges) if edge[0] < edge[1] and edge[::-1] in edges)


@dataclass(frozen=True, slots=True)
class _Graph:
    """A graph whose members are renumbered by rank; ``member`` gives their old numbers."""

    successors: list[list[int]]
    predecessors: list[list[int]]
    member: list[int]


def _ranked(successors: Sequence[Sequence[int]]) -> _Graph:
    incoming = [0] * len(successors)
    for others in successors:
        for other in others:
            incoming[other] += 1
    member = sorted(range(len(successors)), key=lambda one: (-min(len(successors[one]), incoming[one]), one))
    rank = {old: new for new, old in enumerate(member)}
    ranked = [sorted({rank[other] for other in successors[old]} - {rank[old]}) for old in member]
    predecessors: list[list[int]] = [[] for _ in member]
    for one, others in enumerate(ranked):
        for other in others:
            predecessors[other].append(one)
    return _Graph(ranked, predecessors, member)


def _attempt(graph: _Graph, bound: int, cap: int, steps: int) -> list[Cycle] | Literal["cycles", "steps"]:
    """Return all cycles up to a hop limit, sorted, or what stopped the search."""
    budget = _Steps(steps)
    every = (cycle for root in range(len(graph.member)) for cycle in _through(graph, root, bound, budget))
    try:
        found = list(islice(every, cap + 1))
    except _OutOfStepsError:
        return "steps"
    if len(found) > cap:
        return "cycles"
    return sorted(_rotated([graph.member[one] for one in cycle]) for cycle in found)


def _rotated(cycle: list[int]) -> Cycle:
    first = cycle.index(min(cycle))
    return tuple(cycle[first:] + cycle[:first])


def _through(graph: _Graph, root: int, bound: int, steps: _Steps) -> Iterator[list[int]]:
    """Yield the cycles through a root among the members ranked behind it."""
    back = _distances_back(graph, root, bound, steps)
    path, on_path = [root], {root}
    ahead = [iter(graph.successors[root])]
    while ahead:
        for one in ahead[-1]:
            steps.take()
            if one == root:
                yield path.copy()
            elif one in on_path or len(path) + back.get(one, bound) > bound:
                continue
            elif len(path) + 1 == bound:
                yield [*path, one]
            else:
                path.append(one)
                on_path.add(one)
                ahead.append(iter(graph.successors[one]))
                break
        else:
            ahead.pop()
            on_path.remove(path.pop())


def _distances_back(graph: _Graph, root: int, bound: int, steps: _Steps) -> dict[int, int]:
    """Return how many hops it takes at least from each member to the root, where less than the limit."""
    distance = {root: 0}
    queue = deque([root])
    while queue:
        one = queue.popleft()
        if distance[one] + 1 >= bound:
            break
        steps.take(len(graph.predecessors[one]))
        for other in graph.predecessors[one]:
            if other > root and other not in distance:
                distance[other] = distance[one] + 1
                queue.append(other)
    return distance
