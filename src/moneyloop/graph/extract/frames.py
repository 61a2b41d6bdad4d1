"""Decides which of the patterns found in a sentence stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from moneyloop.graph.extract.assign import assign, in_reach
from moneyloop.graph.extract.companions import Together, share_quantities
from moneyloop.graph.extract.distance import apart
from moneyloop.graph.extract.match import Match
from moneyloop.graph.extract.sentence import Group, Sentence

_UNSURE: Final = 4
"""The rank of a match that costs more than it weighs; a deal that is as doubtful is not believed."""


def choose(
    sentence: Sentence, found: Sequence[Match], carries: Callable[[Match], bool], together: Together
) -> list[Match]:
    """Return the surest matches, with their quantities, in text order.

    No two share a trigger, but those of which ``together`` says that the same words tell both. ``carries``
    says whether a match's type can carry an amount at all.
    """
    if not found:
        return []
    chosen: list[Match] = []
    for match in sorted(found, key=lambda match: (_half_of_another(match, found), match.rank)):
        rivals = (other for other in chosen if match.overlaps(other))
        if match.doubt(bool(chosen)) > _UNSURE or any(match.turns_round(other) for other in chosen):
            continue
        if in_reach(sentence, match) and all(together(match, other) for other in rivals):
            chosen.append(match)
    chosen.sort(key=lambda match: match.start)
    _give_way(sentence, chosen)
    kept = assign(sentence, chosen, carries)
    share_quantities(kept, together)
    return kept


def _half_of_another(match: Match, found: Sequence[Match]) -> bool:
    """Whether another match has the one party of this one in the same role, and the other party as well."""
    if len(match.fillings) > 1:
        return False
    (role, group), *_ = match.fillings.items()
    return any(
        len(other.fillings) > 1
        and other.frame.type == match.frame.type
        and other.fillings.get(role) is group
        and other.overlaps(match)
        and other.rank[0] <= _UNSURE
        for other in found
    )


def _give_way(sentence: Sentence, chosen: Sequence[Match]) -> None:
    """Empty optional roles whose party another match needs and stands nearer to."""
    for match in chosen:
        for slot in match.pattern.slots:
            group = match.fillings.get(slot.roles[0])
            if (
                slot.optional
                and not slot.bare
                and group is not None
                and _needed(sentence, chosen, match, group)
            ):
                for role in slot.roles:
                    del match.fillings[role]


def _needed(sentence: Sentence, chosen: Sequence[Match], match: Match, group: Group) -> bool:
    place = (group.start, group.end)
    return any(
        other is not match
        and any(
            not slot.optional and not slot.bare and other.fillings.get(slot.roles[0]) is group
            for slot in other.pattern.slots
        )
        and apart(sentence, other.span, place) < apart(sentence, match.span, place)
        for other in chosen
    )
