"""Reading deals from a dataset into columns that are not yet in order."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import pyoxigraph as ox

from moneyloop.graph.projection.table import ALWAYS, FOREVER, KINDS
from moneyloop.ontology.terms import ML
from moneyloop.settings import PREFIXES

Row = Iterable[Any]
Select = Callable[[str], Iterable[Row]]
"""Answers a SELECT query of two variables by rows of RDF terms; None where there is none."""
_NAN: Final = float("nan")
_KNOWN: Final = (ML.knownFrom, ML.knownUntil)
_VALID: Final = (ML.validFrom, ML.validUntil)
_SUBCLASS: Final = f"<{PREFIXES['rdfs']}subClassOf>"
_TYPE: Final = f"<{PREFIXES['rdf']}type>"


class Codes(dict[str, int]):
    """Gives each string a number, in the order in which they come."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


@dataclass(slots=True)
class Holders:
    """What is said of deals and of their states, by the number of the holder; deals come first."""

    deal: array[int]
    rank: array[int]
    low: array[float]
    high: array[float]
    currency: array[int]
    since: array[int]
    until: array[int]

    @classmethod
    def some(cls, deals: Iterable[int]) -> Holders:
        """Make holders for the numbers of their deals of which nothing is known yet."""
        deal = array("i", deals)
        number = len(deal)
        return cls(
            deal,
            array("b", bytes(number)),
            array("d", [_NAN]) * number,
            array("d", [_NAN]) * number,
            array("h", [-1]) * number,
            array("i", [ALWAYS]) * number,
            array("i", [FOREVER]) * number,
        )


@dataclass(slots=True)
class Collected:
    """The columns as they were read; numbers are places in ``deals``, ``parties`` and so on."""

    deals: Codes = field(default_factory=Codes)
    parties: Codes = field(default_factory=Codes)
    roles: dict[str, tuple[array[int], array[int]]] = field(default_factory=dict)
    holders: Holders = field(default_factory=lambda: Holders.some(()))
    valid_since: array[int] = field(default_factory=lambda: array("i"))
    valid_until: array[int] = field(default_factory=lambda: array("i"))
    types: tuple[array[int], array[int]] = field(default_factory=lambda: (array("i"), array("i")))
    currencies: Codes = field(default_factory=Codes)
    classes: list[str] = field(default_factory=list)
    parents: list[tuple[int, int]] = field(default_factory=list)
    ranks: dict[str, int] = field(default_factory=dict)


def of_store(store: ox.Store) -> Select:
    """Return what asks a store, its named graphs as one."""

    def select(text: str) -> Iterable[Row]:
        solutions = store.query(text, use_default_graph_as_union=True)
        assert isinstance(solutions, ox.QuerySolutions)
        return solutions

    return select


def collect(select: Select) -> Collected:
    """Read all deals that make an edge of some kind."""
    read = Collected()
    for roles in KINDS.values():
        for role in roles:
            read.roles[role] = _role(select, role, read)
    holders = _holders(select, read)
    read.ranks = {status: int(rank) for status, rank in _pairs(select, _triple(ML.statusRank))}
    for holder, status in _pairs(select, _triple(ML.status)):
        if (number := holders.get(holder)) is not None:
            read.holders.rank[number] = read.ranks.get(status, 0)
    _amounts(select, holders, read)
    _days(select, holders, _KNOWN, (read.holders.since, read.holders.until))
    read.valid_since = array("i", [ALWAYS]) * len(read.deals)
    read.valid_until = array("i", [FOREVER]) * len(read.deals)
    _days(select, read.deals, _VALID, (read.valid_since, read.valid_until))
    _types(select, read)
    return read


def _triple(predicate: str) -> str:
    return f"?s <{predicate}> ?o"


def _pairs(select: Select, pattern: str) -> Iterable[tuple[str, str]]:
    """Yield the values of ``?s`` and ``?o``; a blank node has no IRI, and makes no pair."""
    for subject, value in select(f"SELECT ?s ?o WHERE {{ {pattern} }}"):
        if isinstance(subject, ox.NamedNode) and not isinstance(value, ox.BlankNode):
            yield subject.value, value.value


def _role(select: Select, role: str, read: Collected) -> tuple[array[int], array[int]]:
    deals, parties = array("i"), array("i")
    for deal, party in _pairs(select, _triple(role)):
        deals.append(read.deals[deal])
        parties.append(read.parties[party])
    return deals, parties


def _holders(select: Select, read: Collected) -> dict[str, int]:
    """Number the deals and their dated states."""
    holders = dict(read.deals)
    of = array("i", range(len(holders)))
    for deal, state in _pairs(select, _triple(ML.hasState)):
        if deal in read.deals and state not in holders:
            holders[state] = len(holders)
            of.append(read.deals[deal])
    read.holders = Holders.some(of)
    return holders


def _amounts(select: Select, holders: dict[str, int], read: Collected) -> None:
    """Read amounts; several states of a deal may have the same."""
    of: defaultdict[str, list[int]] = defaultdict(list)
    for holder, amount in _pairs(select, _triple(ML.amount)):
        if (number := holders.get(holder)) is not None:
            of[amount].append(number)
    about = read.holders
    for column, predicate in ((about.low, ML.minAmount), (about.high, ML.maxAmount)):
        for amount, value in _pairs(select, _triple(predicate)):
            for number in of.get(amount, ()):
                column[number] = float(value)
    for amount, value in _pairs(select, _triple(ML.currency)):
        for number in of.get(amount, ()):
            about.currency[number] = read.currencies[value]


def _days(
    select: Select,
    numbers: dict[str, int],
    predicates: tuple[str, str],
    columns: tuple[array[int], array[int]],
) -> None:
    for predicate, column in zip(predicates, columns, strict=True):
        for about, day in _pairs(select, _triple(predicate)):
            if (number := numbers.get(about)) is not None:
                column[number] = date.fromisoformat(day).toordinal()


def _types(select: Select, read: Collected) -> None:
    """Read the classes of deals but for those that a deal is of by its status."""
    below = f"?s {_SUBCLASS}+ <{ML.Deal}> FILTER NOT EXISTS {{ ?s {_SUBCLASS}* <{ML.LiveDeal}> }}"
    read.classes = sorted({name for name, _ in _pairs(select, f"{below} BIND(1 AS ?o)")})
    number = {name: place for place, name in enumerate(read.classes)}
    superclasses = _pairs(select, f"?s {_SUBCLASS} ?o FILTER(ISIRI(?o))")
    read.parents = sorted({(number[a], number[b]) for a, b in superclasses if a in number and b in number})
    for name in read.classes:
        for (deal,) in select(f"SELECT ?s WHERE {{ ?s {_TYPE} <{name}> }}"):
            if isinstance(deal, ox.NamedNode) and deal.value in read.deals:
                read.types[0].append(read.deals[deal.value])
                read.types[1].append(number[name])
