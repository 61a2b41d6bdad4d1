"""Drawings as shapes: boxes with names, arrows with numbers; a template makes SVG of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import Final
from unicodedata import combining, east_asian_width

from moneyloop.web.report.layout import BOW, HEIGHT, Sheet, arranged

Point = tuple[float, float]
_LETTER: Final = 7.6
_PADDING: Final = 26.0
_HEAD: Final = 10.0
_BADGE: Final = 11.0
_APART: Final = 2 * _BADGE + 3
_AROUND: Final = 20.0
_ALONG: Final = tuple(0.5 + side * step / 50 for step in range(21) for side in (1, -1))


@dataclass(frozen=True, slots=True)
class Arrow:
    """A flow to draw: between which parties, how firm (0 is the weakest status), its number or None."""

    tail: int
    head: int
    firm: int
    number: int | None
    said: str


@dataclass(frozen=True, slots=True)
class Box:
    """A party: its box, its name cut to fit, and the whole name."""

    x: float
    y: float
    width: float
    height: float
    shown: str
    name: str
    ring: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow as a path and the three corners of its head; the number stands in a badge."""

    path: str
    corners: str
    badge: Point | None
    arrow: Arrow


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: where its window begins from above, how large it is, and its shapes."""

    top: float
    width: float
    height: float
    boxes: list[Box]
    lines: list[Line]


def drawn(
    sheet: Sheet,
    names: Sequence[str],
    inner: int,
    slots: int,
    arrows: Sequence[Arrow],
    *,
    longest: int,
    swap: bool = True,
) -> Picture:
    """Return a drawing.

    Args:
        sheet: the sheet.
        names: of the parties, those on the inner ring first.
        inner: how many stand there.
        slots: places on the outer ring.
        arrows: the flows; those without a number are drawn beneath the others.
        longest: letters of a name that are shown at most.
        swap: whether the parties may change places.
    """
    shown = [cut(name, longest) for name in names]
    widths = [_LETTER * _cells(name) + _PADDING for name in shown]
    ends = [(one.tail, one.head) for one in arrows]
    at = arranged(sheet, widths, inner, slots, ends) if swap else sheet.ring(inner, sheet.inner)
    boxes = [
        Box(x - width / 2, y - HEIGHT / 2, width, HEIGHT, label, name, place < inner)
        for place, ((x, y), width, label, name) in enumerate(zip(at, widths, shown, names, strict=True))
    ]
    lines: list[Line] = []
    taken: list[Point] = []
    for arrow in sorted(arrows, key=lambda one: one.number or 0):
        lines.append(_line(arrow, at, boxes, taken))
    top = min(box.y for box in boxes) - _AROUND
    bottom = max(box.y for box in boxes) + HEIGHT + _AROUND
    return Picture(top, sheet.width, bottom - top, boxes, lines)


def cut(name: str, longest: int) -> str:
    """Return a name on one line, cut to a width counted in Latin letters."""
    plain = " ".join(name.split())
    if _cells(plain) <= longest:
        return plain
    kept = ""
    for letter in plain:
        if _cells(kept + letter) > longest - 1:
            break
        kept += letter
    return f"{kept.rstrip()}…"


def _cells(text: str) -> int:
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)


def _line(arrow: Arrow, at: Sequence[Point], boxes: Sequence[Box], taken: list[Point]) -> Line:
    tail, head = at[arrow.tail], at[arrow.head]
    bend = (
        (tail[0] + head[0]) / 2 - BOW * (head[1] - tail[1]),
        (tail[1] + head[1]) / 2 + BOW * (head[0] - tail[0]),
    )
    curve = (tail, bend, head)
    start = _leaving(curve, boxes[arrow.tail], 3.0)
    tip = 1 - _leaving(curve[::-1], boxes[arrow.head], 3.0)
    end = _blossom(curve, tip, tip)
    stop = _short_of(curve, tip)
    first, middle, last = (_blossom(curve, *ends) for ends in ((start, start), (start, stop), (stop, stop)))
    numbers = (*first, *middle, *last)
    path = "M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}".format(*numbers)
    badge = None
    if arrow.number is not None:
        badge = _badge((first, middle, last), boxes, taken)
        taken.append(badge)
    return Line(path, _corners(last, end), badge, arrow)


def _blossom(curve: Sequence[Point], s: float, t: float) -> Point:
    """Return the control point of the part from s to t of a quadratic curve; its point at t if s is t."""
    weights = ((1 - s) * (1 - t), s + t - 2 * s * t, s * t)
    return (
        sum(weight * point[0] for weight, point in zip(weights, curve, strict=True)),
        sum(weight * point[1] for weight, point in zip(weights, curve, strict=True)),
    )


def _leaving(curve: Sequence[Point], box: Box, margin: float) -> float:
    """Return where a curve that begins in a box has left it, and a margin around it; half way at most."""
    for step in range(1, 100):
        x, y = _blossom(curve, step / 200, step / 200)
        if not _inside(box, x, y, margin):
            return step / 200
    return 0.5


def _short_of(curve: Sequence[Point], tip: float) -> float:
    """Return where a curve is as far from its tip as a head is long, less a little that lies under it."""
    end = _blossom(curve, tip, tip)
    for step in range(200):
        t = tip * (1 - step / 200)
        x, y = _blossom(curve, t, t)
        if hypot(x - end[0], y - end[1]) >= _HEAD - 1.5:
            return t
    return 0.0


def _inside(box: Box, x: float, y: float, margin: float) -> bool:
    return (
        box.x - margin < x < box.x + box.width + margin and box.y - margin < y < box.y + box.height + margin
    )


def _corners(base: Point, tip: Point) -> str:
    x, y = tip[0] - base[0], tip[1] - base[1]
    size = hypot(x, y) or 1.0
    x, y = x / size, y / size
    start = (tip[0] - _HEAD * x, tip[1] - _HEAD * y)
    half = _HEAD * 0.5
    corners = (tip, (start[0] - half * y, start[1] + half * x), (start[0] + half * y, start[1] - half * x))
    return " ".join(f"{one:.1f},{two:.1f}" for one, two in corners)


def _badge(curve: Sequence[Point], boxes: Sequence[Box], taken: Sequence[Point]) -> Point:
    """Return a place along a curve for its number, away from names and from other numbers if there is one."""
    found = [_blossom(curve, t, t) for t in _ALONG]

    def room(place: Point) -> float:
        x, y = place
        if any(_inside(box, x, y, _BADGE + 2) for box in boxes):
            return 0.0
        return min([_APART, *(hypot(x - one[0], y - one[1]) for one in taken)])

    return max(found, key=room)
