"""Sees what stands in each sentence of a document: words of the lexicon, parties, quantities."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from moneyloop.graph.extract import quantities as q
from moneyloop.graph.extract.grouping import group
from moneyloop.graph.extract.guess import Guesser
from moneyloop.graph.extract.lexicon import Lexicon
from moneyloop.graph.extract.names import NameFinder, short_forms, titles
from moneyloop.graph.extract.ordinary import OrdinaryWords
from moneyloop.graph.extract.sentence import Cue, Mention, Sentence, Trigger, free
from moneyloop.graph.parties import Parties, Party, unlisted
from moneyloop.graph.text.matcher import Matcher
from moneyloop.graph.text.normalise import NormalText, fold

_WORDS_TO_NAME: Final = 2
_UNITS: Final = frozenset({"MagnitudeCue", "CurrencyCue", "PercentCue"})


class Analyser:
    """Analyses documents of one language."""

    def __init__(self, lexicon: Lexicon, parties: Parties) -> None:
        self.lexicon, self.parties = lexicon, parties
        self._ordinary = OrdinaryWords(lexicon)
        self._words = list(lexicon.words)
        uses = [lexicon.words[word] for word in self._words]
        self._cues = [[use for use in of_word if use.kind != "trigger"] for of_word in uses]
        self._parts = [
            tuple((use.pattern, use.part) for use in of_word if use.kind == "trigger") for of_word in uses
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
        starts = [sentence.start for sentence in sentences]
        self._lexical(normal.text, sentences, starts)
        self._named(self.parties, normal.text, sentences, starts)
        self._unlisted(normal, sentences, starts)
        currency: str | None = None
        for sentence in sentences:
            self._finish(sentence)
            sentence.quantities = self._quantities(sentence, currency)
            currency = next((q.currency for q in reversed(sentence.quantities) if q.currency), currency)
        return sentences

    def _lexical(self, text: str, sentences: list[Sentence], starts: list[int]) -> None:
        covered: dict[str, int] = {}
        for hit in self._matcher.find(text, self.lexicon.clitics, self.lexicon.enclitics):
            sentence = _sentence_at(sentences, starts, hit.start, hit.end)
            if sentence is None:
                continue
            if self._parts[hit.word]:
                sentence.triggers.append(Trigger(hit.start, hit.end, hit.prefix, self._parts[hit.word]))
            for use in self._cues[hit.word]:
                if hit.end > covered.get(use.kind, -1):
                    covered[use.kind] = hit.end
                    said = (use.kind, use.code, use.value, hit.prefix, use.marker)
                    sentence.cues.append(Cue(hit.start, hit.end, *said))

    def _named(self, parties: Parties, text: str, sentences: list[Sentence], starts: list[int]) -> None:
        for found in parties.find(text, self.lexicon.clitics, self.lexicon.enclitics):
            sentence = _sentence_at(sentences, starts, found.start, found.end)
            if sentence is None or (found.capital and sentence.original(found.start, found.end)[0].islower()):
                continue
            if free(found.start, found.end, sentence.taken()):
                sentence.mentions.append(Mention(found.start, found.end, found.party, prefix=found.prefix))

    def _unlisted(self, normal: NormalText, sentences: list[Sentence], starts: list[int]) -> None:
        """Find names that no list has; one that is found in one place is known in the whole document."""
        finder = NameFinder(normal, self.lexicon, self._ordinary)
        known: dict[str, Party] = {}
        for sentence in sentences:
            for start, end in finder.find(sentence, sentence.taken()):
                titled = any(0 <= start - cue.end <= 1 for cue in titles(sentence))
                party = unlisted(sentence.original(start, end), "Person" if titled else "Party")
                known.setdefault(party.iri, party)
                prefix = _clitic_before(sentence.text, start, self.lexicon)
                sentence.mentions.append(Mention(start, end, known[party.iri], prefix=prefix))
        short = short_forms(known.values(), self.lexicon)
        for sentence in sentences:
            for mention in sentence.mentions:
                if mention.party is not None and not mention.party.listed:
                    mention.party = short.get(fold(mention.party.name), mention.party)
        again = [(party, party.name, "safe") for party in known.values()]
        again += [(party, party.name.split()[place], "safe") for party in short.values() for place in (0, -1)]
        again = [(party, name, good) for party, name, good in again if short.get(fold(name), party) == party]
        self._named(Parties(again), normal.text, sentences, starts)
        guesser = Guesser(normal.text, self.lexicon, self._ordinary)
        for sentence in sentences:
            sentence.mentions += list(guesser.find(sentence))

    def _finish(self, sentence: Sentence) -> None:
        self._drop_covered(sentence)
        taken = sentence.taken()
        for cue in sentence.cues_of("AnaphorCue"):
            if _names_next(sentence, cue):
                sentence.cues.append(replace(cue, kind="DescriptorCue", code=""))
            elif free(cue.start, cue.end, taken):
                anaphor = Mention(cue.start, cue.end, None, wants=cue.code, prefix=cue.prefix)
                anaphor.marker = cue.marker
                sentence.mentions.append(anaphor)
        sentence.mentions.sort(key=lambda mention: mention.start)
        group(sentence, self.lexicon)

    def _drop_covered(self, sentence: Sentence) -> None:
        """Drop words of the lexicon that are part of a party's name."""
        spans = sentence.taken()
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
        named = [cue.code for cue in sentence.cues_of("CurrencyCue")]
        usual = named[0] if named else currency

        def understood(offset: int) -> str | None:
            return usual if _ends_there(sentence, offset) else None

        units = [cue.start for cue in sentence.cues_of("UnitCue")]
        found = q.quantities(sentence.text, _longest(pieces), understood)
        return [one for one in found if not any(0 <= start - one.end <= 1 for start in units)]


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


def _names_next(sentence: Sentence, anaphor: Cue) -> bool:
    """Whether the party that «the company» stands for is named right behind it: «the Dutch company ASML»."""
    following = [mention.start for mention in sentence.mentions if mention.start >= anaphor.end]
    if not following:
        return False
    start, end = anaphor.end, min(following)
    if sentence.words_between(start, end) > _WORDS_TO_NAME or sentence.triggered(start, end):
        return False
    between = [cue for cue in sentence.cues if start <= cue.start and cue.end <= end]
    gap = sentence.text[start:end]
    return not gap.strip(" \"'") if not between else all(cue.kind == "DescriptorCue" for cue in between)


def _sentence_at(sentences: list[Sentence], starts: list[int], start: int, end: int) -> Sentence | None:
    index = bisect_right(starts, start) - 1
    return sentences[index] if index >= 0 and end <= sentences[index].end else None


def _clitic_before(text: str, start: int, lexicon: Lexicon) -> str:
    at = start - 1 if start and text[start - 1] in '-"' else start
    first = at
    while first > 0 and text[first - 1].isalnum():
        first -= 1
    return text[first:at] if text[first:at] in lexicon.clitics else ""
