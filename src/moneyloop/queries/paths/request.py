"""What a path search is asked for, whatever vocabulary asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from moneyloop.queries.answer import Term

ALGORITHMS: Final = ("cycles", "allPaths", "shortest", "allShortest", "kShortest", "reachable")
HOP_COLUMNS: Final = ("hop", "start", "end", "edge")
PATH_COLUMNS: Final = ("id", "length")
OUTCOME_COLUMNS: Final = ("complete", "stoppedBy", "skipped", "count")
COLUMNS: Final = PATH_COLUMNS + HOP_COLUMNS + OUTCOME_COLUMNS


@dataclass(frozen=True, slots=True)
class Ends:
    """Where paths begin or end: at some parties, at any if ``terms`` is None; ``column`` names them."""

    terms: tuple[Term, ...] | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits that a query sets: paths, hops of one path, seconds, mebibytes; None leaves a default."""

    rows: int | None = None
    hops: int | None = None
    seconds: float | None = None
    memory: int | None = None


@dataclass(frozen=True, slots=True)
class Edges:
    """What paths are made of: a pattern with the variables of its two ends, or a kind of edges of deals.

    ``filters`` restrict the deals of a kind: the names of their parameters and terms.
    """

    pattern: str | None = None
    start: str = "start"
    end: str = "end"
    kind: str = "flows"
    filters: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    both_ways: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """A path search.

    ``columns`` maps some of ``COLUMNS`` to the variables that take them; ``values`` are variables of the
    pattern that each hop brings along. ``k`` is the number of paths for each pair of ends, for all algorithms
    but cycles; None is all. ``numbered`` paths have numbers from 0 for ids, hops then count from 0 too.
    ``pairwise`` joins the first source with the first target, and so on. ``from_source`` starts each cycle
    at its source.
    """

    algorithm: str
    sources: Ends = Ends()
    targets: Ends = Ends()
    edges: Edges = Edges()
    minimum: int = 1
    maximum: int | None = None
    k: int | None = None
    bounds: Bounds = Bounds()
    columns: Mapping[str, str] = field(default_factory=dict)
    values: tuple[str, ...] = ()
    numbered: bool = False
    pairwise: bool = False
    from_source: bool = False

    @property
    def by_hop(self) -> bool:
        """Whether each hop has rows of its own."""
        return bool(self.values) or any(name in self.columns for name in HOP_COLUMNS)

    @property
    def by_path(self) -> bool:
        """Whether there are rows for each path, or else one for the outcome alone."""
        ends = self.sources.column or self.targets.column
        return self.by_hop or bool(ends) or any(name in self.columns for name in PATH_COLUMNS)

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables that the search binds, in order, each once."""
        named = [self.columns[name] for name in COLUMNS if name in self.columns]
        ends = [end.column for end in (self.sources, self.targets) if end.column]
        return tuple(dict.fromkeys([*named, *self.values, *ends]))
