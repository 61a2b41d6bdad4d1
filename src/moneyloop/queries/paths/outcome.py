"""What became of a path search."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far a search went.

    ``stopped_by`` is the limit that stopped it (rows, hops, seconds, memory or steps), None if nothing is
    missing. ``skipped`` says in words what was left out. ``seconds`` is how long it took, with the reading of
    the edges.
    """

    algorithm: str
    paths: int
    stopped_by: str | None = None
    skipped: str = ""
    seconds: float = 0.0

    @property
    def complete(self) -> bool:
        """Whether no path is missing."""
        return self.stopped_by is None

    def told(self) -> str:
        """Return how far the search went, in one line for a person."""
        kind = {"reachable": "pair", "cycles": "cycle"}.get(self.algorithm, "path")
        told = f"{self.algorithm}: {self.paths} {kind}{'s' * (self.paths != 1)}, "
        told += "complete" if self.complete else f"not complete: stopped by the limit on {self.stopped_by}"
        return f"{told}; {self.skipped}" if self.skipped else told
