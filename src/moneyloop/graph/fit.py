"""What a claim must fulfil before it can be written as RDF at all."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pyoxigraph as ox

from moneyloop.graph.claims import Claim, Participant
from moneyloop.graph.deals import party_iri
from moneyloop.validation.violation import VIOLATION, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from moneyloop.ontology.model import Model


def unfit(claim: Claim, iri: ox.NamedNode, model: Model) -> list[Violation]:
    """Return why a claim cannot be written as RDF, or states a deal of a party with itself; mostly nothing.

    Args:
        claim: any claim.
        iri: the claim's own IRI.
        model: the types, roles and statuses that there are.
    """
    return [
        Violation(iri.value, None, None, "", "", VIOLATION, reason, claims=(iri.value,))
        for reason in _reasons(claim, model)
    ]


def _reasons(claim: Claim, model: Model) -> Iterator[str]:
    relation = model.types.get(claim.type)
    if relation is None:
        yield f"Claim: the ontology has no type {claim.type!r}; use one of its deals or figures."
        return
    unknown = sorted(claim.roles.keys() - relation.roles.keys())
    if unknown:
        yield f"Claim: {claim.type} has no role {', '.join(unknown)}; use {', '.join(relation.roles)}."
        return
    numbers = [claim.share, *((claim.amount.min, claim.amount.max) if claim.amount else ())]
    if any(number is not None and not math.isfinite(number) for number in numbers):
        yield "Claim: an amount or share is infinite or not a number; correct it."
    if not _encodable(claim):
        yield "Claim: a text in it holds half a character (a lone surrogate); correct the encoding."
        return
    sides = [{_party(filling) for filling in claim.filling(role)} for role in _sides(claim, model)]
    if "" in set().union(*sides):
        yield "Claim: a party has no name, or its IRI is malformed; correct it."
    elif len(sides) > 1 and len(set().union(*sides)) == 1:
        yield "Claim: the deal is one of a party with itself; name the other party."


def _sides(claim: Claim, model: Model) -> list[str]:
    roles = model.types[claim.type].roles
    return [role for role in claim.roles if roles[role].is_party and claim.filling(role)]


def _encodable(claim: Claim) -> bool:
    try:
        claim.model_dump_json()
    except ValueError:
        return False
    return True


def _party(participant: Participant) -> str:
    """Return the IRI of a party, or nothing if it cannot have one."""
    if not participant.name.strip():
        return ""
    try:
        return ox.NamedNode(party_iri(participant)).value
    except ValueError:
        return ""
