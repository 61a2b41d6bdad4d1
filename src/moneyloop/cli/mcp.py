"""``moneyloop mcp``: the stored queries as tools for a language model's program."""

from __future__ import annotations

from typing import Annotated

import typer

from moneyloop.cli.options import Dataset
from moneyloop.errors import UsageError


def mcp(
    dataset: Dataset,
    *,
    seconds: Annotated[float, typer.Option(min=0.1, help="The longest that one answer may take.")] = 30.0,
    memory: Annotated[float, typer.Option(min=0.5, metavar="GIB", help="The most that it may take.")] = 4.0,
    rows: Annotated[int, typer.Option(min=1, help="The most rows of one answer.")] = 200,
) -> None:
    """Offer the stored queries as tools of the Model Context Protocol, at standard input and output.

    For programs that let a language model use tools: give them this command. Each stored query is a tool,
    which reads and changes nothing.

    \b
    Examples:
      moneyloop mcp graph
    """
    import asyncio

    from moneyloop.graph.folder import existing

    try:
        from moneyloop.web.limits import Limits
        from moneyloop.web.stored.tools import serve
    except ImportError as error:
        raise UsageError(
            f"{error.name} is not installed; install it: pip install 'moneyloop[mcp]'"
        ) from error
    existing(dataset, "store")
    limits = Limits(seconds=seconds, memory=int(memory * 2**30), rows=rows)
    asyncio.run(serve(dataset.resolve(), limits))
