"""Takes the words beside a trigger for a name that no recogniser knows: «X Y, chief executive of …»."""

from __future__ import annotations

from typing import Final

from moneyloop.graph.extract.lexicon import Lexicon
from moneyloop.graph.extract.match import Match
from moneyloop.graph.extract.patterns import Slot
from moneyloop.graph.extract.sentence import Group, Mention, Sentence
from moneyloop.graph.parties import PERSON, unlisted

_SHORTEST: Final = 2
_LONGEST: Final = 3

Span = tuple[int, int]


def unknown_name(sentence: Sentence, slot: Slot, match: Match, lexicon: Lexicon) -> Group | None:
    """Return the two or three unknown words beside the trigger as a party, or None if there are no such.

    They are a person: for a role that others play as well, the first must be a given name.
    """
    if slot.side < 0:
        words = _before(sentence, match.start)
    else:
        words = _after(sentence, match.end) or _after(sentence, _end_of_parties(match))
    while words and lexicon.is_no_name(sentence.text[slice(*words[-1])]):
        words.pop()
    if not _SHORTEST <= len(words) <= _LONGEST:
        return None
    if any(word.isdigit() or lexicon.is_no_name(word) for word in (sentence.text[a:b] for a, b in words)):
        return None
    start, end = words[0][0], words[-1][1]
    if slot.roles[0] != "person" and sentence.text[slice(*words[0])] not in lexicon.given_names:
        return None
    return Group([Mention(start, end, unlisted(sentence.original(start, end), PERSON))])


def _end_of_parties(match: Match) -> int:
    return max(
        (group.end for group in match.fillings.values() if group.start >= match.end), default=match.end
    )


def _before(sentence: Sentence, end: int) -> list[Span]:
    words: list[Span] = []
    position = end
    while len(words) <= _LONGEST:
        word = sentence.word_before(position)
        if word is None or sentence.known(*word):
            break
        if sentence.text[word[1] : position].strip(" '-." if words else " ,"):
            break
        words.insert(0, word)
        position = word[0]
    return words


def _after(sentence: Sentence, start: int) -> list[Span]:
    words: list[Span] = []
    position = start
    for token in sentence.tokens:
        word = sentence.word_before(token + 1) if token >= start else None
        if word is None:
            continue
        if sentence.text[position : word[0]].strip(" '-." if words else " ,") or sentence.known(*word):
            break
        words.append(word)
        position = word[1]
        if len(words) > _LONGEST:
            break
    return words
