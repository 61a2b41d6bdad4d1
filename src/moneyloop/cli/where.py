"""Which dataset a command works on: the folder of a built one, or a SPARQL endpoint that serves one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moneyloop.errors import UsageError

if TYPE_CHECKING:
    from moneyloop.queries.source import Source

Folder = Annotated[Path | None, typer.Argument(metavar="[DIR]", help="A built dataset.", show_default=False)]
Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="A built dataset.")]
Endpoint = Annotated[
    str | None,
    typer.Option(
        "--endpoint", metavar="URL", help="In place of DIR, a SPARQL endpoint that serves a dataset."
    ),
]
Timeout = Annotated[
    int, typer.Option("--timeout", metavar="SECONDS", min=1, help="How long to wait for the endpoint.")
]


def check(command: str, folder: Path | None, endpoint: str | None, example: str) -> None:
    """See that a command was given one dataset; the example says how with a folder.

    Raises:
        UsageError: it was given none or two.
    """
    if folder and endpoint:
        raise UsageError(f"{command}: give one dataset: a folder or --endpoint URL, not both")
    if not folder and not endpoint:
        raise UsageError(f"{command}: say which dataset: moneyloop {example} (or --endpoint URL)")


def source(folder: Path | None, endpoint: str | None, timeout: int) -> Source:
    """Return what answers queries on the dataset that ``check`` has seen."""
    if endpoint:
        from moneyloop.queries.remote import open_endpoint

        return open_endpoint(endpoint, timeout)
    assert folder is not None
    from moneyloop.queries.source import open_dataset

    return open_dataset(folder)


@contextmanager
def dump(folder: Path | None, endpoint: str | None, timeout: int) -> Iterator[Path]:
    """Give the canonical N-Quads of the dataset that ``check`` has seen, as a file for the block."""
    if folder:
        from moneyloop.graph.folder import existing

        yield existing(folder, "dataset.nq")
        return
    assert endpoint is not None
    from moneyloop.graph.fetch import fetch
    from moneyloop.queries.remote import open_endpoint

    with tempfile.TemporaryDirectory(prefix="moneyloop-") as place:
        path = Path(place, "dataset.nq")
        fetch(open_endpoint(endpoint, timeout), path)
        yield path
