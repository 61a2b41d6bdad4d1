"""Gives a deal the amount that the sentence after it tells: «… signed. The deal is worth 3 billion»."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from moneyloop.graph.extract.match import Match
from moneyloop.graph.extract.sentence import Sentence

_WORDS_BEFORE_DEAL: Final = 3
_WORDS_TO_AMOUNT: Final = 10

Read = tuple[Sentence, list[Match]]


def add_later_amounts(read: Sequence[Read], carries: Callable[[Match], bool]) -> None:
    """Add an amount to the last deal of a sentence where the next one begins with a word for it."""
    for (_, before), (sentence, after) in pairwise(read):
        lacking = [match for match in before if carries(match) and match.amount is None]
        if lacking and len(before) == len(lacking):
            _add(lacking[-1], sentence, after)


def _add(match: Match, sentence: Sentence, after: Sequence[Match]) -> None:
    taken = [other.amount for other in after]
    for cue in sentence.cues_of("DealCue"):
        if sentence.words_between(sentence.start, cue.start) > _WORDS_BEFORE_DEAL:
            return
        for quantity in sentence.quantities:
            near = cue.end <= quantity.start
            words = sentence.words_between(cue.end, quantity.start)
            if near and quantity.currency and words <= _WORDS_TO_AMOUNT and quantity not in taken:
                match.amount, match.until = quantity, sentence.end
                return
