"""Keeps a statement once a document, at its clearest place."""

from __future__ import annotations

from collections.abc import Sequence

from moneyloop.graph.claims import Claim
from moneyloop.ontology.model import Model


def without_repeats(claims: Sequence[Claim], model: Model) -> list[Claim]:
    """Return the claims without those that say nothing beyond another one of the same parties and type.

    A claim without amount and share is a repetition of any other; of two that say the same the first stays.
    """
    kept: list[Claim] = []
    for claim in claims:
        twins = [other for other in kept if _ends(other, model) == _ends(claim, model)]
        if any(_says_as_much(other, claim) for other in twins):
            continue
        for other in twins:
            if _says_as_much(claim, other):
                kept.remove(other)
        kept.append(claim)
    return kept


def _ends(claim: Claim, model: Model) -> tuple[object, ...]:
    roles = model.types[claim.type].roles
    ends = {
        (role, participant.iri)
        for role in claim.roles
        if roles[role].is_party
        for participant in claim.filling(role)
    }
    return (claim.type, frozenset(ends), claim.status == "cancelled")


def _says_as_much(claim: Claim, other: Claim) -> bool:
    """Whether ``claim`` gives everything that ``other`` gives."""
    return (other.amount is None or other.amount == claim.amount) and (
        other.share is None or other.share == claim.share
    )
