"""Which address tells of which IRI, and in which forms."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, unquote_to_bytes

from moneyloop.settings import BASE

FORMS: Final = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
"""Suffix to media type; the first is preferred where a client has no preference."""
PAGES: Final = "page/"
THINGS: Final = ("id/", "ns/")
"""Beginnings of the names of things that are no documents; what is told of them stands below ``PAGES``."""
DOCUMENTS: Final = ("ontology", "graph/")


def address_of(iri: str) -> str | None:
    """Return the address, below the base, of what tells of an IRI; None if that is not ours to tell."""
    name = iri.removeprefix(BASE)
    if name == iri or "#" in name or "?" in name:
        return None
    if name.startswith(THINGS):
        return PAGES + name
    return name if name.startswith(DOCUMENTS) else None


def iri_of(path: str) -> str:
    """Return the IRI whose name is a path as a client sent it: percent-encoded as in the dataset."""
    return BASE + "/".join(_segment(part) for part in path.split("/"))


def parted(path: str) -> tuple[str, str | None]:
    """Return a path without the suffix of a form, and that; None if it has none."""
    name, dot, suffix = path.rpartition(".")
    return (name, suffix) if dot and name and suffix in FORMS else (path, None)


def _segment(part: str) -> str:
    return quote(unquote_to_bytes(part), safe="")
