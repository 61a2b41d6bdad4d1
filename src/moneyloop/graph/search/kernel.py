"""The loops that list elementary cycles from given roots, shortest first.

Each root is searched depth first among the members ranked behind it, only where the way back to the root is
short enough; so each cycle is met once, from its first-ranked member. Without a bound on hops a member from
which no way back was found stays closed until one opens (D. B. Johnson, Finding all the elementary circuits
of a directed graph, SIAM J. Comput. 4, 1975).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from moneyloop.graph.search.limits import Budget, Limits, Path, StopError, Stream

if TYPE_CHECKING:
    from moneyloop.graph.search.digraph import Integers

EXACT: Final = 12
"""Up to so many hops the shorter come first; longer ones come in the order in which they are met."""
_BUFFER_ROWS: Final = 100_000
_BUFFER_STEPS: Final = 3_000_000


@dataclass(frozen=True, slots=True)
class Ranked:
    """A graph whose members are numbered by rank, as lists; ``member`` gives back the numbers outside."""

    successors: list[list[int]]
    predecessors: list[list[int]]
    member: list[int]


def ranked(tails: Integers, heads: Integers, member: Integers) -> Ranked:
    """Make the lists from distinct pairs of ranks."""
    size = len(member)
    return Ranked(_rows(tails, heads, size), _rows(heads, tails, size), member.tolist())


def _rows(tails: Integers, heads: Integers, size: int) -> list[list[int]]:
    import numpy as np

    order = np.lexsort((heads, tails))
    ends = heads[order].tolist()
    starts = np.searchsorted(tails[order], np.arange(size + 1)).tolist()
    return [ends[low:high] for low, high in pairwise(starts)]


@dataclass(frozen=True, slots=True)
class Question:
    """Which cycles are listed: through the roots, of ``low`` to ``high`` members (any number if None).

    ``outside`` turns a cycle of ranks into the path that the caller sees. ``offset`` is the number of members
    of a cycle less the hops that the caller counts.
    """

    graph: Ranked
    roots: Sequence[int]
    low: int
    high: int | None
    outside: Callable[[list[int]], Path]
    offset: int = 0


def listed(question: Question, limits: Limits, stream: Stream) -> Iterator[Path]:
    """Yield the paths, shortest first up to ``EXACT`` hops; within a length by the ranks of the members."""
    asked, allowed = question.high, limits.hops
    if allowed is None or (asked is not None and asked - question.offset <= allowed):
        yield from _within(question, question.high, limits, stream)
    else:
        high = allowed + question.offset
        yield from _within(question, high, limits, stream)
        stream.complete_hops = allowed
        if _more(question, high + 1):
            raise StopError("hops")
    stream.complete_hops = None


def _more(question: Question, low: int) -> bool:
    """Whether there is a longer one, or this takes too long to tell."""
    budget = Budget(Limits(steps=_BUFFER_STEPS // 10))
    try:
        return next(_met(question, max(low, question.low), question.high, budget), None) is not None
    except StopError:
        return True


def _within(question: Question, high: int | None, limits: Limits, stream: Stream) -> Iterator[Path]:
    budget = Budget(limits)
    buffered, ended = _buffered(question, high, limits, budget)
    if ended:
        for cycle in buffered:
            stream.complete_hops = min(len(cycle) - question.offset - 1, EXACT)
            budget.keep(len(cycle))
            yield question.outside(cycle)
        return
    buffered.clear()
    last = EXACT + question.offset if high is None else min(high, EXACT + question.offset)
    for length in range(question.low, last + 1):
        yield from _kept(question, _met(question, length, length, budget), budget)
        stream.complete_hops = length - question.offset
    if high is None or high > last:
        yield from _kept(question, _met(question, max(last + 1, question.low), high, budget), budget)


def _kept(question: Question, cycles: Iterable[list[int]], budget: Budget) -> Iterator[Path]:
    for cycle in cycles:
        budget.keep(len(cycle))
        yield question.outside(cycle)


def _buffered(
    question: Question, high: int | None, limits: Limits, budget: Budget
) -> tuple[list[list[int]], bool]:
    """Return all cycles in the order of the answer if they are few enough to be sorted here."""
    steps = _BUFFER_STEPS if limits.steps is None else min(limits.steps, _BUFFER_STEPS)
    own = Budget(Limits(_BUFFER_ROWS, None, budget.half_left(), limits.memory_bytes, steps))
    found: list[list[int]] = []
    try:
        for cycle in _met(question, question.low, high, own):
            own.keep(len(cycle))
            found.append(cycle)
    except StopError:
        return found, False
    found.sort(key=lambda cycle: min(len(cycle) - question.offset, EXACT + 1))
    return found, True


def _met(question: Question, low: int, high: int | None, budget: Budget) -> Iterator[list[int]]:
    graph = question.graph
    size = len(graph.member)
    if high is None or high >= size:
        for root in question.roots:
            yield from (cycle for cycle in _unbounded(graph, root, budget) if len(cycle) >= low)
    else:
        for root in question.roots:
            yield from _bounded(graph, root, low, high, budget)


def _bounded(graph: Ranked, root: int, low: int, high: int, budget: Budget) -> Iterator[list[int]]:
    ends, begins = graph.successors[root], graph.predecessors[root]
    if not ends or not begins or ends[-1] < root or begins[-1] < root:
        return
    back = _distances_back(graph, root, high, budget)
    successors, far = graph.successors, high + 1
    path, on_path = [root], {root}
    ahead = [iter(successors[root])]
    budget.spend(len(successors[root]))
    length = 1
    while ahead:
        for one in ahead[-1]:
            if length + back.get(one, far) > high or (one in on_path and one != root):
                continue
            if one == root:
                if length >= low:
                    yield path.copy()
            elif length + 1 == high:
                yield [*path, one]
            else:
                path.append(one)
                on_path.add(one)
                length += 1
                ahead.append(iter(successors[one]))
                budget.spend(len(successors[one]))
                break
        else:
            ahead.pop()
            on_path.remove(path.pop())
            length -= 1


def _distances_back(graph: Ranked, root: int, high: int, budget: Budget) -> dict[int, int]:
    """Return how many hops it takes at least from each member to the root, where less than the bound."""
    predecessors = graph.predecessors
    distance = {root: 0}
    frontier = [root]
    for hops in range(1, high):
        ahead = []
        for one in frontier:
            for other in predecessors[one]:
                if other > root and other not in distance:
                    distance[other] = hops
                    ahead.append(other)
        budget.spend(len(ahead) + 1)
        if not ahead:
            break
        frontier = ahead
    return distance


def _unbounded(graph: Ranked, root: int, budget: Budget) -> Iterator[list[int]]:
    back = _distances_back(graph, root, len(graph.member) + 1, budget)
    successors = graph.successors
    blocked = {root}
    waiting: defaultdict[int, set[int]] = defaultdict(set)
    path, closes = [root], [False]
    ahead = [iter(successors[root])]
    budget.spend(len(successors[root]))
    while ahead:
        for one in ahead[-1]:
            if one == root:
                closes[-1] = True
                yield path.copy()
            elif one in back and one not in blocked:
                path.append(one)
                blocked.add(one)
                closes.append(False)
                ahead.append(iter(successors[one]))
                budget.spend(len(successors[one]))
                break
        else:
            ahead.pop()
            left, closed = path.pop(), closes.pop()
            if closed:
                if closes:
                    closes[-1] = True
                _unblock(left, blocked, waiting)
            else:
                for other in successors[left]:
                    if other in back:
                        waiting[other].add(left)


def _unblock(member: int, blocked: set[int], waiting: dict[int, set[int]]) -> None:
    opening = [member]
    while opening:
        one = opening.pop()
        if one in blocked:
            blocked.discard(one)
            opening.extend(waiting.pop(one, ()))
