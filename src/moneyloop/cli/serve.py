"""``moneyloop serve``: give a dataset to people and machines over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from moneyloop.cli.options import Dataset
from moneyloop.errors import UsageError


def serve(
    dataset: Dataset,
    *,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any that is free.")] = 8000,
    base: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="The URL that users know the server by, if it stands behind another."
        ),
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="The longest that one answer may take.")] = 10.0,
    memory: Annotated[
        float, typer.Option(min=0.5, metavar="GIB", help="The most that one worker may take.")
    ] = 4.0,
    patience: Annotated[
        float, typer.Option(min=0.1, help="Seconds in which a client must have said what it wants.")
    ] = 10.0,
    rows: Annotated[int, typer.Option(min=1, help="The most rows of one answer.")] = 10_000,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Processes for pages, and as many for SPARQL.",
            show_default="one a processor",
        ),
    ] = None,
    allow_service: Annotated[
        list[str] | None,
        typer.Option(metavar="URL", help="An endpoint that queries may ask by SERVICE; may be repeated."),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(
            envvar="MONEYLOOP_TOKEN",
            metavar="TOKEN",
            help="What a client must show to change the dataset; without one, nobody can.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Serve a dataset: the explorer at /, SPARQL at /sparql, a page and RDF for every IRI, stored queries.

    What a build or an update puts in the folder is served from then on.

    \b
    Examples:
      moneyloop serve graph
      moneyloop serve graph --port 80 --host 0.0.0.0 --base https://data.example.org/
    """
    from moneyloop.graph.folder import existing

    try:
        from moneyloop.web.app import make_app
        from moneyloop.web.context import Context
        from moneyloop.web.limits import Limits
        from moneyloop.web.server import listen
        from moneyloop.web.server import serve as answer
    except ImportError as error:
        raise UsageError(
            f"{error.name} is not installed; install it: pip install 'moneyloop[web]'"
        ) from error

    if base is not None and not base.startswith(("http://", "https://")):
        raise UsageError(f"serve: --base {base!r} is no http(s) URL")
    existing(dataset, "store")
    limits = Limits(seconds=seconds, memory=int(memory * 2**30), rows=rows, patience=patience)
    with listen(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        here = f"http://{shown}:{listening.getsockname()[1]}/"
        context = Context(
            dataset.resolve(),
            base.rstrip("/") + "/" if base else here,
            token,
            limits,
            tuple(allow_service or ()),
            workers,
        )
        typer.echo(f"{dataset}: served at {here} until Ctrl+C")
        answer(make_app(context), listening, limits)
