"""Finds parties by any of their names, in any script, as a person types."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from moneyloop.graph.text.normalise import fold
from moneyloop.web.explorer.asked import Asked
from moneyloop.web.explorer.reader import PARTIES, PROLOGUE, Reader

_SHOWN: Final = 12
_NAMES: Final = f"""{PROLOGUE}
SELECT DISTINCT ?party ?name WHERE {{
  ?party skos:prefLabel|skos:altLabel|ml:riskyLabel|ml:descriptor ?name .
  FILTER (isIRI(?party) && STRSTARTS(STR(?party), "{PARTIES}")) }}"""


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
    rows = reader.source.select(_NAMES).values()
    return sorted((fold(str(name)).strip(), str(iri), str(name)) for iri, name in rows)
