"""A dataset from Python: rows, tables and graphs, from a folder and from a server."""

from __future__ import annotations

import doctest
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

import nbformat
import networkx as nx
import pyarrow as pa
import pyoxigraph as ox
import pytest
import rdflib
from nbclient import NotebookClient
from tests.servers import StartOxigraph

import moneyloop
from moneyloop.errors import DatasetError, EndpointError, QueryError, UsageError
from moneyloop.graph.build import build
from moneyloop.graph.store import open_store
from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.rounds import Changes, Cycles
from moneyloop.queries.run import run

ROOT: Final = Path(__file__).parents[1]
ML: Final = rdflib.Namespace("https://w3id.org/moneyloop/ns/")
PREFIX: Final = f"PREFIX ml: <{ML}>\n"
DOCUMENT: Final = """---
publisher: The Daily Ledger
date: 2025-03-01
---
Nvidia invested 2 billion dollars in OpenAI.
OpenAI will buy computing power worth 3 billion dollars from Oracle.
Oracle buys chips from Nvidia for 1 billion dollars.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("dataset")
    (place / "ledger.md").write_text(DOCUMENT, encoding="utf-8")
    build([place / "ledger.md"], place / "graph")
    return place / "graph"


@pytest.fixture(scope="module", params=["folder", "server"])
def dataset(request: pytest.FixtureRequest, folder: Path, start_oxigraph: StartOxigraph) -> moneyloop.Dataset:
    if request.param == "folder":
        return moneyloop.open(folder)
    return moneyloop.open(start_oxigraph("--location", str(folder / "store"), "--union-default-graph").query)


def test_rows_are_named_tuples_of_python_values(dataset: moneyloop.Dataset) -> None:
    table = dataset.query("cycles", status="announced")
    assert table.complete
    assert [row.parties for row in table] == ["Nvidia → OpenAI → Oracle"]
    row = table[0]
    assert row._fields == table.columns
    assert (row.length, row.status, row.currency) == (3, "announced", "USD")
    assert (row.amountMin, row.amountMax) == (Decimal(10**9), Decimal(10**9))
    assert [row.date for row in dataset.query("sources")] == [date(2025, 3, 1)]


def test_parameters_in_python_types_and_spelling(dataset: moneyloop.Dataset) -> None:
    assert len(dataset.query("chains", party="openai", length=1, kind="flow")) == 1
    assert dataset.query("concentration", party="Nvidia", threshold=Decimal("0.9"))
    assert len(dataset.query("deals", known_on=date(2025, 3, 1))) == 3
    assert len(dataset.query("deals", knownOn=date(2025, 2, 28))) == 0


def test_a_wrong_query_or_parameter_says_what_is_right(dataset: moneyloop.Dataset) -> None:
    with pytest.raises(UsageError, match="did you mean cycles"):
        dataset.query("cycle")
    with pytest.raises(QueryError, match="did you mean status"):
        dataset.query("cycles", state="committed")
    with pytest.raises(QueryError, match="this is no SPARQL"):
        dataset.sparql("SELECT ?x WHERE {")


def test_sparql_gives_rows_truth_or_a_graph(dataset: moneyloop.Dataset) -> None:
    rows = dataset.sparql(PREFIX + "SELECT (COUNT(*) AS ?flows) (1.5e0 AS ?x) WHERE { ?a ml:flowsInLoop ?b }")
    assert not isinstance(rows, bool | rdflib.Graph)
    assert (rows[0].flows, rows[0].x) == (3, 1.5)
    assert rows.types == {"flows": "integer", "x": "double"}
    assert dataset.sparql(PREFIX + "ASK { ?deal a ml:Loan }") is False
    graph = dataset.sparql(PREFIX + "CONSTRUCT WHERE { ?a ml:flowsInLoop ?b }")
    assert isinstance(graph, rdflib.Graph)
    assert len(graph) == 3


def test_rdflib_reads_the_same_store(dataset: moneyloop.Dataset) -> None:
    graph = dataset.graph
    assert len(set(graph.triples((None, ML.flowsInLoop, None)))) == 3
    named = {str(one.identifier) for one in graph.graphs()}
    assert "https://w3id.org/moneyloop/graph/deals" in named
    assert (
        len(
            list(
                graph.query(
                    PREFIX + "SELECT ?deal { GRAPH ?g { ?deal ml:claimCount 1 ; ml:hasState ?deal } }"
                )
            )
        )
        == 3
    )


def test_networkx_has_parties_and_deals(dataset: moneyloop.Dataset) -> None:
    flows = dataset.to_networkx()
    names = nx.get_node_attributes(flows, "name")
    assert [{names[one] for one in cycle} for cycle in nx.simple_cycles(flows)] == [
        {"Nvidia", "OpenAI", "Oracle"}
    ]
    amounts = {said["type"]: said["amountMax"] for *_, said in flows.edges(data=True) if said["claims"] == 1}
    assert amounts["EquityInvestment"] == Decimal(2 * 10**9)
    assert {key.rpartition("/")[2].partition("-")[0] for *_, key in flows.edges(keys=True)} == set(amounts)
    assert dataset.to_networkx(status="completed").number_of_edges() == 2
    backwards = {(names[a], names[b]) for a, b in dataset.to_networkx("exposure").edges()}
    assert ("Oracle", "OpenAI") in backwards


def test_cycles_are_searched_with_filters_and_days(dataset: moneyloop.Dataset) -> None:
    found = dataset.cycles(status="announced", parties=["OpenAI"], max_hops=3)
    assert isinstance(found, Cycles)
    (cycle,) = found.cycles
    assert (len(cycle.hops), cycle.amount.low, cycle.currency) == (3, 1e9, "USD")
    assert found.stopped_by is None
    assert cycle.id == dataset.query("cycles")[0].cycle
    for none in (dataset.cycles(max_hops=2), dataset.cycles(types=["Loan"])):
        assert isinstance(none, Cycles)
        assert none.cycles == []
    changed = dataset.cycles(since=date(2025, 2, 1))
    assert isinstance(changed, Changes)
    assert [change.kind for change in changed.changes] == ["appeared"]
    with pytest.raises(QueryError, match="there is no party"):
        dataset.cycles(parties=["Nobody Inc."])


def test_frames_keep_gaps_and_types(dataset: moneyloop.Dataset) -> None:
    frame = dataset.query("relations").to_pandas()
    assert frame.dtypes.astype(str).to_dict()["amountMax"] == "Float64"
    assert frame["amountMax"].sum() == 6e9
    assert dataset.query("sources").to_pandas()["date"].dt.year.tolist() == [2025]
    assert dataset.query("sources").to_pandas()["title"].isna().all()
    arrow = dataset.query("relations").to_arrow()
    assert arrow.schema.field("amountMin").type == pa.decimal128(38, 10)
    assert arrow.column("claims").to_pylist() == [1, 1, 1]
    assert dataset.query("sources").to_arrow().column("date").to_pylist() == [date(2025, 3, 1)]


def test_an_answer_without_rows_keeps_its_types(dataset: moneyloop.Dataset) -> None:
    table = dataset.query("cycles", status="completed")
    assert (len(table), list(table)) == (0, [])
    assert table.to_arrow().schema.field("length").type == pa.int64()
    assert list(table.to_pandas().columns) == list(table.columns)


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="does not exist"):
        moneyloop.open(tmp_path / "none")
    with pytest.raises(EndpointError, match="cannot be asked"):
        moneyloop.open("http://127.0.0.1:9/query", timeout=1)
    with pytest.raises(UsageError, match="no http or https URL"):
        moneyloop.open("ftp://example.org/query")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("examples")
    build([ROOT / "graph" / "examples"], place / "demo")
    return place


def test_what_stands_in_several_graphs_counts_once(demo: Path) -> None:
    several = open_store(demo / "demo")
    merged = ox.Store()
    merged.extend({ox.Quad(quad.subject, quad.predicate, quad.object) for quad in several})
    assert len(merged) < len(several)
    needed = {"party": "OpenAI", "from": "2025-01-01", "to": "2025-12-31"}
    needed["cycle"] = str(run(catalogue()["cycles"], several, {}).values()[-1][0])
    for name, query in catalogue().items():
        given = {one.name: needed[one.name] for one in query.parameters if one.required}
        assert run(query, several, given).values() == run(query, merged, given).values(), name


def test_the_page_on_python_is_true(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo)
    result = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False)
    assert result.attempted > 15
    assert result.failed == 0


def test_the_tour_runs(demo: Path) -> None:
    tour = nbformat.read(ROOT / "docs" / "tour.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(tour, timeout=120, resources={"metadata": {"path": str(demo)}}).execute()
    outputs = [output for cell in tour.cells for output in cell.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) for output in outputs)
    assert any(output.get("text", "").startswith("complete: True") for output in outputs)
