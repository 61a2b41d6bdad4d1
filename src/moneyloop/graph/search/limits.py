"""What a search may spend, and what it says of itself when it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Final, Literal

Path = tuple[int, ...]
"""Members by number, in order; a cycle does not repeat its first member at the end."""
StoppedBy = Literal["rows", "hops", "seconds", "memory", "steps"]
_ROW_BYTES: Final = 64
_MEMBER_BYTES: Final = 8
_STEPS_BETWEEN_LOOKS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a search may spend; None is without limit.

    ``rows``, ``hops`` and ``steps`` give the same rows on any machine. ``seconds`` and ``memory_bytes`` are
    safety nets.

    Attributes:
        rows: how many paths, cycles or pairs are returned at most.
        hops: how long a path is looked for; a longer one is not looked for, though it was asked for.
        seconds: time from the start of the search.
        memory_bytes: estimated bytes that the rows take together.
        steps: edges looked at.

    Raises:
        ValueError: a limit is negative.
    """

    rows: int | None = None
    hops: int | None = None
    seconds: float | None = None
    memory_bytes: int | None = None
    steps: int | None = None

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            if value is not None and value < 0:
                raise ValueError(f"limit {name} is {value}; give a number from 0 on")


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, and how far it went.

    Attributes:
        paths: in the order of the search: shortest first.
        stopped_by: the limit that stopped the search, None if no path is missing.
        skipped: in words, what was not looked at.
        complete_hops: up to this many hops no path is missing; None if none is missing at all.
    """

    paths: list[Path]
    stopped_by: StoppedBy | None = None
    skipped: str = ""
    complete_hops: int | None = None

    @property
    def complete(self) -> bool:
        """Whether no path is missing."""
        return self.stopped_by is None


class StopError(Exception):
    """A limit is reached; never leaves this package."""

    def __init__(self, reason: StoppedBy) -> None:
        super().__init__(reason)
        self.reason = reason


class Budget:
    """Counts what a search spends, and raises ``StopError`` when a limit is passed."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._deadline = None if limits.seconds is None else monotonic() + limits.seconds
        self._steps = 0
        self._rows = 0
        self._bytes = 0
        self._look = 0

    def half_left(self) -> float | None:
        """Return half the seconds that are left; None if they are not limited."""
        return None if self._deadline is None else max(0.0, self._deadline - monotonic()) / 2

    def spend(self, steps: int) -> None:
        """Count steps."""
        self._steps += steps
        limits = self.limits
        if limits.steps is not None and self._steps > limits.steps:
            raise StopError("steps")
        if self._steps >= self._look:
            self._look = self._steps + _STEPS_BETWEEN_LOOKS
            if self._deadline is not None and monotonic() > self._deadline:
                raise StopError("seconds")

    def keep(self, members: int) -> None:
        """Count a row of so many members."""
        self._rows += 1
        self._bytes += _ROW_BYTES + _MEMBER_BYTES * members
        limits = self.limits
        if limits.rows is not None and self._rows > limits.rows:
            raise StopError("rows")
        if limits.memory_bytes is not None and self._bytes > limits.memory_bytes:
            raise StopError("memory")


@dataclass
class Stream:
    """The paths of a search one by one; what stopped it is known at the end.

    Iterate over it once. A caller may stop whenever it likes; the search goes no further then.

    Attributes:
        stopped_by: the limit that stopped the search; None while it runs and when no path is missing.
        skipped: in words, what was not looked at.
        complete_hops: up to this many hops no path is missing so far; None if none is missing at all.
    """

    search: Callable[[Stream], Iterator[Path]]
    stopped_by: StoppedBy | None = None
    skipped: str = ""
    complete_hops: int | None = 0
    _paths: Iterator[Path] | None = field(default=None, repr=False)

    def __iter__(self) -> Iterator[Path]:
        return self

    def __next__(self) -> Path:
        if self._paths is None:
            self._paths = self.search(self)
        try:
            return next(self._paths)
        except StopError as stop:
            self.stop(stop.reason)
            raise StopIteration from None

    def stop(self, reason: StoppedBy) -> None:
        """Note the limit that was reached."""
        self.stopped_by = reason
        self.skipped = _SKIPPED[reason]
        if self.complete_hops:
            self.skipped += f"; all of up to {self.complete_hops} hops are there"

    def all(self) -> Found:
        """Run the search to its end."""
        paths = list(self)
        return Found(paths, self.stopped_by, self.skipped, self.complete_hops)


_SKIPPED: Final[dict[StoppedBy, str]] = {
    "rows": "there are more rows than the limit",
    "hops": "longer ones than the limit of hops were not looked for",
    "seconds": "the time was up before all were looked for",
    "memory": "the memory allowed was full before all were looked for",
    "steps": "the steps allowed were spent before all were looked for",
}
