"""What a build would say was known of the deals of a fixture world when, and when they are in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from moneyloop.graph import vocabulary as v
from moneyloop.graph.claims import Amount, Claim
from moneyloop.graph.deals import valid_triples
from moneyloop.graph.states import Stated, state_triples
from moneyloop.ontology.model import load
from moneyloop.ontology.terms import ML
from moneyloop.settings import DEALS_GRAPH, TERMS

_GRAPH = ox.NamedNode(DEALS_GRAPH)


def states_of(store: ox.Store) -> Iterator[ox.Quad]:
    """Yield the states that follow from the claims, and the validity that follows from the periods."""
    groups: defaultdict[ox.NamedNode, list[Stated]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, ox.NamedNode(ML.states), None):
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode)
        groups[quad.object].append(_stated(store, quad.subject))
    for deal, group in groups.items():
        for triple in state_triples(deal, group, load()):
            if triple[0] != deal or triple[1].value == ML.hasState:
                yield ox.Quad(*triple, _GRAPH)
        period = _value(store, deal, v.PERIOD)
        if period:
            yield from (ox.Quad(*triple, _GRAPH) for triple in valid_triples(deal, period))


def _stated(store: ox.Store, claim: ox.NamedNode) -> Stated:
    status = _value(store, claim, v.STATUS) or ""
    document = _value(store, claim, v.term("prov", "wasDerivedFrom")) or ""
    published = _value(store, ox.NamedNode(document), v.term("dcterms", "issued"))
    said = Claim.model_validate(
        {"id": claim.value, "type": "Loan", "roles": {}, "status": status.removeprefix(TERMS), "quote": ""}
        | {"core": True, "document": document, "language": "en", "start": 0, "end": 0}
        | {"amount": _amount(store, claim)}
    )
    return Stated(said, published)


def _amount(store: ox.Store, claim: ox.NamedNode) -> Amount | None:
    place = _value(store, claim, v.AMOUNT)
    if place is None:
        return None
    low, high, currency = (
        _value(store, ox.NamedNode(place), ox.NamedNode(prop))
        for prop in (ML.minAmount, ML.maxAmount, ML.currency)
    )
    return Amount(min=float(low) if low else None, max=float(high) if high else None, currency=currency or "")


def _value(store: ox.Store, subject: ox.NamedNode, prop: ox.NamedNode) -> str | None:
    for quad in store.quads_for_pattern(subject, prop, None):
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        return quad.object.value
    return None
