"""Where the parties of a drawing stand: on a ring or two, so that few arrows cross and none hides a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[Any]

HEIGHT: Final = 32.0
"""Of the box of a party."""
BOW: Final = 0.13
"""How far an arrow bows to its side, as a share of its length."""
_SWEEPS: Final = 6
_OVER_NAME: Final = 40.0
_CROSSING: Final = 4.0
_TOGETHER: Final = 2.0
_HIDDEN: Final = 6.0
_SEEN: Final = 45.0
"""How much of an arrow must be seen between its boxes."""
_NEAR: Final = 0.97
"""Cosine of the angle below which two arrows at one party run together."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The size of a drawing and the half axes of its inner and its outer ring, in its own units."""

    width: float
    height: float
    inner: tuple[float, float]
    outer: tuple[float, float] = (0.0, 0.0)

    def ring(self, count: int, axes: tuple[float, float]) -> list[tuple[float, float]]:
        """Return places at equal steps around the middle, the first on top; two stand side by side."""
        start = pi if count == 2 else -pi / 2
        turns = [start + 2 * pi * place / count for place in range(count)]
        return [(self.width / 2 + axes[0] * cos(a), self.height / 2 + axes[1] * sin(a)) for a in turns]


def arranged(
    sheet: Sheet, widths: Sequence[float], inner: int, slots: int, arrows: Sequence[tuple[int, int]]
) -> list[tuple[float, float]]:
    """Return the middle of the box of each party.

    Places are swapped within a ring as long as that makes the drawing clearer.

    Args:
        sheet: the sheet.
        widths: of the boxes.
        inner: how many parties stand on the inner ring, from the first on; the others on the outer.
        slots: places on the outer ring.
        arrows: from which party to which.
    """
    rings = [sheet.ring(inner, sheet.inner), sheet.ring(slots, sheet.outer) if slots else []]
    places = [*rings[0], *rings[1]]
    order = [*range(len(places))]
    judge = _Judge(places, widths, arrows)
    best = judge.cost(order)
    rows = [range(inner), range(inner, len(places))]
    for _ in range(_SWEEPS):
        before = best
        for one, other in (pair for row in rows for pair in combinations(row, 2)):
            order[one], order[other] = order[other], order[one]
            cost = judge.cost(order)
            if cost < best - 1e-9:
                best = cost
            else:
                order[one], order[other] = order[other], order[one]
        if best == before:
            break
    return [places[order[party]] for party in range(len(widths))]


class _Judge:
    """Says how unclear a drawing is: arrows over names, hidden, crossing, together; length."""

    def __init__(
        self,
        places: Sequence[tuple[float, float]],
        widths: Sequence[float],
        arrows: Sequence[tuple[int, int]],
    ) -> None:
        import numpy as np

        self.places = np.array(places, dtype=float).reshape(-1, 2)
        self.half = np.array([[width / 2 + 6, HEIGHT / 2 + 6] for width in widths]).reshape(-1, 2)
        ends = np.array(arrows, dtype=int).reshape(-1, 2)
        self.tails, self.heads = ends[:, 0], ends[:, 1]
        parties = np.arange(len(widths))
        self.foreign = (self.tails[:, None] != parties) & (self.heads[:, None] != parties)
        shared = (ends[:, None, :, None] == ends[None, :, None, :]).any(axis=(2, 3))
        self.apart = np.triu(~shared, 1)
        parts = np.concatenate((self.tails, self.heads))
        self.beside = np.triu(parts[:, None] == parts[None, :], 1)
        self.steps = np.linspace(0.08, 0.92, 15)[:, None, None]

    def cost(self, order: Sequence[int]) -> float:
        """Return the cost; ``order`` has the place of each party."""
        import numpy as np

        if not len(self.tails):
            return 0.0
        at = self.places[np.array(order)]
        tail, head = at[self.tails], at[self.heads]
        along = head - tail
        middle = (tail + head) / 2 + BOW * np.stack((-along[:, 1], along[:, 0]), axis=1)
        t = self.steps
        curve = (1 - t) ** 2 * tail + 2 * t * (1 - t) * middle + t**2 * head
        off = np.abs(curve[:, :, None, :] - at[None, None, : len(self.half), :])
        under = (off < self.half).all(axis=3)
        over = (under.any(axis=0) & self.foreign).sum()
        lengths = np.hypot(along[:, 0], along[:, 1])
        hidden = ((~under.any(axis=2)).mean(axis=0) * lengths < _SEEN).sum()
        length = lengths.sum() / np.ptp(self.places, axis=0).max()
        together = self._together(np.concatenate((middle - tail, middle - head)))
        unclear = _OVER_NAME * over + _HIDDEN * hidden + _TOGETHER * together
        return float(unclear + _CROSSING * self._crossings(tail, head) + length)

    def _together(self, ways: Points) -> int:
        import numpy as np

        ways = ways / np.hypot(ways[:, 0], ways[:, 1])[:, None]
        return int(((ways @ ways.T > _NEAR) & self.beside).sum())

    def _crossings(self, tail: Points, head: Points) -> int:
        def side(one: Points, two: Points, point: Points) -> Points:
            far, near = (two - one)[:, None, :], point[None, :, :] - one[:, None, :]
            left: Points = far[..., 0] * near[..., 1] > far[..., 1] * near[..., 0]
            return left

        split = side(tail, head, tail) != side(tail, head, head)
        return int((split & split.T & self.apart).sum())
