"""Tells the total of a deal from the parts of the parties that take part: a round, and who invests in it."""

from __future__ import annotations

from collections.abc import Iterator

from moneyloop.graph.claims import Claim
from moneyloop.ontology.model import Model


def contributions(claim: Claim, model: Model) -> Iterator[Claim]:
    """Yield a claim as it is, or, where parties give parts of a total, the total and the parts.

    The one giver of a total gives all of it; how much each of several gives is not said.
    """
    relation = model.types[claim.type]
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
