"""GraphDB's vocabulary of path search.

Source: https://graphdb.ontotext.com/documentation/10.1/graph-path-search.html.
"""

from __future__ import annotations

from typing import Final

from moneyloop.queries.paths.request import HOP_COLUMNS, Edges, Ends, Request
from moneyloop.queries.paths.settings import Settings
from moneyloop.queries.paths.tokens import closing, tokens

NAMESPACE: Final = "http://www.ontotext.com/path#"
SERVICE: Final = NAMESPACE + "search"
EDGES: Final = "urn:path"
"""The service whose block holds the edges."""
_ALGORITHMS: Final = {
    "shortestPath": "allShortest",
    "allPaths": "allPaths",
    "distance": "shortest",
    "cycle": "cycles",
}
_COLUMNS: Final = {
    "pathIndex": "id",
    "resultBindingIndex": "hop",
    "startNode": "start",
    "endNode": "end",
    "distanceBinding": "length",
}
COLUMN_SETTINGS: Final = (*_COLUMNS, "resultBinding", "propertyBinding", "exportBinding")
KNOWN: Final = (
    *("findPath", "sourceNode", "destinationNode", "minPathLength", "maxPathLength"),
    *("bidirectional", "poolSize"),
    *COLUMN_SETTINGS,
)
_START, _END, _PROPERTY = "_start", "_end", "_property"


def request(settings: Settings, pattern: str) -> Request:
    """Return the search that a block asks for.

    ``poolSize``, how many threads search, changes nothing.

    Of a distance, ``startNode`` and ``endNode`` only name variables of the pattern.

    Raises:
        QueryError: a setting is wrong, missing or not supported.
    """
    found = settings.choice("findPath", tuple(_ALGORITHMS))
    if found is None:
        raise settings.error("findPath", f"is missing; it is one of {', '.join(_ALGORITHMS)}")
    _check(settings, found, pattern)
    columns = {
        column: variable
        for setting, column in _COLUMNS.items()
        if (variable := settings.column(setting)) is not None
        and not (found == "distance" and column in HOP_COLUMNS)
    }
    return Request(
        algorithm=_ALGORITHMS[found],
        sources=settings.ends("sourceNode"),
        targets=Ends() if found == "cycle" else settings.ends("destinationNode"),
        edges=_edges(settings, pattern),
        minimum=max(1, settings.integer("minPathLength", -1) or 1),
        maximum=_maximum(settings),
        columns=columns,
        values=settings.columns("exportBinding") + settings.columns("propertyBinding"),
        numbered=True,
        from_source=found == "cycle",
    )


def _check(settings: Settings, found: str, pattern: str) -> None:
    if settings.given("resultBinding"):
        advice = "bind the edge in the pattern and export it with exportBinding"
        raise settings.error("resultBinding", f"is not supported, for it is no RDF 1.1 term; {advice}")
    if found in ("shortestPath", "distance") and (settings.integer("minPathLength", -1) or 0) > 1:
        raise settings.error("minPathLength", f"above 1 is not supported with {found}")
    if found == "cycle" and not settings.given("sourceNode"):
        raise settings.error("sourceNode", "is missing: a cycle begins there")
    if found == "distance":
        for name in ("resultBindingIndex", "exportBinding", "propertyBinding"):
            if settings.given(name):
                raise settings.error(name, "is not supported with distance, which lists no hops")
    elif settings.given("distanceBinding"):
        raise settings.error("distanceBinding", "needs findPath path:distance")
    if pattern:
        for name in ("startNode", "endNode"):
            if not settings.given(name):
                raise settings.error(
                    name, "is missing: the variable of the pattern where an edge has this end"
                )
        if settings.given("propertyBinding"):
            raise settings.error("propertyBinding", "does not fit a pattern of one's own; use exportBinding")
    elif settings.given("exportBinding"):
        raise settings.error("exportBinding", "needs a pattern in SERVICE <urn:path> { … }")


def _maximum(settings: Settings) -> int | None:
    longest = settings.integer("maxPathLength", -1)
    return None if longest == -1 else longest


def _edges(settings: Settings, pattern: str) -> Edges:
    start = settings.column("startNode") or _START
    end = settings.column("endNode") or _END
    both_ways = settings.truth("bidirectional") is True
    if pattern:
        return Edges(_inner(settings, pattern), start, end, both_ways=both_ways)
    prop = settings.column("propertyBinding") or _PROPERTY
    return Edges(f"?{start} ?{prop} ?{end} FILTER(isIRI(?{end}))", start, end, both_ways=both_ways)


def _inner(settings: Settings, pattern: str) -> str:
    """Return what stands in ``SERVICE <urn:path> { … }``."""
    found = tokens(pattern)
    service = len(found) > 3 and found[0].is_word("SERVICE") and found[2].text == "{"
    end = closing(found, 2) if service else None
    if end is None or any(token.text != "." for token in found[end + 1 :]):
        raise settings.error(
            "findPath", "takes its edges from SERVICE <urn:path> { pattern } and nothing else"
        )
    return pattern[found[2].end : found[end].start]
