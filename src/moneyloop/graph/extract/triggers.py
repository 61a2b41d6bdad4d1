"""Finds where the triggers of patterns stand, and what clause of the sentence they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from moneyloop.graph.extract.distance import remarks
from moneyloop.graph.extract.insertions import says_which
from moneyloop.graph.extract.lexicon import Lexicon
from moneyloop.graph.extract.match import Match
from moneyloop.graph.extract.patterns import Pattern
from moneyloop.graph.extract.sentence import Cue, Group, Sentence, Trigger, free
from moneyloop.graph.extract.uses import numbers

_GAP: Final = 9
_GAP_COST: Final = 1.5
_WORDS_IN_RELATIVE: Final = 3
_OPENING: Final = re.compile(r"[, ]*")
_LETTER: Final = re.compile(r"[^\W\d_]")


def triggered(sentence: Sentence, lexicon: Lexicon) -> Iterator[Match]:
    """Yield a match without parties for each place where the whole trigger of a pattern stands."""
    alone = not sentence.groups and not sentence.cues_of("RelativeCue")
    standing = [
        (*lexicon.patterns[number], places)
        for number, places in _places(sentence, lexicon, lexicon.without_party if alone else -1).items()
        if len(places) == len(lexicon.patterns[number][1].parts)
    ]
    if not standing:
        return
    markers, followers = _around_parties(sentence)
    clauses: dict[tuple[int, str], tuple[Group | None, str, bool]] = {}
    for frame, pattern, places in standing:
        if not (_fillable(pattern, markers, followers) or may_go_unsaid(sentence, pattern)):
            continue
        for parts in _chains(sentence, pattern, places):
            place = parts[0].start, parts[0].prefix
            if place not in clauses:
                clauses[place] = *_head(sentence, parts[0], lexicon), _begins_anew(sentence, parts[0])
            head, marker, anew = clauses[place]
            gaps = sum(_bare_words(sentence, a.end, b.start) for a, b in pairwise(parts))
            yield Match(frame, pattern, parts, head, marker, anew, cost=_GAP_COST * gaps)


def _around_parties(sentence: Sentence) -> tuple[set[str], set[str]]:
    """Return the words that introduce the parties of a sentence, or may, and those that follow them."""
    markers = {group.marker for group in sentence.groups}
    markers.update(mention.perhaps[1] for group in sentence.groups for mention in group.mentions)
    markers.update(_introduction(sentence, cue) for cue in sentence.cues_of("RelativeCue"))
    return markers, {group.follower for group in sentence.groups}


def _fillable(pattern: Pattern, markers: set[str], followers: set[str]) -> bool:
    """Whether a sentence may have a party for each needed slot, by the words beside its parties.

    A slot that is filled otherwise, from the context or with a name that no recogniser knows, is passed over;
    so is a bare one where there is any party, for it may be that of a relative clause.
    """
    for slot in pattern.asking:
        if not markers:
            return False
        wanted, there = (slot.after, followers) if slot.after else (slot.before, markers)
        if not slot.bare and wanted.isdisjoint(there):
            return False
    return True


def may_go_unsaid(sentence: Sentence, pattern: Pattern) -> bool:
    """Whether a sentence with a sure trigger has one party alone: the other one was named before."""
    if len(pattern.parts) == 1:
        return False
    return sum(not (group.source or group.guessed) for group in sentence.groups) == 1


def _places(sentence: Sentence, lexicon: Lexicon, among: int) -> dict[int, dict[int, list[Trigger]]]:
    """Return where each part stands of each pattern that begins in a sentence, and goes on if it has parts.

    ``among`` is the set of patterns that may stand there (see ``uses``), -1 for all.
    """
    begun = going_on = 0
    for trigger in sentence.triggers:
        begun |= trigger.uses.begun
        going_on |= trigger.uses.going_on
    places: dict[int, dict[int, list[Trigger]]] = {}
    for number in numbers(begun & among & (lexicon.of_one_part | going_on)):
        places[number] = {}
        for trigger in sentence.triggers:
            for part in trigger.uses.parts.get(number, ()):
                there = places[number].setdefault(part, [])
                if not there or trigger.end > there[-1].end:
                    there.append(trigger)
    return places


def _chains(
    sentence: Sentence, pattern: Pattern, places: dict[int, list[Trigger]]
) -> Iterator[list[Trigger]]:
    """Yield the ways in which the parts of a trigger stand one after the other."""
    for first in places[0]:
        chain = [first]
        for part in range(1, len(pattern.parts)):
            follower = next((t for t in places.get(part, ()) if t.start >= chain[-1].end), None)
            if follower is None or not _near(sentence, chain[-1], follower):
                break
            chain.append(follower)
        if len(chain) == len(pattern.parts):
            yield chain


def _near(sentence: Sentence, first: Trigger, second: Trigger) -> bool:
    start, end = first.end, second.start
    if _level(sentence, first) != _level(sentence, second):
        return False
    if sentence.words_between(start, end) > _GAP and _bare_words(sentence, start, end) > _GAP:
        return False
    skipped = list(remarks(sentence, start, end))
    clauses = [cue for cue in sentence.cues_of("ClauseCue") if start <= cue.start < end]
    return not any(free(cue.start, cue.end, skipped) for cue in clauses)


def _level(sentence: Sentence, word: Cue | Trigger) -> int:
    """Return the number of the insertion in which a word stands, -1 if in none."""
    levels = enumerate(sentence.insertions)
    return next((n for n, (begin, end) in levels if begin <= word.start and word.end <= end), -1)


def _bare_words(sentence: Sentence, start: int, end: int) -> int:
    """Return how many words stand between two places, apart from those of parties and quantities."""
    words = sentence.words_between(start, end)
    if not words:
        return 0
    spans = [*sentence.taken(), *((quantity.start, quantity.end) for quantity in sentence.quantities)]
    skipped = list(remarks(sentence, start, end))
    spans = skipped + [span for span in spans if start <= span[0] and span[1] <= end and free(*span, skipped)]
    return words - sum(sentence.words_between(*span) for span in spans)


def _head(sentence: Sentence, trigger: Trigger, lexicon: Lexicon) -> tuple[Group | None, str]:
    """Return the party that a trigger's relative clause speaks of, and the preposition before «which»."""
    relative = [cue for cue in sentence.cues_of("RelativeCue") if _shortly_before(sentence, cue, trigger)]
    starts = [(cue.start, _introduction(sentence, cue)) for cue in relative]
    if lexicon.relative_clitics.intersection(trigger.prefix):
        starts.append((trigger.start - len(trigger.prefix), ""))
    for cue in sentence.cues_of("StatusCue"):
        joined = lexicon.relative_clitics.intersection(cue.prefix)
        if joined and _shortly_before(sentence, cue, trigger):
            starts.append((cue.start - len(cue.prefix), ""))
    starts = starts or [(place, "") for place in _joined_words(sentence, trigger, lexicon)]
    if not starts:
        return None, ""
    start, marker = max(starts)
    before = [group for group in sentence.groups if group.end <= start]
    if before and not _LETTER.search(sentence.text, before[-1].end, start - len(marker)):
        return _last_of_row(sentence, before[-1], start), marker
    return _host(sentence, _level(sentence, trigger)), marker


def _last_of_row(sentence: Sentence, group: Group, relative: int) -> Group:
    """Return the last member of a list that goes on behind its relative clause: «X, Y, Z that W owns, …»."""
    if len(group.mentions) == 1 or "," in sentence.text[group.end : relative]:
        return group
    *_, other, last = group.mentions
    return Group([last]) if "," in sentence.text[other.end : last.start] else group


def _joined_words(sentence: Sentence, trigger: Trigger, lexicon: Lexicon) -> Iterator[int]:
    """Yield where the insertion of a trigger begins with a joined «which», if no subject follows it."""
    level = _level(sentence, trigger)
    if level < 0 or not lexicon.relative_clitics:
        return
    opening = _OPENING.match(sentence.text, sentence.insertions[level][0])
    inside = opening.end() if opening else trigger.start
    subjects = (g for g in sentence.groups if inside <= g.start and g.end <= trigger.start)
    if says_which(sentence, inside, lexicon) and all(group.marker or group.follower for group in subjects):
        yield inside


def _introduction(sentence: Sentence, relative: Cue) -> str:
    """Return the preposition that stands before a relative word, or is its beginning: «in which»."""
    if relative.marker:
        return relative.marker
    for cue in sentence.cues_of("before"):
        begins_it = not sentence.text[relative.start : cue.start].strip(", ") and cue.end < relative.end
        if (relative.start <= cue.start and begins_it) or 0 <= relative.start - cue.end <= 1:
            return sentence.text[cue.start : cue.end]
    return ""


def _host(sentence: Sentence, level: int) -> Group | None:
    """Return the party of which an insertion tells more."""
    if level < 0:
        return None
    begin, _ = sentence.insertions[level]
    return max((group for group in sentence.groups if group.end <= begin), key=lambda g: g.end, default=None)


def _shortly_before(sentence: Sentence, cue: Cue, trigger: Trigger) -> bool:
    if cue.end > trigger.start or _level(sentence, cue) != _level(sentence, trigger):
        return False
    if _bare_words(sentence, cue.end, trigger.start) <= _WORDS_IN_RELATIVE:
        return True
    opens = "," in sentence.text[cue.start - 2 : cue.start + 1] or any(
        begin == cue.start for begin, _ in sentence.insertions
    )
    if cue.kind != "RelativeCue" or not opens or "," in sentence.text[cue.end : trigger.start]:
        return False
    between = (group for group in sentence.groups if cue.end <= group.start and group.end <= trigger.start)
    return all(group.marker or group.follower for group in between)


def _begins_anew(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether a conjunction right before a trigger says that another clause begins."""
    start = trigger.start - len(trigger.prefix)
    if trigger.prefix in sentence.conjunction_prefixes:
        return True
    return any(0 <= start - cue.end <= 1 for cue in sentence.cues_of("conjunction"))
