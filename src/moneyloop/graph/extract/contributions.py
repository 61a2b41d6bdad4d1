"""Tells apart what one match states: a round and who invests in it, two projects of the same parties."""

from __future__ import annotations

from collections.abc import Iterator

from moneyloop.graph.claims import Claim
from moneyloop.ontology.model import Model


def contributions(claim: Claim, model: Model) -> Iterator[Claim]:
    """Yield a claim as it is, or, where parties give parts of a total, the total and the parts.

    Parties that share several things, such as projects, share each of them in a claim of its own.
    The one giver of a total gives all of it; how much each of several gives is not said.
    """
    relation = model.types[claim.type]
    if relation.ties_parties and relation.ends:
        yield from _one_shared_each(claim, relation.ends[1])
        return
    part = model.types.get(relation.contribution)
    if part is None or relation.ends is None or part.ends is None or not claim.core:
        yield claim
        return
    giver, _ = relation.ends
    others = {role: value for role, value in claim.roles.items() if role != giver}
    if claim.amount is not None:
        yield claim.model_copy(update={"roles": others, "core": False})
    ends = dict(zip(relation.ends, part.ends, strict=True))
    roles = {ends[role]: value for role, value in claim.roles.items() if role in ends}
    amount = claim.amount if len(claim.filling(giver)) == 1 else None
    yield claim.model_copy(update={"type": part.name, "roles": roles, "amount": amount})


def _one_shared_each(claim: Claim, role: str) -> Iterator[Claim]:
    if role not in claim.roles:
        yield claim
    for shared in claim.filling(role):
        yield claim.model_copy(update={"roles": claim.roles | {role: shared}})
