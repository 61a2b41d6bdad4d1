"""Reads what a trigger says of further parties for which it is left out: «5 in Intel and 2 in xAI»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from moneyloop.graph.extract.match import Match
from moneyloop.graph.extract.sentence import Group, Sentence

_WORDS_TO_QUANTITY: Final = 1
_WORDS_IN_ELLIPSIS: Final = 4


def elliptic(sentence: Sentence, match: Match) -> Iterator[Match]:
    """Yield what a match says of parties further on, which have a quantity but no trigger of their own.

    Where the verb comes last, such parties stand before the one that it governs.
    """
    for slot in match.pattern.slots:
        group = match.fillings.get(slot.roles[0])
        if group is None:
            continue
        if slot.bare:
            for other in _gapped(sentence, match, group):
                yield replace(match, fillings={**match.fillings, slot.roles[0]: other}, elliptic=other)
            continue
        later = [other for other in sentence.groups if other.start > group.end]
        earlier = [other for other in sentence.groups if other.end < group.start <= match.start]
        for others in (later, earlier[::-1]):
            for other in _linked(sentence, group, others):
                yield replace(match, fillings={**match.fillings, slot.roles[0]: other}, elliptic=other)


def _gapped(sentence: Sentence, match: Match, subject: Group) -> Iterator[Group]:
    """Yield the parties of later clauses with nothing but a quantity: «X made up 60 % of it, and Y 15 %»."""
    for group in sentence.groups:
        if group.start <= match.end or group.marker or group.follower or group.start <= subject.end:
            continue
        end = next((other.start for other in sentence.groups if other.start > group.start), sentence.end)
        own = [q for q in sentence.quantities if group.end <= q.start and q.end <= end]
        near = own and sentence.words_between(group.end, own[0].start) <= _WORDS_TO_QUANTITY
        if near and _begins_clause(sentence, group) and not sentence.triggered(group.end, own[0].start):
            after = sentence.text[own[0].end : end]
            if not sentence.triggered(own[0].end, end) and len(after.split()) <= _WORDS_IN_ELLIPSIS:
                yield group


def _begins_clause(sentence: Sentence, group: Group) -> bool:
    """Whether a comma or a conjunction stands right before a party."""
    start = group.mentions[0].outer(sentence.text)
    if sentence.text[:start].rstrip().endswith((",", ";")):
        return True
    return any(0 <= start - cue.end <= 1 for cue in sentence.cues_of("conjunction", "ClauseCue"))


def _linked(sentence: Sentence, group: Group, others: Sequence[Group]) -> Iterator[Group]:
    """Yield those of the others, nearest first, that go on from a group or from one that does."""
    for other in others:
        first, second = sorted((group, other), key=lambda one: one.start)
        if other.marker == group.marker and _only_quantity(sentence, first, second):
            yield other
            group = other


def _only_quantity(sentence: Sentence, group: Group, other: Group) -> bool:
    """Whether hardly more than a quantity and a conjunction stands between two parties."""
    start, end = group.end, other.mentions[0].outer(sentence.text)
    inside = [q for q in sentence.quantities if start <= q.start and q.end <= end]
    triggers = [trigger for trigger in sentence.triggers if start <= trigger.start and trigger.end <= end]
    counting = [t for t in triggers if sentence.text[t.start : t.end] != other.marker]
    if not inside or any(all(t.end <= q.start or t.start >= q.end for q in inside) for t in counting):
        return False
    counted = sum(sentence.words_between(q.start, q.end) for q in inside)
    return sentence.words_between(start, end) - counted <= _WORDS_IN_ELLIPSIS
