"""Lets two deals be told by the same words: who sells a stake, and who buys it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

from moneyloop.graph.extract.match import Match
from moneyloop.ontology.model import Model, RelationType

Together = Callable[[Match, Match], bool]


def told_together(model: Model, one: Match, other: Match) -> bool:
    """Whether the ontology says that two types are told with each other, and they lead to the same party.

    The parties that the two lead from must be others.
    """
    first, second = model.types[one.frame.type], model.types[other.frame.type]
    if second.name not in first.told_with and first.name not in second.told_with:
        return False
    start, end = _ends(one, first)
    other_start, other_end = _ends(other, second)
    return bool(end) and end == other_end and bool(other_start) and not start & other_start


def share_quantities(chosen: Sequence[Match], together: Together) -> None:
    """Give the amount and the share of a deal to the one that the same words tell."""
    for one, other in permutations(chosen, 2):
        if one.overlaps(other) and together(one, other):
            one.amount = one.amount or other.amount
            one.share = one.share or other.share


def _ends(match: Match, relation: RelationType) -> tuple[set[str], set[str]]:
    if relation.ends is None:
        return set(), set()
    start, end = (match.fillings.get(role) for role in relation.ends)
    return (
        {party.iri for party in start.parties} if start else set(),
        {party.iri for party in end.parties} if end else set(),
    )
