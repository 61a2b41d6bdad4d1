"""Resolves «the company», «it» and missing subjects to parties named before.

The antecedent is the topic: the party that the latest sentence begins with, or the one named earlier in the
same sentence without an introducing word. This is the centering heuristic of B. J. Grosz, A. K. Joshi and
S. Weinstein, "Centering" (Computational Linguistics 21(2), 1995) cut down to subjects.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from moneyloop.graph.extract.sentence import Group, Mention, Sentence
from moneyloop.graph.parties import Party

_REACH: Final = 4
_NO_COMPANY: Final = frozenset({"Person", "Vehicle", "Government"})


def resolve(sentences: Sequence[Sentence], special: frozenset[str]) -> list[Party | None]:
    """Give each anaphor its party; return the topic that holds at the beginning of each sentence.

    ``special`` are the sectors that the language does not call «the company» («the bank»): an anaphor is
    taken for a party of such a sector only where no other is named, or where it asks for that sector.
    """
    topics: list[Party | None] = []
    recent: list[list[Party]] = []
    for sentence in sentences:
        topics.append(next(_candidates(recent, "Organization", special), None))
        for mention in sentence.mentions:
            if mention.wants:
                earlier = _earlier(sentence, mention)
                mention.candidates = tuple(_candidates([earlier, *recent], mention.wants, special))
                mention.party = next(iter(mention.candidates), None)
        sentence.mentions = [mention for mention in sentence.mentions if mention.party is not None]
        for group in sentence.groups:
            group.mentions = [mention for mention in group.mentions if mention.party is not None]
        sentence.groups = [group for group in sentence.groups if group.mentions]
        named = _ranked(sentence.groups)
        recent = [named, *recent[: _REACH - 1]] if named else recent
    return topics


def _earlier(sentence: Sentence, anaphor: Mention) -> list[Party]:
    """Return the parties before an anaphor in its sentence: bare ones first, then names before anaphors."""
    before = [m for m in sentence.mentions if m.end <= anaphor.start and not m.guessed]
    ordered = sorted(before, key=lambda mention: (bool(mention.marker), bool(mention.wants)))
    return [mention.party for mention in ordered if mention.party is not None]


def _candidates(recent: Sequence[Sequence[Party]], wants: str, special: frozenset[str]) -> Iterator[Party]:
    """Yield the parties that fit, the last named first, those of special sectors after all others."""
    for avoided in (True, False):
        for parties in recent:
            for party in parties:
                if _fits(party, wants) and (party.sector in special - {wants}) != avoided:
                    yield party


def _fits(party: Party, wants: str) -> bool:
    """Whether a party is of the kind (a class, or a sector) that is wanted."""
    if wants in (party.sector, party.kind):
        return True
    return wants == "Organization" and party.kind not in _NO_COMPANY and party.sector != "press"


def _ranked(groups: Sequence[Group]) -> list[Party]:
    """Return the parties of a sentence, those that nothing introduces first."""
    parties = [group for group in groups if not (group.source or group.guessed)]
    ordered = sorted(parties, key=lambda group: bool(group.marker or group.follower))
    return [party for group in ordered for party in group.parties]
