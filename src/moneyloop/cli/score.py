"""``moneyloop score``: compare claims with gold claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moneyloop.cli.tables import show
from moneyloop.cli.text import amount, one_line, percentage

if TYPE_CHECKING:
    from moneyloop.graph.score import Rates, Score


def score(
    predicted: Annotated[
        Path, typer.Argument(help="Claims to judge: a .jsonl file, or a folder of one file a document.")
    ],
    gold: Annotated[Path, typer.Argument(help="Gold claims, in the same form.")],
    *,
    documents: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Check that quotes stand in FOLDER/<document>.txt."),
    ] = None,
    aliases: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="JSON object: name -> other names that count as it."),
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="List what was missed or invented.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score claims against gold claims: precision, recall and F1 of each measure.

    \b
    edges    relations with the right type, parties and direction
    pairs    the same without the type
    full     edges whose amount, share and status are right as well
    people   employments
    figures  figures about one party
    quotes   claims whose quote stands in the document word for word

    \b
    Examples:
      moneyloop score graph/claims gold/ --documents articles/
      moneyloop score graph/claims/a.jsonl gold/a.jsonl --misses
      moneyloop score graph/claims gold/ --json
    """
    from moneyloop.graph.score import compare, load, load_aliases

    result = compare(
        load(predicted),
        load(gold),
        aliases=load_aliases(aliases) if aliases else None,
        documents=documents,
    )
    if as_json:
        typer.echo(json.dumps(_with_differences(result) if misses else result.to_dict(), indent=1))
        return
    if misses:
        _show_differences(result)
    _show_totals(result)
    _show_documents(result)


def _with_differences(result: Score) -> dict[str, Any]:
    differences = [vars(difference) for difference in result.differences]
    return {**result.to_dict(), "differences": differences}


def _show_totals(result: Score) -> None:
    rows = [[name, *_rates(result.total(name))] for name in result.measures]
    if result.quotes:
        verbatim, count = result.quotes
        share = verbatim / count if count else 0.0
        rows.append(["quotes", f"{share:.3f}", "", "", str(verbatim), str(count), ""])
    show(["measure", "precision", "recall", "F1", "right", "predicted", "gold"], rows)


def _rates(rates: Rates) -> list[str]:
    fractions = (f"{value:.3f}" for value in (rates.precision, rates.recall, rates.f1))
    return [*fractions, str(rates.hits), str(rates.predicted), str(rates.gold)]


def _show_documents(result: Score) -> None:
    by_measure = result.measures.values()
    rows = [
        [name, *(f"{documents[name].f1:.3f}" for documents in by_measure)]
        for name in sorted(result.measures["edges"])
    ]
    typer.echo()
    show(["F1 by document", *result.measures], rows)


def _show_differences(result: Score) -> None:
    rows = []
    for difference in result.differences:
        claim = difference.claim
        money = claim.get("amount") or {}
        rows.append(
            [
                difference.measure,
                difference.kind,
                difference.document,
                str(claim.get("id", "")),
                str(claim["type"]),
                "; ".join(f"{role}: {_names(value)}" for role, value in (claim.get("roles") or {}).items()),
                amount(money.get("min"), money.get("max"), money.get("currency")),
                percentage(claim.get("share")),
                str(claim.get("status") or ""),
                one_line(str(claim.get("quote") or "")),
            ]
        )
    columns = ["measure", "kind", "document", "id", "type", "roles", "amount", "share", "status", "quote"]
    show(columns, rows, empty="no differences")
    typer.echo()


def _names(value: Any) -> str:
    fillings = value if isinstance(value, list) else [value]
    return ", ".join(str(filling["name"] if isinstance(filling, dict) else filling) for filling in fillings)
