"""Fetches a whole dataset from a SPARQL endpoint, as a build writes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from moneyloop.errors import EndpointError
from moneyloop.settings import GRAPHS, PUBLICATION_GRAPH

if TYPE_CHECKING:
    from moneyloop.queries.source import Source

_COUNTS: Final = f"""SELECT ?graph (COUNT(*) AS ?triples) WHERE {{
  GRAPH ?graph {{ ?subject ?predicate ?object }} FILTER (STRSTARTS(STR(?graph), "{GRAPHS}"))
}} GROUP BY ?graph"""
_WHOLE: Final = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH %s { ?s ?p ?o } }"
_ROWS: Final = "SELECT ?s ?p ?o WHERE { GRAPH %s { ?s ?p ?o } }"


def counts(source: Source) -> dict[str, int]:
    """Return how many triples each graph of a dataset has that a server holds, by name.

    Raises:
        EndpointError: the server does not answer as it must.
    """
    rows = source.select(_COUNTS).values()
    # An aggregate of nothing is a row without values on some servers.
    return {str(graph): int(str(triples)) for graph, triples in rows if graph is not None}


def fetch(source: Source, path: Path) -> None:
    """Write the dataset of a source to a file, as N-Quads: lines sorted, blank nodes named canonically.

    Raises:
        EndpointError: the server does not answer as it must, or changed meanwhile.
        OSError: the file cannot be written.
    """
    lines: list[bytes] = []
    for name, count in sorted(counts(source).items()):
        if name != PUBLICATION_GRAPH:
            place = ox.NamedNode(name)
            triples = _triples(source, place, count)
            graph = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object, place) for t in triples)
            graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
            lines += (ox.serialize(graph, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    with path.open("wb") as file:
        file.writelines(sorted(lines))


def _triples(source: Source, graph: ox.NamedNode, count: int) -> list[ox.Triple]:
    """Return a graph of which the number of triples is known; row by row if a server cuts off RDF.

    Rows are asked for by pages where need be. They are the second choice: some servers write what they hold
    differently there, Virtuoso truth values as numbers.
    """
    try:
        found = source.construct(_WHOLE % graph)
    except EndpointError:
        found = []
    if len(found) != count:
        found = [ox.Triple(*row) for row in source.select(_ROWS % graph).rows]  # type: ignore[arg-type]
    if len(found) != count:
        raise EndpointError(
            f"the server gives {len(found)} triples of the graph {graph.value}, which has {count}; see that "
            "nobody writes to it meanwhile, and that it has no limit of rows below that"
        )
    return found
