"""Finds the quotes that a model gives in the document, character by character."""

from __future__ import annotations

import re
from typing import Final

from moneyloop.graph.text.normalise import NormalText, fold

_BLANKS: Final = re.compile(r"\s+")
_AROUND: Final = " \t\r\n\"'“”„«»‘’…."

Span = tuple[int, int]


def locate(normal: NormalText, quote: str, start: int, end: int) -> Span | None:
    """Return where a quote stands in a part of a document, or None.

    A quote that differs from the document in nothing but blanks, line ends, the shape of quotation marks and
    the like is found too; what counts is the piece of the document at the span returned.

    Args:
        normal: the text of the document, folded.
        quote: what a model gives as its quote.
        start: where the part begins in the document.
        end: where it ends.
    """
    at = normal.original.find(quote, start, end)
    if quote.strip() and at >= 0:
        lead = len(quote) - len(quote.lstrip())
        return at + lead, at + len(quote.rstrip())
    words = [re.escape(word) for word in _BLANKS.split(fold(quote.strip(_AROUND)).strip()) if word]
    if not words:
        return None
    pattern = re.compile(r"\s+".join(words))
    found = pattern.search(normal.text, normal.folded(start), normal.folded(end))
    return normal.span(*found.span()) if found else None
