"""Decides which of the patterns found in a sentence stand, and gives each its amount and share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from moneyloop.graph.extract.quantities import Quantity
from moneyloop.graph.extract.sentence import Sentence
from moneyloop.graph.extract.slots import Match, distance

_REACH: Final = 16
_WANTED: Final = 3
_OTHER_BETWEEN: Final = 5
_BEFORE: Final = 1
_BEGINS_ANEW: Final = 5


def choose(sentence: Sentence, found: Sequence[Match], taken_by_type: Callable[[Match], bool]) -> list[Match]:
    """Return the surest matches of which no two share a trigger, with their quantities, in text order.

    ``taken_by_type`` says whether a match's type can carry an amount at all.
    """
    possible = [match for match in found if _in_reach(sentence, match)]
    chosen: list[Match] = []
    for match in sorted(possible, key=lambda match: match.rank):
        if not any(_share_trigger(match, other) for other in chosen):
            chosen.append(match)
    chosen.sort(key=lambda match: match.start)
    money = [quantity for quantity in sentence.quantities if quantity.currency]
    shares = [q for q in sentence.quantities if not q.currency and not _move_of_a_day(sentence, q)]
    for match, quantity in _pairs(sentence, [m for m in chosen if taken_by_type(m)], money, "amount"):
        match.amount = quantity
    for match, quantity in _pairs(
        sentence, [m for m in chosen if "share" in m.pattern.takes], shares, "share"
    ):
        match.share = quantity
    return [match for match in chosen if _satisfied(match)]


def _satisfied(match: Match) -> bool:
    wanting = ("amount" in match.pattern.demands and match.amount is None) or (
        "share" in match.pattern.demands and match.share is None
    )
    return not wanting


def _in_reach(sentence: Sentence, match: Match) -> bool:
    """Whether the quantities that a pattern demands stand near enough to its trigger."""
    for demand in match.pattern.demands:
        money = demand == "amount"
        if not any(
            _away(sentence, match, q) <= _REACH for q in sentence.quantities if bool(q.currency) == money
        ):
            return False
    return True


def _share_trigger(match: Match, other: Match) -> bool:
    if match.pattern is other.pattern and match.elliptic is not other.elliptic:
        return False
    return any(a.start < b.end and b.start < a.end for a in match.triggers for b in other.triggers)


def _away(sentence: Sentence, match: Match, quantity: Quantity) -> float:
    options = []
    for start, end in match.anchors:
        if quantity.end <= start:
            joined = _BEGINS_ANEW if _begins_anew(sentence, match) else 0
            options.append(distance(sentence, quantity.end, start) + _BEFORE + joined)
        elif quantity.start >= end:
            options.append(distance(sentence, end, quantity.start))
        else:
            options.append(0.0)
    return min(options)


def _begins_anew(sentence: Sentence, match: Match) -> bool:
    """Whether a conjunction right before the trigger says that another clause begins."""
    first = match.triggers[0]
    start = first.start - len(first.prefix)
    return bool(first.prefix) or any(0 <= start - cue.end <= 1 for cue in sentence.cues_of("conjunction"))


def _pairs(
    sentence: Sentence, chosen: Sequence[Match], quantities: Sequence[Quantity], name: str
) -> list[tuple[Match, Quantity]]:
    """Give each quantity to the nearest match, and each match one quantity at the most."""
    options = []
    for m, match in enumerate(chosen):
        for n, quantity in enumerate(quantities):
            cost = _away(sentence, match, quantity) + _OTHER_BETWEEN * _others(chosen, match, quantity)
            if cost <= _REACH:
                options.append((cost - _WANTED * (name in match.pattern.demands), m, n))
    matched: dict[int, int] = {}
    for _, m, n in sorted(options):
        if m not in matched and n not in matched.values():
            matched[m] = n
    return [(chosen[m], quantities[n]) for m, n in matched.items()]


def _others(chosen: Sequence[Match], match: Match, quantity: Quantity) -> int:
    """Return how many other triggers stand between a match and a quantity."""
    start, end = (quantity.end, match.start) if quantity.end <= match.start else (match.end, quantity.start)
    return sum(start <= other.start and other.end <= end for other in chosen if other is not match)


def _move_of_a_day(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a percentage stands right behind a name, as a share's move does on a page of the press."""
    return any(
        mention.end <= quantity.start and not sentence.text[mention.end : quantity.start].strip(" (+-")
        for mention in sentence.mentions
        if not mention.wants
    )
