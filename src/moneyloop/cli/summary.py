"""What to say of a dataset that was made: counts on stdout, troubles on stderr."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import typer

if TYPE_CHECKING:
    from moneyloop.graph.report import Report

_MESSAGES: Final = {
    "lost": "a decision could not be applied",
    "conflicts": "reviewers differ",
    "refused": "a reviewed claim fails validation",
}
_MOST: Final = 10


def print_errors(errors: Iterable[str]) -> None:
    """Print on stderr what could not be read."""
    for error in errors:
        typer.echo(f"moneyloop: {' '.join(error.split())}", err=True)


def print_troubles(report: Report) -> None:
    """Print on stderr where the dataset says less than it could."""
    print_errors(report.unread)
    if report.without_lexicon:
        names = ", ".join(report.without_lexicon)
        typer.echo(f"moneyloop: no lexicon for the language of {names}; no claims extracted", err=True)
    if not report.cycle_search.get("complete", True):
        limit = report.cycle_search["hopLimit"]
        typer.echo(f"moneyloop: too many cycles; listed are all of at most {limit} hops", err=True)


def print_counts(report: Report) -> None:
    """Print how much a dataset holds."""
    counts = report.counts
    languages = ", ".join(f"{count} {language}" for language, count in report.languages.items())
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
