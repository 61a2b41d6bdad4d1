"""Small datasets of random deals: any roles, status, amount, period and dated states."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from random import Random

import pyoxigraph as ox

from moneyloop.graph import vocabulary as v
from moneyloop.graph.projection import KINDS
from moneyloop.graph.store import base_quads
from moneyloop.ontology.terms import ML
from moneyloop.settings import DATA, DEALS_GRAPH, INFERRED_GRAPH, PREFIXES

STATUSES = (ML.considered, ML.announced, ML.committed, ML.completed, ML.cancelled)
CLASSES = (ML.Loan, ML.Lease, ML.PurchaseAgreement)
BASE = [
    quad for quad in base_quads() if quad.predicate.value in (ML.statusRank, PREFIXES["rdfs"] + "subClassOf")
]


def named(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def day(random: Random) -> date:
    return date(2025, 1, random.randint(1, 12))


def deal_quads(random: Random, name: int) -> Iterator[ox.Quad]:
    deal = named(f"{DATA}deal/d{name}")
    graph, inferred = named(DEALS_GRAPH), named(INFERRED_GRAPH)
    yield ox.Quad(deal, v.TYPE, named(random.choice(CLASSES)), inferred)
    for roles in KINDS.values():
        for role in roles:
            for party in random.sample(range(6), random.choice((0, 1, 1, 2))):
                yield ox.Quad(deal, named(role), named(f"{DATA}party/p{party}"), inferred)
    for name_of, first in ((ML.validFrom, 1), (ML.validUntil, 6)):
        if random.random() < 0.5:
            given = v.day(date(2025, 1, first + random.randint(0, 5)).isoformat())
            assert given
            yield ox.Quad(deal, named(name_of), given, graph)
    yield ox.Quad(deal, named(ML.hasState), deal, graph)
    yield from holder_quads(random, deal)
    days = sorted({day(random) for _ in range(random.randint(0, 3))})
    for since, until in zip_longest(days, days[1:]):
        state = v.below(deal, "state", since.isoformat())
        yield ox.Quad(deal, named(ML.hasState), state, graph)
        for name_of, known in ((ML.knownFrom, since), (ML.knownUntil, until)):
            if known and (literal := v.day(known.isoformat())):
                yield ox.Quad(state, named(name_of), literal, graph)
        yield from holder_quads(random, state)


def holder_quads(random: Random, holder: ox.NamedNode) -> Iterator[ox.Quad]:
    graph = named(DEALS_GRAPH)
    yield ox.Quad(holder, v.STATUS, named(random.choice(STATUSES)), graph)
    yield ox.Quad(holder, named(ML.claimCount), v.integer(1), graph)
    if random.random() < 0.7:
        place = v.below(holder, "amount")
        yield ox.Quad(holder, v.AMOUNT, place, graph)
        low = random.randint(1, 9)
        if random.random() < 0.7:
            yield ox.Quad(place, named(ML.minAmount), v.decimal(low), graph)
        if random.random() < 0.7:
            yield ox.Quad(place, named(ML.maxAmount), v.decimal(low + random.randint(0, 3)), graph)
        yield ox.Quad(place, named(ML.currency), v.text(random.choice(("EUR", "USD"))), graph)


def store_of(seed: int, deals: int = 12) -> ox.Store:
    random = Random(seed)
    store = ox.Store()
    store.extend(BASE)
    store.extend(quad for name in range(deals) for quad in deal_quads(random, name))
    return store
