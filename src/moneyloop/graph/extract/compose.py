"""Turns a match into claims: who plays which role, in which words, and whether it relates named parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations

from moneyloop.graph.claims import Participant
from moneyloop.graph.extract.fit import Fits
from moneyloop.graph.extract.match import Match
from moneyloop.graph.extract.patterns import Slot
from moneyloop.graph.extract.sentence import Group, Sentence
from moneyloop.graph.parties import Party
from moneyloop.ontology.model import RelationType

Roles = dict[str, Participant | list[Participant]]


def role_sets(sentence: Sentence, match: Match, fits: Fits) -> Iterator[Roles]:
    """Yield what fills the roles of a match: once, or for each pair of parties that do it to each other.

    ``fits`` tells how well a party fits a role of a type: where only one of a pair can do it to the other, it
    is the one that fits best. If both fit alike the words do not say who does it, and nothing is yielded.
    """
    for slot in match.pattern.slots:
        if len(slot.roles) > 1:
            group = match.fillings[slot.roles[0]]
            for pair in _pairs(match, slot, group.parties, fits):
                named = zip(slot.roles, pair, strict=True)
                yield {role: _participant(sentence, group, party) for role, party in named}
            return
    roles = _roles(sentence, match)
    needed = {role for slot in match.pattern.slots if not slot.optional for role in slot.roles}
    if needed <= set(roles):
        yield roles


def _pairs(match: Match, slot: Slot, parties: Sequence[Party], fits: Fits) -> Iterable[tuple[Party, ...]]:
    pairs = permutations(parties, len(slot.roles))
    if not slot.one_way:
        return pairs

    def fit(pair: tuple[Party, ...]) -> int:
        return sum(fits(party, match.frame.type, role) for role, party in zip(slot.roles, pair, strict=True))

    ranked = sorted(pairs, key=fit, reverse=True)
    tied = len(ranked) > 1 and fit(ranked[0]) == fit(ranked[1])
    return [] if tied else ranked[:1]


def is_core(relation: RelationType, roles: Roles) -> bool:
    """Whether two or more parties are related, so that the claim is an edge of the graph."""
    named = {
        participant.iri
        for role, value in roles.items()
        if relation.roles[role].is_party
        for participant in (value if isinstance(value, list) else [value])
    }
    return not relation.is_figure and len(named) > 1


def _roles(sentence: Sentence, match: Match) -> Roles:
    """Return what fills each role; a party that fills one role fills no other."""
    roles: Roles = {}
    used: set[str] = set()
    for role, group in match.fillings.items():
        parties = [party for party in group.parties if party.iri not in used]
        used |= {party.iri for party in parties}
        participants = [_participant(sentence, group, party) for party in parties]
        if participants:
            roles[role] = participants[0] if len(participants) == 1 else participants
    for part, trigger in zip(match.pattern.parts, match.triggers, strict=True):
        if part.role:
            text = sentence.original(trigger.start, trigger.end)
            roles[part.role] = Participant(name=text, text=text)
    return roles


def _participant(sentence: Sentence, group: Group, party: Party) -> Participant:
    mention = next(mention for mention in group.mentions if mention.party == party)
    text = sentence.original(mention.start, mention.end)
    return Participant(name=party.name, text=text or party.name, iri=party.iri)
