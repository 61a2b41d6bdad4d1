"""Finds the words of a sentence that stand for a party: «the company», «the Munich-based company», «it»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from moneyloop.graph.extract.coreference import BESIDE_VERB, BOTH, OTHER, PRONOUN
from moneyloop.graph.extract.lexicon import Lexicon, Use
from moneyloop.graph.extract.ordinary import OrdinaryWords
from moneyloop.graph.extract.sentence import Cue, Sentence, Trigger, free

_MOST_ADJECTIVES: Final = 3
_PAIR: Final = 2
_IN_ADJECTIVES: Final = ("DescriptorCue", "after")
_NEVER: Final = re.compile(r"(?!)")


class AnaphorFinder:
    """Finds the anaphors of sentences in one language."""

    def __init__(self, lexicon: Lexicon, ordinary: OrdinaryWords) -> None:
        self._lexicon, self._ordinary = lexicon, ordinary
        self._pairs = {
            (words[0], words[1]): use
            for text, uses in lexicon.words.items()
            for use in uses
            if use.kind == "AnaphorCue" and use.code not in (BESIDE_VERB, BOTH, OTHER, PRONOUN)
            if len(words := text.split(" ")) == _PAIR
        }
        self._described = self._pattern()

    def _pattern(self) -> re.Pattern[str]:
        """Return what finds an article and a noun of an anaphor with adjectives between them."""
        articles = "|".join(sorted({re.escape(article) for article, _ in self._pairs}))
        nouns = "|".join(sorted({re.escape(noun) for _, noun in self._pairs}, key=len, reverse=True))
        if not articles:
            return _NEVER
        adjectives = rf"((?:[\w.\-]+ ){{1,{_MOST_ADJECTIVES}}}?)"
        return re.compile(rf"(?<!\w)({articles}) (?={adjectives}({nouns})(?![\w\-]))")

    def find(self, sentence: Sentence) -> Iterator[Cue]:
        """Yield the anaphors of a sentence; some pronouns are none but beside a verb that tells a deal."""
        for cue in sentence.cues_of("AnaphorCue"):
            if cue.code != BESIDE_VERB:
                yield cue
            elif any(one.end + 1 == cue.start or _begins(sentence, cue, one) for one in sentence.triggers):
                yield replace(cue, code=PRONOUN)
        if sentence.triggers and self._lexicon.adjectives_first:
            yield from self._with_adjectives(sentence)

    def _with_adjectives(self, sentence: Sentence) -> Iterator[Cue]:
        """Yield anaphors that say of what country or place the party is: «the Munich-based company»."""
        known = [(cue.start, cue.end) for cue in sentence.cues_of("AnaphorCue")]
        for match in self._described.finditer(sentence.text, sentence.start, sentence.end):
            use = self._pairs.get((match.group(1), match.group(3)))
            if use is None or not free(match.start(3), match.end(3), known):
                continue
            if not _describes(sentence, match.start()) and self._says_whence(
                sentence, match.start(2), match.end(2) - 1
            ):
                yield _cue(match.start(1), match.end(3), use)

    def _says_whence(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether words are adjectives, and one of them is of a place, or of two words: «Munich-based»."""
        cues = (cue for cue in sentence.cues if cue.start < end and start < cue.end)
        if any(cue.kind not in _IN_ADJECTIVES for cue in cues) or not free(
            start, end, _surely_named(sentence)
        ):
            return False
        words = sentence.original(start, end).split(" ")
        if any(word.islower() and word not in self._ordinary for word in words):
            return False
        return any("-" in word or word[0].isupper() for word in words)


def _surely_named(sentence: Sentence) -> list[tuple[int, int]]:
    """Return where parties are named, but for single words that no list has: «the Cambridge firm»."""
    mentions = ((mention, sentence.text[mention.start : mention.end]) for mention in sentence.mentions)
    return [
        (mention.start, mention.end)
        for mention, text in mentions
        if " " in text or (mention.party is not None and mention.party.listed)
    ]


def _describes(sentence: Sentence, start: int) -> bool:
    """Whether words stand behind a comma that a name stands before: «Corvane, the Texas developer of …»."""
    return any(sentence.text[mention.end : start].strip('" ') == "," for mention in sentence.mentions)


def _cue(start: int, end: int, use: Use) -> Cue:
    return Cue(start, end, use.kind, use.code, use.value, "", use.marker, use.follower)


def _begins(sentence: Sentence, subject: Cue, verb: Trigger) -> bool:
    """Whether a pronoun right before a verb begins a clause."""
    if subject.end + 1 != verb.start:
        return False
    if not sentence.text[sentence.start : subject.start].rstrip(" ,;"):
        return True
    before = sentence.text[: subject.start].rstrip()
    joined = any(0 <= subject.start - cue.end <= 1 for cue in sentence.cues_of("conjunction"))
    return joined or before.endswith((",", ";"))
