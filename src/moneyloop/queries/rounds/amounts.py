"""What the deals of a hop amount to, as they were reported or converted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from moneyloop.errors import QueryError
from moneyloop.queries.rounds.interval import UNKNOWN, Interval, together

if TYPE_CHECKING:
    from moneyloop.graph.projection import Selected
    from moneyloop.queries.rounds.rates import Rates


@dataclass
class Money:
    """The amounts of the deals that count.

    Attributes:
        selected: the deals.
        currency: what they are converted to; None if nothing is.
        rates: what they are converted at.
        day: the day of the rates; None if nothing is converted.
    """

    selected: Selected
    currency: str | None = None
    rates: Rates | None = None
    day: date | None = None
    _lacking: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, selected: Selected, currency: str | None, rates: Rates | None, wanted: date | None) -> Money:
        """Make the amounts of some deals; converted, if a currency is given, at rates not after a day.

        Raises:
            QueryError: a currency is given, and there are no rates for it by that day.
        """
        if currency is None:
            return cls(selected)
        day = rates.day(wanted) if rates else None
        if rates is None or day is None:
            by = f" by {wanted}" if wanted else ""
            raise QueryError(f"cycles: there are no exchange rates{by}; give a file of them, or a later day")
        if not any(rates.factor(one, currency, day) for one in ("EUR", "USD")):
            raise QueryError(
                f"cycles: there is no rate for {currency} on {day}; give a file of rates with it"
            )
        return cls(selected, currency, rates, day)

    def together(self, edges: Sequence[int]) -> tuple[Interval, str | None]:
        """Return what the deals of some edges amount to, and in which currency.

        Deals of no reported amount add nothing. Unknown if the deals are in several currencies.
        """
        reported = [self._reported(edge) for edge in edges]
        amounts = [(amount, currency) for amount, currency in reported if currency]
        currencies = {currency for _, currency in amounts}
        if len(currencies) != 1:
            return UNKNOWN, None
        return together([amount for amount, _ in amounts]), currencies.pop()

    def skipped(self) -> Iterable[str]:
        """Return in words what could not be converted."""
        if self._lacking:
            yield f"amounts in {', '.join(sorted(self._lacking))}: no exchange rate on {self.day}"

    def _reported(self, edge: int) -> tuple[Interval, str | None]:
        states, row = self.selected.states, self.selected.state[edge]
        number = int(states.currency[row])
        if number < 0:
            return UNKNOWN, None
        code = self.selected.projection.names.currencies[number]
        low, high = (None if math.isnan(end) else float(end) for end in (states.low[row], states.high[row]))
        amount = Interval(low, high)
        if self.currency is None or self.rates is None or self.day is None:
            return amount, code
        if self.rates.factor(code, self.currency, self.day) is None:
            self._lacking.add(code)
            return UNKNOWN, self.currency
        return self.rates.converted(amount, code, self.currency, self.day), self.currency
