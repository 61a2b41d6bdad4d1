"""Deals between parties as columns of numbers: what searches over many deals read instead of the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from moneyloop.graph.projection.strings import Strings
from moneyloop.ontology.terms import ML

if TYPE_CHECKING:
    from moneyloop.graph.search.digraph import Array

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "flows": (ML.payer, ML.payee),
    "exposures": (ML.exposed, ML.exposedTo),
    "dependencies": (ML.dependent, ML.dependsOn),
}
"""Where an edge starts and ends: at the parties that a deal has in two roles."""
ALWAYS: Final = 0
"""The day that stands for «from the beginning»; days are counted as ``date.toordinal`` does."""
FOREVER: Final = 2**31 - 1
"""The day that stands for «without end»."""


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges of one kind, sorted by start, end and deal; all three are numbers, int32."""

    start: Array
    end: Array
    deal: Array


@dataclass(frozen=True, slots=True)
class States:
    """What is known of deals: the rank of the status, and the interval of the amount.

    Attributes:
        deal: int32, ascending.
        rank: int8; 0 is cancelled, or no status at all.
        low, high: float64 in full currency units; NaN if that end is open, both if there is no amount.
        currency: int16, the number of the currency; -1 if there is none.
        since, until: int32, the days from which and before which this was known.
    """

    deal: Array
    rank: Array
    low: Array
    high: Array
    currency: Array
    since: Array
    until: Array


@dataclass(frozen=True, slots=True)
class Names:
    """What few things are called: the number of each is its place.

    Attributes:
        currencies: ISO 4217 codes.
        classes: the IRIs of the classes of deals.
        parents: pairs of class and superclass among them, by number.
        ranks: IRI of each status that has a rank, and the rank.
    """

    currencies: list[str]
    classes: list[str]
    parents: list[tuple[int, int]]
    ranks: dict[str, int]


@dataclass(frozen=True, slots=True)
class Projection:
    """Parties, deals between two parties, and what was known of each when.

    The same dataset gives the same arrays. Parties and deals are numbered in the order of their IRIs.

    Attributes:
        parties: the parties that have an edge.
        deals: the deals that make one.
        edges: by kind, one of ``KINDS``.
        now: the present state of each deal, one a deal.
        then: the dated states of all deals.
        valid_since, valid_until: int32 for each deal, the days from which and before which it is in force.
        classes: uint64 for each deal, in words of 64 bits: bit ``c`` tells whether it has class ``c``.
        names: of currencies, classes and statuses.
    """

    parties: Strings
    deals: Strings
    edges: Mapping[str, Edges]
    now: States
    then: States
    valid_since: Array
    valid_until: Array
    classes: Array
    names: Names = field(default_factory=lambda: Names([], [], [], {}))

    @property
    def bytes(self) -> int:
        """How many bytes the arrays take."""
        return sum(array.nbytes for array in self.arrays().values())

    def arrays(self) -> dict[str, Any]:
        """Return all arrays by name."""
        found: dict[str, Any] = {
            "parties": self.parties.block,
            "parties-ends": self.parties.ends,
            "deals": self.deals.block,
            "deals-ends": self.deals.ends,
            "valid-since": self.valid_since,
            "valid-until": self.valid_until,
            "classes": self.classes,
        }
        groups: dict[str, Edges | States] = {**self.edges, "now": self.now, "then": self.then}
        for name, group in groups.items():
            found |= {f"{name}-{column}": getattr(group, column) for column in group.__slots__}
        return found

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, Any], names: Names) -> Projection:
        """Make a projection of what ``arrays`` gave, and names.

        Raises:
            KeyError: an array is missing.
        """
        now, then = (
            States(**{column: arrays[f"{name}-{column}"] for column in States.__slots__})
            for name in ("now", "then")
        )
        return cls(
            Strings(arrays["parties"], arrays["parties-ends"]),
            Strings(arrays["deals"], arrays["deals-ends"]),
            {
                kind: Edges(**{column: arrays[f"{kind}-{column}"] for column in Edges.__slots__})
                for kind in KINDS
            },
            now,
            then,
            arrays["valid-since"],
            arrays["valid-until"],
            arrays["classes"],
            names,
        )
