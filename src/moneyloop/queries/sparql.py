"""Answers any SPARQL 1.1 query, with path searches in it, from a dataset."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import pyoxigraph as ox

from moneyloop.errors import QueryError
from moneyloop.graph.search import Limits
from moneyloop.queries.answer import Answer
from moneyloop.queries.paths.expand import as_groups, expand
from moneyloop.queries.paths.outcome import Outcome
from moneyloop.queries.paths.search import LIMITS
from moneyloop.queries.paths.tokens import FORMS, form_of, tokens
from moneyloop.queries.source import Embedded, Source
from moneyloop.settings import PREFIXES

_SAID: Final = 160
"""Characters of a complaint about the syntax that are passed on."""


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer to an ASK query, and what became of its path searches."""

    value: bool
    searches: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Triples:
    """The triples that a CONSTRUCT query describes, each once, and what became of its path searches."""

    triples: tuple[ox.Triple, ...]
    searches: tuple[Outcome, ...] = ()

    def to_turtle(self) -> str:
        """Return the triples as Turtle, sorted."""
        written = sorted(self.triples, key=str)
        turtle = ox.serialize(written, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
        assert turtle is not None
        return turtle.decode()


def select(source: Source, text: str, limits: Limits = LIMITS) -> Answer:
    """Return the answer to a SELECT query, with path searches or without.

    Args:
        source: the dataset.
        text: a SELECT query.
        limits: how far each path search may go.

    Raises:
        QueryError: it is no SPARQL 1.1, or asks for a path search in a wrong way.
        EndpointError: the source is an endpoint, and does not answer as it must.
    """
    try:
        expanded = expand(source, text, limits)
        return replace(source.select(expanded.text), searches=expanded.outcomes)
    except SyntaxError as error:
        raise _no_sparql(error) from error


def answer(dataset: ox.Store | Source, text: str, limits: Limits = LIMITS) -> Answer | Truth | Triples:
    """Return the answer to a SELECT, ASK or CONSTRUCT query, with path searches or without.

    Args:
        dataset: a store or another source; its named graphs are asked as one.
        text: the query.
        limits: how far each path search may go.

    Raises:
        QueryError: it is no SPARQL 1.1 query of these forms, or asks for a path search in a wrong way.
        EndpointError: the source is an endpoint, and does not answer as it must.
    """
    source = Embedded(dataset) if isinstance(dataset, ox.Store) else dataset
    form = _checked_form(text)
    if form == "SELECT":
        return select(source, text, limits)
    try:
        expanded = expand(source, text, limits)
        if form == "ASK":
            return Truth(source.ask(expanded.text), expanded.outcomes)
        return Triples(tuple(source.construct(expanded.text)), expanded.outcomes)
    except SyntaxError as error:
        raise _no_sparql(error) from error


def _checked_form(text: str) -> str:
    """Return the form of a query whose syntax is right; that of ASK is seen when it is answered."""
    found = tokens(text)
    index = form_of(found)
    form = None if index is None else found[index].text.upper()
    if form not in FORMS or form == "DESCRIBE":
        raise QueryError("sparql: expected a SELECT, ASK or CONSTRUCT query")
    if form != "ASK":
        try:
            ox.Store().query(as_groups(text))
        except SyntaxError as error:
            raise _no_sparql(error) from error
    return form


def _no_sparql(error: SyntaxError) -> QueryError:
    said = " ".join(str(error).split())
    return QueryError(f"sparql: this is no SPARQL 1.1: {said[:_SAID]}{'…' if len(said) > _SAID else ''}")
