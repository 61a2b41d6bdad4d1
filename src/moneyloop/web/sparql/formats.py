"""The forms that answers are written in, and which of them a client prefers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox

from moneyloop.settings import PREFIXES
from moneyloop.web.accept import preferred

RESULTS: Final = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
"""The forms of rows and truth values by media type, that of who does not care first."""
GRAPHS: Final = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
"""The forms of RDF by media type, that of who does not care first."""
_RESULT_NAMES: Final = {name: name for name in RESULTS} | {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
}
_GRAPH_NAMES: Final = {name: name for name in GRAPHS} | {
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "text/plain": "application/n-triples",
    "application/x-turtle": "text/turtle",
}
_TEXT: Final = "; charset=utf-8"


def of_results(accept: str | None) -> str | None:
    """Return the media type for rows that an ``Accept`` header prefers, None if it accepts none."""
    return preferred(accept, _RESULT_NAMES)


def of_graphs(accept: str | None) -> str | None:
    """Return the media type for RDF that an ``Accept`` header prefers, None if it accepts none."""
    return preferred(accept, _GRAPH_NAMES)


def header(media: str) -> str:
    """Return a media type as a Content-Type header has it."""
    return media + _TEXT if media.startswith("text/") else media


def rdf(statements: Iterable[ox.Triple], media: str, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Return statements in the form of a media type."""
    body = ox.serialize(statements, format=GRAPHS[media], prefixes=dict(prefixes))
    assert body is not None
    return body
