"""What can be seen in a document without a model: sentences, names of known parties, quantities."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from moneyloop.graph import parties as party_file
from moneyloop.graph.documents import Document
from moneyloop.graph.extract import lexicon as lexicons
from moneyloop.graph.extract.analyse import Analyser
from moneyloop.graph.extract.coreference import resolve
from moneyloop.graph.extract.lexicon import Lexicon
from moneyloop.graph.extract.quantities import Quantity
from moneyloop.graph.extract.sentence import Sentence
from moneyloop.graph.llm import figures
from moneyloop.graph.parties import Found, Parties, Party
from moneyloop.graph.text.matcher import Matcher
from moneyloop.graph.text.normalise import NormalText, fold, normalise
from moneyloop.graph.text.sentences import sentences as split

REACH: Final = 4
"""Sentences before a quote in which a party of its claim may be named."""

Span = tuple[int, int]


@dataclass(slots=True)
class Seen:
    """A document as it is seen by the lexicon of its language, or by none.

    Attributes:
        normal: the text, folded.
        sentences: the spans of its sentences.
        lexicon: that of the language, if there is one.
    """

    document: Document
    parties: Parties
    normal: NormalText
    sentences: Sequence[Span]
    lexicon: Lexicon | None
    _analysed: Sequence[Sentence] = field(repr=False)
    _named: Sequence[Found] = field(repr=False)

    def window(self, start: int, end: int) -> Span:
        """Return the span of the sentences that a quote is of, and a few before them."""
        first = max(0, bisect_right(self.sentences, start, key=lambda span: span[0]) - 1)
        after = bisect_left(self.sentences, end, key=lambda span: span[0])
        spans = self.sentences[max(0, first - REACH) : max(after, first + 1)]
        return (min(start, spans[0][0]), max(end, spans[-1][1])) if spans else (start, end)

    def count(self, start: int, end: int) -> int:
        """Return how many sentences a quote takes from."""
        return sum(a < end and start < b for a, b in self.sentences)

    def quantities(self, start: int, end: int) -> list[Quantity]:
        """Return the amounts and shares that can be read inside a quote."""
        a, b = self.normal.folded(start), self.normal.folded(end)
        near = [one for one in self._analysed if one.start < b and a < one.end]
        return [
            one
            for one in figures.read(self.normal, near, self.document.language)
            if a <= one.start and one.end <= b
        ]

    def form_of(self, party: Party, span: Span) -> str | None:
        """Return the words that name a known party in a span, the last ones; None if nothing does."""
        a, b = self.normal.folded(span[0]), self.normal.folded(span[1])
        forms = [one for one in self._named if one.party.iri == party.iri and a <= one.start and one.end <= b]
        return self._words(forms[-1].start, forms[-1].end) if forms else None

    def anaphor_of(self, party: Party, span: Span) -> str | None:
        """Return the words in a span that may stand for a party named before («the company»), or None."""
        a, b = self.normal.folded(span[0]), self.normal.folded(span[1])
        anaphors = [
            mention
            for sentence in self._analysed
            for mention in sentence.mentions
            if a <= mention.start and mention.end <= b and party in mention.candidates
        ]
        return self._words(anaphors[0].start, anaphors[0].end) if anaphors else None

    def form_like(self, words: str, span: Span) -> str | None:
        """Return words of a span that are the same but for letter case, marks and particles, or None."""
        folded = " ".join(fold(words).split())
        if not folded:
            return None
        a, b = self.normal.folded(span[0]), self.normal.folded(span[1])
        clitics, enclitics = _particles(self.lexicon)
        hits = Matcher([folded]).find(self.normal.text[a:b], clitics, enclitics)
        return self._words(a + hits[-1].start, a + hits[-1].end) if hits else None

    def known(self, text: str, name: str) -> Party | None:
        """Return the party of the party file that a form in the document, or else a name, stands for."""
        clitics, enclitics = _particles(self.lexicon)
        for words in (text, name):
            folded, rest = fold(words).strip(), fold(f"\n{text}\n{name}")
            for found in self.parties.find(folded + rest, clitics, enclitics):
                if found.start == len(found.prefix) and found.end == len(folded):
                    return found.party
        return None

    def _words(self, start: int, end: int) -> str:
        return self.normal.original[slice(*self.normal.span(start, end))]


def see(document: Document) -> Seen:
    """Return what can be seen in a document.

    Raises:
        AssetError: a lexicon or the party file is missing or malformed.
    """
    analyser = _analyser(document.language)
    parties = party_file.listed()
    normal = normalise(document.text)
    lexicon = analyser.lexicon if analyser else None
    spans = sentence_spans(document)
    if analyser:
        analysed = analyser.analyse(normal, spans)
        resolve(analysed, analyser.lexicon.sectors_apart)
    else:
        analysed = [Sentence(normal, normal.folded(a), normal.folded(b)) for a, b in spans]
    found = parties.find(normal.text, *_particles(lexicon))
    named = [one for one in found if not _is_common(one, normal)]
    return Seen(document, parties, normal, spans, lexicon, analysed, named)


def sentence_spans(document: Document) -> list[Span]:
    """Return the spans of the sentences of a document."""
    analyser = _analyser(document.language)
    return split(document.text, analyser.lexicon.abbreviations if analyser else frozenset())


def _is_common(found: Found, normal: NormalText) -> bool:
    """Whether what could be a name is a common word, for it is not written with a capital letter."""
    return found.capital and normal.original[normal.position(found.start)].islower()


def _particles(lexicon: Lexicon | None) -> tuple[frozenset[str] | dict[str, str], frozenset[str]]:
    return (lexicon.clitics, lexicon.enclitics) if lexicon else (frozenset(), frozenset())


@cache
def _analyser(language: str) -> Analyser | None:
    if language not in lexicons.languages():
        return None
    return Analyser(lexicons.load(language), party_file.listed())
