"""Finds cycles of money: what counts, how far it goes, what it amounts to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from moneyloop.errors import QueryError
from moneyloop.graph.loops import cycle_id
from moneyloop.graph.search import Found, Limits
from moneyloop.queries.rounds.amounts import Money
from moneyloop.queries.rounds.interval import Interval, bottleneck, round_trip
from moneyloop.queries.rounds.timing import Days
from moneyloop.settings import TERMS

if TYPE_CHECKING:
    from moneyloop.graph.projection import Projection, Selected
    from moneyloop.queries.rounds.rates import Rates
    from moneyloop.queries.source import Source


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cycles are asked for.

    Attributes:
        status: the weakest status that a deal may have: its name, as ``committed``.
        as_of: the day on which deals are in force; one without period always is.
        known_on: only what documents published by that day say.
        types: IRIs of classes; each deal is of one of them or of a subclass. All if there are none.
        parties: IRIs; a cycle goes through at least one of them. Any if there are none.
        min_hops, max_hops: how many hops a cycle has.
        currency: ISO 4217 code to convert amounts to; None to convert nothing.
        rates_on: the day whose rates are taken, or the last before that has some; by default ``as_of``, else
            ``known_on``, else the last day that has rates.
        in_time_order: only cycles that have a hop from which on no hop is dated before the one before it.
    """

    status: str = "considered"
    as_of: date | None = None
    known_on: date | None = None
    types: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    min_hops: int = 2
    max_hops: int | None = None
    currency: str | None = None
    rates_on: date | None = None
    in_time_order: bool = False


@dataclass(frozen=True, slots=True)
class Hop:
    """One party pays the next: IRIs of both and of the deals, status of the strongest deal, amount, day.

    ``currency`` is None if the deals are in several or none has an amount. ``day`` is set in an answer in
    time order.
    """

    payer: str
    payee: str
    status: str
    amount: Interval
    currency: str | None
    deals: tuple[str, ...]
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Cycle:
    """An elementary cycle of flows.

    Attributes:
        id: the same as in stored queries and in the graph (``ml:cycleId``).
        hops: in the order of payment. The first is paid by the party asked for; in time order it is the
            earliest; else it is paid by the party with the smallest IRI.
        rank: of the status.
        status: of the weakest hop.
        amount: of the smallest hop; unknown where hops are in several currencies.
        ratio: the smallest hop as a fraction of the first, 0..1; unknown likewise.
        currency: of the amounts.
    """

    id: str
    hops: tuple[Hop, ...]
    rank: int
    status: str
    amount: Interval
    ratio: Interval
    currency: str | None

    @property
    def parties(self) -> tuple[str, ...]:
        """The IRIs of the parties in the order of payment."""
        return tuple(hop.payer for hop in self.hops)


@dataclass(frozen=True, slots=True)
class Cycles:
    """An answer: cycles, strongest first, then by amount, largest first, then by hops and id.

    Attributes:
        cycles: what was found.
        stopped_by: the limit that stopped the search; None if no cycle is missing.
        skipped: in words, what was left out.
        rates_of: the day of the rates at which amounts were converted; None if none was.
    """

    cycles: list[Cycle]
    stopped_by: str | None = None
    skipped: tuple[str, ...] = ()
    rates_of: date | None = None

    @property
    def complete(self) -> bool:
        """Whether no cycle is missing."""
        return self.stopped_by is None


def projection_of(source: Source) -> Projection:
    """Return the deals of a dataset as columns; those of a built one are at hand."""
    from moneyloop.graph.projection import assemble, collect
    from moneyloop.queries.source import Embedded

    if isinstance(source, Embedded) and source.projection:
        return source.projection
    return assemble(collect(lambda text: source.select(text).rows))


def cycles(
    projection: Projection,
    asked: Asked | None = None,
    *,
    rates: Rates | None = None,
    limits: Limits | None = None,
) -> Cycles:
    """Find the cycles of money among the deals that count.

    Args:
        projection: of the dataset.
        asked: which cycles; by default all.
        rates: what amounts are converted at, if a currency is asked for.
        limits: what the search may spend.

    Raises:
        QueryError: there are no rates for the currency, no status of the name, or the hops contradict.
    """
    wanted = asked or Asked()
    selected = _selected(projection, wanted)
    money = Money.of(selected, wanted.currency, rates, wanted.rates_on or wanted.as_of or wanted.known_on)
    return _Search(selected, wanted, money).answer(limits or Limits())


def _selected(projection: Projection, wanted: Asked) -> Selected:
    from moneyloop.graph.projection import Filters, select

    if wanted.max_hops is not None and wanted.max_hops < wanted.min_hops:
        raise QueryError(f"cycles: no cycle has {wanted.min_hops} to {wanted.max_hops} hops; give more")
    filters = Filters(
        status=TERMS + wanted.status, classes=wanted.types, as_of=wanted.as_of, known_on=wanted.known_on
    )
    try:
        return select(projection, "flows", filters)
    except ValueError as error:
        raise QueryError(f"cycles: {error}; give considered, announced, committed or completed") from error


@dataclass
class _Search:
    selected: Selected
    wanted: Asked
    money: Money
    undated: int = field(default=0)

    @cached_property
    def status(self) -> dict[int, str]:
        """The name of each status by its rank."""
        ranks = self.selected.projection.names.ranks
        return {rank: iri.removeprefix(TERMS) for iri, rank in ranks.items()}

    @cached_property
    def days(self) -> Days:
        """The days of deals."""
        return Days(self.selected.projection)

    def answer(self, limits: Limits) -> Cycles:
        found = self._search(limits)
        made = [cycle for path in found.paths if (cycle := self._cycle(path))]
        made.sort(key=_order)
        return Cycles(made, found.stopped_by, tuple(self._skipped(found)), self.money.day)

    def _search(self, limits: Limits) -> Found:
        from moneyloop.graph.search import cycles as search

        wanted, parties = self.wanted, self.selected.projection.parties
        through = None
        if wanted.parties:
            places = {parties[place]: place for place in range(len(parties))}
            through = [places[party] for party in wanted.parties if party in places]
            if not through:
                return Found([])
        return search(
            self.selected.graph,
            through=through,
            min_hops=wanted.min_hops,
            max_hops=wanted.max_hops,
            limits=limits,
        )

    def _skipped(self, found: Found) -> Iterable[str]:
        if found.skipped:
            yield found.skipped
        if self.undated:
            yield f"{self.undated} cycles with a hop whose deals have no day"
        yield from self.money.skipped()

    def _cycle(self, path: Sequence[int]) -> Cycle | None:
        edges = self.selected.graph.hops(path, closed=True)
        start, days = self._beginning(path, edges)
        if start is None:
            return None
        order = [*range(start, len(path)), *range(start)]
        hops = tuple(self._hop(path, edges, place, days) for place in order)
        rank = min(self._rank(some) for some in edges)
        currencies = {hop.currency for hop in hops if hop.amount} or {None}
        one = currencies.pop() if len(currencies) == 1 else None
        amounts = [hop.amount for hop in hops] if one else []
        identity = cycle_id([self.selected.projection.parties[one] for one in path])
        return Cycle(
            identity,
            hops,
            rank,
            self.status[rank],
            bottleneck(amounts),
            round_trip(amounts) if amounts else Interval(None, None),
            one,
        )

    def _beginning(
        self, path: Sequence[int], edges: Sequence[Sequence[int]]
    ) -> tuple[int | None, dict[int, date]]:
        """Return at which hop a cycle begins, None to leave it out; and the days of its hops if asked for."""
        if self.wanted.in_time_order:
            known = [self.days.of([int(self.selected.deal[edge]) for edge in some]) for some in edges]
            if not all(known):
                self.undated += 1
                return None, {}
            return self.days.ordered(known)
        members = [self.selected.projection.parties[one] for one in path]
        asked = [place for place, party in enumerate(members) if party in self.wanted.parties]
        return (asked[0] if asked else 0), {}

    def _rank(self, edges: Sequence[int]) -> int:
        return max(int(self.selected.states.rank[self.selected.state[edge]]) for edge in edges)

    def _hop(
        self, path: Sequence[int], edges: Sequence[Sequence[int]], place: int, days: dict[int, date]
    ) -> Hop:
        projection, some = self.selected.projection, edges[place]
        amount, currency = self.money.together(some)
        return Hop(
            projection.parties[path[place]],
            projection.parties[path[(place + 1) % len(path)]],
            self.status[self._rank(some)],
            amount,
            currency,
            tuple(projection.deals[int(self.selected.deal[edge])] for edge in some),
            days.get(place),
        )


def _order(cycle: Cycle) -> tuple[float, ...] | tuple[object, ...]:
    high, low = cycle.amount.high, cycle.amount.low
    size = high if high is not None else low if low is not None else -1
    return (-cycle.rank, -size, len(cycle.hops), cycle.id)
