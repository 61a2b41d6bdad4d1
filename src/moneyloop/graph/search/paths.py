"""Simple paths of a directed graph from a set of starts to a set of ends, within limits.

They are the cycles through one more member, which leads to each start and which each end leads to; so the
search is the one for cycles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from moneyloop.graph.search.kernel import Question, Ranked, listed, ranked
from moneyloop.graph.search.limits import Found, Limits, Path, Stream
from moneyloop.graph.search.members import checked

if TYPE_CHECKING:
    from moneyloop.graph.search.digraph import Digraph, Integers


def all_paths(
    graph: Digraph,
    sources: Iterable[int] | None,
    targets: Iterable[int] | None,
    *,
    min_hops: int = 1,
    max_hops: int | None = None,
    limits: Limits | None = None,
) -> Found:
    """List the simple paths from any of the starts to any of the ends.

    A path visits no member twice, so one that comes back to its start is none: that is a cycle, see
    ``cycles``. It may lead through further starts and ends. Shorter ones come first up to 12 hops, and within
    a length those of smaller members. The same graph gives the same order always.

    Args:
        graph: parallel edges make no second path.
        sources: the starts; any member if None.
        targets: the ends; any member if None.
        min_hops: hops at least, 1 or more.
        max_hops: hops at most; any number if None.
        limits: what the search may spend.

    Raises:
        ValueError: the hops contradict each other, or a member is not in the graph.
    """
    return iter_paths(graph, sources, targets, min_hops=min_hops, max_hops=max_hops, limits=limits).all()


def iter_paths(
    graph: Digraph,
    sources: Iterable[int] | None,
    targets: Iterable[int] | None,
    *,
    min_hops: int = 1,
    max_hops: int | None = None,
    limits: Limits | None = None,
) -> Stream:
    """Return the paths one by one; otherwise as ``all_paths``."""
    starts = checked(graph, sources, min_hops, max_hops)
    ends = checked(graph, targets, min_hops, max_hops)
    bounds = limits or Limits()

    def search(stream: Stream) -> Iterator[Path]:
        among = _between(graph, starts, ends, max_hops)
        high = None if max_hops is None else max_hops + 2

        def outside(cycle: list[int]) -> Path:
            return tuple(among.member[one] for one in cycle[1:])

        return listed(Question(among, [0], min_hops + 2, high, outside, offset=2), bounds, stream)

    return Stream(search)


def _between(
    graph: Digraph, sources: Integers | None, targets: Integers | None, max_hops: int | None
) -> Ranked:
    """Return the part of the graph that lies on ways from starts to ends, member 0 closing them."""
    import numpy as np

    everybody = np.arange(graph.size)
    starts = everybody if sources is None else sources
    ends = everybody if targets is None else targets
    ahead = graph.distances(starts, max_hops)
    back = graph.reversed.distances(ends, max_hops)
    tails, heads = graph.tails, graph.heads
    used = (ahead[tails] >= 0) & (back[heads] >= 0) & (tails != heads)
    if max_hops is not None:
        used &= ahead[tails] + back[heads] < max_hops
    tails, heads = tails[used], heads[used]
    member = np.unique(np.concatenate((tails, heads))).astype(np.int64)
    starts, ends = np.intersect1d(starts, member), np.intersect1d(ends, member)
    inner = np.searchsorted(member, np.concatenate((tails, starts, ends))) + 1
    outer = np.searchsorted(member, np.concatenate((heads, starts, ends))) + 1
    inner[len(tails) : len(tails) + len(starts)] = 0
    outer[len(tails) + len(starts) :] = 0
    return ranked(inner, outer, np.concatenate(([-1], member)))
