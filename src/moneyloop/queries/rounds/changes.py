"""Which cycles appeared, grew, shrank or broke since a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from moneyloop.graph.search import Limits
from moneyloop.queries.rounds.find import Asked, Cycle, Cycles, cycles

if TYPE_CHECKING:
    from moneyloop.graph.projection import Projection
    from moneyloop.queries.rounds.rates import Rates

Kind = Literal["appeared", "grew", "shrank", "broke"]
_KINDS: tuple[Kind, ...] = ("appeared", "grew", "shrank", "broke")


@dataclass(frozen=True, slots=True)
class Change:
    """A cycle before and after; None where there was none.

    It grew if its status is stronger now, or is the same and the smallest hop amounts to more: a higher lower
    end, or, if that is the same or not known of both, a higher upper end. It shrank if it is the other way.
    """

    kind: Kind
    before: Cycle | None
    after: Cycle | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed, new cycles first; what became of both searches; what was left out, in words."""

    changes: list[Change]
    before: Cycles
    after: Cycles
    skipped: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether no change is missing."""
        return self.before.complete and self.after.complete


def changes(
    projection: Projection,
    since: date,
    asked: Asked | None = None,
    *,
    rates: Rates | None = None,
    limits: Limits | None = None,
) -> Changes:
    """Compare the cycles known on a day with those known now, or on the later day ``asked.known_on``.

    Documents without a date are left out on both sides: when they became known is not known. Amounts are
    converted at the same rates on both sides.

    Args:
        projection: of the dataset.
        since: the day.
        asked: which cycles.
        rates: what amounts are converted at, if a currency is asked for.
        limits: what each of the two searches may spend.

    Raises:
        QueryError: as ``cycles``.
    """
    wanted = asked or Asked()
    rates_on = wanted.rates_on or wanted.as_of or wanted.known_on
    later = replace(wanted, known_on=wanted.known_on or date.max, rates_on=rates_on or date.max)
    after = cycles(projection, later, rates=rates, limits=limits)
    before = cycles(projection, replace(later, known_on=since), rates=rates, limits=limits)
    old, new = ({cycle.id: cycle for cycle in side.cycles} for side in (before, after))
    found = [change for one in {**new, **old} if (change := _change(old.get(one), new.get(one)))]
    found.sort(key=lambda change: _KINDS.index(change.kind))
    skipped = dict.fromkeys((*_undated(projection), *before.skipped, *after.skipped))
    return Changes(found, before, after, tuple(skipped))


def _undated(projection: Projection) -> list[str]:
    import numpy as np

    number = len(projection.deals) - len(np.unique(projection.then.deal))
    return [f"{number} deals that only documents without a date state"] if number else []


def _change(before: Cycle | None, after: Cycle | None) -> Change | None:
    if before is None or after is None:
        return Change("appeared" if before is None else "broke", before, after)
    old, new = _size(before), _size(after)
    for one, other in zip(old, new, strict=True):
        if one is not None and other is not None and one != other:
            return Change("grew" if other > one else "shrank", before, after)
    return None


def _size(cycle: Cycle) -> tuple[float | None, ...]:
    return cycle.rank, cycle.amount.low, cycle.amount.high
