"""Finds parties by any of their names, in any script, as a person types."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import pyoxigraph as ox

from moneyloop.graph.text.normalise import fold
from moneyloop.ontology.terms import ML
from moneyloop.settings import PREFIXES
from moneyloop.web.explorer.asked import Asked
from moneyloop.web.explorer.reader import PARTIES, Reader

_SHOWN: Final = 12
_NAMES: Final = (f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['skos']}altLabel", ML.riskyLabel, ML.descriptor)


def view(reader: Reader, asked: Asked) -> dict[str, Any]:
    """Return the parties called so: exactly, then by a name that begins so, then by a part of one."""
    wanted = fold(asked.given.get("q", "")).strip()
    found = _found(reader, wanted) if wanted else {}
    names = reader.names(found, asked.language)
    loops = reader.projection.parties
    return {
        "parties": [
            {"iri": iri, "name": names[iri], "called": called, "flows": loops.find(iri) is not None}
            for iri, called in found.items()
        ]
    }


def _found(reader: Reader, wanted: str) -> dict[str, str]:
    """Return IRIs with the name that fits, the best first."""
    hits = [
        (_fit(name, wanted), len(name), iri, called) for name, iri, called in _index(reader) if wanted in name
    ]
    found: dict[str, str] = {}
    for _, _, iri, called in sorted(hits):
        if len(found) == _SHOWN:
            break
        found.setdefault(iri, called)
    return found


def _fit(name: str, wanted: str) -> int:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in name else 3


@lru_cache(maxsize=1)
def _index(reader: Reader) -> list[tuple[str, str, str]]:
    names = {(iri, name) for iri, name in _named(reader) if iri.startswith(PARTIES)}
    return sorted((fold(name).strip(), iri, name) for iri, name in names)


def _named(reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield what has a name, and the name: read off the index, in half the time that a query takes."""
    for term in _NAMES:
        for quad in reader.source.store.quads_for_pattern(None, ox.NamedNode(term), None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                yield quad.subject.value, quad.object.value
