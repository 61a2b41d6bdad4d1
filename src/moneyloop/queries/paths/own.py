"""The project's own vocabulary of path search (docs/paths.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from moneyloop.queries.answer import Term
from moneyloop.queries.paths.deals import KINDS
from moneyloop.queries.paths.request import ALGORITHMS, COLUMNS, Bounds, Edges, Request
from moneyloop.queries.paths.settings import Settings
from moneyloop.queries.stored import FLOORS
from moneyloop.settings import PREFIXES, TERMS

NAMESPACE: Final = TERMS + "path/"
SERVICE: Final = NAMESPACE + "search"
COLUMN_SETTINGS: Final = (*COLUMNS, "value", "edgeStart", "edgeEnd")
_FILTERS: Final = ("status", "type", "minAmount", "maxAmount", "currency", "asOf", "knownOn")
_LIMITS: Final = ("limitRows", "limitHops", "limitSeconds", "limitMemory")
KNOWN: Final = (
    *("algorithm", "source", "target", "edges", "minLength", "maxLength", "k"),
    *_FILTERS,
    *_LIMITS,
    *COLUMN_SETTINGS,
)


def request(settings: Settings, pattern: str) -> Request:
    """Return the search that a block asks for.

    Raises:
        QueryError: a setting is wrong, missing, or does not fit another one.
    """
    algorithm = settings.choice("algorithm", ALGORITHMS)
    if algorithm is None:
        raise settings.error("algorithm", f"is missing; it is one of {', '.join(ALGORITHMS)}")
    columns = {name: column for name in COLUMNS if (column := settings.column(name)) is not None}
    _check(settings, algorithm, pattern)
    minimum, maximum = settings.integer("minLength", 1) or 1, settings.integer("maxLength", 1)
    if maximum is not None and maximum < minimum:
        raise settings.error("maxLength", f"is {maximum}, below minLength {minimum}")
    return Request(
        algorithm=algorithm,
        sources=settings.ends("source"),
        targets=settings.ends("target"),
        edges=_pattern(settings, pattern, columns) if pattern else _deals(settings),
        minimum=minimum,
        maximum=maximum,
        k=_number_of_paths(settings, algorithm),
        bounds=Bounds(
            settings.integer("limitRows", 1),
            settings.integer("limitHops", 1),
            settings.number("limitSeconds"),
            settings.integer("limitMemory", 1),
        ),
        columns=columns,
        values=settings.columns("value"),
    )


def _check(settings: Settings, algorithm: str, pattern: str) -> None:
    if algorithm == "cycles" and settings.given("target"):
        raise settings.error("target", "does not fit cycles, which end where they begin; give a source alone")
    if algorithm == "reachable":
        for name in ("id", "hop", "edge", "value"):
            if settings.given(name):
                raise settings.error(name, "does not fit reachable, which lists no hops; use shortest")
    if algorithm not in ("cycles", "allPaths") and settings.given("minLength"):
        raise settings.error("minLength", f"does not fit {algorithm}, only cycles and allPaths")
    if algorithm != "kShortest" and settings.given("k"):
        raise settings.error("k", f"does not fit {algorithm}, only kShortest")
    if pattern:
        for name in ("edges", *_FILTERS):
            if settings.given(name):
                raise settings.error(name, "does not fit a pattern of one's own; filter in the pattern")
    else:
        for name in ("value", "edgeStart", "edgeEnd"):
            if settings.given(name):
                raise settings.error(name, "needs a pattern in the block that binds it")


def _number_of_paths(settings: Settings, algorithm: str) -> int | None:
    k = settings.integer("k", 1)
    if algorithm == "kShortest" and k is None:
        raise settings.error("k", "is missing: the number of paths for each pair of ends")
    return k


def _pattern(settings: Settings, pattern: str, columns: Mapping[str, str]) -> Edges:
    ends = []
    for name, setting in (("start", "edgeStart"), ("end", "edgeEnd")):
        variable = settings.column(setting) or columns.get(name)
        if variable is None:
            raise settings.error(setting, f"is missing: the variable of the pattern at the {name} of an edge")
        ends.append(variable)
    return Edges(pattern, ends[0], ends[1])


def _deals(settings: Settings) -> Edges:
    filters: dict[str, tuple[Term, ...]] = {}
    for name in _FILTERS:
        if name in ("asOf", "knownOn"):
            day = settings.day(name)
            terms: tuple[Term, ...] = () if day is None else (day,)
        elif name in ("minAmount", "maxAmount"):
            amount = settings.number(name)
            terms = () if amount is None else (_decimal(amount),)
        else:
            terms = settings.terms(name)
        if terms:
            filters[name] = terms
    _check_filters(settings, filters)
    return Edges(kind=settings.choice("edges", tuple(KINDS)) or "flows", filters=filters)


def _decimal(amount: float) -> ox.Literal:
    return ox.Literal(format(amount, "f"), datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal"))


def _check_filters(settings: Settings, filters: Mapping[str, tuple[Term, ...]]) -> None:
    floors = {TERMS + floor for floor in FLOORS}
    for term in filters.get("status", ()):
        if not isinstance(term, ox.NamedNode) or term.value not in floors:
            raise settings.error("status", f"must be one of ml:{', ml:'.join(FLOORS)}, not {term}")
    if len(filters.get("status", ())) > 1:
        raise settings.error("status", "must have one value, the weakest status that counts")
    for term in filters.get("type", ()):
        if not isinstance(term, ox.NamedNode):
            raise settings.error("type", f"must be a class of deals, not {term}")
    for term in filters.get("currency", ()):
        if not isinstance(term, ox.Literal):
            raise settings.error("currency", f'must be a code as "USD", not {term}')
    bounded = "minAmount" in filters or "maxAmount" in filters
    if bounded and len(filters.get("currency", ())) != 1:
        name = "minAmount" if "minAmount" in filters else "maxAmount"
        raise settings.error(name, 'needs one currency beside it, as path:currency "USD"')
