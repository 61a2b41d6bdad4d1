"""What contradicts the claims on a deal, by the stored query, asked of what matters to this deal alone.

The stored query compares all deals of a dataset. It is asked here of a small store that holds the deal, those
of the same parties, their claims, and the ontology; so it answers at once however large the dataset is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

import pyoxigraph as ox

from moneyloop.ontology.terms import ML
from moneyloop.queries import wording
from moneyloop.queries.catalogue import found
from moneyloop.queries.run import run
from moneyloop.settings import ONTOLOGY_GRAPH, PREFIXES
from moneyloop.web.explorer import words
from moneyloop.web.explorer.asked import Asked
from moneyloop.web.explorer.reader import PROLOGUE, Reader

_ALIKE: Final = 200
_CLAIMS: Final = 400
_PARTIES: Final = f"""{PROLOGUE}
SELECT DISTINCT ?party ?type WHERE {{
  BIND(%s AS ?deal)
  ?deal a ?type . ?type rdfs:subClassOf ml:Deal . FILTER(?type != ml:LiveDeal)
  ?role ml:roleName ?name . ?deal ?role ?party . FILTER(isIRI(?party)) }}"""


def of_deals(reader: Reader, deals: Iterable[str], asked: Asked) -> dict[str, list[dict[str, Any]]]:
    """Return for each deal the pairs of claims that contradict each other, of which one at least is on it."""
    against: dict[str, list[dict[str, Any]]] = {deal: [] for deal in deals}
    alike = {other for deal in against for other in _alike(reader, deal)}
    if not alike:
        return against
    store = ox.Store()
    store.extend(_ontology(reader))
    store.extend(_around(reader.source.store, sorted(alike)))
    answer = run(found("contradictions"), store, asked.counting())
    for row in (dict(zip(answer.columns, row, strict=True)) for row in answer.values()):
        pair = {
            "kind": row["kind"],
            "kindName": wording.known(str(row["kind"]), asked.language),
            "sides": [_side(row, end, asked.language) for end in "AB"],
        }
        for deal in {str(row["dealA"]), str(row["dealB"])} & against.keys():
            against[deal].append(pair)
    return against


def _alike(reader: Reader, deal: str) -> list[str]:
    """Return the deals of the same parties in any roles, that one first; of a single party: of one type."""
    rows = reader.source.select(_PARTIES % ox.NamedNode(deal)).rows
    parties = sorted({str(party) for party, _ in rows})
    if not parties:
        return []
    shared = " . ".join(f"?deal ?role{number} {party}" for number, party in enumerate(parties))
    kind = str(rows[0][1]) if len(parties) == 1 else "?type"
    text = f"""{PROLOGUE}
        SELECT DISTINCT ?deal WHERE {{ {shared} . ?deal a {kind} ; ml:status ?status ; ml:hasState ?deal }}
        ORDER BY ?deal LIMIT {_ALIKE}"""
    others = [str(row[0]) for row in reader.source.select(text).values()]
    return list(dict.fromkeys((deal, *others)))


@lru_cache(maxsize=1)
def _ontology(reader: Reader) -> list[ox.Quad]:
    graph = ox.NamedNode(ONTOLOGY_GRAPH)
    return list(reader.source.store.quads_for_pattern(None, None, None, graph))


def _around(store: ox.Store, deals: Iterable[str]) -> Iterator[ox.Quad]:
    """Yield what is said of deals, of their claims, and of what these refer to."""
    below = [ox.NamedNode(PREFIXES["prov"] + "wasDerivedFrom"), ox.NamedNode(PREFIXES["oa"] + "hasTarget")]
    deeper = [ox.NamedNode(PREFIXES["oa"] + "hasSelector"), ox.NamedNode(ML.amount)]
    for deal in map(ox.NamedNode, deals):
        yield from store.quads_for_pattern(deal, None, None)
        stated = list(store.quads_for_pattern(None, ox.NamedNode(ML.states), deal))[:_CLAIMS]
        for quad in stated:
            yield from _reached(store, quad.subject, {*below, *deeper})


def _reached(store: ox.Store, start: Any, over: set[ox.NamedNode]) -> Iterator[ox.Quad]:
    for quad in store.quads_for_pattern(start, None, None):
        yield quad
        if quad.predicate in over:
            yield from _reached(store, quad.object, over)


def _side(row: dict[str, Any], end: str, language: str) -> dict[str, Any]:
    low, high, currency = (row[f"{name}{end}"] for name in ("amountMin", "amountMax", "currency"))
    tongue = str(row[f"language{end}"] or "")
    return {
        "deal": row[f"deal{end}"],
        "status": row[f"status{end}"],
        "statusName": wording.term(str(row[f"status{end}"]), language),
        "amount": words.amount(low, high, currency, language),
        "quote": row[f"quote{end}"],
        "document": row[f"document{end}"],
        "publisher": row[f"publisher{end}"],
        "day": words.day(row[f"date{end}"], language),
        "language": tongue,
        "direction": words.direction(tongue),
    }
