"""Resolves «the company», «it», «its rival», «both» and missing subjects to parties named before.

The antecedent is the topic: the party that the latest sentence begins with, or the one named earlier in the
same sentence without an introducing word. This is the centering heuristic of B. J. Grosz, A. K. Joshi and
S. Weinstein, "Centering" (Computational Linguistics 21(2), 1995) cut down to subjects. Among the sentences
before, parties count that stand first, and those that the document is about: often named, named far more
often than the others, or named where it begins, in its title or first sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import log2
from typing import Final

from moneyloop.graph.extract.descriptions import Descriptions
from moneyloop.graph.extract.sentence import Group, Mention, Sentence
from moneyloop.graph.parties import Party

ANY: Final = "Organization"
PRONOUN: Final = "pronoun"
BESIDE_VERB: Final = "pronoun-beside-verb"
BOTH: Final = "both"
OTHER: Final = "other"
_REACH: Final = 4
_FIRST: Final = 4.0
_FIRST_BUT_INTRODUCED: Final = 2.0
_MOST: Final = 3.0
_MAIN: Final = 6.0
_LEAD: Final = 2.0
_MUCH_MORE: Final = 1.5
_OFTEN: Final = 3
_FAR: Final = 25
_PERSON: Final = "Person"
_NO_COMPANY: Final = frozenset({_PERSON, "Vehicle", "Government"})


def resolve(sentences: Sequence[Sentence], special: frozenset[str]) -> list[Sequence[Party]]:
    """Give each anaphor its party; return whom each sentence may leave unsaid, the likeliest first.

    ``special`` are the sectors that the language does not call «the company» («the bank»): an anaphor is
    taken for a party of such a sector only where no other is named, or where it asks for that sector.
    """
    topics: list[Sequence[Party]] = []
    recent: list[list[Party]] = []
    subjects: list[bool] = []
    about = _weights(sentences)
    described, main = Descriptions(), main_party(sentences)
    salient: list[Party] = []
    unsaid: list[Party] = []
    for sentence in sentences:
        topics.append(unsaid)
        for mention in sentence.mentions:
            if mention.wants:
                _resolve(sentence, mention, salient, recent, special)
                _prefer(mention, described.meant(sentence, mention, mention.wants == ANY))
        described.learn(sentence)
        _tidy(sentence)
        ranked = _ranked(sentence.groups)
        if ranked:
            recent = [ranked, *recent[: _FAR - 1]]
            subjects = [_begins_bare(sentence.groups, ranked[0]), *subjects[: _REACH - 1]]
            salient = _salient(list(zip(recent, subjects, strict=False)), about, main)
            unsaid = list(_candidates([salient], ANY, special))
    return topics


def main_party(sentences: Sequence[Sentence]) -> Party | None:
    """Return the company that a document names far more often than all others; None if there is none."""
    [(iri, most), (_, second)] = [*named(sentences).most_common(2), ("", 0), ("", 0)][:2]
    if most < _OFTEN or most < _MUCH_MORE * second:
        return None
    parties = (mention.party for sentence in sentences for mention in sentence.mentions if mention.party)
    main = next(party for party in parties if party.iri == iri)
    return main if _fits(main, ANY) else None


def _weights(sentences: Sequence[Sentence]) -> dict[str, float]:
    """Return how much a document is about each party that it names."""
    counts = named(sentences)
    weights = {iri: min(_MOST, log2(1 + count)) for iri, count in counts.items()}
    for (iri, most), (_, second) in pairwise([*counts.most_common(2), ("", 0)][:2]):
        weights[iri] += _MAIN if most >= _MUCH_MORE * second else 0.0
    for iri in named(sentences[:1]):
        weights[iri] += _LEAD
    return weights


def named(sentences: Sequence[Sentence]) -> Counter[str]:
    """Return how often each party is named in sentences."""
    mentions = (m for sentence in sentences for m in sentence.mentions if not (m.guessed or m.wants))
    return Counter(mention.party.iri for mention in mentions if mention.party is not None)


def _salient(
    recent: Sequence[tuple[Sequence[Party], bool]], about: Mapping[str, float], main: Party | None
) -> list[Party]:
    """Return the parties of the sentences before, those first that they and the document are mostly about."""
    scores: dict[Party, float] = {main: about[main.iri]} if main and recent else {}
    for back, (parties, subject) in enumerate(recent):
        for place, party in enumerate(parties):
            weight = _FIRST if subject else _FIRST_BUT_INTRODUCED
            first = 0.0 if place else weight / (1 + back)
            scores[party] = scores.get(party, about.get(party.iri, 0.0)) + first
    return sorted(scores, key=lambda party: -scores[party])


def _resolve(
    sentence: Sentence,
    anaphor: Mention,
    salient: Sequence[Party],
    recent: Sequence[Sequence[Party]],
    special: frozenset[str],
) -> None:
    bare, introduced = _earlier(sentence, anaphor)
    wants = ANY if anaphor.wants in (PRONOUN, BOTH, OTHER) else anaphor.wants
    before = (
        [salient] if anaphor.wants in (ANY, PRONOUN, OTHER) else recent[: _REACH if wants == ANY else _FAR]
    )
    avoided = frozenset[str]() if anaphor.follower else special
    host = _host(sentence, anaphor) if anaphor.wants == PRONOUN else []
    near = [host, bare, *before, introduced] if anaphor.wants == PRONOUN else [bare + introduced, *before]
    candidates = tuple(_distinct(_candidates(near, wants, avoided)))
    if anaphor.wants == OTHER:
        candidates = candidates[1:]
    anaphor.candidates = candidates
    anaphor.party = next(iter(candidates), None)
    if anaphor.wants == BOTH:
        anaphor.party = candidates[0] if len(candidates) > 1 else None


def _host(sentence: Sentence, pronoun: Mention) -> list[Party]:
    """Return the party that an insertion describes, if a pronoun stands in one: «X, home of its chips»."""
    begins = [begin for begin, end in sentence.insertions if begin <= pronoun.start < end]
    hosts = [m.party for m in sentence.mentions for begin in begins if m.party and 0 <= begin - m.end <= 1]
    return hosts[-1:]


def _prefer(anaphor: Mention, meant: Party | None) -> None:
    """Take an anaphor that asks for a sector for the party that the document described with its words."""
    if meant is not None and anaphor.wants not in (PRONOUN, BOTH, OTHER):
        anaphor.candidates = tuple(_distinct(iter([meant, *anaphor.candidates])))
        anaphor.party = meant


def _tidy(sentence: Sentence) -> None:
    """Drop the anaphors that stand for nobody, and let «both» stand for two."""
    if all(mention.party is not None and mention.wants != BOTH for mention in sentence.mentions):
        return
    sentence.mentions = [mention for mention in sentence.mentions if mention.party is not None]
    groups = sentence.groups
    sentence.groups = []
    for group in groups:
        mentions = [one for mention in group.mentions for one in _spelled_out(mention)]
        if mentions:
            sentence.groups.append(Group(mentions, group.source))


def _spelled_out(mention: Mention) -> list[Mention]:
    if mention.party is None:
        return []
    if mention.wants == BOTH:
        return [replace(mention, party=party) for party in mention.candidates[:2]]
    return [mention]


def _earlier(sentence: Sentence, anaphor: Mention) -> tuple[list[Party], list[Party]]:
    """Return the parties before an anaphor in its sentence, names before anaphors: bare ones, and others."""
    before = [m for m in sentence.mentions if m.end <= anaphor.start and m.party and not m.guessed]
    before = [m for m in before if not _said_of(sentence, m, anaphor)]
    before.sort(key=lambda mention: bool(mention.wants))
    bare = [m.party for m in before if m.party and not m.marker]
    return bare, [m.party for m in before if m.party and m.marker]


def _said_of(sentence: Sentence, mention: Mention, anaphor: Mention) -> bool:
    """Whether an insertion that has «the company» tells of a mention: «X, which sold the company Y, …»."""
    if anaphor.wants != ANY or anaphor.follower or not anaphor.marker:
        return False
    inside = [span for span in sentence.insertions if span[0] == mention.end and anaphor.end <= span[1]]
    relative = {cue.start for cue in sentence.cues_of("RelativeCue")}
    joined = (one for one in sentence.triggers if one.prefix not in {"", *sentence.conjunction_prefixes})
    relative.update(one.start - len(one.prefix) for one in joined)
    return any(relative.intersection((begin, begin + len(", "))) for begin, _ in inside)


def _distinct(parties: Iterator[Party]) -> Iterator[Party]:
    yield from {party.iri: party for party in parties}.values()


def _candidates(recent: Sequence[Sequence[Party]], wants: str, special: frozenset[str]) -> Iterator[Party]:
    """Yield the parties that fit, the last named first, those of special sectors after all others.

    Where a sector is wanted and no party of it is near, one of which no sector is known may be meant.
    """
    for avoided in (True, False):
        for parties in recent:
            for party in parties:
                if _fits(party, wants) and (party.sector in special - {wants}) != avoided:
                    yield party
    if wants not in (ANY, _PERSON):
        yield from (party for parties in recent[:_REACH] for party in parties if _of_no_known_kind(party))


def _fits(party: Party, wants: str) -> bool:
    """Whether a party is of one of the kinds (classes, or sectors) that are wanted."""
    return _of_kind(party.kind, party.sector, wants)


@cache
def _of_kind(kind: str, sector: str, wants: str) -> bool:
    kinds = wants.split("|")
    if sector in kinds or kind in kinds:
        return True
    return ANY in kinds and kind not in _NO_COMPANY and sector != "press"


def _of_no_known_kind(party: Party) -> bool:
    return not (party.sector or party.listed or party.kind == _PERSON)


def _begins_bare(groups: Sequence[Group], first: Party) -> bool:
    """Whether nothing introduces the first of the parties of a sentence somewhere in it."""
    seen = (group for group in groups if not (group.source or group.guessed))
    bare = (group for group in seen if not (group.marker or group.follower))
    return any(first.iri == party.iri for group in bare for party in group.parties)


def _ranked(groups: Sequence[Group]) -> list[Party]:
    """Return the parties of a sentence, those that nothing introduces first."""
    parties = [group for group in groups if not (group.source or group.guessed)]
    ordered = sorted(parties, key=lambda group: bool(group.marker or group.follower))
    return list(dict.fromkeys(party for group in ordered for party in group.parties))
