"""Ways to write named graphs to a SPARQL server: by SPARQL 1.1 Update, or by the Graph Store Protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode
from urllib.request import Request

import pyoxigraph as ox

if TYPE_CHECKING:
    from moneyloop.queries.remote import Endpoint
    from moneyloop.queries.transport import Transport


class Writer(Protocol):
    """What writes graphs, by name; each call raises ``EndpointError`` where the server does not do it."""

    @property
    def most(self) -> int:
        """About how many triples to give it at once."""
        ...

    def replace(self, graphs: Mapping[str, Sequence[ox.Triple]]) -> None:
        """Put triples in place of whatever graphs hold."""
        ...

    def add(self, graph: str, triples: Sequence[ox.Triple]) -> None:
        """Add triples to a graph."""
        ...

    def drop(self, graph: str) -> None:
        """Remove a graph, if it is there."""
        ...


@dataclass(frozen=True, slots=True)
class Updates:
    """Writes by SPARQL updates, many graphs at once."""

    endpoint: Endpoint
    most: int = 2_000
    """Virtuoso's parser gives up at 5,000."""

    def replace(self, graphs: Mapping[str, Sequence[ox.Triple]]) -> None:
        """Put triples in place of whatever graphs hold."""
        dropped = [f"DROP SILENT GRAPH {ox.NamedNode(graph)}" for graph in graphs]
        self.endpoint.update(" ;\n".join([*dropped, *_inserted(graphs)]))

    def add(self, graph: str, triples: Sequence[ox.Triple]) -> None:
        """Add triples to a graph."""
        self.endpoint.update(" ;\n".join(_inserted({graph: triples})))

    def drop(self, graph: str) -> None:
        """Remove a graph, if it is there."""
        self.endpoint.update(f"DROP SILENT GRAPH {ox.NamedNode(graph)}")


@dataclass(frozen=True, slots=True)
class GraphStore:
    """Writes by the SPARQL 1.1 Graph Store HTTP Protocol, a graph a request."""

    address: str
    transport: Transport
    most: int = 50_000

    def replace(self, graphs: Mapping[str, Sequence[ox.Triple]]) -> None:
        """Put triples in place of whatever graphs hold."""
        for graph, triples in graphs.items():
            self._send("PUT", graph, triples)

    def add(self, graph: str, triples: Sequence[ox.Triple]) -> None:
        """Add triples to a graph."""
        self._send("POST", graph, triples)

    def drop(self, graph: str) -> None:
        """Remove a graph, if it is there."""
        self._send("DELETE", graph)

    def _send(self, method: str, graph: str, triples: Iterable[ox.Triple] | None = None) -> None:
        address = f"{self.address}{'&' if '?' in self.address else '?'}{urlencode({'graph': graph})}"
        # N-Triples are Turtle, which every graph store takes.
        data = None if triples is None else ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
        headers = {"Content-Type": "text/turtle; charset=utf-8"} if data is not None else {}

        def send(opener: Callable[[Request], Any]) -> Any:
            return opener(Request(address, data, headers, method=method))

        self.transport.send(self.address, f"the graph {graph}", send, may_be_missing=method == "DELETE")


def _inserted(graphs: Mapping[str, Sequence[ox.Triple]]) -> list[str]:
    """Return the updates that insert triples; those with blank nodes by a template, as Virtuoso asks."""
    updates = []
    for is_blank, opening, closing in ((False, "INSERT DATA {", "}"), (True, "INSERT {", "} WHERE { }")):
        parts = {
            graph: [triple for triple in triples if has_blank_node(triple) is is_blank]
            for graph, triples in graphs.items()
        }
        blocks = [
            f"GRAPH {ox.NamedNode(graph)} {{\n{_written(triples)}}}"
            for graph, triples in parts.items()
            if triples
        ]
        if blocks:
            updates.append("\n".join((opening, *blocks, closing)))
    return updates


def _written(triples: Sequence[ox.Triple]) -> str:
    return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def has_blank_node(triple: ox.Triple) -> bool:
    """Whether subject or object of a triple is a blank node."""
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)
