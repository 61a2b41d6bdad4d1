"""Elementary cycles of a directed graph, each once, within limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from moneyloop.graph.search.kernel import Question, listed, ranked
from moneyloop.graph.search.limits import Found, Limits, Path, Stream
from moneyloop.graph.search.members import checked

if TYPE_CHECKING:
    from moneyloop.graph.search.digraph import Digraph, Integers


def cycles(
    graph: Digraph,
    *,
    through: Iterable[int] | None = None,
    min_hops: int = 1,
    max_hops: int | None = None,
    limits: Limits | None = None,
) -> Found:
    """List the elementary cycles, each once whatever its rotation, from its smallest member on.

    Shorter ones come first up to 12 hops, and within a length those of the best-connected members. The same
    graph gives the same order always, so fewer rows are the beginning of more rows. Only strongly connected
    components are searched.

    Args:
        graph: an edge from a member to itself is a cycle of one hop; parallel edges make no second cycle.
        through: only cycles that hold at least one of these members.
        min_hops: hops at least.
        max_hops: hops at most; any number if None.
        limits: what the search may spend.

    Raises:
        ValueError: the hops contradict each other, or a member is not in the graph.
    """
    return iter_cycles(graph, through=through, min_hops=min_hops, max_hops=max_hops, limits=limits).all()


def iter_cycles(
    graph: Digraph,
    *,
    through: Iterable[int] | None = None,
    min_hops: int = 1,
    max_hops: int | None = None,
    limits: Limits | None = None,
) -> Stream:
    """Return the cycles one by one; otherwise as ``cycles``."""
    wanted = checked(graph, through, min_hops, max_hops)
    bounds = limits or Limits()

    def search(stream: Stream) -> Iterator[Path]:
        question = _question(graph, wanted, min_hops, max_hops)
        return listed(question, bounds, stream)

    return Stream(search)


def _question(graph: Digraph, through: Integers | None, min_hops: int, max_hops: int | None) -> Question:
    import numpy as np

    labels = graph.components()
    inside = labels[graph.tails] == labels[graph.heads]
    if through is not None:
        searched = np.zeros(graph.size, dtype=bool)
        searched[labels[through]] = True
        inside &= searched[labels[graph.tails]]
    tails, heads = graph.tails[inside], graph.heads[inside]
    if min_hops > 1:
        proper = tails != heads
        tails, heads = tails[proper], heads[proper]
    member, ends = np.unique(np.concatenate((tails, heads)), return_inverse=True)
    tails, heads = ends[: len(tails)], ends[len(tails) :]
    degree = np.minimum(np.bincount(tails, minlength=len(member)), np.bincount(heads, minlength=len(member)))
    behind = np.zeros(len(member), dtype=bool) if through is None else ~np.isin(member, through)
    order = np.lexsort((member, -degree, behind))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    among = ranked(rank[tails], rank[heads], member[order])
    names = among.member

    def outside(cycle: list[int]) -> Path:
        path = [names[one] for one in cycle]
        first = path.index(min(path))
        return tuple(path[first:] + path[:first])

    return Question(among, range(int((~behind).sum())), min_hops, max_hops, outside)
