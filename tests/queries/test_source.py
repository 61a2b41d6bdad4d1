"""A dataset is asked as one graph, unless a query names the graphs that it is asked of."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from moneyloop.queries.source import Embedded

ONE, OTHER = ox.NamedNode("urn:one"), ox.NamedNode("urn:other")


@pytest.fixture
def source() -> Embedded:
    store = ox.Store()
    for number, graph in enumerate((ONE, ONE, OTHER)):
        store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(number), graph))
    return Embedded(store)


@pytest.mark.parametrize(
    ("dataset", "count"),
    [("", 3), ("FROM <urn:one>", 2), ("FROM <urn:one> FROM <urn:other>", 3), ("FROM NAMED <urn:one>", 0)],
)
def test_the_graphs_of_from_are_asked_alone(source: Embedded, dataset: str, count: int) -> None:
    pattern = f"{dataset} WHERE {{ ?s ?p ?o }}"
    assert len(source.select(f"SELECT * {pattern}").rows) == count
    assert source.ask(f"ASK {pattern}") is (count > 0)
    assert len(source.construct(f"CONSTRUCT {{ ?s ?p ?o }} {pattern}")) == count


def test_a_variable_or_a_text_with_that_name_names_no_graph(source: Embedded) -> None:
    assert len(source.select('SELECT ?from { ?s ?p ?from FILTER("FROM <urn:x>" != "") }').rows) == 3
