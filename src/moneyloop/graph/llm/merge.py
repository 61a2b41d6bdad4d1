"""Brings the claims of two extractors about the same document together, and keeps who found what."""

from __future__ import annotations

from collections.abc import Sequence

from moneyloop.graph.claims import Amount, Claim
from moneyloop.graph.extract.repeats import without_repeats
from moneyloop.graph.text.normalise import fold
from moneyloop.ontology.model import Model


def merge(first: Sequence[Claim], second: Sequence[Claim], model: Model) -> list[Claim]:
    """Return the claims of both in text order, one where both found the same.

    Two claims are the same if type and parties are, the quotes overlap and the amounts and shares do not
    contradict each other. The one that says more stays, of equals that of ``first``.
    """
    left = list(second)
    merged: list[Claim] = []
    for claim in first:
        twin = next((other for other in left if _same(claim, other, model)), None)
        if twin is None:
            merged.append(claim)
            continue
        left.remove(twin)
        fuller = twin if _says(twin) > _says(claim) else claim
        merged.append(fuller.model_copy(update={"found_by": sorted({*claim.found_by, *twin.found_by})}))
    in_order = sorted([*merged, *left], key=lambda claim: (claim.start, claim.end))
    return without_repeats(in_order, model)


def _same(one: Claim, two: Claim, model: Model) -> bool:
    return (
        one.type == two.type
        and one.start < two.end
        and two.start < one.end
        and (one.status == "cancelled") == (two.status == "cancelled")
        and _same_parties(one, two, model)
        and _agree(one.amount, two.amount)
        and (one.share is None or two.share is None or one.share == two.share)
    )


def _same_parties(one: Claim, two: Claim, model: Model) -> bool:
    roles = {role for role, meaning in model.types[one.type].roles.items() if meaning.is_party}
    return all(_meet(one, two, role) for role in roles & (one.roles.keys() | two.roles.keys()))


def _meet(one: Claim, two: Claim, role: str) -> bool:
    """Whether the parties in a role are the same, by IRI or by the words of the document."""
    mine, theirs = one.filling(role), two.filling(role)
    if len(mine) != len(theirs):
        return False
    return all(
        any(a.iri == b.iri or (a.text and b.text and fold(a.text) == fold(b.text)) for b in theirs)
        for a in mine
    )


def _agree(one: Amount | None, two: Amount | None) -> bool:
    """Whether two amounts can be the same: one is not given, or the intervals have a point in common."""
    if one is None or two is None:
        return True
    low = max(end for end in (one.min, two.min, 0.0) if end is not None)
    high = [end for end in (one.max, two.max) if end is not None]
    return one.currency == two.currency and (not high or low <= min(high))


def _says(claim: Claim) -> int:
    return (claim.amount is not None) + (claim.share is not None)
