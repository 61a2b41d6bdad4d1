"""Exchange rates of a dataset or a file, and amounts converted at them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from moneyloop.errors import QueryError
from moneyloop.ontology.terms import ML
from moneyloop.queries.rounds.interval import UNKNOWN, Interval

if TYPE_CHECKING:
    from moneyloop.queries.source import Source

_RATES: Final = f"""SELECT DISTINCT ?from ?to ?rate ?day WHERE {{
  ?one a <{ML.ExchangeRate}> ; <{ML.fromCurrency}> ?from ; <{ML.toCurrency}> ?to ;
    <{ML.exchangeRate}> ?rate ; <{ML.rateDate}> ?day . }}"""


@dataclass(slots=True)
class Rates:
    """What currencies are worth in each other, by day.

    Attributes:
        days: the days that have rates, ascending.
    """

    _worth: dict[date, dict[str, dict[str, float]]] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)

    @classmethod
    def of(cls, rates: Iterable[tuple[str, str, float, date]]) -> Rates:
        """Make rates of single ones: from currency, to currency, rate, day.

        Raises:
            QueryError: a rate is not above zero.
        """
        worth: defaultdict[date, defaultdict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
        for one, other, rate, day in sorted(rates):
            if not 0 < rate < float("inf"):
                raise QueryError(f"rates: {one} to {other} on {day} is {rate}; give a number above 0")
            worth[day][one][other] = rate
            worth[day][other].setdefault(one, 1 / rate)
        return cls({day: dict(rows) for day, rows in worth.items()}, sorted(worth))

    def day(self, wanted: date | None) -> date | None:
        """Return the last day with rates that is not after the one wanted; the last of all for None."""
        place = len(self.days) if wanted is None else bisect_right(self.days, wanted)
        return self.days[place - 1] if place else None

    def factor(self, one: str, other: str, day: date) -> float | None:
        """Return what one unit of a currency was worth in another on a day with rates; None if unknown.

        Rates are chained over as few other currencies as possible.
        """
        if one == other:
            return 1.0
        worth, reached = self._worth[day], {one: 1.0}
        frontier = [one]
        while frontier and other not in reached:
            following = []
            for here in frontier:
                for there, rate in sorted(worth.get(here, {}).items()):
                    if there not in reached:
                        reached[there] = reached[here] * rate
                        following.append(there)
            frontier = following
        return reached.get(other)

    def converted(self, amount: Interval, one: str, other: str, day: date) -> Interval:
        """Return an amount in another currency at the rates of a day with rates; unknown if there is none."""
        factor = self.factor(one, other, day)
        if factor is None:
            return UNKNOWN
        low, high = (None if end is None else end * factor for end in (amount.low, amount.high))
        return Interval(low, high)


def rates_of(source: Source) -> Rates:
    """Return the rates of a dataset.

    Raises:
        QueryError: a rate is no number above zero, or its date is none.
    """
    return Rates.of(_read(source.select(_RATES).rows))


def read_rates(path: Path) -> Rates:
    """Return the rates of a Turtle file, written as in ``graph/rates.ttl``.

    Raises:
        QueryError: the file cannot be read, is no Turtle or has no rates, or a rate is none.
    """
    store = ox.Store()
    try:
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    except (OSError, SyntaxError) as error:
        raise QueryError(f"{path}: cannot be read as exchange rates: {error}; give a Turtle file") from error
    solutions = store.query(_RATES)
    assert isinstance(solutions, ox.QuerySolutions)
    rates = Rates.of(_read(tuple(solution) for solution in solutions))
    if not rates.days:
        raise QueryError(f"{path}: holds no exchange rate; write them as in graph/rates.ttl")
    return rates


def _read(rows: Iterable[tuple[object, ...]]) -> Iterable[tuple[str, str, float, date]]:
    for row in rows:
        one, other, rate, day = (str(getattr(term, "value", "")) for term in row)
        try:
            yield one, other, float(rate), date.fromisoformat(day)
        except ValueError as error:
            raise QueryError(f"rates: {one} to {other}: {error}; give a number and a date") from error
