"""Which decision holds for which claim of a document.

The latest decision on the same claim holds: the same type, parties and fields at the same place. A document
may have been read anew since, by another version of the extractor, so a decision is matched with a claim by
what fits best: the very claim that was seen; else the claim that the decision leads to; else, at an
overlapping place, a claim of the same type and the same parties. A claim is matched once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from moneyloop.graph.review import place
from moneyloop.graph.review.decisions import Entry, Statement
from moneyloop.graph.review.sameness import Names, measures

Key = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A decision that holds.

    ``seen`` is the claim that was decided on and ``outcome`` what enters instead of it, if anything does,
    both placed in the text as it is now.
    """

    entry: Entry
    seen: Statement
    outcome: Statement | None


@dataclass(slots=True)
class Standing:
    """What decisions on one document amount to.

    Attributes:
        held: the decisions that hold, in the order of time.
        lost: decisions whose place is gone from the text.
        conflicts: decisions of one person that the later one of another person overrides, with that one.
    """

    held: list[Held] = field(default_factory=list)
    lost: list[Entry] = field(default_factory=list)
    conflicts: list[tuple[Entry, Entry]] = field(default_factory=list)


@dataclass(slots=True)
class Matched:
    """Decisions with the index of the claim that each is about, if there is one, and the other claims."""

    pairs: list[tuple[Held, int | None]]
    rest: list[int]


def key(statement: Statement, names: Names) -> Key:
    """Return what makes statements of one document the same: their place and all that they say."""
    return (statement.start, statement.end, *names.content(statement))


def placed(statement: Statement, text: str, names: Names) -> Statement | None:
    """Return a statement with its place in a text and its parties' IRIs; None if its quote is gone."""
    span = place.find(text, statement)
    return names.resolve(statement.at(text, *span)) if span else None


def standing(entries: Iterable[Entry], text: str, names: Names) -> Standing:
    """Return which decisions on a document hold. The entries are in the order of time."""
    result = Standing()
    latest: dict[Key, Held] = {}
    lost: dict[Key, Entry] = {}
    for entry in entries:
        decision = entry.decision
        seen = placed(decision.claim, text, names)
        outcome = placed(decision.outcome, text, names) if decision.outcome else None
        former = latest.pop(key(seen, names), None) if seen else None
        unplaced = (decision.claim.quote, *key(names.resolve(decision.claim), names))
        lost.pop(unplaced, None)
        if seen is None or (decision.outcome and outcome is None):
            lost[unplaced] = entry
            continue
        new = latest[key(seen, names)] = Held(entry, seen, outcome)
        if former and _disagree(former, new, names):
            result.conflicts.append((former.entry, entry))
    result.held = [held for held in latest.values() if held.entry.decision.decision != "withdrawn"]
    result.lost = [entry for entry in lost.values() if entry.decision.decision != "withdrawn"]
    return result


def _disagree(former: Held, new: Held, names: Names) -> bool:
    one, other = former.entry.decision, new.entry.decision
    if one.reviewer == other.reviewer or one.decision == "withdrawn":
        return False
    outcomes = [key(held.outcome, names) if held.outcome else None for held in (former, new)]
    return outcomes[0] != outcomes[1]


def match(held: Sequence[Held], claims: Sequence[Statement], names: Names) -> Matched:
    """Match decisions with the claims of the document, as they are read now."""
    left = _Left(claims, names)
    about = {number: left.very(one.seen) for number, one in enumerate(held)}
    for number, one in enumerate(held):
        if one.outcome is not None and key(one.outcome, names) != key(one.seen, names):
            led_to = left.saying(one.outcome)
            about[number] = led_to if about[number] is None else about[number]
    for number, one in enumerate(held):
        if about[number] is None:
            about[number] = left.closest(one.seen)
    return Matched([(one, about[number]) for number, one in enumerate(held)], sorted(left.claims))


class _Left:
    """The claims that are not matched yet, by their index."""

    def __init__(self, claims: Sequence[Statement], names: Names) -> None:
        self.claims = dict(enumerate(claims))
        self._names = names
        self._by_key: dict[Key, list[int]] = {}
        for index, claim in self.claims.items():
            self._by_key.setdefault(key(claim, names), []).append(index)

    def very(self, statement: Statement) -> int | None:
        """Take the claim that says just that, there."""
        found = self._by_key.get(key(statement, self._names), [])
        return self._take([index for index in found if index in self.claims])

    def saying(self, statement: Statement) -> int | None:
        """Take a claim with the same parties, amount and share."""
        wanted = measures(statement)
        return self._take([i for i in self._alike(statement) if measures(self.claims[i]) == wanted])

    def closest(self, statement: Statement) -> int | None:
        """Take the claim with the same parties that differs least."""
        found = self._alike(statement)
        return self._take(sorted(found, key=lambda index: (*_distance(self.claims[index], statement), index)))

    def _alike(self, statement: Statement) -> list[int]:
        sides = self._names.sides(statement)
        return [
            index
            for index, claim in self.claims.items()
            if _overlap(claim, statement) > 0 and self._names.sides(claim) == sides
        ]

    def _take(self, found: Sequence[int]) -> int | None:
        if not found:
            return None
        del self.claims[found[0]]
        return found[0]


def _span(statement: Statement) -> tuple[int, int]:
    return statement.start or 0, statement.end or 0


def _overlap(one: Statement, other: Statement) -> int:
    """Return how many characters two statements share."""
    (start, end), (other_start, other_end) = _span(one), _span(other)
    return min(end, other_end) - max(start, other_start)


def _distance(one: Statement, other: Statement) -> tuple[int, bool, int]:
    pairs = zip((*measures(one), one.status), (*measures(other), other.status), strict=True)
    return sum(a != b for a, b in pairs), _span(one) != _span(other), -_overlap(one, other)
