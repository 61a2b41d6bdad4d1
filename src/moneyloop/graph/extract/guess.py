"""Guesses names that nothing announces, where names have no capital letters: words that no dictionary has.

A guess counts less than a name. What may be a particle at its beginning is taken off where the document has
the rest without it or with another one («בנאנוטק» beside «נאנוטק»); else the mention keeps both readings, and
the slot that it fills decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from moneyloop.graph.extract.lexicon import Lexicon
from moneyloop.graph.extract.ordinary import OrdinaryWords
from moneyloop.graph.extract.sentence import Mention, Sentence, free
from moneyloop.graph.parties import PERSON, unlisted
from moneyloop.graph.text.matcher import LONGEST_PREFIX

_WORD: Final = re.compile(r"[^\W_]+(?:[\"'.\-][^\W_]+)*")
_PART: Final = re.compile(r"[^\W_]+")
_LONGEST: Final = 4
_SHORTEST: Final = 3
_SPELLED: Final = 2
"""Dots in a word that spells out letters: «I.D.B»."""

Span = tuple[int, int]


class Guesser:
    """Guesses the unlisted names of one document."""

    def __init__(self, text: str, lexicon: Lexicon, ordinary: OrdinaryWords) -> None:
        self._lexicon, self._ordinary = lexicon, ordinary
        self._counts = Counter(_WORD.findall(text)) if lexicon.script != "Latn" else Counter()
        self._stems: Counter[str] = Counter()
        for word, count in self._counts.items():
            for length in range(min(LONGEST_PREFIX, len(word) - _SHORTEST) + 1):
                if word[:length] in lexicon.clitics:
                    self._stems[word[length:]] += count

    def find(self, sentence: Sentence) -> Iterator[Mention]:
        """Yield the guesses in a sentence, apart from the mentions it has."""
        if self._lexicon.script == "Latn":
            return
        taken = sentence.taken()
        words = [match.span() for match in _WORD.finditer(sentence.text, sentence.start, sentence.end)]
        people = list(self._people(sentence, words, taken))
        yield from people
        taken = [*taken, *((person.start, person.end) for person in people)]
        odd = [word for word in words if self._odd(sentence, *word, taken)]
        for strange in self._runs(sentence.text, odd):
            stands = self._may_stand(sentence, strange[0][0], strange[-1][1])
            run = strange if stands else [*self._half_strange(sentence, strange[0][0]), *strange]
            if len(run) <= _LONGEST and self._may_stand(sentence, run[0][0], run[-1][1]):
                yield self._mention(sentence, run)

    def _people(self, sentence: Sentence, words: Sequence[Span], taken: Sequence[Span]) -> Iterator[Mention]:
        """Yield those whose name begins with a given name, if a word of it is strange or they act."""
        for (start, middle), (begin, end) in pairwise(words):
            word, family = sentence.text[start:middle], sentence.text[begin:end]
            parts = ((prefix, word[len(prefix) :]) for prefix in ("", *self._prefixes(word)))
            prefix, given = next((one for one in parts if one[1] in self._lexicon.given_names), ("", ""))
            if not given or sentence.text[middle:begin] != " " or self._lexicon.is_no_name(family):
                continue
            if not free(start, end, taken) or sentence.known(start, end) or not family.isalpha():
                continue
            ordinary = self._ordinary.as_it_is(given) and self._ordinary.as_it_is(family)
            if not ordinary or sentence.acts(end + 1):
                name = sentence.original(start + len(prefix), end)
                party = unlisted(name, PERSON)
                yield Mention(start + len(prefix), end, party, prefix=prefix, guessed=True)

    def _may_stand(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether a name may stand at a place: where one may begin, or before a postposition."""
        if _may_begin_there(sentence, start, self._lexicon):
            return True
        return any(cue.start == end + 1 for cue in sentence.cues_of("after"))

    def _half_strange(self, sentence: Sentence, start: int) -> list[Span]:
        """Return the word between a place and what introduces a name, if the name may begin with it.

        A dictionary has it only with another ending: «bought Manti Robotics».
        """
        before = sentence.word_before(start)
        if before is None or sentence.text[before[1] : start].strip():
            return []
        word = sentence.text[slice(*before)]
        introduced = any(cue.end == before[0] - 1 for cue in sentence.cues_of("before", "DescriptorCue"))
        if not introduced or len(word) < _SHORTEST or not word.isalpha() or self._lexicon.is_no_name(word):
            return []
        return [] if self._ordinary.as_it_is(word) or sentence.known(*before) else [before]

    def _odd(self, sentence: Sentence, start: int, end: int, taken: Sequence[Span]) -> bool:
        word = sentence.text[start:end]
        longest = max(filter(str.isalpha, _PART.findall(word)), key=len, default="")
        spelled = word.count(".") >= _SPELLED
        if (
            (len(longest) < _SHORTEST and not spelled)
            or not word[0].isalpha()
            or self._lexicon.is_no_name(word)
        ):
            return False
        if any(self._lexicon.is_no_name(word[len(prefix) :]) for prefix in self._prefixes(word)):
            return False
        if not free(start, end, taken) or sentence.known(start, end):
            return False
        return spelled or sentence.original(start, end) not in self._ordinary

    def _runs(self, text: str, spans: Sequence[Span]) -> Iterator[list[Span]]:
        """Yield the spans that only white space or a hyphen parts, together; a particle begins anew."""
        run: list[Span] = []
        for span in spans:
            if run and (text[run[-1][1] : span[0]].strip(" -") or self._begins(text[slice(*span)])):
                yield run
                run = []
            run.append(span)
        if run:
            yield run

    def _begins(self, word: str) -> bool:
        """Whether a word begins with a conjunction, or with another particle that it has not elsewhere."""
        if any(prefix in self._lexicon.joining for prefix in self._prefixes(word)):
            return True
        return bool(self._surely_prefixed(word))

    def _mention(self, sentence: Sentence, run: Sequence[Span]) -> Mention:
        start, end = run[0][0], run[-1][1]
        first = sentence.text[slice(*run[0])]
        prefix = self._surely_prefixed(first) or self._joined(sentence, run[0])
        start += len(prefix)
        mention = Mention(start, end, unlisted(sentence.original(start, end)), prefix=prefix, guessed=True)
        if not prefix:
            mention.perhaps = self._possible_prefix(first)
        return mention

    def _surely_prefixed(self, word: str) -> str:
        """Return the particles that a word begins with, if the document has the rest without them."""
        for prefix in self._prefixes(word):
            rest = word[len(prefix) :]
            if self._stems[rest] > self._counts[word]:
                return prefix
        return ""

    def _joined(self, sentence: Sentence, word: Span) -> str:
        """Return the conjunction that a word begins with, if it goes on a list: «X وY»."""
        for prefix in self._prefixes(sentence.text[slice(*word)]):
            before = sentence.text[max(0, word[0] - 2) : word[0]].rstrip(" ,")
            ends = word[0] - 2 + len(before)
            if prefix in self._lexicon.joining and any(m.end == ends for m in sentence.mentions):
                return prefix
        return ""

    def _possible_prefix(self, word: str) -> tuple[str, str]:
        introducing = (
            (p, self._lexicon.clitics[p]) for p in self._prefixes(word) if self._lexicon.clitics[p]
        )
        return next(introducing, ("", ""))

    def _prefixes(self, word: str) -> Iterator[str]:
        for length in range(1, min(LONGEST_PREFIX, len(word) - _SHORTEST) + 1):
            if word[:length] in self._lexicon.clitics:
                yield word[:length]


def _may_begin_there(sentence: Sentence, start: int, lexicon: Lexicon) -> bool:
    """Whether a name may begin at a place: not right behind a word that says nothing to the lexicon.

    Such a word may stand where others describe the name: «the cyber company small X».
    """
    before = sentence.word_before(start)
    if before is None or sentence.text[before[1] : start].strip() or sentence.known(*before):
        return True
    if lexicon.is_no_name(sentence.text[slice(*before)]):
        return True
    described = sentence.cues_of("DescriptorCue")
    return any(0 <= before[0] - cue.end <= 1 for cue in described)
