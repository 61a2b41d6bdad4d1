"""``moneyloop report``: write what a dataset says as one page to be sent to somebody."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moneyloop.cli.options import Dataset, Language


def report(
    dataset: Dataset,
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE.html", help="Where to.", show_default=False)
    ],
    pdf: Annotated[
        Path | None,
        typer.Option(metavar="FILE.pdf", help="Print it too; needs Chromium or Chrome.", show_default=False),
    ] = None,
    language: Annotated[Language, typer.Option(help="Of the report; quotes stay in their own.")] = (
        Language.ENGLISH
    ),
) -> None:
    """Write a report to be sent: one HTML file that needs nothing else, and the same as PDF.

    A drawing of parties and flows, the cycles with their amounts and how firm they are, the sentences behind
    each hop, who falls if a party cannot pay, contradictions, what rests on one document, and what was read.

    \b
    Examples:
      moneyloop report graph --out report.html
      moneyloop report graph --out report.html --pdf report.pdf --language he
    """
    from moneyloop.web.report.writing import write_report

    write_report(dataset, out, pdf, language.value)
    typer.echo("\n".join(str(path) for path in (out, pdf) if path))
