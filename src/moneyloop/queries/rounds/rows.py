"""Cycles and changes as rows: for tables, CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from moneyloop.queries.rounds.changes import Change, Changes
from moneyloop.queries.rounds.find import Cycle, Cycles, Hop
from moneyloop.settings import PREFIXES

if TYPE_CHECKING:
    from moneyloop.queries.rounds.interval import Interval
    from moneyloop.queries.source import Source

Row = dict[str, Any]
_AT_ONCE = 500


def names(source: Source, answer: Cycles | Changes) -> dict[str, str]:
    """Return the English name of each party, or else the first of the others; its IRI if it has no name."""
    sides = (answer.before, answer.after) if isinstance(answer, Changes) else (answer,)
    parties = sorted({party for side in sides for cycle in side.cycles for party in cycle.parties})
    called: dict[str, tuple[bool, str]] = {}
    for start in range(0, len(parties), _AT_ONCE):
        values = " ".join(str(ox.NamedNode(party)) for party in parties[start : start + _AT_ONCE])
        label = f"<{PREFIXES['skos']}prefLabel>"
        text = f"SELECT ?party ?label WHERE {{ VALUES ?party {{ {values} }} ?party {label} ?label }}"
        for party, name in source.select(text).rows:
            if isinstance(party, ox.NamedNode) and isinstance(name, ox.Literal):
                one = (name.language != "en", name.value)
                called[party.value] = min(one, called.get(party.value, one))
    return {party: called[party][1] if party in called else party for party in parties}


def rows(answer: Cycles | Changes, called: Mapping[str, str]) -> list[Row]:
    """Return a row for each cycle or change; amounts in full currency units, ratios 0..1, None if unknown."""
    if isinstance(answer, Changes):
        return [_change(change, called) for change in answer.changes]
    return [_cycle(cycle, called) for cycle in answer.cycles]


def document(answer: Cycles | Changes, called: Mapping[str, str]) -> Row:
    """Return an answer whole: its rows with their hops, whether it is complete, and what was left out."""
    sides = (answer.before, answer.after) if isinstance(answer, Changes) else (answer,)
    stopped = next((side.stopped_by for side in sides if side.stopped_by), None)
    rates_of = next((side.rates_of for side in sides if side.rates_of), None)
    found: list[Row] = []
    for row, cycle in zip(rows(answer, called), _cycles(answer), strict=True):
        found.append(row | {"steps": [_hop(hop, called) for hop in cycle.hops]})
    return {
        "complete": answer.complete,
        "stoppedBy": stopped,
        "skipped": list(answer.skipped),
        "ratesOf": rates_of.isoformat() if rates_of else None,
        "changes" if isinstance(answer, Changes) else "cycles": found,
    }


def _cycles(answer: Cycles | Changes) -> Iterable[Cycle]:
    if isinstance(answer, Cycles):
        return answer.cycles
    return (_shown(change) for change in answer.changes)


def _shown(change: Change) -> Cycle:
    cycle = change.after or change.before
    assert cycle is not None
    return cycle


def _cycle(cycle: Cycle, called: Mapping[str, str]) -> Row:
    return {
        "cycle": cycle.id,
        "length": len(cycle.hops),
        "parties": " → ".join(called[party] for party in cycle.parties),
        "status": cycle.status,
        **_ends("amount", cycle.amount),
        "currency": cycle.currency if cycle.amount else None,
        **_ends("ratio", cycle.ratio),
    }


def _change(change: Change, called: Mapping[str, str]) -> Row:
    before, after = change.before, change.after
    row = _cycle(_shown(change), called)
    del row["ratioMin"], row["ratioMax"]
    if after is None:
        row |= {"status": None, "amountMin": None, "amountMax": None}
    former: Row = {"statusBefore": None, "amountMinBefore": None, "amountMaxBefore": None}
    if before:
        former |= {"statusBefore": before.status, **_ends("amount", before.amount, "Before")}
    return {"change": change.kind} | row | former


def _hop(hop: Hop, called: Mapping[str, str]) -> Row:
    return {
        "payer": called[hop.payer],
        "payee": called[hop.payee],
        "status": hop.status,
        **_ends("amount", hop.amount),
        "currency": hop.currency,
        "deals": list(hop.deals),
        "day": hop.day.isoformat() if hop.day else None,
    }


def _ends(name: str, interval: Interval, suffix: str = "") -> Row:
    return {f"{name}Min{suffix}": _number(interval.low), f"{name}Max{suffix}": _number(interval.high)}


def _number(value: float | None) -> float | int | None:
    """Return a whole number as one, so that it is written without a fraction."""
    if value is None:
        return None
    return int(value) if value == int(value) else round(value, 6)
