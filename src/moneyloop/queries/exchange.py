"""The graph of a dataset in the types of other libraries: rdflib and networkx."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from moneyloop.errors import UsageError
from moneyloop.queries.remote import Endpoint
from moneyloop.queries.source import Embedded, Source

if TYPE_CHECKING:
    import networkx as nx
    import rdflib
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    from moneyloop.queries.table import Table


def rdflib_dataset(source: Source) -> rdflib.Dataset:
    """Return a dataset as an rdflib dataset over the same store, to read; its default graph is the union.

    What a server takes for its default graph is its own affair: one that has none by itself is asked by
    ``GRAPH`` patterns.

    Raises:
        UsageError: the server wants digest authentication, which rdflib does not know.
    """
    import rdflib

    if isinstance(source, Embedded):
        from oxrdflib import OxigraphStore

        return rdflib.Dataset(OxigraphStore(store=source.store), default_union=True)
    if isinstance(source, Endpoint):
        return rdflib.Dataset(_sparql_store(source), default_union=True)
    raise TypeError(f"no rdflib store for {type(source).__name__}")


def _sparql_store(endpoint: Endpoint) -> SPARQLStore:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    class ReadStore(SPARQLStore):
        """Takes the naming of a graph for what it is to a reader: nothing to be done."""

        def add_graph(self, graph: rdflib.Graph) -> None:
            """Do nothing."""

    account = endpoint.transport.account
    if account and account.scheme != "basic":
        raise UsageError(f"{endpoint.address}: rdflib knows basic authentication only; use .sparql()")
    return ReadStore(endpoint.address, auth=(account.user, account.password) if account else None)


def rdflib_graph(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """Return triples as an rdflib graph."""
    import rdflib

    graph = rdflib.Graph()
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    graph.parse(data=data or b"", format="nt")
    return graph


def network(relations: Table) -> nx.MultiDiGraph[str]:
    """Return the rows of the stored query ``relations`` as a graph: parties by IRI, deals as edges.

    Raises:
        UsageError: networkx is not installed.
    """
    try:
        import networkx as nx
    except ImportError as error:
        raise UsageError("networkx is not installed; install it: pip install 'moneyloop[frames]'") from error
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in relations:
        said: dict[str, Any] = dict(zip(relations.columns, row, strict=True))
        source, target, deal = said.pop("source"), said.pop("target"), said.pop("deal")
        graph.add_node(source, name=said.pop("sourceName"))
        graph.add_node(target, name=said.pop("targetName"))
        graph.add_edge(source, target, key=deal, **said)
    return graph
