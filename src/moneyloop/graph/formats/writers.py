"""Which formats of other tools there are, and what writes each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from moneyloop.errors import UsageError
from moneyloop.graph.export import quads
from moneyloop.graph.formats.entities import write_entities
from moneyloop.graph.formats.graphml import write_graphml
from moneyloop.graph.formats.nanopubs import write_nanopubs
from moneyloop.graph.formats.sheets import write_sheets
from moneyloop.graph.store import open_store

_OF_STORE: Final[dict[str, Callable[[ox.Store, Path], None]]] = {
    "graphml": write_graphml,
    "csv": write_sheets,
    "followthemoney": write_entities,
}
_NANOPUB: Final = "nanopub"
NAMES: Final = (*_OF_STORE, _NANOPUB)


def export_as(form: str, out: Path | None, source: Path, folder: Path | None) -> None:
    """Write a dataset in the format of another tool; the same dataset gives the same bytes.

    Args:
        form: one of ``NAMES``.
        out: the file; for ``csv`` the folder. What is there is replaced when the whole is written.
        source: the dataset as N-Quads.
        folder: the built dataset that they are of, if they are of one: its store is asked then.

    Raises:
        UsageError: no file or folder is given.
        DatasetError: the dataset is damaged, a text cannot be said in the format, or it cannot be written.
    """
    if out is None:
        raise UsageError(f"export: {form} is not written to standard output; say where to with --out")
    if form == _NANOPUB:
        write_nanopubs(quads(source), out)
        return
    _OF_STORE[form](open_store(folder) if folder else _loaded(source), out)


def _loaded(source: Path) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(quads(source))
    return store
