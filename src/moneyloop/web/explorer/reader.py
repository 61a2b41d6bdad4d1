"""One build of a dataset, open to be looked at; kept open between two looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from moneyloop.graph.folder import existing
from moneyloop.graph.store import open_store
from moneyloop.queries.source import Embedded
from moneyloop.settings import DATA, PREFIXES

if TYPE_CHECKING:
    from moneyloop.graph.projection import Projection

PARTIES: Final = f"{DATA}party/"
PROLOGUE: Final = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n"
    for name in ("ml", "rdf", "rdfs", "skos", "dcterms", "prov", "oa", "schema")
)
_NAMES: Final = f"""{PROLOGUE}
SELECT ?party ?name (LANG(?name) AS ?tag) WHERE {{ VALUES ?party {{ %s }} ?party skos:prefLabel ?name }}"""


def build_of(folder: Path) -> str:
    """Return what tells the current build of a dataset from every other.

    Raises:
        DatasetError: the folder holds no dataset.
    """
    return existing(folder, "store").parent.name


def reader(folder: Path) -> Reader:
    """Return the current build of a dataset, open.

    Raises:
        DatasetError: the folder holds no dataset, or its store is damaged.
    """
    return _reader(existing(folder, "store").parent)


@lru_cache(maxsize=1)
def _reader(build: Path) -> Reader:
    return Reader(build, Embedded(open_store(build)))


@dataclass(frozen=True, eq=False)
class Reader:
    """A build: the folder that it fills, and its store as something to ask."""

    folder: Path
    source: Embedded

    @cached_property
    def projection(self) -> Projection:
        """Its deals as columns of numbers."""
        from moneyloop.graph.projection import open_projection

        return open_projection(self.folder)

    def names(self, iris: Iterable[str], language: str) -> dict[str, str]:
        """Return what parties are called in a language, else in English, else by any name, else by id."""
        wanted = sorted(set(iris))
        places = " ".join(str(ox.NamedNode(iri)) for iri in wanted)
        named: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for iri, name, tag in self.source.select(_NAMES % places).values() if wanted else ():
            known = named[str(iri)]
            known[str(tag)] = min(str(name), known.get(str(tag), str(name)))
        return {iri: _best(named[iri], language) or iri.removeprefix(PARTIES) for iri in wanted}

    def text(self, document: str) -> str:
        """Return the text of a document; "" if there is none of this name."""
        place = self.folder / "documents"
        path = place / f"{document}.txt"
        if path.parent != place or not path.is_file():
            return ""
        return path.read_bytes().decode()


def _best(names: dict[str, str], language: str) -> str:
    return names.get(language) or names.get("en") or min(names.values(), default="")
