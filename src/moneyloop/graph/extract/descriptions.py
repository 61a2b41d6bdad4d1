"""Remembers by which words a document describes parties: «X, a Texas developer, …» is «the developer»."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from moneyloop.graph.extract.sentence import Mention, Sentence
from moneyloop.graph.parties import Party

_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_MOST_WORDS: Final = 7
_PREFIX: Final = 2
_SHORTEST: Final = 3
_LONGEST_ARTICLE: Final = 3
_LONG: Final = 6
_STOPS: Final = ("before", "RelativeCue", "ClauseCue")


class Descriptions:
    """The words that describe one party alone in what was read of a document."""

    def __init__(self) -> None:
        self._described: dict[str, Party | None] = {}
        self._words: dict[str, set[str]] = defaultdict(set)

    def learn(self, sentence: Sentence) -> None:
        """Take in how a sentence describes the parties that it names."""
        for mention in sentence.mentions:
            if mention.party is not None and not (mention.wants or mention.guessed):
                for word in _words_about(sentence, mention):
                    self._learn(word, mention.party)

    def _learn(self, word: str, party: Party) -> None:
        if word not in self._described:
            self._described[word] = party
            for form in _forms(word):
                self._words[form].add(word)
        elif (other := self._described[word]) is not None and other.iri != party.iri:
            self._described[word] = None

    def meant(self, sentence: Sentence, anaphor: Mention, exactly: bool) -> Party | None:
        """Return the party that was described with a word of an anaphor (``exactly`` this word), or None."""
        words = _WORD.findall(sentence.text, anaphor.start, anaphor.end)
        if len(words) > 1 and len(words[0]) <= _LONGEST_ARTICLE:
            words = words[1:]
        known = {one for word in words for one in ([word] if exactly else self._like(word))}
        parties = (self._described.get(word) for word in known)
        found = {party.iri: party for party in parties if party is not None}
        return next(iter(found.values())) if len(found) == 1 else None

    def _like(self, word: str) -> Iterator[str]:
        """Yield the words that are the same, an article or the first part of a compound aside."""
        yield from self._words.get(word, ())
        yield from (form for form in _forms(word) if form in self._described)


def _words_about(sentence: Sentence, mention: Mention) -> Iterator[str]:
    """Yield the words of what describes a mention before it, and of the insertion behind it."""
    if 0 <= mention.begin < mention.start:
        yield from _WORD.findall(sentence.text, mention.begin, mention.start)
    for begin, end in sentence.insertions:
        if 0 <= begin - mention.end <= 1:
            stops = [cue.start for cue in sentence.cues_of(*_STOPS) if begin < cue.start < end]
            names = [other.start for other in sentence.mentions if begin < other.start < end]
            until = min([end, *stops, *names])
            yield from _WORD.findall(sentence.text, begin, until)[:_MOST_WORDS]


def _forms(word: str) -> list[str]:
    """Return a word and its ends: without an article written as one word with it, or parts of a compound."""
    whole = len(word)
    ends = range(1, whole - _SHORTEST + 1)
    return [word, *(word[cut:] for cut in ends if cut <= _PREFIX or whole - cut >= _LONG)]
