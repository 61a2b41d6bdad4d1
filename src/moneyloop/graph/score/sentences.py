"""Where claims stand among the sentences of their document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from moneyloop.graph.documents import Document
from moneyloop.graph.extract import lexicon as lexicons
from moneyloop.graph.score.read import RawClaim
from moneyloop.graph.text.sentences import sentences


class Sentences:
    """The sentences of a document, and which of them a claim is cut from."""

    def __init__(self, document: Document) -> None:
        known = document.language in lexicons.languages()
        abbreviations = lexicons.load(document.language).abbreviations if known else frozenset[str]()
        self._text = document.text
        self._spans = sentences(document.text, abbreviations)
        self._ends = [end for _, end in self._spans]

    def __len__(self) -> int:
        return len(self._spans)

    def __iter__(self) -> Iterator[str]:
        """Yield the text of each sentence."""
        return (self._text[start:end] for start, end in self._spans)

    def numbers(self, claim: RawClaim) -> frozenset[int]:
        """Return the numbers of the sentences that hold a claim's quote, wherever it stands.

        Where the claim says at what offsets its quote stands, only those are; none where it has no quote.
        """
        return frozenset(number for start, end in self._places(claim) for number in self._within(start, end))

    def around(self, claim: RawClaim) -> tuple[int, str]:
        """Return the offset and the text of the whole sentences that hold a claim's quote first.

        They are at the end of the text, and "", where the quote stands nowhere.
        """
        for start, end in self._places(claim):
            numbers = list(self._within(start, end))
            if numbers:
                first, last = self._spans[numbers[0]][0], self._spans[numbers[-1]][1]
                return first, self._text[first:last]
        return len(self._text), ""

    def _places(self, claim: RawClaim) -> Iterator[tuple[int, int]]:
        quote, start = claim.get("quote") or "", claim.get("start")
        if not quote:
            return
        if isinstance(start, int) and self._text.startswith(quote, start):
            yield start, start + len(quote)
            return
        for match in re.finditer(re.escape(quote), self._text):
            yield match.span()

    def _within(self, start: int, end: int) -> Iterator[int]:
        number = bisect_left(self._ends, start + 1)
        while number < len(self._spans) and self._spans[number][0] < end:
            yield number
            number += 1
