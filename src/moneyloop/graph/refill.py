"""Filling the folder of a new dataset with the files of the former one, changed or linked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from moneyloop.errors import DatasetError
from moneyloop.graph import claims as claim_files
from moneyloop.graph import ledger
from moneyloop.graph import projection as projections
from moneyloop.graph import texts as text_files
from moneyloop.graph.delta import Delta
from moneyloop.graph.documents import Document
from moneyloop.graph.former import Former
from moneyloop.graph.ingest import Ingested, rejected_document
from moneyloop.graph.lines import merge
from moneyloop.graph.store import nquads


def texts(known: Former, documents: Sequence[Document], gone: Collection[str], target: Path) -> None:
    """Write the texts of new documents beside those that stay."""
    text_files.write(documents, target / "documents")
    _link(known.folder / "documents", target / "documents", {f"{name}.txt" for name in gone})


def claims(known: Former, ingested: Iterable[Ingested], gone: Collection[str], target: Path) -> None:
    """Write the claims of new documents beside those that stay."""
    (target / "claims").mkdir()
    for one in ingested:
        claim_files.write(one.claims, target / "claims" / f"{one.name}.jsonl")
    _link(known.folder / "claims", target / "claims", {f"{name}.jsonl" for name in gone})


def _link(source: Path, target: Path, but: Collection[str]) -> None:
    """Put the files of a folder into another as well, but for some; they take no room where links can be."""
    with os.scandir(source) as files:
        for file in files:
            if file.name not in but:
                _link_file(file.path, os.path.join(target, file.name))  # noqa: PTH118 - for many files


def _link_file(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def rejected(
    known: Former, errors: Iterable[str], ingested: Iterable[Ingested], gone: Collection[str], target: Path
) -> None:
    """Write what does not enter the dataset: first what could not be read, then by document."""
    by_document = {name: lines for name, lines in known.left_out().items() if name and name not in gone}
    by_document |= {one.name: one.left_out() for one in ingested}
    unread = [rejected_document(None, message) for message in errors]
    with (target / "rejected.jsonl").open(
        "w", encoding="utf-8", errors="backslashreplace", newline="\n"
    ) as file:
        for lines in (unread, *(lines for _, lines in sorted(by_document.items()))):
            file.writelines(line + "\n" for line in lines)


def projection(known: Former, delta: Delta, target: Path) -> None:
    """Write the projection, made anew for the deals that changed."""
    store = ox.Store.read_only(str(target / "store"))
    quads = delta.removed | delta.added
    projections.write(projections.changed(projections.written(known.folder), store, quads), target)


def lines(known: Former, delta: Delta, target: Path) -> None:
    """Write the quads and the names of parties, changed.

    Raises:
        DatasetError: the dataset does not hold what it must by its claims.
    """
    (target / "ledger").mkdir()
    names = Path("ledger", ledger.NAMES)
    try:
        removed, added = nquads(delta.removed), nquads(delta.added)
        merge(known.folder / "dataset.nq", target / "dataset.nq", removed, added)
        merge(known.folder / names, target / names, delta.names_removed, delta.names_added)
    except KeyError as error:
        raise DatasetError(
            f"{known.folder}: does not hold what its claims say ({error}); build the dataset again"
        ) from error
