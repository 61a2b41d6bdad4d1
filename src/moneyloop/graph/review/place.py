"""Finding the place of a statement again, in a text that may have changed since."""

from __future__ import annotations

import re
from itertools import takewhile
from operator import eq

from moneyloop.graph.review.decisions import Statement

Span = tuple[int, int]


def find(text: str, statement: Statement) -> Span | None:
    """Return where a statement stands in a text, as character offsets; None if its quote is gone.

    Its own offsets count if its quote stands there; otherwise where the quote stands, word by word if blanks
    and line ends have changed. Of several places it is the one with most of the prefix and suffix around it,
    and of equal ones the nearest to where it stood.
    """
    start = statement.start
    if start is not None and text.startswith(statement.quote, start):
        return start, start + len(statement.quote)
    places = _places(text, statement.quote)
    if not places:
        return None
    return min(places, key=lambda span: (-_context(text, span, statement), abs(span[0] - (start or 0)), span))


def _places(text: str, quote: str) -> list[Span]:
    exact = [found.span() for found in re.finditer(re.escape(quote), text)]
    words = quote.split()
    if exact or not words:
        return exact
    return [found.span() for found in re.finditer(r"\s+".join(map(re.escape, words)), text)]


def _context(text: str, span: Span, statement: Statement) -> int:
    """Return how many characters of the prefix and suffix stand around a span."""
    start, end = span
    preceding = text[max(0, start - len(statement.prefix)) : start]
    following = text[end : end + len(statement.suffix)]
    return _alike(statement.prefix[::-1], preceding[::-1]) + _alike(statement.suffix, following)


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with in common."""
    return sum(takewhile(bool, map(eq, one, other)))
