"""Amounts as intervals, from a deal to a cycle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Interval:
    """An amount in full currency units, or a ratio; an end that is None is not known."""

    low: float | None
    high: float | None

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return self.low is not None or self.high is not None


UNKNOWN: Final = Interval(None, None)


def together(deals: Sequence[Interval]) -> Interval:
    """Return what the deals of one hop amount to.

    Each may be a part of another, or the same deal told otherwise, so it is no less than the largest lower
    end; and they may all be different, so it is no more than the sum of the upper ends. That sum is unknown
    if an upper end is.

    >>> together([Interval(10, 12), Interval(None, 100)])
    Interval(low=10, high=112)
    """
    lows = [deal.low for deal in deals if deal.low is not None]
    highs = [deal.high for deal in deals if deal.high is not None]
    return Interval(max(lows, default=None), sum(highs) if highs and len(highs) == len(deals) else None)


def bottleneck(hops: Sequence[Interval]) -> Interval:
    """Return what the smallest hop amounts to: no more than that can come round.

    The lower end is known only if each hop has one; the upper end is the smallest of those that are known.

    >>> bottleneck([Interval(10, 112), Interval(300, 300), UNKNOWN])
    Interval(low=None, high=112)
    """
    lows = [hop.low for hop in hops if hop.low is not None]
    highs = [hop.high for hop in hops if hop.high is not None]
    return Interval(min(lows) if lows and len(lows) == len(hops) else None, min(highs, default=None))


def round_trip(hops: Sequence[Interval]) -> Interval:
    """Return the smallest hop as a fraction of the first one, 0..1: how much of what left can come back.

    Every value that the hops can have within their intervals counts, so the ends are exact bounds.

    >>> round_trip([Interval(100, 200), Interval(50, 60), Interval(80, None)])
    Interval(low=0.25, high=0.6)
    """
    first, others = hops[0], bottleneck(hops[1:])
    low = high = None
    if others.low is not None and first.high:
        low = min(1.0, others.low / first.high)
    if others.high is not None and first.low:
        high = min(1.0, others.high / first.low)
    return Interval(low, 1.0 if low == 1.0 else high)
