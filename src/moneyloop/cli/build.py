"""``moneyloop build``: documents to a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moneyloop.cli import llm, making, summary
from moneyloop.cli.llm import Extractor
from moneyloop.cli.progress import progress
from moneyloop.errors import UsageError


def build(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="Documents, or folders of them.", show_default=False)
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="The dataset to write; an old one is replaced.")
    ],
    *,
    reviewed: making.Reviewed = None,
    reviewed_only: making.ReviewedOnly = False,
    extractor: making.Finder = Extractor.LEXICON,
    model: making.Model = None,
    base_url: making.BaseUrl = None,
    concurrency: making.Concurrency = 4,
    timeout: making.Timeout = 300,
    chunk_tokens: making.ChunkTokens = 1500,
    max_tokens: making.MaxTokens = None,
    price_in: making.PriceIn = None,
    price_out: making.PriceOut = None,
    cache: making.Cache = True,
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
    llm.check("build", extractor, model, dry_run=dry_run, reviewed_only=reviewed_only)
    settings = None
    if model:
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
    from moneyloop.graph.build import build as build_dataset

    with (
        making.tools(settings, extractor, reviewed or [], only=reviewed_only) as (make_tools, note),
        progress(note) as shown,
    ):
        result = build_dataset(paths, out, progress=shown, make_tools=make_tools)
    seconds = sum(result.seconds.values())
    summary.print_errors(result.errors)
    summary.print_troubles(result)
    typer.echo(f"{out}: built in {seconds:.1f} s")
    summary.print_counts(result)
    if settings:
        llm.print_use(result)
