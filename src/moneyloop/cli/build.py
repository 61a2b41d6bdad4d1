"""``moneyloop build``: documents to a dataset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from moneyloop.cli import llm
from moneyloop.cli.llm import Extractor
from moneyloop.cli.progress import progress
from moneyloop.errors import UsageError

if TYPE_CHECKING:
    from moneyloop.graph.llm import Settings
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
    *,
    reviewed: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Decisions of `moneyloop review` to apply; may be repeated."),
    ] = None,
    reviewed_only: Annotated[
        bool, typer.Option("--reviewed-only", help="Extract nothing: build from reviewed claims alone.")
    ] = False,
    extractor: Annotated[
        Extractor, typer.Option(help="What finds the claims: the lexicon, a language model, or both.")
    ] = Extractor.LEXICON,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="The language model, as its server calls it.")
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="An OpenAI-compatible server; else MONEYLOOP_LLM_BASE_URL or OPENAI_BASE_URL.",
        ),
    ] = None,
    concurrency: Annotated[
        int, typer.Option(metavar="N", min=1, help="How many requests are under way at once.")
    ] = 4,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=1, help="How long to wait for one answer.")
    ] = 300,
    chunk_tokens: Annotated[
        int, typer.Option(metavar="N", min=50, help="About how many tokens of a document to send at once.")
    ] = 1500,
    max_tokens: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="How many tokens an answer may have; else what the server allows."
        ),
    ] = None,
    price_in: Annotated[
        float | None, typer.Option(metavar="PRICE", min=0, help="Price of a million tokens sent.")
    ] = None,
    price_out: Annotated[
        float | None, typer.Option(metavar="PRICE", min=0, help="Price of a million tokens answered.")
    ] = None,
    cache: Annotated[bool, typer.Option(help="Keep answers, and do not ask for them again.")] = True,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say how many tokens would be sent, and send nothing.")
    ] = False,
) -> None:
    """Read documents, and build the dataset of what they claim.

    Reads .txt, .md, .html, .pdf and .jsonl. A document that cannot be read is reported and the others are
    built; claims that fail validation go to DIR/rejected.jsonl. The old dataset stays until the new one is
    complete.

    Reviewed claims come before extracted ones, and what a reviewer rejected is left out; where reviewers
    differ, the latest decision holds.

    With --extractor llm a language model finds the claims, with both the lexicon does as well. What the model
    says is kept only if the document bears it out. The key of the server is taken from MONEYLOOP_LLM_API_KEY
    or OPENAI_API_KEY.

    \b
    Examples:
      moneyloop build articles/ --out graph
      moneyloop build news.html report.pdf wire.jsonl --out graph
      moneyloop build articles/ --out graph --reviewed reviewed.jsonl
      moneyloop build articles/ --out graph --extractor llm --model gpt-5 --dry-run
      moneyloop build articles/ --out graph --extractor both --model gemma3 --base-url http://localhost:11434/v1
    """
    if reviewed_only and not reviewed:
        raise UsageError("build: --reviewed-only needs decisions; give them: --reviewed FILE")
    llm.check(extractor, model, dry_run=dry_run, reviewed_only=reviewed_only)
    if not model:
        from moneyloop.graph.tools import default_tools

        result = _build(paths, out, _tools(reviewed or [], default_tools, only=reviewed_only))
        _print(result, out)
        return
    from moneyloop.graph.llm import Settings

    settings = Settings(
        model,
        base_url,
        concurrency,
        timeout,
        max_tokens=max_tokens,
        chunk_tokens=chunk_tokens,
        price_in=price_in,
        price_out=price_out,
        cache=cache,
    )
    if dry_run:
        llm.print_plan(paths, settings)
        return
    result = _build_with_model(paths, out, settings, extractor, reviewed or [])
    _print(result, out)
    llm.print_use(result)


def _build_with_model(
    paths: list[Path], out: Path, settings: Settings, extractor: Extractor, reviewed: list[Path]
) -> Report:
    from moneyloop.graph.llm.tools import model_tools

    with llm.reader(settings) as reader:
        made = model_tools(reader, lexicon=extractor is Extractor.BOTH)
        return _build(paths, out, _tools(reviewed, lambda: made), reader.meter.line)


def _build(
    paths: list[Path], out: Path, tools: Callable[[], Tools], note: Callable[[], str] | None = None
) -> Report:
    from moneyloop.graph.build import build as build_dataset

    with progress(note) as report:
        return build_dataset(paths, out, progress=report, make_tools=tools)


def _tools(files: list[Path], make_tools: Callable[[], Tools], *, only: bool = False) -> Callable[[], Tools]:
    """Return what makes the tools of a build, with decisions to apply if there are files of them."""
    if not files:
        return make_tools
    from moneyloop.graph.review.decisions import read
    from moneyloop.graph.review.merge import Reviewed, reviewed_tools

    return partial(reviewed_tools, make_tools, Reviewed(read(files), only=only))


def _print(report: Report, out: Path) -> None:
    for error in (*report.errors, *report.unread):
        typer.echo(f"moneyloop: {' '.join(error.split())}", err=True)
    if report.without_lexicon:
        names = ", ".join(report.without_lexicon)
        typer.echo(f"moneyloop: no lexicon for the language of {names}; no claims extracted", err=True)
    if not report.cycle_search.get("complete", True):
        limit = report.cycle_search["hopLimit"]
        typer.echo(f"moneyloop: too many cycles; listed are all of at most {limit} hops", err=True)
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
