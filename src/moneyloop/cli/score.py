"""``moneyloop score``: compare claims with gold claims."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from moneyloop.cli.tables import show
from moneyloop.cli.text import amount, percentage

if TYPE_CHECKING:
    from moneyloop.graph.documents import Document
    from moneyloop.graph.score import Difference, Rates, Score

_RATES: Final = ("precision", "recall", "F1", "right", "predicted", "gold")
_BY_TYPE: Final = ("edges", "full", "figures")


def score(
    predicted: Annotated[
        Path, typer.Argument(help="Claims to judge: a .jsonl file, or a folder of one file a document.")
    ],
    gold: Annotated[Path, typer.Argument(help="Gold claims, in the same form.")],
    *,
    documents: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="The documents: checks quotes, and what is read into sentences without claims.",
        ),
    ] = None,
    aliases: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="JSON object: name -> other names that count as it."),
    ] = None,
    misses: Annotated[
        bool, typer.Option("--misses", help="List what was missed or invented, with its sentence.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score claims against gold claims: precision, recall and F1 of each measure, by language and by type.

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
        documents=_read(documents) if documents else None,
    )
    for document, claim in result.unplaced:
        typer.echo(
            f"moneyloop: {document}: the quote of gold claim {claim} stands nowhere; correct it", err=True
        )
    if as_json:
        content = _with_differences(result) if misses else result.to_dict()
        typer.echo(json.dumps(content, indent=1, ensure_ascii=False))
        return
    if misses:
        _show_differences(result)
    _show_totals(result)
    _show_parts("language", result.measures, result.by_language)
    _show_parts("type", _BY_TYPE, result.by_type)
    _show_silence(result)
    _show_documents(result)


def _read(path: Path) -> list[Document]:
    from moneyloop.graph.documents import read_all

    documents, problems = read_all([path])
    for problem in problems:
        typer.echo(f"moneyloop: {problem}", err=True)
    return documents


def _with_differences(result: Score) -> dict[str, Any]:
    return {**result.to_dict(), "differences": [vars(difference) for difference in result.differences]}


def _show_totals(result: Score) -> None:
    rows = [[name, *_rates(result.total(name))] for name in result.measures]
    if result.quotes:
        verbatim, count = result.quotes
        rows.append(
            ["quotes", f"{verbatim / count:.3f}" if count else "", "", "", str(verbatim), str(count), ""]
        )
    show(["measure", *_RATES], rows)


def _show_parts(label: str, measures: Sequence[str], parts: Callable[[str], Mapping[str, Rates]]) -> None:
    """Print the rates of each language or type that anything is counted of."""
    rows = [
        [part, measure, *_rates(rates)]
        for measure in measures
        for part, rates in parts(measure).items()
        if rates.predicted or rates.gold
    ]
    if label == "language":
        rows.sort(key=lambda row: row[0])
    typer.echo()
    show([label, "measure", *_RATES], rows)


def _rates(rates: Rates) -> list[str]:
    """Return rates and counts as cells, empty where nothing can be divided."""
    return [
        f"{rates.precision:.3f}" if rates.predicted else "",
        f"{rates.recall:.3f}" if rates.gold else "",
        f"{rates.f1:.3f}" if rates.predicted or rates.gold else "",
        *map(str, (rates.hits, rates.predicted, rates.gold)),
    ]


def _show_silence(result: Score) -> None:
    if not result.silence:
        return
    from moneyloop.graph.score import Silence

    total = sum(result.silence.values(), Silence())
    rows = []
    for language, one in [*result.silence_by_language().items(), ("all", total)]:
        rates = [str(one.with_edges), percentage(one.share), str(one.invented), f"{one.per_hundred:.1f}"]
        rows.append([language, str(one.sentences), *rates])
    typer.echo()
    show(["sentences without claims", "sentences", "with edges", "share", "invented", "per 100"], rows)


def _show_documents(result: Score) -> None:
    by_measure = [result.by_document(measure) for measure in result.measures]
    rows = [
        [name, language, *(_rates(documents[name])[2] for documents in by_measure)]
        for name, language in sorted(result.documents.items())
    ]
    typer.echo()
    show(["F1 by document", "language", *result.measures], rows)


def _show_differences(result: Score) -> None:
    columns = ["measure", "kind", "differs", "document", "id", "type", "parties", "amount", "share", "status"]
    show([*columns, "sentence"], list(map(_difference, result.differences)), empty="no differences")
    typer.echo()


def _difference(difference: Difference) -> list[str]:
    claim = difference.claim
    money = claim.get("amount") or {}
    return [
        difference.measure,
        difference.kind,
        ", ".join(difference.differs),
        difference.document,
        str(claim.get("id", "")),
        str(claim["type"]),
        " → ".join(difference.parties),
        amount(money.get("min"), money.get("max"), money.get("currency")),
        percentage(claim.get("share")),
        str(claim.get("status") or ""),
        difference.sentence,
    ]
