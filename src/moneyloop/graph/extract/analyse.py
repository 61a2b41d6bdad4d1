"""Sees what stands in each sentence of a document: words of the lexicon, parties, quantities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from moneyloop.graph.extract import quantities as q
from moneyloop.graph.extract.anaphors import AnaphorFinder
from moneyloop.graph.extract.coreference import PRONOUN
from moneyloop.graph.extract.grouping import group
from moneyloop.graph.extract.insertions import insertions, without_repetitions
from moneyloop.graph.extract.lexicon import Lexicon
from moneyloop.graph.extract.naming import Namer
from moneyloop.graph.extract.ordinary import OrdinaryWords
from moneyloop.graph.extract.sentence import Cue, Located, Mention, Sentence, Trigger, free
from moneyloop.graph.extract.uses import in_triggers
from moneyloop.graph.parties import Parties
from moneyloop.graph.text.matcher import Matcher
from moneyloop.graph.text.normalise import NormalText

_WORDS_TO_NAME: Final = 2
_UNITS: Final = frozenset({"MagnitudeCue", "CurrencyCue", "PercentCue"})


class Analyser:
    """Analyses documents of one language."""

    def __init__(self, lexicon: Lexicon, parties: Parties) -> None:
        self.lexicon = lexicon
        self._namer = Namer(lexicon, parties)
        self._anaphors = AnaphorFinder(lexicon, OrdinaryWords(lexicon))
        self._words = list(lexicon.words)
        uses = [lexicon.words[word] for word in self._words]
        self._cues = [[use for use in of_word if use.kind != "trigger"] for of_word in uses]
        self._uses = [
            in_triggers((use.pattern, use.part) for use in of_word if use.kind == "trigger")
            for of_word in uses
        ]
        units = frozenset(
            number for number, cues in enumerate(self._cues) if any(use.kind in _UNITS for use in cues)
        )
        self._matcher = Matcher(self._words, units)

    def analyse(self, normal: NormalText, spans: Sequence[tuple[int, int]]) -> list[Sentence]:
        """Return the sentences of a text, given as spans of the original."""
        sentences = [
            Sentence(normal, normal.folded(a), normal.folded(b), conjunction_prefixes=self.lexicon.joining)
            for a, b in spans
        ]
        self._lexical(normal.text, Located(sentences))
        self._namer.name(normal, Located(sentences))
        currency: str | None = None
        for sentence in sentences:
            self._finish(sentence)
            sentence.quantities = self._quantities(sentence, currency)
            currency = next((q.currency for q in reversed(sentence.quantities) if q.currency), currency)
        return sentences

    def _lexical(self, text: str, sentences: Located) -> None:
        covered: dict[str, int] = {}
        found = self._matcher.find(text, self.lexicon.clitics, self.lexicon.enclitics)
        for start, end, word, prefix in found:
            sentence = sentences.at(start, end)
            if sentence is None:
                continue
            if (uses := self._uses[word]) is not None:
                sentence.triggers.append(Trigger(start, end, prefix, uses))
            for use in self._cues[word]:
                if end > covered.get(use.kind, -1):
                    covered[use.kind] = end
                    cue = Cue(start, end, use.kind, use.code, use.value, prefix, use.marker, use.follower)
                    sentence.cues.append(cue)

    def _finish(self, sentence: Sentence) -> None:
        self._drop_covered(sentence)
        taken = sentence.taken()
        for cue in self._anaphors.find(sentence):
            if cue.code != PRONOUN and _names_next(sentence, cue):
                sentence.cues.append(replace(cue, kind="DescriptorCue", code=""))
            elif self._stands_for_a_party(sentence, cue, taken):
                sentence.mentions = [one for one in sentence.mentions if not cue.start < one.start < cue.end]
                anaphor = Mention(cue.start, cue.end, None, wants=cue.code, prefix=cue.prefix)
                anaphor.marker, anaphor.follower = cue.marker, cue.follower
                anaphor.possessive = bool(cue.follower)
                sentence.mentions.append(anaphor)
        spans = [(mention.start, mention.end) for mention in sentence.mentions if mention.wants]
        if spans:
            sentence.triggers = [one for one in sentence.triggers if not _within(one, spans)]
        _drop_described(sentence)
        if not sentence.mentions:
            return
        sentence.mentions.sort(key=lambda mention: mention.start)
        _take_in_parts(sentence)
        sentence.insertions = insertions(sentence, self.lexicon)
        sentence.mentions = without_repetitions(sentence)
        group(sentence, self.lexicon)

    def _stands_for_a_party(self, sentence: Sentence, cue: Cue, taken: Sequence[tuple[int, int]]) -> bool:
        named = [span for span in taken if span[0] <= cue.start or cue.end <= span[1]]
        return free(cue.start, cue.end, named) and not self._described(sentence, cue)

    def _described(self, sentence: Sentence, anaphor: Cue) -> bool:
        """Whether a relative clause right behind «the company» says which one is meant."""
        behind = anaphor.end + 1
        if any(cue.start == behind for cue in sentence.cues_of("RelativeCue")):
            return True
        clitics = self.lexicon.relative_clitics
        return bool(clitics) and any(
            one.start - len(one.prefix) == behind and clitics.intersection(one.prefix)
            for one in sentence.triggers
        )

    def _drop_covered(self, sentence: Sentence) -> None:
        """Drop words of the lexicon that are part of a party's name."""
        spans = sentence.taken()
        if not spans:
            return
        sentence.cues = [cue for cue in sentence.cues if free(cue.start, cue.end, spans)]
        sentence.triggers = [one for one in sentence.triggers if free(one.start, one.end, spans)]

    def _quantities(self, sentence: Sentence, currency: str | None) -> list[q.Quantity]:
        """Return the quantities of a sentence; ``currency`` is the one that the text named last."""
        pieces = [
            q.Piece(cue.start, cue.end, cue.kind, cue.code, cue.value)
            for cue in sentence.cues
            if cue.kind in q.KINDS
        ]
        pieces += q.number_pieces(sentence.text, sentence.start, sentence.end, self.lexicon.decimal_comma)
        if not any(piece.kind in q.NUMBERS for piece in pieces):
            return []
        named = [cue.code for cue in sentence.cues_of("CurrencyCue")]
        usual = named[0] if named else currency

        def understood(offset: int) -> str | None:
            return usual if _ends_there(sentence, offset) else None

        units = [cue.start for cue in sentence.cues_of("UnitCue")]
        found = q.quantities(sentence.text, _longest(pieces), understood)
        return [one for one in found if not any(0 <= start - one.end <= 1 for start in units)]


def _drop_described(sentence: Sentence) -> None:
    """Drop triggers that a longer descriptor begins with."""
    begun = {cue.start: cue.end for cue in sorted(sentence.cues_of("DescriptorCue"), key=lambda cue: cue.end)}
    if begun:
        sentence.triggers = [
            one
            for one in sentence.triggers
            if one.end >= max(begun.get(one.start, 0), begun.get(one.start - len(one.prefix), 0))
        ]


def _take_in_parts(sentence: Sentence) -> None:
    """Let «AMD's venture arm» be a mention of AMD as a whole."""
    parts = {cue.start: cue.end for cue in sentence.cues_of("PartCue")}
    if not parts:
        return
    followers = {cue.start: cue.end for cue in sentence.cues_of("after")}
    for mention in sentence.mentions:
        behind = followers.get(mention.end, mention.end)
        mention.end = parts.get(behind + 1, mention.end)
    sentence.triggers = [one for one in sentence.triggers if free(one.start, one.end, sentence.taken())]


def _within(trigger: Trigger, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a trigger is a part of one of some spans."""
    own = (trigger.start, trigger.end)
    return any(start <= own[0] and own[1] <= end and own != (start, end) for start, end in spans)


def _ends_there(sentence: Sentence, offset: int) -> bool:
    """Whether no noun follows a place: a boundary, a party or a word that introduces something else does."""
    rest = sentence.text[offset : sentence.end]
    start = offset + len(rest) - len(rest.lstrip())
    if not rest.strip() or rest.lstrip()[0] in ".,;:!?)":
        return True
    if any(mention.outer(sentence.text) == start for mention in sentence.mentions):
        return True
    return any(cue.start == start for cue in sentence.cues_of("before", "conjunction"))


def _longest(pieces: list[q.Piece]) -> list[q.Piece]:
    """Return the pieces by start, without those that are only part of a longer one."""
    kept: list[q.Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.start, -piece.end)):
        if (
            not kept
            or piece.start >= kept[-1].end
            or (piece.start, piece.end) == (kept[-1].start, kept[-1].end)
        ):
            kept.append(piece)
    return kept


def _verb_before(sentence: Sentence, anaphor: Cue) -> bool:
    """Whether «to the company», written as one word, stands behind a verb, whose subject comes next."""
    if sentence.words_between(anaphor.start, anaphor.end) > 1 or not anaphor.marker:
        return False
    before = sentence.word_before(anaphor.start)
    joined = sentence.text.startswith(anaphor.marker, anaphor.start)
    return before is not None and joined and sentence.acts(before[0])


def _names_next(sentence: Sentence, anaphor: Cue) -> bool:
    """Whether the party that «the company» stands for is named right behind it: «the Dutch company ASML».

    One unknown word may stand between the two, where nothing introduces the name and no postposition ends it.
    """
    following = [mention for mention in sentence.mentions if mention.start >= anaphor.end]
    if not following:
        return False
    named = min(following, key=lambda mention: mention.start)
    start, end = anaphor.end, named.start
    words = sentence.words_between(start, end)
    gap = sentence.text[start:end].rstrip('"')
    if words > _WORDS_TO_NAME or sentence.triggered(start, end) or re.search(r"[\"',;:()]", gap):
        return False
    if _verb_before(sentence, anaphor):
        return False
    between = [cue for cue in sentence.cues if start <= cue.start and cue.end <= end]
    if any(cue.kind != "DescriptorCue" for cue in between):
        return False
    unknown = words - len(between)
    object_of_its_own = any(cue.start == named.end + 1 for cue in sentence.cues_of("after"))
    strange = named.party is None or not named.party.listed
    return unknown <= 0 or (unknown == 1 and strange and not (named.prefix or object_of_its_own))
