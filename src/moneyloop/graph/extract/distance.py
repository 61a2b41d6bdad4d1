"""How far apart two places of a sentence are, in words and in what weighs as much as words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from moneyloop.graph.extract.insertions import COMMA, aside
from moneyloop.graph.extract.sentence import Sentence, Span, free

_COMMA: Final = 2
_BREAK: Final = 10
_BREAK_FROM_SUBJECT: Final = 25
_CLAUSE: Final = 7
_PARTY_BETWEEN: Final = 4
_BREAKS: Final = re.compile("[;:()–—]")
BRACKETED: Final = re.compile(r"\([^()]*\)")
"""A remark in brackets, which parts nothing: «Nvidia (NVDA) has …»."""


def apart(sentence: Sentence, one: Span, other: Span) -> float:
    """Return the distance between two spans of a sentence, whichever comes first; 0 if they overlap."""
    if one[1] <= other[0]:
        return distance(sentence, one[1], other[0])
    return distance(sentence, other[1], one[0]) if other[1] <= one[0] else 0.0


def distance(sentence: Sentence, start: int, end: int, count_parties: bool = False) -> float:
    """Return the words between two places, a quantity counting as one, plus what separates more than words.

    Remarks in brackets and insertions do not count. Commas, other punctuation and words that begin a clause
    cost extra; with ``count_parties``, as between a verb and its subject, so does each party in between that
    nothing introduces, and punctuation costs more.
    """
    skipped = list(remarks(sentence, start, end))
    cost = float(sentence.words_between(start, end))
    for span in skipped:
        cost -= sentence.words_between(*span)
    for quantity in sentence.quantities:
        if start <= quantity.start and quantity.end <= end and free(quantity.start, quantity.end, skipped):
            cost -= sentence.words_between(quantity.start, quantity.end) - 1
    gap = _without(sentence.text, start, end, skipped).rstrip()
    if gap.endswith(":"):
        gap = gap[:-1] + ","
    if "," in gap:
        cost += _COMMA * len(COMMA.findall(gap))
    if breaks := _BREAKS.findall(gap):
        cost += (_BREAK_FROM_SUBJECT if count_parties else _BREAK) * len(breaks)
    for cue in sentence.cues_of("ClauseCue"):
        if start <= cue.start < end and free(cue.start, cue.end, skipped):
            cost += _CLAUSE
    if count_parties:
        for group in sentence.groups:
            bare = not (group.marker or group.follower or group.guessed)
            if bare and start <= group.start and group.end <= end and free(group.start, group.end, skipped):
                cost += _PARTY_BETWEEN
    return cost


def remarks(sentence: Sentence, start: int, end: int) -> Iterator[Span]:
    """Yield what stands between two places and parts nothing: insertions, and brackets outside of them."""
    if not sentence.insertions and "(" not in sentence.text[start:end]:
        return
    inserted = list(aside(sentence, start, end))
    yield from inserted
    for bracket in BRACKETED.finditer(sentence.text, start, end):
        if free(*bracket.span(), inserted):
            yield bracket.span()


def _without(text: str, start: int, end: int, skipped: Sequence[Span]) -> str:
    """Return the text between two places without some parts of it."""
    if not skipped:
        return text[start:end]
    kept = []
    for begin, stop in sorted(skipped):
        kept.append(text[start:begin])
        start = stop
    return "".join([*kept, text[start:end]])
