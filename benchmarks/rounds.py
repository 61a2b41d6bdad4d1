"""Times actions in turn, so that a machine that slows down for a while slows down all of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

RUNS: Final = 5
PATIENCE: Final = 30.0
"""Seconds that the runs of one action may take together."""


@dataclass(frozen=True, slots=True)
class Seconds:
    """Seconds of some runs: the median, the fewest and the most."""

    median: float
    low: float
    high: float
    runs: int


@dataclass(frozen=True, slots=True)
class Timed:
    """How long an action took, and what it returned the first time."""

    seconds: Seconds
    returned: Any


def rounds(
    actions: Mapping[str, Callable[[], Any]],
    *,
    runs: int = RUNS,
    patience: float = PATIENCE,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, Timed]:
    """Run each action once to warm up, then all in turn.

    An action whose runs take longer than ``patience`` together is not run again; one that takes so long at
    the first time counts by that.

    Args:
        actions: by name.
        runs: how many runs of each count.
        patience: seconds, by the clock.
        clock: the clock; by default that of this processor, which other processes disturb least.
    """
    taken: dict[str, list[float]] = {name: [] for name in actions}
    returned: dict[str, Any] = {}
    first: dict[str, float] = {}
    for name, action in actions.items():
        first[name], returned[name] = _timed(action, clock)
    spent = dict(first)
    for _ in range(runs):
        for name, action in actions.items():
            if spent[name] < patience:
                seconds, _ = _timed(action, clock)
                taken[name].append(seconds)
                spent[name] += seconds
    return {name: Timed(_seconds(taken[name] or [first[name]]), returned[name]) for name in actions}


def _timed(action: Callable[[], Any], clock: Callable[[], float]) -> tuple[float, Any]:
    start = clock()
    returned = action()
    return clock() - start, returned


def _seconds(taken: list[float]) -> Seconds:
    return Seconds(statistics.median(taken), min(taken), max(taken), len(taken))
