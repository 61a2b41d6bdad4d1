"""What a request asks for: the deals that count, the language, and what is particular to a view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from moneyloop.errors import QueryError
from moneyloop.graph.projection import Filters
from moneyloop.queries.header import LANGUAGES
from moneyloop.queries.stored import FLOORS
from moneyloop.settings import TERMS

COMMON: Final = ("lang", "status", "asOf", "knownOn")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: parameters as they stand in the address."""

    given: Mapping[str, str]

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        """Return a choice; the first one where nothing is given.

        Raises:
            QueryError: it is none of those allowed.
        """
        found = self.given.get(name) or allowed[0]
        if found not in allowed:
            raise QueryError(f"explorer: {name} must be one of {', '.join(allowed)}, not {found!r}")
        return found

    def number(self, name: str, default: int, most: int) -> int:
        """Return a whole number from 0 to ``most``.

        Raises:
            QueryError: it is none.
        """
        text = self.given.get(name) or str(default)
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= most):
            raise QueryError(f"explorer: {name} must be a whole number from 0 to {most}, not {text!r}")
        return int(text)

    def text(self, name: str) -> str:
        """Return a text that must be given.

        Raises:
            QueryError: it is missing.
        """
        found = self.given.get(name, "").strip()
        if not found:
            raise QueryError(f"explorer: {name} is missing; give it in the address")
        return found

    def day(self, name: str) -> date | None:
        """Return a day, None if none is given.

        Raises:
            QueryError: it is no date.
        """
        text = self.given.get(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise QueryError(f"explorer: {name} must be a date as 2025-12-31, not {text!r}") from None

    @property
    def language(self) -> str:
        """The language of the interface."""
        return self.one_of("lang", LANGUAGES)

    @property
    def floor(self) -> str:
        """The weakest status that counts."""
        return self.one_of("status", FLOORS)

    def filters(self, floor: str | None = None) -> Filters:
        """Return which deals count, at the floor that is asked for or at another."""
        return Filters(
            status=TERMS + (floor or self.floor), as_of=self.day("asOf"), known_on=self.day("knownOn")
        )

    def counting(self) -> dict[str, str]:
        """Return status, asOf and knownOn as parameters of a stored query, checked."""
        days = {name: str(self.day(name)) for name in ("asOf", "knownOn") if self.day(name)}
        return {"status": self.floor, **days}
