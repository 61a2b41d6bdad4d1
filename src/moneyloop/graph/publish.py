"""Publishes a built dataset to a SPARQL server, graph by graph.

The server holds, in a graph of its own beside the dataset, what is there and whole: each graph with the
number of its triples and a digest. An entry is taken away before its graph is touched and put back when it
is written, and the end is noted last: a publication that broke off can be told by that, and a new one
sends only what is missing or has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from moneyloop.errors import EndpointError
from moneyloop.graph import fetch
from moneyloop.graph.vocabulary import TYPE, integer, term, text
from moneyloop.graph.writers import Writer, has_blank_node
from moneyloop.settings import PREFIXES, PUBLICATION, PUBLICATION_GRAPH

if TYPE_CHECKING:
    from moneyloop.queries.remote import Endpoint

_TRIPLES: Final = ox.NamedNode("http://rdfs.org/ns/void#triples")
_DIGEST: Final = term("schema", "sha256")
_BEGUN, _ENDED = term("prov", "startedAtTime"), term("prov", "endedAtTime")
_ACTIVITY: Final = ox.NamedNode(PUBLICATION)
_HELD: Final = f"""SELECT ?graph ?triples ?digest WHERE {{
  GRAPH <{PUBLICATION_GRAPH}> {{ ?graph {_TRIPLES} ?triples ; {_DIGEST} ?digest }}
}}"""
_IS_WHOLE: Final = f"SELECT ?ended WHERE {{ GRAPH <{PUBLICATION_GRAPH}> {{ {_ACTIVITY} {_ENDED} ?ended }} }}"

Progress = Callable[[str, int, int], None]
Entry = tuple[int, str]
"""How many triples a graph has, and their digest."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication did: numbers of graphs, and of the triples that the server holds now."""

    written: int
    unchanged: int
    removed: int
    triples: int


def publish(
    store: ox.Store,
    endpoint: Endpoint,
    writer: Writer,
    *,
    everything: bool = False,
    progress: Progress | None = None,
) -> Publication:
    """Make a server hold a built dataset and nothing else below its base IRI of graphs.

    Args:
        store: the store of a built dataset.
        endpoint: answers queries on the graphs of the server.
        writer: writes them.
        everything: write graphs anew also where the server seems to hold them already.
        progress: told the number of graphs written.

    Raises:
        EndpointError: the server does not do as it must. The dataset may be there in part then, which
            is noted; publishing again completes it.
    """
    graphs = {graph.value: _entry(store, graph.value) for graph in _named(store)}
    counts = fetch.counts(endpoint)
    held = {
        graph: entry
        for graph, entry in _held(endpoint).items()
        if not everything and graphs.get(graph) == entry and counts.get(graph) == entry[0]
    }
    stale = [graph for graph in sorted(graphs) if graph not in held]
    gone = sorted(counts.keys() - graphs.keys() - {PUBLICATION_GRAPH})
    if stale or gone or not endpoint.select(_IS_WHOLE).rows:
        writer.replace({PUBLICATION_GRAPH: [*_begun(), *_entries(held)]})
        _write(store, writer, {graph: graphs[graph] for graph in stale}, progress)
        for graph in gone:
            writer.drop(graph)
        _verify(endpoint, graphs)
        writer.add(PUBLICATION_GRAPH, [ox.Triple(_ACTIVITY, _ENDED, _now())])
    return Publication(len(stale), len(held), len(gone), sum(count for count, _ in graphs.values()))


def _named(store: ox.Store) -> list[ox.NamedNode]:
    return [graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)]


def _triples(store: ox.Store, graph: str) -> Iterator[ox.Triple]:
    return (quad.triple for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))


def _entry(store: ox.Store, graph: str) -> Entry:
    """Return the number of triples and a digest of them, which is the same in whatever order they come."""
    count = total = 0
    for triple in _triples(store, graph):
        count += 1
        total += int.from_bytes(sha256(str(triple).encode()).digest())
    return count, sha256(f"{count} {total}".encode()).hexdigest()


def _held(endpoint: Endpoint) -> dict[str, Entry]:
    rows = endpoint.select(_HELD).values()
    return {str(graph): (int(str(triples)), str(digest)) for graph, triples, digest in rows}


def _now() -> ox.Literal:
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    return ox.Literal(moment, datatype=ox.NamedNode(PREFIXES["xsd"] + "dateTime"))


def _begun() -> list[ox.Triple]:
    return [ox.Triple(_ACTIVITY, TYPE, term("prov", "Activity")), ox.Triple(_ACTIVITY, _BEGUN, _now())]


def _entries(graphs: Mapping[str, Entry]) -> list[ox.Triple]:
    return [
        ox.Triple(ox.NamedNode(graph), predicate, value)
        for graph, (count, digest) in graphs.items()
        for predicate, value in ((_TRIPLES, integer(count)), (_DIGEST, text(digest)))
    ]


def _write(store: ox.Store, writer: Writer, graphs: Mapping[str, Entry], progress: Progress | None) -> None:
    """Write graphs, small ones together and large ones in parts, each followed by its entry."""
    done = 0
    for batch in _batches(graphs, writer.most):
        if len(batch) > 1:
            writer.replace({graph: list(_triples(store, graph)) for graph in batch})
        else:
            _write_large(store, writer, batch[0])
        writer.add(PUBLICATION_GRAPH, _entries({graph: graphs[graph] for graph in batch}))
        done += len(batch)
        if progress:
            progress("graphs", done, len(graphs))


def _write_large(store: ox.Store, writer: Writer, graph: str) -> None:
    """Write a graph in parts; all triples with blank nodes at once, for their names hold in one request."""
    writer.replace({graph: [triple for triple in _triples(store, graph) if has_blank_node(triple)]})
    named = (triple for triple in _triples(store, graph) if not has_blank_node(triple))
    while part := list(islice(named, writer.most)):
        writer.add(graph, part)


def _batches(graphs: Mapping[str, Entry], most: int) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for graph, (count, _) in graphs.items():
        if batch and size + count > most:
            yield batch
            batch, size = [], 0
        batch.append(graph)
        size += count
    if batch:
        yield batch


def _verify(endpoint: Endpoint, graphs: Mapping[str, Entry]) -> None:
    counts = fetch.counts(endpoint)
    for graph, (count, _) in sorted(graphs.items()):
        if counts.get(graph, 0) != count:
            raise EndpointError(
                f"{endpoint.address}: holds {counts.get(graph, 0)} triples of the graph {graph}, which has "
                f"{count}; see that nobody else writes to it, and publish again"
            )
