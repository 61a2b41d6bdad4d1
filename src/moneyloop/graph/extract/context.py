"""What the sentences before one tell: whom a deal that it goes on about leaves unsaid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moneyloop.graph.parties import Party


@dataclass(frozen=True, slots=True)
class Context:
    """What the sentences before tell: whom they speak of, the likeliest first, and who played which role.

    ``told`` has the party of each type and role that one party alone played last: what goes on about that
    deal leaves the party out. ``main`` is whom the document is about, if it is about one company.
    """

    topics: Sequence[Party]
    told: Mapping[tuple[str, str], Party]
    main: Party | None = None

    @property
    def mains(self) -> list[Party]:
        """The one company that the document is about, or nobody."""
        return [self.main] if self.main else []

    def likeliest(self, type_name: str, role: str) -> list[Party]:
        """Return the topics, first whom the document is about, then who played a role of a type before."""
        last = self.told.get((type_name, role))
        return sorted(self.topics, key=lambda topic: (topic != self.main, topic != last))
