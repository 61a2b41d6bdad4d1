"""The parties and edges that a path search runs over, read from a dataset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from moneyloop.errors import QueryError
from moneyloop.graph.search import Digraph
from moneyloop.queries.answer import Answer, Term
from moneyloop.queries.paths import deals
from moneyloop.queries.paths.prologue import Prologue
from moneyloop.queries.paths.request import Edges, Request

Select = Callable[[str], Answer]
Values = tuple[Term | None, ...]
_EDGE = "edge"


@dataclass(frozen=True, slots=True)
class Network:
    """The parties that have an edge, numbered in the order of their IRIs, and the edges between them.

    Attributes:
        graph: the edges by the numbers of the parties.
        party: returns the party that has a number.
        number: returns the number of a party, None if it has no edge.
        values: returns what the variables asked for hold on the edges from a party to another, by number:
            each combination once, sorted; one of no values if none are asked for.
        skipped: what was left out, in words.
    """

    graph: Digraph
    party: Callable[[int], Term]
    number: Callable[[Term], int | None]
    values: Callable[[int, int], list[Values]]
    skipped: tuple[str, ...]

    def numbers(self, terms: tuple[Term, ...]) -> list[int]:
        """Return the numbers of those parties that have an edge, sorted."""
        return sorted(number for term in terms if (number := self.number(term)) is not None)


def text_of(party: Term) -> str:
    """Return what a party is sorted and hashed by: its IRI, or a literal as it is written."""
    return party.value if isinstance(party, ox.NamedNode) else str(party)


def in_order(rows: Iterable[Values]) -> list[Values]:
    """Return the values of a hop as they are listed."""
    return sorted(rows, key=lambda row: [(term is not None, str(term)) for term in row])


def gather(request: Request, prologue: Prologue, select: Select) -> Network:
    """Read the edges of a search.

    Args:
        request: says what the edges are.
        prologue: gives their pattern its meaning.
        select: answers SELECT queries from the dataset.

    Raises:
        QueryError: a value of an edge is a blank node.
        EndpointError: the dataset is behind an endpoint, which does not answer as it must.
    """
    edges = request.edges
    wanted = _wanted(request)
    columns = tuple(dict.fromkeys((edges.start, edges.end, *wanted)))
    pattern = deals.pattern(edges.kind, edges.filters) if edges.pattern is None else edges.pattern
    answer = select(prologue.select(columns, pattern))
    places = [columns.index(name) for name in (edges.start, edges.end, *wanted)]
    found: defaultdict[tuple[Term, Term], set[Values]] = defaultdict(set)
    nameless = 0
    for row in answer.rows:
        start, end, *values = (row[place] for place in places)
        if start is None or end is None or isinstance(start, ox.BlankNode) or isinstance(end, ox.BlankNode):
            nameless += 1
            continue
        _check_values(wanted, values)
        found[start, end].add(tuple(values))
        if edges.both_ways:
            found[end, start].add(tuple(values))
    skipped = [f"edges whose start or end has no IRI: {nameless}"] if nameless else []
    return _network(found, (*skipped, *_amounts_unknown(edges, prologue, select)))


def _wanted(request: Request) -> tuple[str, ...]:
    """Return the variables of the pattern that are brought along: the edge, then the others."""
    if "edge" not in request.columns:
        return request.values
    return (_EDGE if request.edges.pattern is None else request.columns["edge"], *request.values)


def _check_values(names: tuple[str, ...], values: list[Term | None]) -> None:
    for name, value in zip(names, values, strict=True):
        if isinstance(value, ox.BlankNode | ox.Triple):
            kind = "a blank node" if isinstance(value, ox.BlankNode) else "a triple"
            raise QueryError(
                f"path search: ?{name} is {kind} "
                "on some edges, which cannot be passed on; bind an IRI or a literal of it in the pattern"
            )


def _network(found: dict[tuple[Term, Term], set[Values]], skipped: tuple[str, ...]) -> Network:
    parties = sorted({party for edge in found for party in edge}, key=text_of)
    number = {party: index for index, party in enumerate(parties)}
    pairs = sorted((number[start], number[end]) for start, end in found)

    @cache
    def values(start: int, end: int) -> list[Values]:
        return in_order(found[parties[start], parties[end]])

    return Network(Digraph.of(pairs, len(parties)), parties.__getitem__, number.get, values, skipped)


def _amounts_unknown(edges: Edges, prologue: Prologue, select: Select) -> list[str]:
    pattern = None if edges.pattern is not None else deals.without_amount(edges.kind, edges.filters)
    if pattern is None:
        return []
    answer = select(f"SELECT (COUNT(DISTINCT ?edge) AS ?number) {prologue.dataset} WHERE {{\n{pattern}\n}}")
    number = answer.values()[0][0]
    return [without_amount(int(str(number)))] if number else []


def without_amount(number: int) -> str:
    """Return in words that some deals were left out."""
    return f"deals without an amount: {number}"
