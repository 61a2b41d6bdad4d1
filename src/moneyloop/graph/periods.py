"""From the period of a claim to the days on which it holds."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from typing import Final

_POINT: Final = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d{2}))?))?"
)
_DURATION: Final = re.compile(r"P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?")
_OPEN: Final = ("", "..")


@dataclass(frozen=True, slots=True)
class Validity:
    """The days from ``since`` to the day before ``until``; an end that is None is open."""

    since: date | None
    until: date | None


def validity(period: str) -> Validity | None:
    """Return the days that a period covers; None where it does not say on which day it begins or ends.

    Read are years, quarters (``2025-Q3``), months, days, and intervals of them by ISO 8601: ``2025/2028``,
    ``../2028``, ``2025-10/..``, ``2025-10/P5Y``, ``P6M/2028``. An interval includes the whole of its last
    year, quarter, month or day. A duration alone (``P5Y``) has no first day, nor have words («last year»).

    >>> validity("2025-Q3")
    Validity(since=datetime.date(2025, 7, 1), until=datetime.date(2025, 10, 1))
    >>> validity("P5Y") is None
    True
    """
    first, slash, last = period.strip().partition("/")
    try:
        found = _interval(first, last) if slash else _point(first)
    except (ValueError, OverflowError):
        return None
    if found is None or (found.since and found.until and found.since >= found.until):
        return None
    return found


def _interval(first: str, last: str) -> Validity | None:
    begin, end = _point(first), _point(last)
    if begin and begin.since and (length := _DURATION.fullmatch(last)):
        return Validity(begin.since, _moved(begin.since, length, 1))
    if end and end.until and (length := _DURATION.fullmatch(first)):
        return Validity(_moved(end.until, length, -1), end.until)
    if not (begin or first in _OPEN) or not (end or last in _OPEN) or not (begin or end):
        return None
    return Validity(begin.since if begin else None, end.until if end else None)


def _point(text: str) -> Validity | None:
    match = _POINT.fullmatch(text)
    if not match:
        return None
    year, month, months = int(match["year"]), 1, 12
    if match["quarter"]:
        month, months = 3 * int(match["quarter"]) - 2, 3
    elif match["month"]:
        month, months = int(match["month"]), 1
    first = date(year, month, int(match["day"] or 1))
    return Validity(first, first + timedelta(days=1) if match["day"] else _later(first, months))


def _later(day: date, months: int) -> date | None:
    """Return the same day of a later or earlier month, or that month's last; None after the last year."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _moved(day: date, length: re.Match[str], sign: int) -> date | None:
    years, months, weeks, days = (int(part or 0) for part in length.groups())
    moved = _later(day, sign * (12 * years + months))
    return moved + sign * timedelta(days=7 * weeks + days) if moved else None
