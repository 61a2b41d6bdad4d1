"""How many edges are invented in sentences that state nothing."""

from __future__ import annotations

from collections.abc import Sequence

from moneyloop.graph.score.matching import Measure
from moneyloop.graph.score.read import RawClaim
from moneyloop.graph.score.result import Silence
from moneyloop.graph.score.sentences import Sentences


def silence(
    sentences: Sentences, predicted: Sequence[RawClaim], gold: Sequence[RawClaim], edges: Measure
) -> Silence:
    """Return how the sentences of a document fare that hold nothing of any gold quote.

    An edge is invented there if its quote stands in such sentences only and the document states it nowhere:
    whoever says again what another sentence says invents nothing.
    """
    stated = frozenset[int]().union(*map(sentences.numbers, gold))
    known = list(edges.items(gold))
    filled: set[int] = set()
    invented: set[tuple[str, ...]] = set()
    for edge in edges.items(predicted):
        numbers = sentences.numbers(edge.claim)
        if numbers and numbers.isdisjoint(stated):
            filled |= numbers
            if not any(edges.same(edge, other) for other in known):
                invented.add(edges.mark(edge))
    return Silence(len(sentences) - len(stated), len(filled), len(invented))
