"""The days of deals, and cycles whose hops follow each other in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moneyloop.graph.projection import Projection


class Days:
    """The day of each deal: the first of its period if that is known, else that of the first report."""

    def __init__(self, projection: Projection) -> None:
        """Take the deals of a projection."""
        import numpy as np

        from moneyloop.graph.projection.table import ALWAYS, FOREVER

        first = np.full(len(projection.deals), FOREVER, dtype=np.int32)
        np.minimum.at(first, projection.then.deal, projection.then.since)
        self._days = np.where(projection.valid_since != ALWAYS, projection.valid_since, first)
        self._none = FOREVER

    def of(self, deals: Sequence[int]) -> list[date]:
        """Return the days of some deals, ascending; those without a day are left out."""
        days = sorted({int(self._days[deal]) for deal in deals})
        return [date.fromordinal(day) for day in days if day != self._none]

    def ordered(self, hops: Sequence[Sequence[date]]) -> tuple[int | None, dict[int, date]]:
        """Return the hop to begin with so that no hop is dated before the one before it, and each hop's day.

        Of a hop's days the earliest that fits is taken, and of the beginnings the one with the earliest day.

        Args:
            hops: the days of each hop's deals, ascending, one at least.

        Returns:
            The place of the hop, None if there is no such beginning; the day of each hop by its place.
        """
        found = [(days[start], start, days) for start in range(len(hops)) if (days := _chain(hops, start))]
        if not found:
            return None, {}
        _, start, days = min(found, key=lambda one: one[:2])
        return start, days


def _chain(hops: Sequence[Sequence[date]], start: int) -> dict[int, date]:
    """Return days for all hops from one on, none before that of the former hop; empty if there are none."""
    days: dict[int, date] = {}
    latest = date.min
    for step in range(len(hops)):
        place = (start + step) % len(hops)
        fitting = [day for day in hops[place] if day >= latest]
        if not fitting:
            return {}
        latest = days[place] = fitting[0]
    return days
