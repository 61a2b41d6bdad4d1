"""Resolves «the company», «it» and missing subjects to parties named before.

The antecedent is the topic: the party that the latest sentence begins with, or the one named earlier in the
same sentence without an introducing word. This is the centering heuristic of B. J. Grosz, A. K. Joshi and
S. Weinstein, "Centering" (Computational Linguistics 21(2), 1995) cut down to subjects.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from moneyloop.graph.extract.sentence import Group, Mention, Sentence
from moneyloop.graph.parties import Party

_REACH: Final = 4
_NO_COMPANY: Final = frozenset({"Person", "Vehicle", "Government"})


def resolve(sentences: Sequence[Sentence], special: frozenset[str]) -> list[Party | None]:
    """Give each anaphor its party; return the topic that holds at the beginning of each sentence.

    ``special`` are the sectors that have anaphors of their own in the language («the bank»), so that «the
    company» is taken for a party of such a sector only where no other is named.
    """
    topics: list[Party | None] = []
    recent: list[list[Party]] = []
    for sentence in sentences:
        topics.append(_latest(recent, "Organization", special))
        for mention in sentence.mentions:
            if mention.wants:
                earlier = _earlier(sentence, mention)
                mention.party = _latest([earlier, *recent], mention.wants, special)
        sentence.mentions = [mention for mention in sentence.mentions if mention.party is not None]
        for group in sentence.groups:
            group.mentions = [mention for mention in group.mentions if mention.party is not None]
        sentence.groups = [group for group in sentence.groups if group.mentions]
        named = _ranked(sentence.groups)
        recent = [named, *recent[: _REACH - 1]] if named else recent
    return topics


def _earlier(sentence: Sentence, anaphor: Mention) -> list[Party]:
    before = [mention for mention in sentence.mentions if mention.end <= anaphor.start and not mention.marker]
    ordered = sorted(before, key=lambda mention: bool(mention.wants))
    return [mention.party for mention in ordered if mention.party is not None]


def _latest(recent: Sequence[Sequence[Party]], wants: str, special: frozenset[str]) -> Party | None:
    """Return the party named last that fits, one of a special sector only if there is no other."""
    for avoided in (special - {wants}, frozenset[str]()):
        for parties in recent:
            fitting = _fitting([party for party in parties if party.sector not in avoided], wants)
            if fitting:
                return fitting
    return None


def _fitting(parties: Sequence[Party], wants: str) -> Party | None:
    """Return the first party of the kind (a class, or a sector) that is wanted."""
    for party in parties:
        if wants in (party.sector, party.kind):
            return party
        if wants == "Organization" and party.kind not in _NO_COMPANY and party.sector != "press":
            return party
    return None


def _ranked(groups: Sequence[Group]) -> list[Party]:
    """Return the parties of a sentence, those that nothing introduces first."""
    ordered = sorted(groups, key=lambda group: bool(group.marker or group.follower))
    return [party for group in ordered for party in group.parties]
