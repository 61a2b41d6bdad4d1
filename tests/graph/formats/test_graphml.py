"""Flows as GraphML, as networkx reads them."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

import moneyloop
from moneyloop.errors import DatasetError
from moneyloop.graph.formats.graphml import write_graphml


def test_networkx_reads_the_flows_that_moneyloop_gives_it(
    store: ox.Store, folder: Path, tmp_path: Path
) -> None:
    write_graphml(store, tmp_path / "a.graphml")
    read = nx.read_graphml(tmp_path / "a.graphml", force_multigraph=True)
    expected = moneyloop.open(folder).to_networkx()
    assert {(one, other, data["deal"]) for one, other, data in read.edges(data=True)} == set(
        expected.edges(keys=True)
    )
    assert set(read.nodes(data="name")) == set(expected.nodes(data="name"))
    for one, other, data in read.edges(data=True):
        said = expected.edges[one, other, data["deal"]]
        assert (data["type"], data["status"], data["claims"]) == (
            said["type"],
            said["status"],
            said["claims"],
        )
        assert data.get("amountMin") == (None if said["amountMin"] is None else float(said["amountMin"]))


def test_what_xml_cannot_hold_is_told(store: ox.Store, tmp_path: Path) -> None:
    quads = list(store)
    damaged = ox.Store()
    damaged.extend(
        ox.Quad(quad.subject, quad.predicate, ox.Literal("a\x0c"), quad.graph_name)
        if quad.predicate.value.endswith("#label") and "/id/deal/" in str(quad.subject)
        else quad
        for quad in quads
    )
    with pytest.raises(DatasetError, match=r"U\+000C of its label"):
        write_graphml(damaged, tmp_path / "a.graphml")
    assert not list(tmp_path.iterdir())
