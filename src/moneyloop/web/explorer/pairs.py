"""What the deals between two parties come to, for all pairs of parties at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from moneyloop.graph.projection import Filters, Selected, select
from moneyloop.ontology.model import load
from moneyloop.queries import wording
from moneyloop.queries.stored import FLOORS
from moneyloop.web.explorer.asked import Asked
from moneyloop.web.explorer.reader import Reader

if TYPE_CHECKING:
    from moneyloop.graph.search.digraph import Array

    Amount = dict[str, Any]


@dataclass(frozen=True)
class Pairs:
    """Payer and payee of deals that count, in ascending order, and what their deals come to.

    A pair comes to no less than the largest lower end among its deals, for the others may be parts of that
    one, and to no more than the sum of their upper ends; deals of no reported amount add nothing. So the
    stored query ``cycles`` says as well.

    Attributes:
        selected: the deals that count, of which these are the pairs.
        key: payer times the number of parties plus payee.
        start, end: the numbers of payer and payee.
        rank: that of the status of the strongest deal.
        low, high: in full units of the currency; -1 and infinity where that end is open.
        unit, other: the smallest and the largest number of a currency; they differ if there are several.
        deals: how many there are.
    """

    selected: Selected
    key: Array
    start: Array
    end: Array
    rank: Array
    low: Array
    high: Array
    unit: Array
    other: Array
    deals: Array

    def places(self, start: Array, end: Array) -> Array:
        """Return where pairs stand, given by their numbers; -1 where there is no such pair."""
        import numpy as np

        if not len(self.key):
            return np.full(len(start), -1, dtype=np.int64)
        wanted = start.astype(np.int64) * self.selected.graph.size + end
        at = np.minimum(np.searchsorted(self.key, wanted), len(self.key) - 1)
        return np.where((self.key[at] == wanted) & (start >= 0) & (end >= 0), at, -1)


NO_CURRENCY = 32_767
"""Stands for the currency of a pair whose deals have none."""


@lru_cache(maxsize=16)
def _pairs(reader: Reader, kind: str, status: str | None, as_of: date | None, known_on: date | None) -> Pairs:
    filters = Filters(status=status, as_of=as_of, known_on=known_on)
    return _combined(select(reader.projection, kind, filters))


def pairs(reader: Reader, kind: str, filters: Filters) -> Pairs:
    """Return the pairs that deals which count make in a build; kept for the next time.

    Args:
        reader: the build.
        kind: of edges: ``flows``, ``exposures`` or ``dependencies``.
        filters: status and days; what else they say is not looked at.
    """
    return _pairs(reader, kind, filters.status, filters.as_of, filters.known_on)


def _combined(selected: Selected) -> Pairs:
    import numpy as np

    graph, states = selected.graph, selected.states
    pair, row = graph.pair_of(), selected.state
    low, high, currency = states.low[row], states.high[row], states.currency[row].astype(np.int32)
    priced = currency >= 0
    empty = np.zeros(graph.pairs, dtype=np.int32)
    rank, least, unit, other = empty.copy(), np.full(graph.pairs, -1.0), empty + NO_CURRENCY, empty - 1
    np.maximum.at(rank, pair, states.rank[row])
    np.maximum.at(least, pair, np.where(np.isnan(low), -1.0, low))
    np.minimum.at(unit, pair, np.where(priced, currency, NO_CURRENCY))
    np.maximum.at(other, pair, currency)
    open_end = np.where(priced, np.inf, 0.0)
    most = np.bincount(pair, np.where(np.isnan(high), open_end, high), graph.pairs).astype(np.float64)
    most[np.bincount(pair, priced, graph.pairs) == 0] = np.inf
    return Pairs(
        selected,
        graph.tails.astype(np.int64) * graph.size + graph.heads,
        *(graph.tails, graph.heads, rank, least, most, unit, other),
        np.bincount(pair, minlength=graph.pairs),
    )


def amount(pairs: Pairs, ends: tuple[float, float, int, int], language: str) -> Amount | None:
    """Return an amount as numbers and in words; None if nothing is known or currencies differ.

    Args:
        pairs: knows the currencies.
        ends: the least and the most, and the smallest and the largest number of a currency.
        language: of the words.
    """
    low, high, unit, other = ends
    if unit != other or unit == NO_CURRENCY or (low < 0 and high == float("inf")):
        return None
    least = round(low) if low >= 0 else None
    most = round(high) if high != float("inf") else None
    currency = pairs.selected.projection.names.currencies[unit]
    return {
        "min": least,
        "max": most,
        "currency": currency,
        "text": wording.interval(least, most, currency, language),
    }


def firmness(reader: Reader, kind: str, asked: Asked) -> list[tuple[str, Pairs]]:
    """Return the pairs at each status floor from the one asked for on, the firmest first."""
    floors = FLOORS[FLOORS.index(asked.floor) :]
    return [(floor, pairs(reader, kind, asked.filters(floor))) for floor in reversed(floors)]


def firmest_first(
    levels: list[tuple[str, Pairs]], start: Array, end: Array, language: str
) -> list[list[dict[str, Any]]]:
    """Return what pairs come to by how firm it is: a status, and the amount of deals of it or firmer.

    The strongest status of a pair comes first; a weaker one only if it changes the amount.
    """
    found: list[list[dict[str, Any]]] = [[] for _ in start]
    for floor, known in levels:
        for steps, at in zip(found, known.places(start, end).tolist(), strict=True):
            comes = _amount_of(known, at, language) if at >= 0 else None
            if at >= 0 and not (steps and steps[-1]["amount"] == comes):
                steps.append({"status": floor, "amount": comes})
    return found


@cache
def statuses() -> dict[int, str]:
    """Return the names of statuses by rank."""
    return {one.rank: one.name for one in load().statuses.values() if one.rank is not None}


def told(pairs: Pairs, at: int, language: str) -> dict[str, Any]:
    """Return the status of a pair, its amount and its number of deals."""
    return {
        "status": statuses()[int(pairs.rank[at])],
        "amount": _amount_of(pairs, at, language),
        "deals": int(pairs.deals[at]),
    }


def _amount_of(pairs: Pairs, at: int, language: str) -> Amount | None:
    ends = float(pairs.low[at]), float(pairs.high[at]), int(pairs.unit[at]), int(pairs.other[at])
    return amount(pairs, ends, language)
