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
    inside = _inside(graph, labels, through, loops=min_hops == 1)
    tails, heads = graph.tails[inside], graph.heads[inside]
    member, ends = np.unique(np.concatenate((tails, heads)), return_inverse=True)
    component = labels[tails]
    tails, heads = ends[: len(tails)], ends[len(tails) :]
    degree = np.minimum(np.bincount(tails, minlength=len(member)), np.bincount(heads, minlength=len(member)))
    behind = np.zeros(len(member), dtype=bool) if through is None else ~np.isin(member, through)
    order = np.lexsort((member, -degree, behind))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    among = ranked(rank[tails], rank[heads], member[order])
    roots = _roots(labels[member[order]], component) & ~behind[order]
    names = among.member

    def outside(cycle: list[int]) -> Path:
        path = [names[one] for one in cycle]
        first = path.index(min(path))
        return tuple(path[first:] + path[:first])

    return Question(among, np.flatnonzero(roots).tolist(), min_hops, max_hops, outside)


def _inside(graph: Digraph, labels: Integers, through: Integers | None, *, loops: bool) -> Integers:
    """Return the positions of the pairs that lie in a component to search."""
    import numpy as np

    tails, heads = graph.tails, graph.heads
    inside = labels[tails] == labels[heads]
    if through is not None:
        searched = np.zeros(graph.size, dtype=bool)
        searched[labels[through]] = True
        inside &= searched[labels[tails]]
    if not loops:
        inside &= tails != heads
    return np.flatnonzero(inside)


def _roots(of_members: Integers, of_pairs: Integers) -> Integers:
    """Return for each member, by rank, whether a cycle may start there: in a lone ring only the first may."""
    import numpy as np

    ring = np.bincount(of_members) == np.bincount(of_pairs)
    first = np.zeros(len(of_members), dtype=bool)
    first[np.unique(of_members, return_index=True)[1]] = True
    roots: Integers = first | ~ring[of_members]
    return roots
