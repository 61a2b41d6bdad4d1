"""Remembers by which words a document describes parties: «X, a Texas developer, …» is «the developer»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from moneyloop.graph.extract.sentence import Mention, Sentence
from moneyloop.graph.parties import Party

_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_MOST_WORDS: Final = 4
_PREFIX: Final = 2
_LONGEST_ARTICLE: Final = 3
_LONG: Final = 6
_REMEMBERED: Final = 300
_STOPS: Final = ("before", "RelativeCue", "ClauseCue")


class Descriptions:
    """The words that describe one party alone in what was read of a document, a few hundred at the most."""

    def __init__(self) -> None:
        self._described: dict[str, Party | None] = {}

    def learn(self, sentence: Sentence) -> None:
        """Take in how a sentence describes the parties that it names."""
        for mention in sentence.mentions:
            if mention.party is not None and not (mention.wants or mention.guessed):
                for word in _words_about(sentence, mention):
                    other = self._described.pop(word, mention.party)
                    alone = other is not None and other.iri == mention.party.iri
                    self._described[word] = mention.party if alone else None

    def meant(self, sentence: Sentence, anaphor: Mention, exactly: bool) -> Party | None:
        """Return the party that was described with a word of an anaphor (``exactly`` this word), or None."""
        words = _WORD.findall(sentence.text, anaphor.start, anaphor.end)
        if len(words) > 1 and len(words[0]) <= _LONGEST_ARTICLE:
            words = words[1:]
        found = {
            party.iri: party
            for word in words
            for known, party in islice(reversed(self._described.items()), _REMEMBERED)
            if party is not None and (known == word if exactly else _same(known, word))
        }
        return next(iter(found.values())) if len(found) == 1 else None


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


def _same(one: str, other: str) -> bool:
    """Whether two words are the same, an article or the first part of a compound aside."""
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return longer.endswith(shorter) and (len(longer) - len(shorter) <= _PREFIX or len(shorter) >= _LONG)
