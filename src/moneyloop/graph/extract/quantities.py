"""Reads amounts of money and shares out of a sentence: numbers, magnitudes, currencies, bounds, ranges.

Only the words come from the lexicon; how they combine is the same in every language: a quantity is a number
with a magnitude and a currency (before or after it) or with a percent sign, or a fraction word; two numbers
joined by a range word borrow from each other what one of them lacks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from moneyloop.graph.claims import Amount

_NUMBER: Final = re.compile(r"\d+(?:[.,' ]\d{3}(?!\d))*(?:[.,]\d+)?")
_FILLER: Final = re.compile(r"[\s\-]*")
_NEAR: Final = 3
_LARGEST_BARE: Final = 1000
_LARGE: Final = 1_000_000
NUMBERS: Final = frozenset({"NumberCue", "FractionCue", "MagnitudeCue"})
"""The pieces without one of which there is no quantity."""
KINDS: Final = NUMBERS | {"CurrencyCue", "PercentCue", "BoundCue", "RangeCue", "FillerCue"}


class Piece(NamedTuple):
    """A word that a quantity is made of, in folded text."""

    start: int
    end: int
    kind: str
    code: str = ""
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount (``currency`` set) or a share (a fraction); an open end is None."""

    start: int
    end: int
    low: float | None
    high: float | None
    currency: str | None

    @property
    def amount(self) -> Amount:
        """The amount of money as an interval."""
        return Amount(min=self.low, max=self.high, currency=self.currency or "")

    @property
    def share(self) -> float:
        """The share as one fraction 0..1: the middle of a range."""
        ends = [end for end in (self.low, self.high) if end is not None]
        return round(sum(ends) / len(ends), 4)


def number_pieces(text: str, start: int, end: int, decimal_comma: bool) -> list[Piece]:
    """Return the numbers in digits in a span of folded text."""
    return [
        Piece(match.start(), match.end(), "NumberCue", value=_value(match.group(), decimal_comma))
        for match in _NUMBER.finditer(text, start, end)
    ]


def _value(digits: str, decimal_comma: bool) -> float:
    digits = digits.replace(" ", "").replace("'", "")
    marks = [character for character in digits if character in ".,"]
    if len(set(marks)) == 2:
        decimal = marks[-1]
    elif len(marks) > 1:
        decimal = ""
    elif marks and re.search(r"[.,]\d{3}$", digits) and not digits.startswith("0"):
        decimal = "" if marks[0] == (",", ".")[decimal_comma] else marks[0]
    else:
        decimal = marks[0] if marks else ""
    whole = "".join("." if mark == decimal else mark for mark in digits if mark.isdigit() or mark == decimal)
    return float(whole)


@dataclass(slots=True)
class _Draft:
    start: int
    end: int
    value: float | None = None
    magnitude: float | None = None
    currency: str | None = None
    percent: bool = False
    fraction: bool = False
    upward: bool = False

    def complete(self) -> bool:
        return self.percent or self.fraction or self.currency is not None


def quantities(text: str, pieces: Sequence[Piece], understood: Callable[[int], str | None]) -> list[Quantity]:
    """Return the quantities that the pieces of one sentence (sorted by start) make up.

    ``understood`` tells the currency that is meant where a large number ends at an offset without naming one.
    """
    drafts: list[tuple[_Draft, int, int]] = []
    index = 0
    while index < len(pieces):
        draft, after = _draft(text, pieces, index)
        if draft is not None:
            if not draft.complete() and draft.value is not None and (draft.magnitude or 0) >= _LARGE:
                draft.currency = understood(draft.end)
            drafts.append((draft, index, after))
        index = max(after, index + 1)
    return _bounded(text, pieces, _joined(text, pieces, drafts))


def _draft(text: str, pieces: Sequence[Piece], first: int) -> tuple[_Draft | None, int]:
    """Read one number with all that belongs to it, from piece ``first`` on."""
    draft = _Draft(pieces[first].start, pieces[first].end)
    index = first
    while index < len(pieces):
        piece = pieces[index]
        if index > first and not _FILLER.fullmatch(text, draft.end, piece.start):
            break
        if piece.kind == "FillerCue":
            if index == first:
                break
        elif not _take(draft, piece):
            break
        draft.end = piece.end
        index += 1
    if draft.value is None and draft.magnitude is None:
        return None, first + 1
    return draft, index


def _take(draft: _Draft, piece: Piece) -> bool:
    """Add a piece to a draft; False if it does not fit there."""
    draft.upward |= piece.code == "min" and piece.kind in ("NumberCue", "MagnitudeCue")
    if piece.kind == "NumberCue" and draft.value is None and draft.magnitude is None and not draft.fraction:
        draft.value = piece.value
    elif piece.kind == "FractionCue" and draft.value is None:
        draft.value, draft.fraction = piece.value, True
    elif piece.kind == "MagnitudeCue" and (draft.value is not None or piece.code in ("one", "min")):
        draft.magnitude = (draft.magnitude or 1.0) * piece.value
        draft.fraction = False
    elif piece.kind == "CurrencyCue" and draft.currency is None and not draft.percent:
        draft.currency = piece.code
        draft.fraction = False
    elif piece.kind == "PercentCue" and draft.value is not None and draft.currency is None:
        draft.percent, draft.fraction = True, False
    else:
        return False
    return True


def _joined(text: str, pieces: Sequence[Piece], drafts: list[tuple[_Draft, int, int]]) -> list[Quantity]:
    """Join the two ends of a range, which lend each other magnitude, currency and percent sign."""
    out: list[Quantity] = []
    index = 0
    while index < len(drafts):
        draft = drafts[index][0]
        if index + 1 < len(drafts) and _is_range(text, pieces, drafts[index], drafts[index + 1]):
            other = drafts[index + 1][0]
            _lend(draft, other)
            if draft.complete() and other.complete():
                out.append(Quantity(draft.start, other.end, _number(draft), _number(other), draft.currency))
                index += 2
                continue
        if draft.complete():
            number = _number(draft)
            high = None if draft.upward else number
            out.append(Quantity(draft.start, draft.end, number, high, draft.currency))
        index += 1
    return out


def _lend(draft: _Draft, other: _Draft) -> None:
    draft.currency = other.currency = draft.currency or other.currency
    draft.percent = other.percent = draft.percent or other.percent
    if draft.magnitude is None and (draft.value or 0) < _LARGEST_BARE:
        draft.magnitude = other.magnitude


def _is_range(
    text: str, pieces: Sequence[Piece], first: tuple[_Draft, int, int], second: tuple[_Draft, int, int]
) -> bool:
    """Whether two numbers, the smaller one first, are joined by a dash or a range word and nothing else."""
    draft, opening, after = first
    other, following, _ = second
    if (draft.currency and other.currency not in (None, draft.currency)) or _differ(draft, other):
        return False
    smaller = (draft.value or 1) * (draft.magnitude or other.magnitude or 1)
    if smaller >= (other.value or 1) * (other.magnitude or 1):
        return False
    between = [piece for piece in pieces[after:following] if piece.kind != "BoundCue"]
    if not between:
        return bool(re.fullmatch(r"\s?[-–—]\s?", text[draft.end : other.start]))
    gaps = text[draft.end : between[0].start] + text[between[-1].end : other.start]
    if len(between) != 1 or between[0].kind != "RangeCue" or gaps.strip(" -"):
        return False
    opener = pieces[opening - 1].code if opening > 0 and pieces[opening - 1].end <= draft.start else ""
    return (between[0].code == "to" and opener != "from") or (between[0].code == "and" and opener == "open")


def _differ(draft: _Draft, other: _Draft) -> bool:
    """Whether one is a share and the other an amount."""
    return draft.complete() and other.complete() and (draft.currency is None) != (other.currency is None)


def _number(draft: _Draft) -> float:
    value = 1.0 if draft.value is None else draft.value
    value *= draft.magnitude or 1.0
    return round(value / 100, 6) if draft.percent else round(value, 4)


def _bounded(text: str, pieces: Sequence[Piece], found: list[Quantity]) -> list[Quantity]:
    """Open one end of each quantity that a bound word («up to», «or more») stands at."""
    bounds = [piece for piece in pieces if piece.kind == "BoundCue"]
    return [_with_bound(text, quantity, bounds) for quantity in found]


def _with_bound(text: str, quantity: Quantity, bounds: Sequence[Piece]) -> Quantity:
    for bound in bounds:
        before = bound.end <= quantity.start and not bound.code.endswith("-after")
        after = bound.start >= quantity.end and bound.code.endswith("-after")
        gap = text[bound.end : quantity.start] if before else text[quantity.end : bound.start]
        if (before or after) and len(gap.split()) < _NEAR and not re.search(r"[.,;:\d]", gap):
            if bound.code.startswith("max"):
                return replace(quantity, low=None, start=min(quantity.start, bound.start))
            if bound.code.startswith("min"):
                return replace(quantity, high=None, start=min(quantity.start, bound.start))
    return quantity
