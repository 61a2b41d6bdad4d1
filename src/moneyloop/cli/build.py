"""``moneyloop build``: documents to a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moneyloop.cli.progress import progress

if TYPE_CHECKING:
    from moneyloop.graph.report import Report


def build(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="Documents, or folders of them.", show_default=False)
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="The dataset to write; an old one is replaced.")
    ],
) -> None:
    """Read documents, and build the dataset of what they claim.

    Reads .txt, .md, .html, .pdf and .jsonl. A document that cannot be read is reported and the others are
    built; claims that fail validation go to DIR/rejected.jsonl. The old dataset stays until the new one is
    complete.

    \b
    Examples:
      moneyloop build articles/ --out graph
      moneyloop build news.html report.pdf wire.jsonl --out graph
    """
    from moneyloop.graph.build import build as build_dataset

    with progress() as report:
        result = build_dataset(paths, out, progress=report)
    _print(result, out)


def _print(report: Report, out: Path) -> None:
    for error in report.errors:
        typer.echo(f"moneyloop: {' '.join(error.split())}", err=True)
    if report.without_lexicon:
        names = ", ".join(report.without_lexicon)
        typer.echo(f"moneyloop: no lexicon for the language of {names}; no claims extracted", err=True)
    if not report.cycle_search.get("complete", True):
        limit = report.cycle_search["hopLimit"]
        typer.echo(f"moneyloop: too many cycles; only those of at most {limit} hops are listed", err=True)
    counts = report.counts
    seconds = sum(report.seconds.values())
    languages = ", ".join(f"{count} {language}" for language, count in report.languages.items())
    typer.echo(f"{out}: built in {seconds:.1f} s")
    typer.echo(f"  documents  {counts['documents']} ({languages})")
    typer.echo(f"  claims     {counts['claims']}, rejected {counts['rejected']}")
    typer.echo(f"  deals      {counts['deals']}, figures {counts['figures']}")
    typer.echo(f"  flows      {counts['flows']}, cycles {counts['cycles']}")
