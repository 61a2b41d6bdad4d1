"""Keeps a statement once a document, at its clearest place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from moneyloop.graph.claims import Claim
from moneyloop.ontology.model import Model


def without_repeats(claims: Sequence[Claim], model: Model) -> list[Claim]:
    """Return the claims without those that say nothing beyond another one of the same parties and type.

    A claim without amount and share is a repetition of any other; of two that say the same the first stays.
    What stays is found by whoever found its repetitions.
    """
    alike: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    finders: dict[int, set[str]] = {}
    for claim in claims:
        twins = alike[_ends(claim, model)]
        finders[id(claim)] = set(claim.found_by)
        says_it = next((other for other in twins if _says_as_much(other, claim)), None)
        if says_it is not None:
            finders[id(says_it)] |= finders[id(claim)]
            continue
        repeated = [other for other in twins if _says_as_much(claim, other)]
        finders[id(claim)].update(*(finders[id(other)] for other in repeated))
        twins[:] = [*(other for other in twins if other not in repeated), claim]
    kept = {id(claim) for twins in alike.values() for claim in twins}
    return [_found_by(claim, finders[id(claim)]) for claim in claims if id(claim) in kept]


def _found_by(claim: Claim, finders: set[str]) -> Claim:
    if finders == set(claim.found_by):
        return claim
    return claim.model_copy(update={"found_by": sorted(finders)})


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
