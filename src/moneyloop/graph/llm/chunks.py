"""Cuts a document into parts that a model reads one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from moneyloop.graph.llm.usage import estimate

OVERLAP: Final = 4
"""Sentences before a chunk that are sent with it, so that «the company» can be understood."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Sentences of a document, as spans of its text; ``context`` are those before, sent to explain them."""

    context: tuple[Span, ...]
    own: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Where the text that is sent begins."""
        return (self.context or self.own)[0][0]

    @property
    def end(self) -> int:
        """Where the text that is sent ends."""
        return self.own[-1][1]

    def smaller(self) -> list[Chunk]:
        """Return chunks of half the sentences each, or without context; none for a sentence by itself."""
        if len(self.own) < 2:
            return [Chunk((), self.own)] if self.context else []
        middle = len(self.own) // 2
        context = self.own[middle - min(OVERLAP, middle // 2) : middle]
        return [Chunk(self.context, self.own[:middle]), Chunk(context, self.own[middle:])]


def chunks(text: str, sentences: Sequence[Span], budget: int) -> list[Chunk]:
    """Return chunks that hold each sentence once, and some before it as context.

    Args:
        text: the text of a document.
        sentences: the spans of its sentences, in order.
        budget: how many tokens, by estimate, the sentences of a chunk have at most; a longer one is cut.
    """
    pieces = [piece for span in sentences for piece in _short(text, span, budget)]
    cut: list[Chunk] = []
    first = 0
    size = 0
    for index, (start, end) in enumerate(pieces):
        tokens = estimate(text[start:end])
        if index > first and size + tokens > budget:
            cut.append(_chunk(pieces, first, index))
            first, size = index, 0
        size += tokens
    if pieces:
        cut.append(_chunk(pieces, first, len(pieces)))
    return cut


def _chunk(pieces: Sequence[Span], first: int, after: int) -> Chunk:
    return Chunk(tuple(pieces[max(0, first - OVERLAP) : first]), tuple(pieces[first:after]))


def _short(text: str, span: Span, budget: int) -> Iterator[Span]:
    """Cut a sentence that is longer than a chunk may be, between words where there are any."""
    start, end = span
    while estimate(text[start:end]) > budget:
        length = max(1, (end - start) * budget // estimate(text[start:end]))
        blank = text.rfind(" ", start + 1, start + length)
        stop = blank if blank > start else start + length
        yield start, stop
        start = stop
    if start < end:
        yield start, end
