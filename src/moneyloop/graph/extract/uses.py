"""Says of which patterns' triggers a word is part, so that those that stand whole are soon found.

A set of patterns is one integer, whose bit n says whether pattern n is in it: a sentence's words begin and
go on hundreds of patterns, and nearly none of these is in both sets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Uses:
    """The patterns that a word begins, those that it goes on, and which parts of each it is."""

    begun: int
    going_on: int
    parts: Mapping[int, Sequence[int]]


def in_triggers(parts: Iterable[tuple[int, int]]) -> Uses | None:
    """Return what a word is part of, given as patterns and numbers of parts; None if of nothing."""
    found: dict[int, list[int]] = defaultdict(list)
    for pattern, part in parts:
        found[pattern].append(part)
    if not found:
        return None
    begun = as_set(pattern for pattern, numbers in found.items() if 0 in numbers)
    going_on = as_set(pattern for pattern, numbers in found.items() if any(numbers))
    return Uses(begun, going_on, dict(found))


def as_set(patterns: Iterable[int]) -> int:
    """Return the set of some patterns."""
    return sum({1 << pattern for pattern in patterns})


def numbers(patterns: int) -> Iterator[int]:
    """Yield the patterns of a set, by number."""
    while patterns:
        lowest = patterns & -patterns
        yield lowest.bit_length() - 1
        patterns ^= lowest
