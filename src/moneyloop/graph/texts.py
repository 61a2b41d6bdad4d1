"""The texts of the documents in a dataset, which offsets of claims count in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from moneyloop.graph import vocabulary as v
from moneyloop.graph.documents.document import Document
from moneyloop.graph.folder import existing
from moneyloop.graph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence

_LITERALS: Final = {"language": "language", "title": "title", "publisher": "publisher", "published": "issued"}


def write(documents: Sequence[Document], folder: Path) -> None:
    """Write the text of each document into a new folder, as UTF-8 and character by character."""
    folder.mkdir()
    for document in documents:
        (folder / f"{document.name}.txt").write_bytes(document.text.encode())


def read(dataset: Path) -> list[Document]:
    """Return the documents of a built dataset, by name; the path of each is that of its text there.

    Raises:
        DatasetError: the dataset, its texts or its store are missing or damaged.
    """
    folder = existing(dataset, "documents")
    store = open_store(dataset)
    return [_document(path, store) for path in sorted(folder.glob("*.txt"))]


def _document(path: Path, store: ox.Store) -> Document:
    iri = v.document_iri(path.stem)
    found = {field: _first(store, iri, v.term("dcterms", name)) for field, name in _LITERALS.items()}
    return Document(
        name=path.stem,
        text=path.read_bytes().decode(),
        language=found.pop("language") or "und",
        address=_first(store, iri, v.term("schema", "url")),
        path=path,
        title=found["title"],
        publisher=found["publisher"],
        published=found["published"],
    )


def _first(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> str | None:
    values: Iterable[ox.Quad] = store.quads_for_pattern(subject, predicate, None)
    return next((quad.object.value for quad in values if not isinstance(quad.object, ox.Triple)), None)
