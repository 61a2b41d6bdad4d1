"""Reads what SPARQL servers answer, with the ways in which some of them differ from the standard."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import pyoxigraph as ox

from moneyloop.queries.answer import Answer, answer_of

_NOT_A_NAME: Final = re.compile(r"[^A-Za-z0-9]+")


def solutions(body: bytes, kind: str) -> Answer | None:
    """Return the solutions in a reply of this media type; None if there are none.

    JSON is tried where the type says nothing. Blank nodes get names that RDF allows: Virtuoso's are IRIs.
    """
    form = ox.QueryResultsFormat.from_media_type(kind) or ox.QueryResultsFormat.JSON
    try:
        return _read(body, form)
    except (SyntaxError, ValueError):
        if form != ox.QueryResultsFormat.JSON:
            return None
    try:
        return _read(_with_names(json.loads(body)), form)
    except (SyntaxError, ValueError, TypeError, KeyError, AttributeError):
        return None


def truth(body: bytes, kind: str) -> bool | None:
    """Return the truth value in a reply of this media type; None if there is none.

    Virtuoso answers ASK with a solution whose one value is 1 or 0, or none.
    """
    form = ox.QueryResultsFormat.from_media_type(kind) or ox.QueryResultsFormat.JSON
    try:
        found = ox.parse_query_results(body, format=form)
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        rows = [[term.value for term in row if isinstance(term, ox.Literal)] for row in found]
    except (SyntaxError, ValueError):
        return None
    return {"0": False, "1": True}.get(rows[0][0]) if len(rows) == 1 == len(rows[0]) else None


def triples(body: bytes, kind: str) -> list[ox.Triple] | None:
    """Return the triples in a reply of this media type, each once; None if there are none."""
    form = ox.RdfFormat.from_media_type(kind)
    if form is None:
        return None
    try:
        return list(dict.fromkeys(quad.triple for quad in ox.parse(body, format=form)))
    except (SyntaxError, ValueError):
        return None


def _read(body: bytes, form: ox.QueryResultsFormat) -> Answer | None:
    found = ox.parse_query_results(body, format=form)
    return answer_of(found) if isinstance(found, ox.QuerySolutions) else None


def _with_names(results: Any) -> bytes:
    for row in results["results"]["bindings"]:
        for term in row.values():
            if term["type"] == "bnode":
                term["value"] = "b" + _NOT_A_NAME.sub("", term["value"])
    return json.dumps(results).encode()
