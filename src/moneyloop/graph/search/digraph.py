"""A directed graph as integer arrays: compressed rows of distinct pairs, and the edges behind each pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Integers = NDArray[np.integer[Any]]
    Array = NDArray[Any]


class Digraph:
    """Members 0 … ``size`` - 1 and the distinct pairs of them that edges connect.

    Edges are known by their position in the arrays given. Parallel edges are one pair; ``edges`` tells which
    edges it stands for. An edge from a member to itself is a pair too.

    Attributes:
        size: how many members there are.
        starts: int32; the heads of member ``m`` are ``heads[starts[m]:starts[m + 1]]``.
        heads: int32; ascending for each member.
    """

    def __init__(self, tails: ArrayLike, heads: ArrayLike, size: int | None = None) -> None:
        """Make a graph of edges; edges sorted by tail and head need no sorting and are quickest.

        Raises:
            ValueError: the arrays differ in length, or hold a number below 0 or not below ``size``.
        """
        import numpy as np

        one, other = (np.asarray(ends, dtype=np.int64).ravel() for ends in (tails, heads))
        if len(one) != len(other):
            raise ValueError(f"{len(one)} tails and {len(other)} heads; give as many of both")
        largest = max(int(one.max()), int(other.max())) if len(one) else -1
        self.size = largest + 1 if size is None else size
        if largest >= self.size or (len(one) and min(int(one.min()), int(other.min())) < 0):
            raise ValueError(f"an edge has an end that is none of the members 0 to {self.size - 1}")
        key = one * self.size + other
        self._order: Integers | None = None
        if len(key) and bool((key[1:] < key[:-1]).any()):
            self._order = np.argsort(key, kind="stable")
            key = key[self._order]
        fresh = np.ones(len(key), dtype=bool)
        np.not_equal(key[1:], key[:-1], out=fresh[1:])
        firsts = np.flatnonzero(fresh)
        self._firsts = np.append(firsts, len(key))
        kept = firsts if self._order is None else self._order[firsts]
        self.tails: Integers = one[kept].astype(np.int32)
        self.heads: Integers = other[kept].astype(np.int32)
        self.starts: Integers = np.zeros(self.size + 1, dtype=np.int32)
        np.cumsum(np.bincount(self.tails, minlength=self.size), out=self.starts[1:])

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]], size: int | None = None) -> Digraph:
        """Make a graph of edges given as pairs of tail and head."""
        edges = list(pairs)
        return cls([tail for tail, _ in edges], [head for _, head in edges], size)

    @property
    def pairs(self) -> int:
        """How many distinct pairs there are."""
        return len(self.heads)

    @cached_property
    def reversed(self) -> Digraph:
        """The graph with all edges turned round."""
        return Digraph(self.heads, self.tails, self.size)

    @cached_property
    def lists(self) -> tuple[list[int], list[int]]:
        """``starts`` and ``heads`` as Python lists, which loops in Python read faster."""
        return self.starts.tolist(), self.heads.tolist()

    def successors(self, member: int) -> list[int]:
        """Return the heads of the edges of a member, ascending."""
        starts, heads = self.lists
        return heads[starts[member] : starts[member + 1]]

    def edges(self, tail: int, head: int) -> list[int]:
        """Return the positions of the edges from a member to another, ascending; none if there is none."""
        low, high = int(self.starts[tail]), int(self.starts[tail + 1])
        at = low + int(self.heads[low:high].searchsorted(head))
        if at == high or self.heads[at] != head:
            return []
        first, last = int(self._firsts[at]), int(self._firsts[at + 1])
        return list(range(first, last)) if self._order is None else self._order[first:last].tolist()

    def hops(self, path: Sequence[int], *, closed: bool = False) -> list[list[int]]:
        """Return the edges behind each hop of a path, or of a cycle if ``closed``."""
        whole = [*path, path[0]] if closed and path else path
        return [self.edges(tail, head) for tail, head in pairwise(whole)]

    def pair_of(self) -> Integers:
        """Return for each edge the position of its pair."""
        import numpy as np

        sizes = np.diff(self._firsts)
        pairs = np.repeat(np.arange(self.pairs), sizes)
        if self._order is None:
            return pairs
        result = np.empty_like(pairs)
        result[self._order] = pairs
        return result

    def distances(self, seeds: ArrayLike, max_hops: int | None = None) -> Integers:
        """Return for each member how many hops it is from the nearest seed; -1 if too far or not reached."""
        import numpy as np

        distance = np.full(self.size, -1, dtype=np.int32)
        frontier: Integers = np.unique(np.asarray(seeds, dtype=np.int64))
        distance[frontier] = 0
        hops = 0
        while len(frontier) and (max_hops is None or hops < max_hops):
            hops += 1
            ahead = self.heads_of(frontier)
            frontier = np.unique(ahead[distance[ahead] < 0])
            distance[frontier] = hops
        return distance

    def heads_of(self, members: Integers) -> Integers:
        """Return the heads of all edges of some members together."""
        import numpy as np

        low = self.starts[members]
        number = self.starts[members + 1] - low
        before = np.cumsum(number) - number
        ahead: Integers = self.heads[np.arange(int(number.sum())) + np.repeat(low - before, number)]
        return ahead

    def components(self) -> Integers:
        """Return for each member the number of its strongly connected component (Tarjan, by scipy)."""
        import numpy as np

        if not self.size:
            return np.zeros(0, dtype=np.int32)
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import connected_components

        shape = (self.size, self.size)
        matrix = csr_matrix((np.ones(self.pairs, dtype=np.int8), self.heads, self.starts), shape=shape)
        labels: Integers = connected_components(matrix, directed=True, connection="strong")[1]
        return labels
