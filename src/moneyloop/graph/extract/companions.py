"""Lets two deals be told by the same words: who sells a stake, and who buys it; the stake is in a third."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

from moneyloop.graph.extract.match import Match
from moneyloop.graph.extract.sentence import Sentence
from moneyloop.ontology.model import Model, RelationType

Together = Callable[[Match, Match], bool]


def told_together(model: Model, one: Match, other: Match) -> bool:
    """Whether the ontology says that two types are told with each other, and they lead to the same party.

    The parties that the two lead from must be others.
    """
    first, second = model.types[one.frame.type], model.types[other.frame.type]
    if not model.tell_alike(first.name, second.name):
        return False
    start, end = _ends(one, first)
    other_start, other_end = _ends(other, second)
    return bool(end) and end == other_end and bool(other_start) and not start & other_start


def of_own_stake(model: Model, sentence: Sentence, match: Match) -> bool:
    """Whether «its stake» in a match would be one that a party has in itself: «X sold its stake to Y»."""
    inside = (mention for mention in sentence.mentions if mention.possessive)
    own = [mention.party for mention in inside if match.start <= mention.start < match.end]
    relation = model.types[match.frame.type]
    company = match.fillings.get(relation.ends[1]) if own and relation.ends else None
    if company is None or company.end > match.start or not any(party in company.parties for party in own):
        return False
    return any(model.tell_alike(relation.name, other) for other in model.types)


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
