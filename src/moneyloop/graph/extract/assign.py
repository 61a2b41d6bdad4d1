"""Gives amounts and shares to the matches of a sentence: each quantity to the nearest that can carry it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from moneyloop.graph.extract.distance import apart
from moneyloop.graph.extract.match import Match
from moneyloop.graph.extract.quantities import Quantity
from moneyloop.graph.extract.sentence import Sentence

_REACH: Final = 16
_WANTED: Final = 3
_OTHER_BETWEEN: Final = 5
_BEFORE: Final = 1
_ANEW: Final = 5
_WORDS_TO_SECOND: Final = 5


def assign(sentence: Sentence, chosen: Sequence[Match], carries: Callable[[Match], bool]) -> list[Match]:
    """Return the matches with their quantities, without those that lack what they demand.

    ``carries`` says which matches take amounts.
    """
    money = [quantity for quantity in sentence.quantities if quantity.currency]
    shares = [q for q in sentence.quantities if not q.currency and not _move_of_a_day(sentence, q)]
    for match, quantity in _pairs(sentence, [m for m in chosen if carries(m)], money, "amount"):
        match.amount = quantity
    sharing = [match for match in chosen if "share" in match.pattern.takes]
    for match, quantity in _pairs(sentence, sharing, shares, "share"):
        match.share = quantity
    kept = [match for match in chosen if _satisfied(match)]
    return [*kept, *_second_figures(sentence, kept, money)]


def in_reach(sentence: Sentence, match: Match) -> bool:
    """Whether the quantities that a pattern demands stand near enough to its trigger."""
    for demand in match.pattern.demands:
        kind = [q for q in sentence.quantities if bool(q.currency) == (demand == "amount")]
        if not any(_away(sentence, match, quantity) <= _REACH for quantity in kind):
            return False
    return True


def _satisfied(match: Match) -> bool:
    lacks_amount = "amount" in match.pattern.demands and match.amount is None
    lacks_share = "share" in match.pattern.demands and match.share is None
    return not (lacks_amount or lacks_share)


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


def _away(sentence: Sentence, match: Match, quantity: Quantity) -> float:
    """Return how far a quantity is from a match; one before the trigger is further than one behind it."""
    place = (quantity.start, quantity.end)
    before = _BEFORE + _ANEW * match.anew
    return min(
        apart(sentence, anchor, place) + before * (quantity.end <= anchor[0]) for anchor in match.anchors
    )


def _others(chosen: Sequence[Match], match: Match, quantity: Quantity) -> int:
    """Return how many other triggers stand between a match and a quantity."""
    start, end = (quantity.end, match.start) if quantity.end <= match.start else (match.end, quantity.start)
    return sum(start <= other.start and other.end <= end for other in chosen if other is not match)


def _second_figures(sentence: Sentence, kept: Sequence[Match], money: Sequence[Quantity]) -> Iterator[Match]:
    """Yield a figure again for an amount that a conjunction adds: «14 billion this year and 44 by 2028»."""
    free = [q for q in money if not any(match.amount is q for match in kept)]
    for match in kept:
        if "amount" not in match.pattern.demands or match.amount is None:
            continue
        for quantity in free:
            start, end = match.amount.end, quantity.start
            near = 0 <= sentence.words_between(start, end) <= _WORDS_TO_SECOND and start < end
            if near and _added(sentence, start, end) and not sentence.triggered(start, end):
                yield replace(match, amount=quantity)


def _added(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a conjunction stands between two places, also as a particle before the number."""
    if any(start <= cue.start and cue.end <= end for cue in sentence.cues_of("conjunction")):
        return True
    return sentence.text[start:end].split(" ")[-1].strip("-") in sentence.conjunction_prefixes


def _move_of_a_day(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a percentage right behind a name is of nothing named: the move of its shares that day."""
    if "%" not in sentence.text[quantity.start : quantity.end]:
        return False
    if any(0 <= cue.start - quantity.end <= 1 for cue in sentence.cues_of("before")):
        return False
    return any(
        mention.end <= quantity.start and not sentence.text[mention.end : quantity.start].strip(" (+-")
        for mention in sentence.mentions
        if not mention.wants
    )
