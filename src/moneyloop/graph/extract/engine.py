"""Reads the claims of a document: one engine for every language that has a lexicon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from moneyloop.graph import parties as party_file
from moneyloop.graph.claims import LEXICON, Claim, Status
from moneyloop.graph.documents import Document
from moneyloop.graph.extract import lexicon as lexicons
from moneyloop.graph.extract.afterwards import Read, add_later_amounts
from moneyloop.graph.extract.analyse import Analyser
from moneyloop.graph.extract.attribution import attribution
from moneyloop.graph.extract.companions import of_own_stake, told_together
from moneyloop.graph.extract.compose import is_core, role_sets
from moneyloop.graph.extract.context import Context
from moneyloop.graph.extract.contributions import contributions
from moneyloop.graph.extract.coreference import main_party, resolve
from moneyloop.graph.extract.fit import Fit
from moneyloop.graph.extract.frames import choose
from moneyloop.graph.extract.match import Match
from moneyloop.graph.extract.memory import collector_paused
from moneyloop.graph.extract.naming import mark_people
from moneyloop.graph.extract.periods import period
from moneyloop.graph.extract.repeats import without_repeats
from moneyloop.graph.extract.sentence import Sentence
from moneyloop.graph.extract.slots import matches
from moneyloop.graph.extract.status import denied, status
from moneyloop.graph.parties import PERSON, Parties, Party
from moneyloop.graph.text.normalise import normalise
from moneyloop.graph.text.sentences import sentences as split
from moneyloop.ontology.model import Model
from moneyloop.ontology.model import load as load_model
from moneyloop.settings import TERMS

_UNKNOWN: Final = "Party"
_FEWEST_TIED: Final = 2
_BLOCK: Final = 500_000

Span = tuple[int, int]


class Extractor:
    """Extracts claims by lexicon; holds what is parsed once: lexicons, party names, the ontology's types."""

    def __init__(self, parties: Parties | None = None, model: Model | None = None) -> None:
        self._given_parties, self._given_model = parties, model
        self._analysers: dict[str, Analyser | None] = {}

    @cached_property
    def _parties(self) -> Parties:
        return self._given_parties or party_file.listed()

    @cached_property
    def _model(self) -> Model:
        return self._given_model or load_model()

    def reads(self, language: str) -> bool:
        """Whether there is a lexicon for a language (BCP 47 code)."""
        return self._analyser(language) is not None

    def extract(self, document: Document) -> list[Claim]:
        """Return the claims of a document in text order; none if its language has no lexicon."""
        analyser = self._analyser(document.language)
        if analyser is None:
            return []
        claims: list[Claim] = []
        for spans in blocks(split(document.text, analyser.lexicon.abbreviations)):
            with collector_paused():
                claims += self._read(document, analyser, spans)
        kept = without_repeats(claims, self._model)
        return [
            claim.model_copy(update={"id": f"{document.name}-{number:02d}"})
            for number, claim in enumerate(kept, 1)
        ]

    def _read(self, document: Document, analyser: Analyser, spans: Sequence[Span]) -> Iterator[Claim]:
        """Yield the claims of neighbouring sentences."""
        base, end = spans[0][0], spans[-1][1]
        normal = normalise(analyser.lexicon.spaced(document.text[base:end]))
        seen = analyser.analyse(normal, [(start - base, stop - base) for start, stop in spans])
        people: set[str] = set()
        read: list[Read] = []
        told: dict[tuple[str, str], Party] = {}
        main = main_party(seen)
        for sentence, topics in zip(seen, resolve(seen, analyser.lexicon.sectors_apart), strict=True):
            mark_people(sentence, people)
            context = Context([topic for topic in topics if topic.iri not in people], told, main)
            found = matches(sentence, analyser.lexicon, context, self._fits)
            found = [match for match in found if self._tells(sentence, match)]
            chosen = choose(sentence, found, self._takes_amount, self._together)
            told = _told(chosen, self._model) or told
            people.update(party.iri for match in chosen for party in self._people(match))
            read.append((sentence, chosen))
        add_later_amounts(read, self._takes_amount)
        for sentence, chosen in read:
            for match in chosen:
                yield from self._claims(document, base, sentence, match, status(sentence, match, chosen))

    def _analyser(self, language: str) -> Analyser | None:
        if language not in self._analysers:
            known = language in lexicons.languages()
            self._analysers[language] = Analyser(lexicons.load(language), self._parties) if known else None
        return self._analysers[language]

    def _fits(self, party: Party, type_name: str, role: str) -> Fit:
        """Tell whether a party may play a role; one of no known class may play any."""
        wanted = self._model.types[type_name].roles[role]
        if party.kind != _UNKNOWN and wanted.range not in self._model.kinds[party.kind]:
            return Fit.NEVER
        return Fit.RARELY if wanted.unlikely & {party.sector, party.kind} else Fit.WELL

    def _people(self, match: Match) -> Iterator[Party]:
        """Yield the unlisted parties that a match shows to be persons."""
        roles = self._model.types[match.frame.type].roles
        for role, group in match.fillings.items():
            if roles[role].range == TERMS + PERSON:
                yield from (party for party in group.parties if not party.listed and " " in party.name)

    def _takes_amount(self, match: Match) -> bool:
        return self._model.types[match.frame.type].carries_amount

    def _tells(self, sentence: Sentence, match: Match) -> bool:
        """Whether a match tells a deal, as far as its sentence and the ontology show."""
        if denied(sentence, match) or self._ties_nobody(match):
            return False
        return not of_own_stake(self._model, sentence, match)

    def _ties_nobody(self, match: Match) -> bool:
        """Whether a match that ties parties with each other has one party alone."""
        parties = {party.iri for group in match.fillings.values() for party in group.parties}
        return self._model.types[match.frame.type].ties_parties and len(parties) < _FEWEST_TIED

    def _together(self, one: Match, other: Match) -> bool:
        return told_together(self._model, one, other)

    def _claims(
        self, document: Document, base: int, sentence: Sentence, match: Match, said: Status
    ) -> Iterator[Claim]:
        until = match.until or sentence.end
        start, end = (base + offset for offset in sentence.normal.span(sentence.start, until))
        for roles in role_sets(sentence, match, self._fits):
            claim = Claim(
                id="",
                type=match.frame.type,
                roles=roles,
                amount=match.amount.amount if match.amount else None,
                share=match.share.share if match.share else None,
                status=said,
                period=period(sentence, match),
                attributed_to=attribution(sentence),
                quote=document.text[start:end],
                core=is_core(self._model.types[match.frame.type], roles),
                document=document.name,
                language=document.language,
                start=start,
                end=end,
                found_by=[LEXICON],
            )
            yield from contributions(claim, self._model)


def _told(chosen: Sequence[Match], model: Model) -> dict[tuple[str, str], Party]:
    """Return the party of each role of each type that one party alone plays in a sentence.

    Whose total it is that parties give parts of is told of the parts as well.
    """
    found: dict[tuple[str, str], set[Party]] = defaultdict(set)
    for match in chosen:
        for role, group in match.fillings.items():
            for name, part in (match.frame.type, role), *_part(model, match.frame.type, role):
                found[name, part].update(group.parties)
    return {key: next(iter(parties)) for key, parties in found.items() if len(parties) == 1}


def _part(model: Model, name: str, role: str) -> Iterator[tuple[str, str]]:
    """Yield the role that a role of a total is in its parts."""
    whole = model.types[name]
    part = model.types.get(whole.contribution)
    if part and part.ends and whole.ends and role in whole.ends:
        yield part.name, part.ends[whole.ends.index(role)]


def blocks(spans: Sequence[Span]) -> Iterator[Sequence[Span]]:
    """Yield runs of neighbouring sentences, half a million characters at most: memory stays flat."""
    first = 0
    for index, (_, end) in enumerate(spans):
        if end - spans[first][0] > _BLOCK and index > first:
            yield spans[first:index]
            first = index
    if spans:
        yield spans[first:]
