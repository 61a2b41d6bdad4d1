"""``moneyloop update``: documents into a dataset, and out of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from moneyloop.cli import llm, making, summary
from moneyloop.cli.llm import Extractor
from moneyloop.cli.options import Dataset
from moneyloop.cli.progress import progress
from moneyloop.errors import UsageError

if TYPE_CHECKING:
    from moneyloop.graph.update import Updated

_MOST: Final = 5


def update(
    folder: Dataset,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Documents to add, or folders of them.", show_default=False),
    ] = None,
    *,
    remove: Annotated[
        list[str] | None,
        typer.Option(metavar="DOCUMENT", help="The name of a document to remove; may be repeated."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Read all documents again, from their texts in the dataset.")
    ] = False,
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
) -> None:
    """Add documents to a dataset, replace or remove some, and change what rests on them.

    Only new and changed documents are read; the dataset becomes what a build of all its documents would make
    it. A document is known by its name, that of its file without the suffix: one that is there in another
    version is replaced, one that is there already is left. The old dataset stays until the new one is
    complete.

    Give the extractor and the decisions that the dataset was built with. Where decisions are new, the
    documents that they are on are read again. After a change of the lexicon, the party file or the extractor,
    --all reads every document again.

    \b
    Examples:
      moneyloop update graph new-articles/
      moneyloop update graph --remove report-2024 --remove rumour
      moneyloop update graph --reviewed reviewed.jsonl
      moneyloop update graph --all
    """
    if not (paths or remove or everything or reviewed):
        raise UsageError(
            "update: nothing to do; give documents, --remove DOCUMENT, --reviewed FILE, or --all"
        )
    if reviewed_only and not reviewed:
        raise UsageError("update: --reviewed-only needs decisions; give them: --reviewed FILE")
    llm.check("update", extractor, model, dry_run=False, reviewed_only=reviewed_only)
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
    from moneyloop.graph.update import update as update_dataset

    with (
        making.tools(settings, extractor, reviewed or [], only=reviewed_only) as (make_tools, note),
        progress(note) as shown,
    ):
        result = update_dataset(
            folder,
            paths or [],
            remove=remove or [],
            everything=everything,
            progress=shown,
            make_tools=make_tools,
        )
    _print(result, folder)
    if settings and result.report:
        llm.print_use(result.report)


def _print(result: Updated, folder: Path) -> None:
    summary.print_errors(result.errors)
    if result.report is None:
        typer.echo(f"{folder}: nothing changed")
        _print_names(result)
        return
    summary.print_troubles(result.report)
    typer.echo(f"{folder}: updated in {sum(result.report.seconds.values()):.1f} s")
    _print_names(result)
    summary.print_counts(result.report)


def _print_names(result: Updated) -> None:
    kinds = {"added": result.added, "replaced": result.replaced, "removed": result.removed}
    kinds |= {"read again": result.again, "unchanged": result.unchanged}
    for kind, names in kinds.items():
        if names:
            more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
            typer.echo(f"  {kind:<10} {', '.join(names[:_MOST])}{more}")
