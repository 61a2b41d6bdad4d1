"""Changes a store in a worker: a copy is changed, and takes its place when it is whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from moneyloop.errors import RequestError
from moneyloop.graph.store import change_store
from moneyloop.web.sparql import formats, wall
from moneyloop.web.sparql.asked import syntax
from moneyloop.web.sparql.guard import holds
from moneyloop.web.sparql.operation import Operation
from moneyloop.web.sparql.payload import Payload
from moneyloop.web.sparql.using import with_dataset

Changed = TypeVar("Changed")


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph of the store by its IRI; the store's own default graph without one."""

    iri: str | None

    @property
    def node(self) -> ox.NamedNode | ox.DefaultGraph:
        """The graph as RDF has it."""
        return ox.DefaultGraph() if self.iri is None else ox.NamedNode(self.iri)

    def within(self, store: ox.Store) -> bool:
        """Whether the store has the graph; it always has its default graph."""
        return self.iri is None or store.contains_named_graph(ox.NamedNode(self.iri))


def updated(former: Path, place: Path, operation: Operation, base: str) -> None:
    """Copy a store, and carry out an update on the copy.

    Args:
        former: where the store lies.
        place: where the copy is to lie.
        operation: the update.
        base: what relative IRIs in it are resolved against.

    Raises:
        RequestError: it is no SPARQL 1.1, or asks another server.
    """
    for keyword in ("SERVICE", "LOAD"):
        if holds(operation.text, keyword):
            raise RequestError(403, f"{keyword} asks other servers, which no update may")
    text = with_dataset(operation)

    def change(store: ox.Store) -> None:
        try:
            store.update(text, base_iri=base)
        except RuntimeError as error:
            raise RequestError(400, f"the update cannot be carried out: {error}") from error

    _changed(former, place, change)


def stored(former: Path, place: Path, graph: Graph, documents: Sequence[Payload], replace: bool) -> bool:
    """Copy a store, put RDF into a graph of the copy, and return whether the graph is new.

    Args:
        former: where the store lies.
        place: where the copy is to lie.
        graph: the graph.
        documents: what it shall hold.
        replace: whether that takes the place of what the graph held.

    Raises:
        RequestError: a document is not written as its form demands.
    """

    def change(store: ox.Store) -> bool:
        is_new = not graph.within(store)
        if replace:
            store.clear_graph(graph.node)
        if graph.iri is not None:
            store.add_graph(graph.node)
        for one in documents:
            form = formats.GRAPHS[one.media]
            store.load(one.body, format=form, base_iri=graph.iri, to_graph=graph.node)
        return is_new

    return _changed(former, place, change)


def removed(former: Path, place: Path, graph: Graph) -> None:
    """Copy a store, and remove a graph from the copy.

    Raises:
        RequestError: there is no such graph.
    """

    def change(store: ox.Store) -> None:
        if not graph.within(store):
            raise RequestError(404, f"there is no graph {graph.iri}")
        store.remove_graph(graph.node)

    _changed(former, place, change)


def _changed(former: Path, place: Path, change: Callable[[ox.Store], Changed]) -> Changed:
    try:
        return wall.behind(lambda: change_store(former, place, change))
    except SyntaxError as error:
        raise RequestError(400, syntax(error)) from error
    except PermissionError as error:
        raise RequestError(403, "other servers may not be asked") from error
    except ValueError as error:
        raise RequestError(400, str(error)) from error
    except OSError as error:
        raise RequestError(507, f"the change cannot be stored: {error}") from error
