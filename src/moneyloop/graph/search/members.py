"""Checks of what is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moneyloop.graph.search.digraph import Digraph, Integers


def members(graph: Digraph, given: Iterable[int]) -> Integers:
    """Return members as a sorted array, each once.

    Raises:
        ValueError: one is not in the graph.
    """
    import numpy as np

    wanted = np.unique(np.array(list(given), dtype=np.int64))
    if len(wanted) and (wanted[0] < 0 or wanted[-1] >= graph.size):
        raise ValueError(f"a member is given that is none of 0 to {graph.size - 1}")
    return wanted


def checked(
    graph: Digraph, given: Iterable[int] | None, min_hops: int, max_hops: int | None
) -> Integers | None:
    """Return members as ``members`` does, None for any member, and check the bounds on hops.

    Raises:
        ValueError: the bounds contradict each other, or a member is not in the graph.
    """
    if min_hops < 1 or (max_hops is not None and max_hops < min_hops):
        raise ValueError(f"paths of {min_hops} to {max_hops} hops; give at least 1, and at most no less")
    return None if given is None else members(graph, given)
