"""``moneyloop build``: documents to a dataset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from moneyloop.cli.progress import progress
from moneyloop.errors import UsageError

if TYPE_CHECKING:
    from moneyloop.graph.report import Report
    from moneyloop.graph.tools import Tools

_MESSAGES: Final = {
    "lost": "a decision could not be applied",
    "conflicts": "reviewers differ",
    "refused": "a reviewed claim fails validation",
}
_MOST: Final = 10


def build(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="Documents, or folders of them.", show_default=False)
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="The dataset to write; an old one is replaced.")
    ],
    reviewed: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Decisions of `moneyloop review` to apply; may be repeated."),
    ] = None,
    reviewed_only: Annotated[
        bool, typer.Option("--reviewed-only", help="Extract nothing: build from reviewed claims alone.")
    ] = False,
) -> None:
    """Read documents, and build the dataset of what they claim.

    Reads .txt, .md, .html, .pdf and .jsonl. A document that cannot be read is reported and the others are
    built; claims that fail validation go to DIR/rejected.jsonl. The old dataset stays until the new one is
    complete.

    Reviewed claims come before extracted ones, and what a reviewer rejected is left out; where reviewers
    differ, the latest decision holds.

    \b
    Examples:
      moneyloop build articles/ --out graph
      moneyloop build news.html report.pdf wire.jsonl --out graph
      moneyloop build articles/ --out graph --reviewed reviewed.jsonl
    """
    if reviewed_only and not reviewed:
        raise UsageError("build: --reviewed-only needs decisions; give them: --reviewed FILE")
    from moneyloop.graph.build import build as build_dataset

    tools = _tools(reviewed or [], only=reviewed_only)
    with progress() as report:
        result = build_dataset(paths, out, progress=report, make_tools=tools)
    _print(result, out)


def _tools(files: list[Path], *, only: bool) -> Callable[[], Tools]:
    """Return what makes the tools of a build, with decisions to apply if there are files of them."""
    from moneyloop.graph.review.decisions import read
    from moneyloop.graph.review.merge import Reviewed, reviewed_tools
    from moneyloop.graph.tools import default_tools

    return (
        partial(reviewed_tools, default_tools, Reviewed(read(files), only=only)) if files else default_tools
    )


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
    if report.review:
        _print_review(report.review)
    typer.echo(f"  deals      {counts['deals']}, figures {counts['figures']}")
    typer.echo(f"  flows      {counts['flows']}, cycles {counts['cycles']}")


def _print_review(review: Mapping[str, Any]) -> None:
    kinds = ("accepted", "corrected", "added", "rejected")
    held = ", ".join(f"{review[kind]} {kind}" for kind in kinds)
    typer.echo(f"  reviewed   {held} ({review['suppressed']} extracted claims left out)")
    for name, words in _MESSAGES.items():
        for message in review[name][:_MOST]:
            typer.echo(f"moneyloop: {words}: {message}", err=True)
        if len(review[name]) > _MOST:
            typer.echo(f"moneyloop: {words}: {len(review[name]) - _MOST} more, see report.json", err=True)
