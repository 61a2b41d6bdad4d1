"""Choosing edges of a projection by what is known of their deals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from moneyloop.graph.projection.table import KINDS, Projection, States
from moneyloop.graph.search import Digraph
from moneyloop.ontology.terms import ML

if TYPE_CHECKING:
    from moneyloop.graph.search.digraph import Array


@dataclass(frozen=True, slots=True)
class Filters:
    """Which deals count; what is left out does not restrict. What is cancelled never counts.

    Attributes:
        status: IRI of the weakest status; None for any.
        classes: IRIs of classes; a deal is of at least one of them or of a subclass.
        currencies: ISO 4217 codes.
        min_amount, max_amount: in full currency units; the interval of the amount touches what lies between.
            Deals without an amount do not count then, nor where currencies are given.
        as_of: the day on which the deal is in force; one without period always is.
        known_on: only what documents published by that day say; None for what all documents say.
    """

    status: str | None = None
    classes: Collection[str] = ()
    currencies: Collection[str] = ()
    min_amount: float | None = None
    max_amount: float | None = None
    as_of: date | None = None
    known_on: date | None = None


@dataclass(frozen=True)
class Selected:
    """The edges that deals make which count.

    Attributes:
        projection: where they are from; the members of ``graph`` are the numbers of its parties.
        start, end, deal: numbers, for each edge.
        state: for each edge, the row of ``states`` that says what is known of its deal.
        states: the present states, or the dated ones.
        skipped: how many deals only an unknown amount keeps out.
    """

    projection: Projection
    start: Array
    end: Array
    deal: Array
    state: Array
    states: States
    skipped: int

    @cached_property
    def graph(self) -> Digraph:
        """The edges as a graph; the numbers of its edges are places in the columns."""
        return Digraph(self.start, self.end, len(self.projection.parties))

    def parties(self, path: Sequence[int]) -> list[str]:
        """Return the IRIs of the members of a path or cycle."""
        return [self.projection.parties[member] for member in path]

    def deals(self, path: Sequence[int], *, closed: bool = False) -> list[list[str]]:
        """Return the IRIs of the deals of each hop of a path, or of a cycle if ``closed``."""
        hops = self.graph.hops(path, closed=closed)
        return [[self.projection.deals[int(self.deal[edge])] for edge in edges] for edges in hops]


def select(projection: Projection, kind: str = "flows", filters: Filters | None = None) -> Selected:
    """Return the edges of a kind that deals make which count.

    Args:
        projection: of a dataset.
        kind: ``flows``, ``exposures`` or ``dependencies``.
        filters: which deals count; by default all that are not cancelled.

    Raises:
        ValueError: the kind is unknown, or the status is none with a rank.
    """
    import numpy as np

    if kind not in KINDS:
        raise ValueError(f"{kind} is no kind of edges; give one of {', '.join(KINDS)}")
    wanted = filters or Filters()
    states, rows = _known(projection, wanted)
    rows = rows[states.rank[rows] >= _floor(projection, wanted)]
    rows = rows[(_of_classes(projection, wanted) & _in_force(projection, wanted))[states.deal[rows]]]
    enough = _amounts(projection, wanted, states, rows)
    unknown = rows[~enough & (states.currency[rows] < 0)]
    edges = projection.edges[kind]
    state_of = np.full(len(projection.deals), -1, dtype=np.int32)
    state_of[states.deal[unknown]] = 0
    skipped = len(np.unique(edges.deal[state_of[edges.deal] >= 0])) if len(unknown) else 0
    state_of[states.deal[unknown]] = -1
    state_of[states.deal[rows[enough]]] = rows[enough]
    state = state_of[edges.deal]
    chosen = np.flatnonzero(state >= 0)
    columns = edges.start[chosen], edges.end[chosen], edges.deal[chosen]
    return Selected(projection, *columns, state[chosen], states, skipped)


def _known(projection: Projection, wanted: Filters) -> tuple[States, Array]:
    """Return the states to look at, and the rows of those that count; one a deal."""
    import numpy as np

    if wanted.known_on is None:
        return projection.now, np.arange(len(projection.now.deal))
    day, states = wanted.known_on.toordinal(), projection.then
    return states, np.flatnonzero((states.since <= day) & (day < states.until))


def _floor(projection: Projection, wanted: Filters) -> int:
    """Return the least rank; that of what is cancelled is 0."""
    if wanted.status is None:
        return 1
    rank = projection.names.ranks.get(wanted.status)
    if rank is None:
        raise ValueError(f"{wanted.status} is no status with a rank")
    return max(rank, 1)


def _of_classes(projection: Projection, wanted: Filters) -> Array:
    """Return for each deal whether it is of a class that counts."""
    import numpy as np

    names = projection.names
    if not wanted.classes or ML.Deal in wanted.classes:
        return np.ones(len(projection.deals), dtype=bool)
    below = {number for number, name in enumerate(names.classes) if name in wanted.classes}
    while further := {one for one, above in names.parents if above in below} - below:
        below |= further
    words = np.zeros(projection.classes.shape[1], dtype=np.uint64)
    for number in below:
        words[number // 64] |= np.uint64(1 << (number % 64))
    return np.asarray((projection.classes & words).any(axis=1))


def _in_force(projection: Projection, wanted: Filters) -> Array:
    """Return for each deal whether it is in force on the day."""
    import numpy as np

    if wanted.as_of is None:
        return np.ones(len(projection.deals), dtype=bool)
    day = wanted.as_of.toordinal()
    counts: Array = (projection.valid_since <= day) & (day < projection.valid_until)
    return counts


def _amounts(projection: Projection, wanted: Filters, states: States, rows: Array) -> Array:
    """Return for each row whether its amount counts."""
    import numpy as np

    counts = np.ones(len(rows), dtype=bool)
    if wanted.currencies:
        codes = [place for place, name in enumerate(projection.names.currencies) if name in wanted.currencies]
        counts = np.isin(states.currency[rows], codes)
    low, high = states.low[rows], states.high[rows]
    if wanted.min_amount is not None:
        counts = counts & (np.where(np.isnan(high), low, high) >= wanted.min_amount)
    if wanted.max_amount is not None:
        counts = counts & (np.where(np.isnan(low), high, low) <= wanted.max_amount)
    return counts
