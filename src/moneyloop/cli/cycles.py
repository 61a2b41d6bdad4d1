"""``moneyloop cycles``: where money comes round, on any day, in one currency, and what changed since."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moneyloop.cli import where
from moneyloop.cli.tables import show
from moneyloop.cli.text import amount, percentage
from moneyloop.errors import UsageError

if TYPE_CHECKING:
    from moneyloop.queries.rounds import Asked, Changes, Cycles, Rates
    from moneyloop.queries.source import Source


class Floor(StrEnum):
    """The weakest status that a deal may have to count."""

    CONSIDERED = "considered"
    ANNOUNCED = "announced"
    COMMITTED = "committed"
    COMPLETED = "completed"


class Form(StrEnum):
    """How cycles are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def cycles(
    *,
    data: where.Data = None,
    endpoint: where.Endpoint = None,
    timeout: where.Timeout = 60,
    status: Annotated[
        Floor, typer.Option("--status", metavar="FLOOR", help="The weakest status that counts.")
    ] = Floor.CONSIDERED,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Only deals in force on this day, by their period."),
    ] = None,
    known_on: Annotated[
        str | None,
        typer.Option("--known-on", metavar="DATE", help="Only what documents published by this day say."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="DATE", help="What appeared, grew, shrank or broke after what was known then."
        ),
    ] = None,
    party: Annotated[
        list[str] | None,
        typer.Option(
            "--party", metavar="NAME", help="Only cycles through this party; may be repeated: any of them."
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="CLASS", help="Only deals of this class; may be repeated."),
    ] = None,
    max_hops: Annotated[
        int | None, typer.Option("--max-hops", metavar="N", min=2, help="Hops of a cycle at most.")
    ] = None,
    in_time_order: Annotated[
        bool, typer.Option("--in-time-order", help="Only cycles whose hops follow each other in time.")
    ] = False,
    currency: Annotated[
        str | None,
        typer.Option("--currency", metavar="CODE", help="Convert amounts to this currency."),
    ] = None,
    rates: Annotated[
        Path | None,
        typer.Option("--rates", metavar="FILE", help="Exchange rates in place of those of the dataset."),
    ] = None,
    rates_on: Annotated[
        str | None,
        typer.Option("--rates-on", metavar="DATE", help="The day of the rates, or the last before it."),
    ] = None,
    rows: Annotated[
        int, typer.Option("--rows", metavar="N", min=1, help="Look for so many cycles at most.")
    ] = 20_000,
    seconds: Annotated[
        float, typer.Option("--seconds", metavar="S", min=0.1, help="Search so long at most.")
    ] = 60,
    form: Annotated[Form, typer.Option("--format", "-f", help="A table, JSON or CSV.")] = Form.TABLE,
) -> None:
    """Find where money comes round, each elementary cycle once.

    A cycle has the status of its weakest hop, a hop that of its strongest deal. A hop amounts to no less
    than its largest deal, for the others may be parts of it, and to no more than all its deals; the amount
    of a cycle is that of its smallest hop, and the ratio that amount as a fraction of the first hop. The
    first hop is what the party asked for pays, or the earliest in time order.

    Amounts are converted at the last reference rates by --rates-on, --as-of or --known-on, whichever is
    given; the table says of which day they are. --since leaves out documents without a date. A line on
    stderr says whether cycles can be missing, and which limit stopped the search.

    \b
    Examples:
      moneyloop cycles --data graph --status committed
      moneyloop cycles --data graph --party OpenAI --currency EUR
      moneyloop cycles --data graph --since 2025-09-30
      moneyloop cycles --endpoint http://localhost:7878/query --max-hops 4 --format json
    """
    where.check("cycles", data, endpoint, "cycles --data DIR")
    from moneyloop.graph.search import Limits
    from moneyloop.queries import rounds

    source = where.source(data, endpoint, timeout)
    asked = rounds.Asked(
        status=str(status),
        as_of=_day("--as-of", as_of),
        known_on=_day("--known-on", known_on),
        types=tuple(_classes(source, kind or [])),
        parties=tuple(_parties(source, party or [])),
        max_hops=max_hops,
        currency=_code(currency),
        rates_on=_day("--rates-on", rates_on),
        in_time_order=in_time_order,
    )
    begun, limits = _day("--since", since), Limits(rows=rows, seconds=seconds)
    if begun and asked.known_on and begun >= asked.known_on:
        raise UsageError(f"cycles: --since {begun} must be before --known-on {asked.known_on}")
    projection, worth = rounds.projection_of(source), _rates(source, asked, rates)
    answer: Cycles | Changes
    if begun:
        answer = rounds.changes(projection, begun, asked, rates=worth, limits=limits)
    else:
        answer = rounds.cycles(projection, asked, rates=worth, limits=limits)
    _print(answer, rounds.names(source, answer), form)


def _day(option: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"cycles: {option} must be a date as 2025-12-31, not {text!r}") from error


def _code(text: str | None) -> str | None:
    if text is not None and not re.fullmatch("[A-Za-z]{3}", text):
        raise UsageError(f"cycles: --currency must be an ISO 4217 code as USD, not {text!r}")
    return text.upper() if text else None


def _parties(source: Source, given: Sequence[str]) -> Iterable[str]:
    from moneyloop.queries import names

    return (names.party(source, text).value for text in given)


def _classes(source: Source, given: Sequence[str]) -> Iterable[str]:
    from moneyloop.queries import names

    return (names.class_below(source, text, ("Deal",)).value for text in given)


def _rates(source: Source, asked: Asked, path: Path | None) -> Rates | None:
    from moneyloop.queries.rounds import rates_of, read_rates

    if path:
        if asked.currency is None:
            raise UsageError("cycles: --rates says how to convert; say to what: --currency CODE")
        return read_rates(path)
    return rates_of(source) if asked.currency else None


def _print(answer: Cycles | Changes, called: dict[str, str], form: Form) -> None:
    from moneyloop.queries.rounds import document

    whole = document(answer, called)
    rows = whole["cycles" if "cycles" in whole else "changes"]
    if form is Form.JSON:
        typer.echo(json.dumps(whole, ensure_ascii=False, indent=1))
        return
    rows = [{**row, "ratesOf": whole["ratesOf"]} for row in rows]
    if form is Form.TABLE:
        show(*_table(rows))
    else:
        columns = [name for name in (rows[0] if rows else ()) if name != "steps"]
        writer = csv.DictWriter(sys.stdout, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    _tell(whole)


def _tell(whole: dict[str, Any]) -> None:
    """Say on stderr whether something is missing, and what was left out."""
    told = (
        "complete"
        if whole["complete"]
        else f"stopped by the limit of {whole['stoppedBy']}; there may be more"
    )
    for line in (told, *(f"left out: {words}" for words in whole["skipped"])):
        typer.echo(f"({line})", err=True)


def _table(rows: Sequence[dict[str, Any]]) -> tuple[list[str], list[list[str]]]:
    cells = [_cells(row) for row in rows]
    filled = [name for name in (cells[0] if cells else ()) if any(cell[name] for cell in cells)]
    return filled, [[cell[name] for name in filled] for cell in cells]


def _cells(row: dict[str, Any]) -> dict[str, str]:
    """Return a row for a table: the ends of an amount as one, ratios as percentages."""
    cells: dict[str, str] = {}
    for name, value in row.items():
        if name.startswith("amountMin"):
            suffix = name.removeprefix("amountMin")
            cells["amount" + suffix] = amount(value, row["amountMax" + suffix], row["currency"])
        elif name == "ratioMin":
            ends = [percentage(end) for end in (value, row["ratioMax"]) if end is not None]
            sign = "" if len(ends) == 2 else "≥ " if value is not None else "≤ "
            cells["ratio"] = sign + "–".join(dict.fromkeys(ends)) if ends else ""
        elif not name.startswith(("amountMax", "ratioMax", "currency", "steps")):
            cells[name] = "" if value is None else str(value)
    return cells
