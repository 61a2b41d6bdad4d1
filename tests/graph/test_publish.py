"""Publishing to servers: what is written, left and removed, what is told when it breaks off; and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest
from tests.servers import MOST_ROWS, Server, StartOxigraph

from moneyloop.errors import EndpointError
from moneyloop.graph.fetch import fetch
from moneyloop.graph.publish import Publication, publish
from moneyloop.graph.store import base_quads
from moneyloop.graph.writers import GraphStore, Updates, Writer
from moneyloop.queries.remote import Endpoint, open_endpoint
from moneyloop.queries.transport import Account, Transport
from moneyloop.settings import DOCUMENT_GRAPHS, ONTOLOGY_GRAPH, PUBLICATION_GRAPH, TERMS

OTHER: Final = "https://example.org/other"
ONTOLOGY: Final = list(
    ox.parse(
        f"""GRAPH <{ONTOLOGY_GRAPH}> {{ <{TERMS}Loan>
          <http://www.w3.org/2000/01/rdf-schema#subClassOf> <{TERMS}Deal> , [ <x:on> [ <x:of> "א" ] ] }}""",
        format=ox.RdfFormat.TRIG,
    )
)
Target = tuple[Endpoint, Writer]


def document(name: str, *words: str) -> list[ox.Quad]:
    graph = ox.NamedNode(DOCUMENT_GRAPHS + name)
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    texts = [ox.Literal(f'{word}\\ "א"\n', language="he") for word in words]
    return [ox.Quad(ox.NamedNode(f"https://example.org/{name}"), label, text, graph) for text in texts]


def dataset(*documents: list[ox.Quad], base: Iterable[ox.Quad] = ONTOLOGY) -> ox.Store:
    store = ox.Store()
    store.extend(base)
    for quads in documents:
        store.extend(quads)
    return store


def lines(store: ox.Store) -> list[bytes]:
    """Return the quads of a store with blank nodes named canonically."""
    whole = ox.Dataset(store)
    whole.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted((ox.serialize(whole, format=ox.RdfFormat.N_QUADS) or b"").splitlines())


@pytest.fixture(scope="module")
def served(start_oxigraph: StartOxigraph) -> Server:
    return start_oxigraph()


@pytest.fixture(params=["updates", "graph store"])
def target(request: pytest.FixtureRequest, served: Server) -> Target:
    """Return a server that holds nothing but a graph of somebody else's, and what writes to it."""
    endpoint = Endpoint(served.query, update_address=served.update)
    endpoint.update(f"DROP ALL ; INSERT DATA {{ GRAPH <{OTHER}> {{ <x:a> <x:b> <x:c> }} }}")
    if request.param == "updates":
        return endpoint, Updates(endpoint)
    return endpoint, GraphStore(served.graphs, Transport())


def test_what_was_published_is_fetched_back(target: Target, tmp_path: Path) -> None:
    store = dataset(document("a", "one", "two"), document("b", "three"), base=base_quads())
    assert publish(store, *target) == Publication(5, 0, 0, len(store))
    fetch(open_endpoint(target[0].address, environment={}), tmp_path / "dataset.nq")
    assert (tmp_path / "dataset.nq").read_bytes().splitlines() == lines(store)
    assert target[0].ask(f"ASK {{ GRAPH <{OTHER}> {{ <x:a> <x:b> <x:c> }} }}")


def test_only_what_has_changed_is_written(target: Target) -> None:
    publish(dataset(document("a", "one"), document("b", "two"), document("c", "three")), *target)
    again = dataset(document("a", "one"), document("b", "other"), document("d", "four"))
    assert publish(again, *target) == Publication(2, 2, 1, len(again))
    assert publish(again, *target) == Publication(0, 4, 0, len(again))
    assert publish(again, *target, everything=True) == Publication(4, 0, 0, len(again))
    named = target[0].select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g").values()
    documents = [str(graph) for (graph,) in named if str(graph).startswith(DOCUMENT_GRAPHS)]
    assert documents == [DOCUMENT_GRAPHS + name for name in "abd"]


def test_a_graph_that_somebody_else_changed_is_written_again(target: Target) -> None:
    store = dataset(document("a", "one"))
    publish(store, *target)
    target[0].update(f"INSERT DATA {{ GRAPH <{DOCUMENT_GRAPHS}a> {{ <x:a> <x:b> <x:c> }} }}")
    assert publish(store, *target) == Publication(1, 1, 0, len(store))


def test_large_graphs_are_written_in_parts(served: Server, target: Target, tmp_path: Path) -> None:
    endpoint, writer = target
    writer = replace(writer, most=40)  # type: ignore[type-var]
    store = dataset(document("a", *map(str, range(90))), document("b", "one"), document("c", "two"))
    publish(store, endpoint, writer)
    fetch(endpoint, tmp_path / "dataset.nq")
    assert (tmp_path / "dataset.nq").read_bytes().splitlines() == lines(store)


class Breaking:
    """A writer that breaks off after some calls."""

    def __init__(self, writer: Writer, calls: int) -> None:
        self._writer, self._left = writer, calls
        self.most = 1

    def _call(self, do: Callable[[], None]) -> None:
        if self._left == 0:
            raise EndpointError("the line is dead")
        self._left -= 1
        do()

    def replace(self, graphs: Mapping[str, Sequence[ox.Triple]]) -> None:
        self._call(lambda: self._writer.replace(graphs))

    def add(self, graph: str, triples: Sequence[ox.Triple]) -> None:
        self._call(lambda: self._writer.add(graph, triples))

    def drop(self, graph: str) -> None:
        self._call(lambda: self._writer.drop(graph))


@pytest.mark.parametrize("calls", [1, 2, 3, 5, 6])
def test_what_broke_off_is_told_and_completed(target: Target, calls: int, tmp_path: Path) -> None:
    endpoint, writer = target
    publish(dataset(document("a", "one"), document("z", "gone")), endpoint, writer)
    after = dataset(document("a", "two"), document("b", "three"))
    with pytest.raises(EndpointError, match="the line is dead"):
        publish(after, endpoint, Breaking(writer, calls))
    with pytest.raises(EndpointError, match=r"only in part.* did not end; publish it again"):
        open_endpoint(endpoint.address, environment={})
    publish(after, endpoint, writer)
    fetch(open_endpoint(endpoint.address, environment={}), tmp_path / "dataset.nq")
    assert (tmp_path / "dataset.nq").read_bytes().splitlines() == lines(after)


class Forgetful(Breaking):
    """A writer that loses what it is told to add to documents."""

    def add(self, graph: str, triples: Sequence[ox.Triple]) -> None:
        if graph == PUBLICATION_GRAPH:
            super().add(graph, triples)


def test_numbers_are_compared(target: Target) -> None:
    endpoint, writer = target
    message = f"holds 0 triples of the graph {DOCUMENT_GRAPHS}a, which has 1; .*publish again"
    with pytest.raises(EndpointError, match=message):
        publish(dataset(document("a", "one")), endpoint, Forgetful(writer, 100))


def test_progress_is_told(target: Target) -> None:
    told: list[tuple[str, int, int]] = []
    publish(dataset(document("a", "one")), *target, progress=lambda *step: told.append(step))
    assert told[-1] == ("graphs", 2, 2)


def test_a_server_that_takes_no_updates(served: Server) -> None:
    endpoint = Endpoint(served.query)
    with pytest.raises(EndpointError, match=r"/query: refuses the update with status 4.*; "):
        publish(dataset(), endpoint, Updates(endpoint))


@pytest.mark.xdist_group("Virtuoso")
@pytest.mark.parametrize("way", ["updates", "graph store"])
def test_virtuoso(virtuoso: Server, way: str, tmp_path: Path) -> None:
    assert virtuoso.user and virtuoso.password
    transport = Transport(Account(virtuoso.user, virtuoso.password, "digest"))
    endpoint = Endpoint(virtuoso.update, transport)
    writer: Writer = Updates(endpoint) if way == "updates" else GraphStore(virtuoso.graphs, transport)
    store = dataset(document("a", *map(str, range(2_100))), document("b", "three"))
    publish(store, endpoint, writer, everything=True)
    assert publish(store, endpoint, writer) == Publication(0, 3, 0, len(store))
    fetch(Endpoint(virtuoso.query), tmp_path / "dataset.nq")
    found = list(ox.parse(path=tmp_path / "dataset.nq", format=ox.RdfFormat.N_QUADS))
    assert {quad for quad in found if quad.graph_name.value.startswith(DOCUMENT_GRAPHS)} == {
        quad for quad in store if quad.graph_name.value.startswith(DOCUMENT_GRAPHS)
    }
    assert len(found) == len(store)
    reading = Endpoint(virtuoso.query)
    answer = reading.select(f"SELECT ?s ?o WHERE {{ GRAPH <{DOCUMENT_GRAPHS}a> {{ ?s ?p ?o }} }}")
    assert len(set(answer.rows)) == len(answer.rows) == 2_100 > MOST_ROWS
    with pytest.raises(EndpointError, match=r"refuses the update with status 500 .*SECURITY: No permission"):
        Updates(Endpoint(virtuoso.query)).replace({OTHER: [quad.triple for quad in ONTOLOGY]})
