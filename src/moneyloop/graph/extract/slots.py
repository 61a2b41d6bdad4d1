"""Fills the slots of patterns with the parties of a sentence.

For each occurrence of a trigger the cheapest filling is sought: words in between cost one each, punctuation,
clause words and other parties in between cost more. What costs too much is no filling at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from moneyloop.graph.extract.lexicon import Frame, Lexicon
from moneyloop.graph.extract.patterns import Pattern, Slot
from moneyloop.graph.extract.quantities import Quantity
from moneyloop.graph.extract.sentence import Group, Mention, Sentence, Trigger
from moneyloop.graph.parties import Party, unlisted

_GAP_IN_TRIGGER: Final = 9
_GAP_COST: Final = 1.5
_DEAREST: Final = 22
_DEAREST_OPTIONAL: Final = 12
_COMMA: Final = 2
_BREAK: Final = 10
_CLAUSE: Final = 7
_PARTY_BETWEEN: Final = 4
_CONTEXT_COST: Final = 12
_LONGEST_UNKNOWN_NAME: Final = 3
_WORDS_IN_ELLIPSIS: Final = 4
_WORDS_IN_RELATIVE: Final = 2
_WORDS_TO_RELATIVE: Final = 2

Fits = Callable[[Party, str, str], bool]


@dataclass(slots=True)
class Match:
    """A pattern found in a sentence: where its trigger stands and which groups fill its roles.

    ``elliptic`` is the party for which the trigger is left out: «invested 5 in Intel and 2 in xAI»;
    ``head`` the one that a relative clause with the trigger speaks of: «to Intel, which bought …».
    """

    frame: Frame
    pattern: Pattern
    triggers: list[Trigger]
    fillings: dict[str, Group] = field(default_factory=dict)
    cost: float = 0.0
    from_context: bool = False
    elliptic: Group | None = None
    head: Group | None = None
    amount: Quantity | None = None
    share: Quantity | None = None

    @property
    def start(self) -> int:
        """Offset of the trigger in folded text."""
        return self.triggers[0].start

    @property
    def end(self) -> int:
        """Offset of the end of the trigger in folded text."""
        return self.triggers[-1].end

    @property
    def anchors(self) -> list[tuple[int, int]]:
        """The places near which the quantities of this match stand."""
        if self.elliptic is not None:
            return [(self.elliptic.start, self.elliptic.end)]
        return [(trigger.start, trigger.end) for trigger in self.triggers]

    @property
    def rank(self) -> tuple[float, int]:
        """Sorts matches, the surest first."""
        letters = sum(trigger.end - trigger.start for trigger in self.triggers)
        return (self.cost - self.pattern.weight - letters / 4, self.start)


def matches(sentence: Sentence, lexicon: Lexicon, topic: Party | None, fits: Fits) -> list[Match]:
    """Return every pattern whose trigger stands in a sentence and whose needed slots can be filled."""
    found = []
    for number in sentence.triggers:
        frame, pattern = lexicon.patterns[number]
        for triggers in _triggers(sentence, pattern, sentence.triggers[number]):
            head = _head(sentence, triggers[0], lexicon)
            match = _filled(sentence, Match(frame, pattern, triggers, head=head), topic, fits)
            if match is not None:
                found += [match, *_elliptic(sentence, match)]
    return found


def _triggers(sentence: Sentence, pattern: Pattern, seen: Sequence[Trigger]) -> Iterator[list[Trigger]]:
    """Yield the ways in which the parts of a trigger stand one after the other."""
    for first in seen:
        if first.part == 0:
            chain = [first]
            for part in range(1, len(pattern.parts)):
                follower = next((t for t in seen if t.part == part and t.start >= chain[-1].end), None)
                if follower is None or not _near(sentence, chain[-1], follower):
                    break
                chain.append(follower)
            if len(chain) == len(pattern.parts):
                yield chain


def _head(sentence: Sentence, trigger: Trigger, lexicon: Lexicon) -> Group | None:
    """Return the party right before the relative word that begins the clause of a trigger."""
    start = None
    if lexicon.relative_clitics.intersection(trigger.prefix):
        start = trigger.start - len(trigger.prefix)
    for cue in sentence.cues_of("RelativeCue"):
        if cue.end <= trigger.start and sentence.words_between(cue.end, trigger.start) <= _WORDS_IN_RELATIVE:
            start = cue.start
    if start is None:
        return None
    before = [group for group in sentence.groups if group.end <= start]
    near = before and sentence.words_between(before[-1].end, start) <= _WORDS_TO_RELATIVE
    return before[-1] if near else None


def _elliptic(sentence: Sentence, match: Match) -> Iterator[Match]:
    """Yield what a match says of parties further on, which have a quantity but no trigger of their own."""
    for slot in match.pattern.slots:
        group = match.fillings.get(slot.roles[0])
        if slot.bare or group is None:
            continue
        for other in sentence.groups:
            if (
                other.start > group.end
                and other.marker == group.marker
                and _only_quantity(sentence, group, other)
            ):
                group = other
                yield replace(match, fillings={**match.fillings, slot.roles[0]: other}, elliptic=other)


def _only_quantity(sentence: Sentence, group: Group, other: Group) -> bool:
    """Whether hardly more than a quantity and a conjunction stands between two parties."""
    start, end = group.end, other.mentions[0].outer(sentence.text)
    inside = [q for q in sentence.quantities if start <= q.start and q.end <= end]
    if not inside or any(start <= t.start < end for ts in sentence.triggers.values() for t in ts):
        return False
    counted = sum(sentence.words_between(q.start, q.end) for q in inside)
    return sentence.words_between(start, end) - counted <= _WORDS_IN_ELLIPSIS


def _near(sentence: Sentence, first: Trigger, second: Trigger) -> bool:
    if sentence.words_between(first.end, second.start) > _GAP_IN_TRIGGER:
        return False
    return not any(first.end <= cue.start < second.start for cue in sentence.cues_of("ClauseCue"))


def _filled(sentence: Sentence, match: Match, topic: Party | None, fits: Fits) -> Match | None:
    """Fill the slots of a match, those that a word introduces first; None if a needed one stays empty."""
    used: list[Group] = []
    gaps = zip(match.triggers, match.triggers[1:], strict=False)
    match.cost += _GAP_COST * sum(sentence.words_between(a.end, b.start) for a, b in gaps)
    for slot in sorted(match.pattern.slots, key=lambda slot: _urgency(slot, match)):
        best = _cheapest(sentence, slot, match, used, fits)
        if best is not None:
            match.cost += best[0]
            used.append(best[1])
            match.fillings |= dict.fromkeys(slot.roles, best[1])
        elif slot.from_context and topic is not None and fits(topic, match.frame.type, slot.roles[0]):
            match.cost += _CONTEXT_COST
            match.from_context = True
            group = Group([Mention(match.start, match.start, topic)])
            match.fillings |= dict.fromkeys(slot.roles, group)
        elif not slot.optional:
            return None
    return match if match.fillings else None


def _urgency(slot: Slot, match: Match) -> tuple[bool, bool, bool]:
    """Sort slots: needed ones first, that of a relative clause's head before those that a word introduces."""
    return slot.optional, match.head is None or not slot.bare or slot.side > 0, slot.bare


def _cheapest(
    sentence: Sentence, slot: Slot, match: Match, used: Sequence[Group], fits: Fits
) -> tuple[float, Group] | None:
    options = []
    head = match.head if slot.bare and slot.side <= 0 else None
    for group in [head] if head is not None and head not in used else sentence.groups:
        if (
            group in used
            or group.source
            or not all(fits(p, match.frame.type, slot.roles[0]) for p in group.parties)
        ):
            continue
        cost = 0.0 if group is head else _cost(sentence, slot, match, group)
        if cost is not None and cost <= (_DEAREST_OPTIONAL if slot.optional else _DEAREST):
            options.append((cost, group.start, group))
    if options:
        cost, _, group = min(options, key=lambda option: option[:2])
        return cost, group
    if slot.unknown_name:
        return _unknown(sentence, slot, match)
    return None


def _cost(sentence: Sentence, slot: Slot, match: Match, group: Group) -> float | None:
    if not _stands_right(slot, match, group) or not _introduced(slot, group):
        return None
    gaps = [
        (group.end, trigger.start) if group.end <= trigger.start else (trigger.end, group.start)
        for trigger in match.triggers
    ]
    return min(distance(sentence, start, end, slot.bare) for start, end in gaps)


def _stands_right(slot: Slot, match: Match, group: Group) -> bool:
    if any(group.start < trigger.end and trigger.start < group.end for trigger in match.triggers):
        return False
    inside = match.start < group.start and group.end <= match.end
    if slot.side == 0 or (inside and not slot.bare):
        return True
    return group.end <= match.start if slot.side < 0 else group.start >= match.end


def _introduced(slot: Slot, group: Group) -> bool:
    if slot.after and group.follower not in slot.after:
        return False
    if group.follower and not slot.after:
        return False
    return group.marker in slot.before or (bool(slot.after) and slot.before == {""} and not group.marker)


def distance(sentence: Sentence, start: int, end: int, count_parties: bool = False) -> float:
    """Return how far apart two places of a sentence are, in words and what weighs as much."""
    cost = float(sentence.words_between(start, end))
    gap = sentence.text[start:end]
    cost += _COMMA * gap.count(",") + _BREAK * sum(gap.count(mark) for mark in ";:()–—")
    cost += _CLAUSE * sum(start <= cue.start < end for cue in sentence.cues_of("ClauseCue"))
    if count_parties:
        between = [g for g in sentence.groups if start <= g.start and g.end <= end]
        cost += _PARTY_BETWEEN * sum(not group.marker for group in between)
    return cost


def _unknown(sentence: Sentence, slot: Slot, match: Match) -> tuple[float, Group] | None:
    """Take the words right beside the trigger for a name that no recogniser knows."""
    before = slot.side < 0
    span = _words_before(sentence, match.start) if before else _words_after(sentence, match.end)
    if span is None:
        return None
    kind = "Person" if slot.roles[0] == "person" else "Party"
    party = unlisted(sentence.original(*span), kind)
    return 2.0, Group([Mention(*span, party)])


def _words_before(sentence: Sentence, end: int) -> tuple[int, int] | None:
    """Return the last two or three words before an offset, if a boundary stands before them."""
    words: list[tuple[int, int]] = []
    position = end
    while len(words) <= _LONGEST_UNKNOWN_NAME:
        word = sentence.word_before(position)
        if word is None or (words and sentence.text[word[1] : position].strip(" '-.")):
            break
        if not words and sentence.text[word[1] : position].strip(" ,"):
            break
        if _known(sentence, *word):
            break
        words.insert(0, word)
        position = word[0]
    return (words[0][0], words[-1][1]) if 2 <= len(words) <= _LONGEST_UNKNOWN_NAME else None


def _words_after(sentence: Sentence, start: int) -> tuple[int, int] | None:
    """Return the two or three words after an offset, up to the next boundary."""
    position = start
    words: list[tuple[int, int]] = []
    for token in sentence.tokens:
        if token < start:
            continue
        word = sentence.word_before(token + 1)
        allowed = " '-." if words else " ,"
        if word is None or sentence.text[position : word[0]].strip(allowed) or _known(sentence, *word):
            break
        words.append(word)
        position = word[1]
        if len(words) > _LONGEST_UNKNOWN_NAME:
            break
    return (words[0][0], words[-1][1]) if 2 <= len(words) <= _LONGEST_UNKNOWN_NAME else None


def _known(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a word is part of the lexicon or of a party's name."""
    if any(cue.start < end and start < cue.end for cue in sentence.cues):
        return True
    if sentence.triggered(start, end):
        return True
    return any(mention.start < end and start < mention.end for mention in sentence.mentions)
