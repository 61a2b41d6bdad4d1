"""Puts the rows of path searches in the place of their SERVICE blocks, as VALUES.

What is left is plain SPARQL 1.1 that any source can answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from types import ModuleType
from typing import Final

from moneyloop.graph.search import Limits
from moneyloop.queries.answer import Answer
from moneyloop.queries.paths import around, graphdb, own, qlever
from moneyloop.queries.paths.block import read
from moneyloop.queries.paths.network import Network, gather
from moneyloop.queries.paths.outcome import Outcome
from moneyloop.queries.paths.projected import projected
from moneyloop.queries.paths.prologue import Prologue, prologue_of
from moneyloop.queries.paths.request import Request
from moneyloop.queries.paths.rows import inline
from moneyloop.queries.paths.search import search
from moneyloop.queries.paths.settings import Settings
from moneyloop.queries.paths.tokens import Token, closing, tokens
from moneyloop.queries.source import Embedded, Source

VOCABULARIES: Final[dict[str, ModuleType]] = {one.SERVICE: one for one in (own, qlever, graphdb)}
"""By the IRI of a service, the module that reads its settings."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """A query without path searches, and what became of each search, in the order of their ends."""

    text: str
    outcomes: tuple[Outcome, ...]


def _place_of_iri(found: Sequence[Token], index: int) -> int | None:
    """Return the index of the IRI behind a SERVICE keyword, None if no block follows it."""
    place = index + 1 + (index + 1 < len(found) and found[index + 1].is_word("SILENT"))
    return place if place + 1 < len(found) and found[place + 1].text == "{" else None


@dataclass(slots=True)
class _Expansion:
    source: Source
    limits: Limits
    prologue: Prologue
    outcomes: list[Outcome] = field(default_factory=list)

    def whole(self, text: str) -> str:
        """Return a query, or a part of one, with the rows of its path searches in it."""
        found = tokens(text)
        written: list[str] = []
        groups: list[int] = []
        copied, index, length = 0, 0, 0
        while index < len(found):
            token = found[index]
            end = self._end_of_search(found, index)
            if end is not None:
                written.append(text[copied : token.start])
                length = sum(map(len, written))
                before = "".join(written)[groups[-1] if groups else 0 :]
                opening = index + 2 + found[index + 1].is_word("SILENT")
                rows = self._rows(text, found[opening - 1], found[opening + 1 : end], before)
                copied, index = found[end].end, end + 1
                # A complaint about what follows shall still name its line.
                written.append(rows + "\n" * text.count("\n", token.start, copied))
                length = sum(map(len, written))
                continue
            if token.kind == "mark" and token.text == "{":
                groups.append(length + token.end - copied)
            elif token.kind == "mark" and token.text == "}" and groups:
                groups.pop()
            index += 1
        return "".join([*written, text[copied:]])

    def _end_of_search(self, found: Sequence[Token], index: int) -> int | None:
        """Return the index of the brace that closes a path search, None where none begins."""
        place = _place_of_iri(found, index) if found[index].is_word("SERVICE") else None
        if place is None or self.prologue.iri(found[place]) not in VOCABULARIES:
            return None
        return closing(found, place + 1)

    def _rows(self, text: str, service: Token, inside: Sequence[Token], before: str) -> str:
        """Return the VALUES clause of a block."""
        begun, iri = monotonic(), self.prologue.iri(service) or ""
        vocabulary = VOCABULARIES[iri]
        block = read(text, inside, self.prologue, vocabulary.NAMESPACE)
        settings = Settings(
            iri, vocabulary.NAMESPACE, block.settings, vocabulary.KNOWN, vocabulary.COLUMN_SETTINGS
        )
        settings.bind(around.values(before, settings.inputs, self.prologue, self._select))
        request: Request = vocabulary.request(settings, block.pattern)
        network = self._network(request)
        clause, found = inline(request, network, search(request, network, self.limits))
        seconds = monotonic() - begun
        outcome = Outcome(request.algorithm, len(found.paths), found.stopped_by, found.skipped, seconds)
        self.outcomes.append(outcome)
        return clause

    def _network(self, request: Request) -> Network:
        """Return the edges of a search, from the projection of the dataset if it has one that tells them."""
        network = None
        if request.edges.pattern is None and not self.prologue.dataset and isinstance(self.source, Embedded):
            projection = self.source.projection
            network = None if projection is None else projected(request, projection)
        return gather(request, self.prologue, self._select) if network is None else network

    def _select(self, text: str) -> Answer:
        return self.source.select(self.whole(text))


def as_groups(text: str) -> str:
    """Return a query in which path searches are mere groups, to see whether its syntax is right.

    Nothing is searched or asked over the network then; each character stays in its place.
    """
    found = tokens(text)
    prologue = prologue_of(text, found)
    if prologue is None:
        return text
    for index, token in enumerate(found):
        if token.is_word("SERVICE"):
            place = _place_of_iri(found, index)
            if place is not None and prologue.iri(found[place]) in {*VOCABULARIES, graphdb.EDGES}:
                end = found[place].end
                text = text[: token.start] + " " * (end - token.start) + text[end:]
    return text


def expand(source: Source, text: str, limits: Limits) -> Expanded:
    """Run the path searches of a query.

    Args:
        source: the dataset that the edges are read from.
        text: a query; one without path searches, or that is no SPARQL, stays as it is.
        limits: how far each search may go; a query can only lower them.

    Raises:
        QueryError: a search is asked for in a wrong way.
        EndpointError: the source is an endpoint, and does not answer as it must.
    """
    found = tokens(text)
    prologue = prologue_of(text, found)
    if prologue is None or not any(token.is_word("SERVICE") for token in found):
        return Expanded(text, ())
    expansion = _Expansion(source, limits, prologue)
    return Expanded(expansion.whole(text), tuple(expansion.outcomes))
