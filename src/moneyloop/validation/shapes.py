"""The shapes of the folder ``validation``: one file a class, read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from moneyloop.assets import assets
from moneyloop.errors import AssetError
from moneyloop.validation.hoist import hoist
from moneyloop.validation.paths import property_paths

if TYPE_CHECKING:
    import rdflib

TEXT_SHAPES: Final = "quote-text.ttl"
"""The shapes that compare quotes with the text of the document."""


@dataclass(frozen=True)
class Shapes:
    """Shapes ready for pySHACL, and the path of each property shape as a SPARQL property path."""

    graph: rdflib.Graph
    paths: Mapping[str, str]


def files(*, text: bool = True) -> list[Path]:
    """Return the shapes files, sorted by name; without ``text`` those that need no text of the document.

    Raises:
        AssetError: there are none.
    """
    return [path for path in assets("validation", "*.ttl") if text or path.name != TEXT_SHAPES]


def triples(paths: Iterable[Path]) -> Iterator[ox.Quad]:
    """Read Turtle files one after the other; blank nodes of different files never meet.

    Raises:
        AssetError: a file is no Turtle; the message names file and line.
    """
    for path in paths:
        try:
            yield from ox.parse(path=path, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        except (SyntaxError, ValueError) as error:
            raise AssetError(f"{path}: {error}; correct the Turtle") from error


def load(*, text: bool = True) -> Shapes:
    """Read all shapes; without ``text`` those that need no text of the document.

    Raises:
        AssetError: a shapes file is missing or malformed.
    """
    from moneyloop.validation.convert import TermConverter

    read = list(triples(files(text=text)))
    return Shapes(TermConverter().graph(hoist(read)), property_paths(read))
