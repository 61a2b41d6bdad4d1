"""The edges that deals make, from the projection of a dataset: nothing is looked up but what is found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

import pyoxigraph as ox

from moneyloop.graph import projection as arrays
from moneyloop.graph.projection import Projection, Selected
from moneyloop.graph.search import Digraph
from moneyloop.ontology.terms import ML
from moneyloop.queries.answer import Term
from moneyloop.queries.paths.network import Network, Values, in_order, without_amount
from moneyloop.queries.paths.request import Request
from moneyloop.settings import PREFIXES

_STRING: Final = PREFIXES["xsd"] + "string"
Given = Mapping[str, tuple[Term, ...]]


def projected(request: Request, projection: Projection) -> Network | None:
    """Return the edges of a search for deals; None if a filter asks for what the projection does not hold.

    The network is that of ``gather``, but the IRIs of parties and deals are read for what is found only.
    """
    filters = _filters(request.edges.filters, projection)
    if filters is None:
        return None
    selected = arrays.select(projection, request.edges.kind, filters)
    skipped = (without_amount(selected.skipped),) if selected.skipped else ()
    return _network(selected, "edge" in request.columns, skipped)


def _filters(given: Given, projection: Projection) -> arrays.Filters | None:
    names = projection.names
    (floor,) = (_text(term) for term in given.get("status", (ox.NamedNode(ML.considered),)))
    classes = [_text(term) for term in given.get("type", ())]
    currencies = given.get("currency", ())
    if names.ranks.get(floor, 0) < 1 or not set(classes) <= set(names.classes):
        return None
    if not all(isinstance(code, ox.Literal) and code.datatype.value == _STRING for code in currencies):
        return None
    amounts = {
        name: float(_text(term)) for name in ("minAmount", "maxAmount") for term in given.get(name, ())
    }
    days = {
        name: date.fromisoformat(_text(term)) for name in ("asOf", "knownOn") for term in given.get(name, ())
    }
    return arrays.Filters(
        status=floor,
        classes=classes,
        currencies=[_text(code) for code in currencies],
        min_amount=amounts.get("minAmount"),
        max_amount=amounts.get("maxAmount"),
        as_of=days.get("asOf"),
        known_on=days.get("knownOn"),
    )


def _text(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _network(selected: Selected, with_deals: bool, skipped: tuple[str, ...]) -> Network:
    """Number anew the parties that have an edge, which are fewer than all where filters are strict."""
    import numpy as np

    iris, deals = selected.projection.parties, selected.projection.deals
    numbers = np.full(len(iris), -1, dtype=np.int32)
    numbers[selected.start] = numbers[selected.end] = 0
    members = np.flatnonzero(numbers == 0)
    numbers[members] = np.arange(len(members))
    graph = Digraph(numbers[selected.start], numbers[selected.end], len(members))

    @cache
    def party(number: int) -> Term:
        return ox.NamedNode(iris[int(members[number])])

    def number(term: Term) -> int | None:
        place = iris.find(term.value) if isinstance(term, ox.NamedNode) else None
        return None if place is None or numbers[place] < 0 else int(numbers[place])

    @cache
    def values(start: int, end: int) -> list[Values]:
        if not with_deals:
            return [()]
        return in_order((ox.NamedNode(deals[int(selected.deal[edge])]),) for edge in graph.edges(start, end))

    return Network(graph, party, number, values, skipped)
