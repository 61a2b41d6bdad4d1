"""Keeps a statement once a document, at its clearest place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from moneyloop.graph.claims import Claim
from moneyloop.ontology.model import Model


def without_repeats(claims: Sequence[Claim], model: Model) -> list[Claim]:
    """Return the claims without those that say nothing beyond another one of the same parties and type.

    A claim without amount and share is a repetition of any other; of two that say the same the first stays.
    """
    alike: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        twins = alike[_ends(claim, model)]
        if not any(_says_as_much(other, claim) for other in twins):
            twins[:] = [*(other for other in twins if not _says_as_much(claim, other)), claim]
    kept = {id(claim) for twins in alike.values() for claim in twins}
    return [claim for claim in claims if id(claim) in kept]


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
