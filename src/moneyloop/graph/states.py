"""What the claims of a deal say of it together: now, and on each day on which something was published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from moneyloop.graph import vocabulary as v
from moneyloop.graph.claims import Amount, Claim
from moneyloop.ontology.terms import ML

if TYPE_CHECKING:
    from moneyloop.ontology.model import Model

CANCELLED: Final = "cancelled"
Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim and the ISO 8601 date of its document, if that is known."""

    claim: Claim
    published: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What some claims say together: status, amount interval, number of claims."""

    status: str
    amount: Amount | None
    claims: int


def state(group: Sequence[Stated], model: Model) -> State:
    """Return what claims of one deal say together."""
    amounts = [one.claim.amount for one in group if one.claim.amount]
    return State(status(group, model), hull(amounts) if amounts else None, len(group))


def states(group: Sequence[Stated], model: Model) -> list[tuple[date, State]]:
    """Return what was known of a deal, each with the first day on which it was, in order of time.

    Documents without a date count in none of them.
    """
    dated = [(day, one) for one in group if (day := _day(one.published))]
    found: list[tuple[date, State]] = []
    for day in sorted({day for day, _ in dated}):
        known = state([one for published, one in dated if published <= day], model)
        if not found or found[-1][1] != known:
            found.append((day, known))
    return found


def state_triples(deal: ox.NamedNode, group: Sequence[Stated], model: Model) -> Iterator[Triple]:
    """Yield what is known of a deal or figure now, on itself, and each of its former and present states."""
    now = state(group, model)
    yield deal, ox.NamedNode(ML.hasState), deal
    yield from _described(deal, now, v.below(deal, "amount"), model)
    if now.amount:
        yield from amount_triples(v.below(deal, "amount"), now.amount)
    known = states(group, model)
    ends = [*(day for day, _ in known[1:]), None]
    for (since, then), until in zip(known, ends, strict=False):
        place = v.below(deal, "state", since.isoformat())
        same = then.amount == now.amount
        amount = v.below(deal if same else place, "amount")
        yield deal, ox.NamedNode(ML.hasState), place
        yield place, v.TYPE, ox.NamedNode(ML.DealState)
        yield place, ox.NamedNode(ML.knownFrom), v.date_literal(since)
        if until:
            yield place, ox.NamedNode(ML.knownUntil), v.date_literal(until)
        yield from _described(place, then, amount, model)
        if then.amount and not same:
            yield from amount_triples(amount, then.amount)


def _described(about: ox.NamedNode, known: State, amount: ox.NamedNode, model: Model) -> Iterator[Triple]:
    yield about, v.STATUS, ox.NamedNode(model.statuses[known.status].iri)
    yield about, ox.NamedNode(ML.claimCount), v.integer(known.claims)
    if known.amount:
        yield about, v.AMOUNT, amount


def amount_triples(place: ox.NamedNode, amount: Amount) -> Iterable[Triple]:
    """Return what describes an amount under the IRI given."""
    yield place, v.TYPE, ox.NamedNode(ML.Amount)
    if amount.min is not None:
        yield place, ox.NamedNode(ML.minAmount), v.decimal(amount.min)
    if amount.max is not None:
        yield place, ox.NamedNode(ML.maxAmount), v.decimal(amount.max)
    yield place, ox.NamedNode(ML.currency), v.text(amount.currency)


def hull(amounts: Sequence[Amount]) -> Amount:
    """Return the smallest interval that holds all of some amounts of one currency."""
    lows = [amount.min for amount in amounts if amount.min is not None]
    highs = [amount.max for amount in amounts if amount.max is not None]
    return Amount(
        min=min(lows) if len(lows) == len(amounts) else None,
        max=max(highs) if len(highs) == len(amounts) else None,
        currency=amounts[0].currency,
    )


def status(group: Sequence[Stated], model: Model) -> str:
    """Return the status of a deal from its claims.

    It is the highest among the live claims. It is ``cancelled`` if no claim is live, or if a cancellation
    is dated later than every live claim; a live claim without a date keeps the deal live.
    """
    live = [one for one in group if one.claim.status != CANCELLED]
    cancelled = [one.published for one in group if one.claim.status == CANCELLED and one.published]
    if not live:
        return CANCELLED
    dates = [one.published for one in live if one.published]
    if cancelled and len(dates) == len(live) and max(cancelled) > max(dates):
        return CANCELLED
    return max((one.claim.status for one in live), key=lambda name: model.statuses[name].rank or 0)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
