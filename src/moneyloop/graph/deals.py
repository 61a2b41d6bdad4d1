"""Deals: which claims state the same one, and what all of them together say about it.

The IRI of a deal is a function of its type, its parties, its amount interval and its period, so that claims
of different documents and languages meet. Descriptions in words (product, asset, position) tell no deals
apart, for each language words them in its own way. A figure is identified in the same way, sectors included.
"""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from moneyloop.graph import vocabulary as v
from moneyloop.graph.claims import Amount, Claim, Participant
from moneyloop.graph.labels import label
from moneyloop.graph.parties import unlisted
from moneyloop.graph.periods import validity
from moneyloop.graph.states import Stated, Triple, state_triples
from moneyloop.ontology.terms import ML
from moneyloop.settings import DATA, DEALS_GRAPH

if TYPE_CHECKING:
    from moneyloop.ontology.model import Model

_DIGITS: Final = 16


def party_iri(participant: Participant) -> str:
    """Return the IRI of a party; of one that only its name is known of, the IRI made of the name."""
    return participant.iri or unlisted(participant.name).iri


def description(text: str) -> str:
    """Return a description (product, asset, position) in the form in which descriptions are compared."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def subject(claim: Claim, model: Model) -> ox.NamedNode:
    """Return the IRI of the deal or figure that a claim states.

    Raises:
        KeyError: the type, or a role of it, is not in the model.
        ValueError: the amount is infinite or not a number.
    """
    relation = model.types[claim.type]
    roles = {
        role: sorted(
            {
                party_iri(filling) if relation.roles[role].is_party else description(filling.name)
                for filling in claim.filling(role)
            }
        )
        for role in claim.roles
        if relation.is_figure or relation.roles[role].is_party
    }
    key = [claim.type, roles, _interval(claim.amount), description(claim.period or "")]
    digest = sha256(json.dumps(key, sort_keys=True, ensure_ascii=True).encode()).hexdigest()[:_DIGITS]
    return ox.NamedNode(f"{DATA}{'figure' if relation.is_figure else 'deal'}/{claim.type}-{digest}")


def _interval(amount: Amount | None) -> list[str | None] | None:
    if amount is None:
        return None
    ends = (None if end is None else v.decimal_text(end) for end in (amount.min, amount.max))
    return [*ends, amount.currency]


def fuse(stated: Iterable[Stated], model: Model, names: Mapping[str, str] | None = None) -> list[ox.Quad]:
    """Return the graph of deals: label, period, validity and states of each deal and figure.

    The result does not depend on the order of the claims. Some of the deals can be fused alone, from all
    claims that state them and the names of their parties.

    Args:
        stated: the claims.
        model: types, roles and statuses.
        names: the name that each party, by its IRI, is shown by; by default the first of those that the
            claims give it.
    """
    groups: defaultdict[str, list[Stated]] = defaultdict(list)
    for one in stated:
        groups[subject(one.claim, model).value].append(one)
    if names is None:
        names = _names(one.claim for group in groups.values() for one in group)
    graph = ox.NamedNode(DEALS_GRAPH)
    return [
        ox.Quad(*triple, graph)
        for iri, group in sorted(groups.items())
        for triple in _about(ox.NamedNode(iri), group, names, model)
    ]


def _names(claims: Iterable[Claim]) -> dict[str, str]:
    """Return one name for each party, the same whatever the order of the claims."""
    names: dict[str, str] = {}
    for claim in claims:
        for role in claim.roles:
            for filling in claim.filling(role):
                iri = party_iri(filling)
                names[iri] = min(filling.name, names.get(iri, filling.name))
    return names


def _about(
    deal: ox.NamedNode, group: Sequence[Stated], names: Mapping[str, str], model: Model
) -> Iterable[Triple]:
    first = min((one.claim for one in group), key=lambda claim: (claim.document, claim.id))
    yield deal, v.LABEL, v.text(label(first, lambda filling: names[party_iri(filling)], model), "en")
    if first.period:
        yield deal, v.PERIOD, v.text(first.period)
        yield from valid_triples(deal, first.period)
    yield from state_triples(deal, group, model)


def valid_triples(deal: ox.NamedNode, period: str) -> Iterable[Triple]:
    """Return the days on which a deal of that period is in force, as far as the period says them."""
    days = validity(period)
    if days and days.since:
        yield deal, ox.NamedNode(ML.validFrom), v.date_literal(days.since)
    if days and days.until:
        yield deal, ox.NamedNode(ML.validUntil), v.date_literal(days.until)
