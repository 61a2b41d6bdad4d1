"""What ``moneyloop build`` does with a language model: its options, its progress, and a dry run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from moneyloop.errors import DocumentError, UsageError

if TYPE_CHECKING:
    from moneyloop.graph.llm import Settings
    from moneyloop.graph.llm.reader import Reader
    from moneyloop.graph.report import Report


class Extractor(StrEnum):
    """What finds the claims."""

    LEXICON = "lexicon"
    LLM = "llm"
    BOTH = "both"


def check(
    command: str, extractor: Extractor, model: str | None, *, dry_run: bool, reviewed_only: bool
) -> None:
    """See that the options fit each other.

    Raises:
        UsageError: a model is given that is not used, or none where one is.
    """
    if extractor is Extractor.LEXICON:
        if model or dry_run:
            option = "--model" if model else "--dry-run"
            raise UsageError(f"{command}: {option} is about a language model; add --extractor llm, or both")
    elif reviewed_only:
        raise UsageError(f"{command}: --reviewed-only extracts nothing; leave --extractor out")
    elif not model:
        raise UsageError(f"{command}: --extractor {extractor} needs --model NAME, as the server calls it")


@contextmanager
def reader(settings: Settings) -> Iterator[Reader]:
    """Give a reader that is closed when the block ends, also in the middle of its work."""
    from moneyloop.graph.llm.reader import Reader

    opened = Reader(settings)
    try:
        yield opened
    finally:
        opened.close()


def print_plan(paths: Sequence[Path], settings: Settings) -> None:
    """Print what a build would send.

    Raises:
        DocumentError: no document could be read.
    """
    from moneyloop.graph.documents import read_all
    from moneyloop.graph.llm.plan import plan

    documents, errors = read_all(paths)
    for error in errors:
        typer.echo(f"moneyloop: {' '.join(str(error).split())}", err=True)
    if not documents:
        raise DocumentError("no document could be read; give .txt, .md, .html, .pdf or .jsonl files")
    planned = plan(documents, settings)
    typer.echo(f"{settings.model}: nothing was sent")
    typer.echo(f"  documents  {planned.documents}")
    typer.echo(f"  requests   {planned.chunks}, of which the cache answers {planned.cached}")
    typer.echo(f"  tokens in  about {planned.tokens:,}, of which instructions {planned.each:,} a request")
    if planned.cost is not None:
        typer.echo(f"  cost       about {planned.cost:.4f} for what is sent; answers come on top")


def print_use(report: Report) -> None:
    """Print what a model was asked, and who found what."""
    use = report.model
    cost = "" if use["cost"] is None else f", cost {use['cost']:.4f}"
    typer.echo(
        f"  model      {use['model']}: {use['requests']} requests, {use['cached']} from the cache,"
        f" {use['tokensIn']:,} tokens in, {use['tokensOut']:,} out{cost}"
    )
    found = ", ".join(f"{count} by {names}" for names, count in report.found_by.items())
    typer.echo(f"  found      {found or 'nothing'}")
