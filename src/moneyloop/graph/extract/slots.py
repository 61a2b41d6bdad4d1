"""Fills the slots of patterns with the parties of a sentence.

For each occurrence of a trigger the cheapest filling is sought: words in between cost one each, punctuation,
clause words and other parties in between cost more. What costs too much is no filling at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from moneyloop.graph.extract.binding import bind
from moneyloop.graph.extract.context import Context
from moneyloop.graph.extract.distance import distance
from moneyloop.graph.extract.ellipsis import elliptic
from moneyloop.graph.extract.fit import Fit, Fits
from moneyloop.graph.extract.insertions import COMMA
from moneyloop.graph.extract.lexicon import Lexicon
from moneyloop.graph.extract.match import Match
from moneyloop.graph.extract.patterns import Slot
from moneyloop.graph.extract.sentence import Group, Mention, Sentence, Trigger
from moneyloop.graph.extract.triggers import may_go_unsaid, triggered
from moneyloop.graph.extract.unknown import unknown_name
from moneyloop.graph.parties import PERSON, Party, unlisted

_DEAREST: Final = 22
_DEAREST_OPTIONAL: Final = 12
_DEAREST_UNSAID: Final = 12
_BESIDE: Final = 3
_OVER_ANOTHER_SLOT: Final = 8
_SUBJECT_GOES_ON: Final = 3
_CONTEXT: Final = 12
_LEFT_OUT: Final = 3
_UNKNOWN: Final = 2
_GUESS: Final = 3
_RARE: Final = 6
_NEAR_GUESS: Final = 16
_FAR_SUBJECT: Final = 12
_WORDS_TO_SUBJECT: Final = 4
_COMMAS_AFTER_SUBJECT: Final = 2
_NEAR: Final = 8
_SHORTLY: Final = 2


def matches(sentence: Sentence, lexicon: Lexicon, context: Context, fits: Fits) -> list[Match]:
    """Return every pattern whose trigger stands in a sentence and whose needed slots can be filled.

    ``fits`` tells how well a party fits a role of a type.
    """
    found = []
    for match in triggered(sentence, lexicon):
        if _fill(sentence, match, context, fits, lexicon):
            found += [match, *elliptic(sentence, match)]
    return found


def _fill(sentence: Sentence, match: Match, context: Context, fits: Fits, lexicon: Lexicon) -> bool:
    """Fill the slots of a match, from the context last; False if a needed one stays empty."""
    unsaid = _fill_said(sentence, match, context, fits, lexicon)
    if unsaid is None:
        return False
    for slot in unsaid:
        topics = context.likeliest(match.frame.type, slot.roles[0]) if slot.from_context else context.mains
        best = _from_context(sentence, slot, match, topics, fits)
        if best is not None:
            _take(match, slot, *best)
            match.cost += _LEFT_OUT * (not slot.from_context)
        elif not slot.optional:
            return False
    return bool(match.fillings) and bind(match, _actor(sentence, match), fits)


def _fill_said(
    sentence: Sentence, match: Match, context: Context, fits: Fits, lexicon: Lexicon
) -> list[Slot] | None:
    """Fill the slots of a match with what its sentence names; return those left, None if they may not be."""
    used: list[Group] = []
    unsaid: list[Slot] = []
    for slot in _by_urgency(match):
        best = _cheapest(sentence, slot, match, used, fits) or _unknown(sentence, slot, match, lexicon)
        if best is not None:
            _take(match, slot, *best)
            alike = list(_introduced_alike(sentence, slot, best[1], used, lexicon))
            used += [best[1], *alike]
            for more in alike:
                _take(match, slot, 0, more)
        elif slot.from_context:
            unsaid.append(slot)
        elif not slot.optional:
            if unsaid or slot.bare or not (context.main and may_go_unsaid(sentence, match.pattern)):
                return None
            unsaid.append(slot)
    left_out = any(not slot.from_context for slot in unsaid)
    return None if left_out and not match.fillings else unsaid


def _unknown(sentence: Sentence, slot: Slot, match: Match, lexicon: Lexicon) -> tuple[float, Group] | None:
    found = unknown_name(sentence, slot, match, lexicon) if slot.unknown_name else None
    return None if found is None else (_UNKNOWN, found)


def _introduced_alike(
    sentence: Sentence, slot: Slot, group: Group, used: Sequence[Group], lexicon: Lexicon
) -> Iterator[Group]:
    """Yield the groups further on that are introduced alike: «led by X, with participation from Y»."""
    alike = next((words & slot.before for words in lexicon.alike if group.marker in words), frozenset())
    for other in sentence.groups:
        start = group.end
        if other in used or other.start < start or other.marker not in alike:
            continue
        if sentence.words_between(start, other.begin) > _NEAR or other.source:
            return
        yield other
        group = other


def _by_urgency(match: Match) -> Sequence[Slot]:
    """Return the slots of a match in the order in which they are filled."""
    of_head = match.head is not None and not match.head_marker
    return match.pattern.urgent_of_head if of_head else match.pattern.urgent


def _take(match: Match, slot: Slot, cost: float, group: Group) -> None:
    match.cost += cost
    for role in slot.roles:
        earlier = match.fillings.get(role)
        match.fillings[role] = Group([*earlier.mentions, *group.mentions]) if earlier else group


def _dearest(slot: Slot) -> int:
    """Return what the party of a slot may cost; one that may be left unsaid is not sought far away."""
    if slot.beside:
        return _BESIDE
    return _DEAREST_OPTIONAL if slot.optional else _DEAREST_UNSAID if slot.from_context else _DEAREST


def _cheapest(
    sentence: Sentence, slot: Slot, match: Match, used: Sequence[Group], fits: Fits
) -> tuple[float, Group] | None:
    head = match.head if _speaks_of_head(sentence, slot, match) else None
    dearest = _dearest(slot)
    best: tuple[float, Group] | None = None
    for seen in [head] if head is not None and head not in used else sentence.groups:
        group = _read(sentence, seen, slot)
        if seen is not head and not (
            _stands_right(sentence, slot, match, group) and _introduced(sentence, slot, match, group)
        ):
            continue
        if any(other.start <= seen.end and seen.start <= other.end for other in used):
            continue
        fit = _fit(group, slot, match, fits)
        if fit is Fit.NEVER:
            continue
        cost = 0.0 if seen is head else _cost(sentence, slot, match, group, used)
        if cost is None:
            continue
        cost += _RARE * (fit is Fit.RARELY)
        if cost <= (_NEAR_GUESS if group.guessed else dearest) and (best is None or cost < best[0]):
            best = cost, group
    return best


def _speaks_of_head(sentence: Sentence, slot: Slot, match: Match) -> bool:
    """Whether the party before a relative clause is the one that a slot in it asks for."""
    if match.head_marker:
        return match.head_marker in slot.before
    if slot.bare and slot.side and _own_subject(sentence, match):
        return slot.side > 0
    return slot.bare and slot.side <= 0 and not _object_relative(sentence, slot, match)


def _read(sentence: Sentence, group: Group, slot: Slot) -> Group:
    """Read a guess as a slot needs it: with the particle that introduces the slot's party taken off."""
    if slot.beside and slot.bare and group.marker:
        group = replace(group, mentions=group.mentions[-1:])
    mention = group.mentions[0]
    prefix, marker = mention.perhaps
    if not marker or group.marker or marker not in slot.before:
        return group
    start = mention.start + len(prefix)
    party = unlisted(sentence.original(start, mention.end))
    read = replace(mention, start=start, party=party, prefix=prefix, marker=marker, perhaps=("", ""))
    return replace(group, mentions=[read, *group.mentions[1:]])


def _fit(group: Group, slot: Slot, match: Match, fits: Fits) -> Fit:
    """Return how well a group fits a role; the source of a statement only has people in jobs."""
    if group.source and not any(other.unknown_name for other in match.pattern.slots):
        return Fit.NEVER
    return min([fits(party, match.frame.type, slot.roles[0]) for party in group.parties])


def _cost(sentence: Sentence, slot: Slot, match: Match, group: Group, used: Sequence[Group]) -> float | None:
    if _inserted(sentence, group, match) or (slot.bare and _in_closed_relative(sentence, group, match)):
        return None
    if match.anew and slot.bare and group.end <= match.start:
        subject = _subject(sentence)
        if subject not in used:
            return _SUBJECT_GOES_ON if group is subject else None
    guessing = _GUESS * group.guessed
    gap = min([_gap_cost(sentence, slot, trigger, group, used) for trigger in match.triggers])
    if gap > _FAR_SUBJECT and slot.bare and _lone_subject(sentence, group, match):
        gap = _FAR_SUBJECT + (gap - _FAR_SUBJECT) / 4
    return guessing + gap


def _lone_subject(sentence: Sentence, group: Group, match: Match) -> bool:
    """Whether a sentence, or what follows its first comma, begins with its only subject before a trigger."""
    if group is not _subject(sentence) or group.end > match.start:
        return False
    opening = sentence.text[sentence.start : group.begin].rpartition(",")[2]
    between = sentence.text[group.end : match.start]
    if len(opening.split()) > _WORDS_TO_SUBJECT or ";" in between or ":" in between:
        return False
    if len(COMMA.findall(between)) > _COMMAS_AFTER_SUBJECT:
        return False
    if any(group.end <= cue.start < match.start for cue in sentence.cues_of("ClauseCue", "RelativeCue")):
        return False
    bare = (one for one in sentence.groups if not (one.marker or one.follower or one is group))
    return not any(group.end <= one.start and one.end <= match.start for one in bare)


def _inserted(sentence: Sentence, group: Group, match: Match) -> bool:
    """Whether a group stands in an insertion, and what a match rests on does not."""
    return any(
        begin <= group.start and group.end <= end and not any(begin <= t.start < end for t in match.triggers)
        for begin, end in sentence.insertions
    )


def _gap_cost(sentence: Sentence, slot: Slot, trigger: Trigger, group: Group, used: Sequence[Group]) -> float:
    before = group.end <= trigger.start
    start, end = (group.end, trigger.start) if before else (trigger.end, max(trigger.end, group.begin))
    others = (other for other in used if slot.bare and not other.follower)
    jumped = sum(start <= other.start and other.end <= end for other in others)
    return distance(sentence, start, end, slot.bare) + _OVER_ANOTHER_SLOT * jumped


def _in_closed_relative(sentence: Sentence, group: Group, match: Match) -> bool:
    """Whether a relative clause with a party ends before a trigger: «X, in which Y owns 7 %, lost …»."""
    relative = sentence.cues_of("RelativeCue")
    if not relative or "," not in sentence.text[group.end : match.start]:
        return False
    return any(cue.end <= group.start and "," not in sentence.text[cue.end : group.start] for cue in relative)


def _subject(sentence: Sentence) -> Group | None:
    """Return the first party of a sentence that nothing introduces: a second clause goes on about it."""
    groups = (group for group in sentence.groups if not (group.source or group.guessed))
    bare = (group for group in groups if not (group.marker or group.follower))
    return next(bare, None)


def _actor(sentence: Sentence, match: Match) -> Group | None:
    """Return the only party before a trigger that nothing introduces: its clause says something of it."""
    bare = (group for group in sentence.groups if not (group.marker or group.follower or group.source))
    before = [group for group in bare if group.end <= match.start]
    parting = sentence.cues_of("ClauseCue", "RelativeCue")
    if len(before) != 1 or any(before[0].end <= cue.start < match.start for cue in parting):
        return None
    return before[0]


def _own_subject(sentence: Sentence, match: Match) -> bool:
    """Whether a relative clause has a subject before its verb: «Wiz, which Google bought»."""
    if match.head is None:
        return False
    start = match.head.end
    bare = (group for group in sentence.groups if not (group.marker or group.follower or group.source))
    inside = (group for group in bare if start < group.start and group.end <= match.start)
    return any(sentence.words_between(group.end, match.start) <= _SHORTLY for group in inside)


def _object_relative(sentence: Sentence, slot: Slot, match: Match) -> bool:
    """Whether a relative clause has a subject of its own after its verb: «in which invests Nvidia»."""
    return slot.side == 0 and any(
        not group.marker
        and group.start - match.end >= 0
        and sentence.words_between(match.end, group.start) < _BESIDE
        for group in sentence.groups
    )


def _stands_right(sentence: Sentence, slot: Slot, match: Match, group: Group) -> bool:
    if group.end <= match.start:
        return slot.side <= 0
    if group.start >= match.end:
        return slot.side >= 0
    if any(group.start < trigger.end and trigger.start < group.end for trigger in match.triggers):
        return False
    return slot.side == 0 or not slot.bare or _behind_object(sentence, match, group)


def _behind_object(sentence: Sentence, match: Match, group: Group) -> bool:
    """Whether a postposition ends an object inside a trigger right before a party: perhaps its subject."""
    return any(match.start <= cue.start and cue.end + 1 == group.begin for cue in sentence.cues_of("after"))


def _introduced(sentence: Sentence, slot: Slot, match: Match, group: Group) -> bool:
    if slot.bare and not group.follower and _governed(sentence, match, group):
        return True
    if slot.bare and slot.beside and _is_apposed(sentence, match, group):
        return True
    if slot.after:
        marked = group.marker in slot.before or (group.follower and slot.before == {""})
        return bool(marked) and group.follower in slot.after
    return not group.follower and group.marker in slot.before


def _is_apposed(sentence: Sentence, match: Match, group: Group) -> bool:
    """Whether a trigger describes a party behind a comma: «from Y, a subsidiary of X»."""
    between = sentence.text[group.end : match.start]
    return between.startswith(",") and sentence.words_between(group.end, match.start) <= 1


def _governed(sentence: Sentence, match: Match, group: Group) -> bool:
    """Whether what seems to introduce a group is the end of a trigger: «took over X»."""
    if not group.marker:
        return False
    near = [one for one in match.triggers if 0 <= group.begin - one.end <= 1]
    return any(sentence.text[one.start : one.end].endswith(" " + group.marker) for one in near)


def _from_context(
    sentence: Sentence, slot: Slot, match: Match, topics: Sequence[Party], fits: Fits
) -> tuple[float, Group] | None:
    """Take the party that the sentence began with, else the one that the sentences before speak of.

    A relative clause about a thing rather goes on about the latter. Whose «its stake» the match speaks of is
    neither.
    """
    used = {party.iri for group in match.fillings.values() for party in group.parties}
    inside = (mention for mention in sentence.mentions if match.start <= mention.start < match.end)
    used.update(mention.party.iri for mention in inside if mention.possessive and mention.party)
    known = [Group([Mention(match.start, match.start, topic)]) for topic in topics]
    subject = _subject(sentence)
    if subject is not None and _goes_on_about(sentence, subject, match):
        known.insert(len(known) if _in_relative(sentence, subject, match) else 0, subject)
    for group in known:
        free = not used.intersection(party.iri for party in group.parties)
        if free and _fit(group, slot, match, fits) is Fit.WELL:
            return _CONTEXT, group
    return None


def _goes_on_about(sentence: Sentence, subject: Group, match: Match) -> bool:
    between = sentence.text[subject.end : match.start]
    return subject.end <= match.start and ";" not in between and not _is_person(subject)


def _in_relative(sentence: Sentence, subject: Group, match: Match) -> bool:
    """Whether a trigger stands in a relative clause about a thing: «X pays for a site that has been let»."""
    return any(
        subject.end < cue.start <= match.start and sentence.words_between(cue.end, match.start) <= _SHORTLY
        for cue in sentence.cues_of("RelativeCue")
        if sentence.words_between(subject.end, cue.start) > 0
    )


def _is_person(group: Group) -> bool:
    return any(party.kind == PERSON for party in group.parties)
