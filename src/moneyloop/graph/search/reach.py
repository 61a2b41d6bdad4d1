"""Who is reached from whom, in how many hops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from moneyloop.graph.search.limits import Budget, Found, Limits, Path, Stream
from moneyloop.graph.search.members import checked

if TYPE_CHECKING:
    from moneyloop.graph.search.digraph import Digraph


def reachable(
    graph: Digraph,
    sources: Iterable[int] | None,
    targets: Iterable[int] | None = None,
    *,
    max_hops: int | None = None,
    limits: Limits | None = None,
) -> Found:
    """List who is reached from whom: rows of start, end and the smallest number of hops.

    Rows come by start, hops, end. A start does not reach itself: that takes a cycle, see ``cycles``.

    Args:
        graph: the graph.
        sources: the starts; any member if None.
        targets: the ends; any member if None.
        max_hops: hops at most; any number if None.
        limits: what the search may spend.

    Raises:
        ValueError: ``max_hops`` is below 1, or a member is not in the graph.
    """
    starts = checked(graph, sources, 1, max_hops)
    ends = checked(graph, targets, 1, max_hops)
    bounds = limits or Limits()

    def search(stream: Stream) -> Iterator[Path]:
        import numpy as np

        budget = Budget(bounds)
        cut = False
        allowed = max_hops if bounds.hops is None else min(bounds.hops, max_hops or graph.size)
        further = None if allowed == max_hops else max_hops or graph.size
        wanted = np.ones(graph.size, dtype=bool)
        if ends is not None:
            wanted[:] = False
            wanted[ends] = True
        for start in range(graph.size) if starts is None else starts.tolist():
            distance = graph.distances([start], further if further else allowed)
            budget.spend(int((distance >= 0).sum()))
            reached = np.flatnonzero((distance > 0) & wanted)
            if further:
                near = distance[reached] <= (allowed or 0)
                cut |= not bool(near.all())
                reached = reached[near]
            order = np.lexsort((reached, distance[reached]))
            hops = distance[reached][order].tolist()
            for end, number in zip(reached[order].tolist(), hops, strict=True):
                budget.keep(3)
                yield start, end, number
        if cut:
            stream.complete_hops = allowed
            stream.stop("hops")
        else:
            stream.complete_hops = None

    return Stream(search).all()
