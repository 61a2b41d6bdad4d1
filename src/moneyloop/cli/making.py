"""What commands that make a dataset share: their options, and the tools that these ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moneyloop.cli import llm
from moneyloop.cli.llm import Extractor

if TYPE_CHECKING:
    from moneyloop.graph.llm import Settings
    from moneyloop.graph.tools import Tools

Reviewed = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="Decisions of `moneyloop review` to apply; may be repeated."),
]
ReviewedOnly = Annotated[
    bool, typer.Option("--reviewed-only", help="Extract nothing: build from reviewed claims alone.")
]
Finder = Annotated[
    Extractor, typer.Option(help="What finds the claims: the lexicon, a language model, or both.")
]
Model = Annotated[
    str | None, typer.Option(metavar="NAME", help="The language model, as its server calls it.")
]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="An OpenAI-compatible server; else MONEYLOOP_LLM_BASE_URL or OPENAI_BASE_URL.",
    ),
]
Concurrency = Annotated[
    int, typer.Option(metavar="N", min=1, help="How many requests are under way at once.")
]
Timeout = Annotated[float, typer.Option(metavar="SECONDS", min=1, help="How long to wait for one answer.")]
ChunkTokens = Annotated[
    int, typer.Option(metavar="N", min=50, help="About how many tokens of a document to send at once.")
]
MaxTokens = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, help="How many tokens an answer may have; else what the server allows."),
]
PriceIn = Annotated[
    float | None, typer.Option(metavar="PRICE", min=0, help="Price of a million tokens sent.")
]
PriceOut = Annotated[
    float | None, typer.Option(metavar="PRICE", min=0, help="Price of a million tokens answered.")
]
Cache = Annotated[bool, typer.Option(help="Keep answers, and do not ask for them again.")]

Making = tuple[Callable[[], "Tools"], Callable[[], str] | None]
"""What makes the tools, and what to show beside the progress."""


@contextmanager
def tools(
    settings: Settings | None, extractor: Extractor, reviewed: Sequence[Path], *, only: bool = False
) -> Iterator[Making]:
    """Give what makes the tools; a language model is asked if there are settings for one.

    Args:
        settings: how to reach a language model.
        extractor: what finds the claims.
        reviewed: files of decisions to apply.
        only: whether nothing is extracted.
    """
    from moneyloop.graph.tools import default_tools

    if settings is None:
        yield _deciding(reviewed, default_tools, only=only), None
        return
    from moneyloop.graph.llm.tools import model_tools

    with llm.reader(settings) as reader:
        made = model_tools(reader, lexicon=extractor is Extractor.BOTH)
        yield _deciding(reviewed, lambda: made), reader.meter.line


def _deciding(
    files: Sequence[Path], make_tools: Callable[[], Tools], *, only: bool = False
) -> Callable[[], Tools]:
    """Return what makes the tools, with decisions to apply if there are files of them."""
    if not files:
        return make_tools
    from moneyloop.graph.review.decisions import read
    from moneyloop.graph.review.merge import Reviewed as Decisions
    from moneyloop.graph.review.merge import reviewed_tools

    return partial(reviewed_tools, make_tools, Decisions(read(files), only=only))
