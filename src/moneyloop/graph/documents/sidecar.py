"""Metadata in a file beside the document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from moneyloop.errors import DocumentError
from moneyloop.graph.documents.draft import shown
from moneyloop.graph.documents.encoding import decode
from moneyloop.graph.documents.formats import SUFFIXES
from moneyloop.graph.documents.frontmatter import parse_yaml

_SUFFIXES: Final = (".yaml", ".yml", ".json")


def find_sidecar(path: Path) -> Path | None:
    """Return the file with the metadata of ``a.txt``: ``a.txt.json``, ``a.yaml``, ``a.yml`` or ``a.json``."""
    return next((candidate for candidate in _candidates(path) if candidate.is_file()), None)


def read_sidecar(path: Path) -> Mapping[str, object]:
    """Return what a sidecar says.

    Raises:
        DocumentError: it holds no mapping.
        OSError: it cannot be read.
    """
    try:
        text = decode(path.read_bytes())
        values = json.loads(text) if path.suffix == ".json" else parse_yaml(text)
    except (ValueError, RecursionError) as error:
        what = " ".join(str(error).split())
        raise DocumentError(f"{shown(path)}: malformed ({what}); correct it or remove it") from error
    except DocumentError as error:
        raise DocumentError(f"{shown(path)}: {error}") from error
    if not isinstance(values, Mapping):
        raise DocumentError(f"{shown(path)}: holds no keys and values; write for example title: …")
    return values


def is_sidecar(path: Path) -> bool:
    """Say whether a file is the sidecar of a document that lies beside it."""
    if path.suffix not in _SUFFIXES:
        return False
    stem = path.with_suffix("")
    documents = [stem, *(path.with_suffix(suffix) for suffix in SUFFIXES)]
    return any(path in _candidates(document) and document.is_file() for document in documents)


def _candidates(path: Path) -> Iterator[Path]:
    yield path.with_name(path.name + ".json")
    for suffix in _SUFFIXES:
        yield path.with_suffix(suffix)
