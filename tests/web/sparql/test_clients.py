"""Clients of others, unchanged, and our own ask the endpoint."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, JSONLD, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from tests.web.conftest import Serve, Served
from tests.web.sparql.conftest import EXAMPLE, GRAPH, TOKEN

import moneyloop
from moneyloop.errors import EndpointError

COMUNICA = Path(__file__).with_name("comunica")
NUMBERS = f"SELECT ?n {{ <{EXAMPLE}it> <{EXAMPLE}has> ?n }} ORDER BY ?n"


@pytest.fixture(scope="module")
def endpoint(writable: Served) -> str:
    return f"{writable.url}sparql"


@pytest.fixture
def wrapper(endpoint: str) -> SPARQLWrapper:
    return SPARQLWrapper(endpoint)


def converted(wrapper: SPARQLWrapper) -> Any:
    return wrapper.queryAndConvert()


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("way", ["urlencoded", POSTDIRECTLY])
def test_sparqlwrapper_selects(wrapper: SPARQLWrapper, method: str, way: str) -> None:
    wrapper.setQuery(NUMBERS)
    wrapper.setMethod(method)
    wrapper.setRequestMethod(way)
    wrapper.setReturnFormat(JSON)
    rows = converted(wrapper)["results"]["bindings"]
    assert [row["n"]["value"] for row in rows] == ["0", "1", "2"]


@pytest.mark.parametrize("form", [XML, CSV, TSV])
def test_sparqlwrapper_takes_each_form_of_rows(wrapper: SPARQLWrapper, form: str) -> None:
    wrapper.setQuery(NUMBERS)
    wrapper.setReturnFormat(form)
    found = converted(wrapper)
    text = found.toxml() if form == XML else found.decode()
    assert all(number in text for number in "012")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("form", [TURTLE, RDFXML, JSONLD])
def test_sparqlwrapper_constructs(wrapper: SPARQLWrapper, form: str) -> None:
    wrapper.setQuery("CONSTRUCT WHERE { ?s ?p ?o }")
    wrapper.setReturnFormat(form)
    found = converted(wrapper)
    if not isinstance(found, rdflib.Graph):
        found = rdflib.Graph().parse(data=found, format=form)
    assert len(found) == 3


def test_sparqlwrapper_asks_and_changes(wrapper: SPARQLWrapper, endpoint: str) -> None:
    wrapper.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    wrapper.setMethod(POST)
    wrapper.setQuery("INSERT DATA { GRAPH <urn:wrapper> { <urn:s> <urn:p> 1 } }")
    assert wrapper.query().response.status == 204
    asking = SPARQLWrapper(endpoint, defaultGraph="urn:wrapper")
    asking.setQuery("ASK { <urn:s> ?p 1 }")
    asking.setReturnFormat(JSON)
    assert converted(asking)["boolean"] is True
    wrapper.setQuery("DROP GRAPH <urn:wrapper>")
    wrapper.query()
    assert converted(asking)["boolean"] is False


def test_rdflib_reads_the_endpoint_as_a_graph(endpoint: str) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint))
    subject, has = rdflib.URIRef(f"{EXAMPLE}it"), rdflib.URIRef(f"{EXAMPLE}has")
    assert set(graph.objects(subject, has)) == {rdflib.Literal(number) for number in range(3)}
    assert (subject, has, rdflib.Literal(2)) in graph
    assert len(graph) == 3
    assert [row[0].toPython() for row in cast(Iterable[Any], graph.query(NUMBERS))] == [0, 1, 2]
    assert rdflib.URIRef(GRAPH) in set(SPARQLStore(endpoint).contexts())


def test_rdflib_changes_the_endpoint(endpoint: str) -> None:
    shown = {"Authorization": f"Bearer {TOKEN}"}
    store = SPARQLUpdateStore(endpoint, endpoint, headers=shown, autocommit=True)
    graph = rdflib.Graph(store, rdflib.URIRef("urn:rdflib"))
    statement = (rdflib.URIRef("urn:s"), rdflib.URIRef("urn:p"), rdflib.Literal("é", lang="fr"))
    graph.add(statement)
    assert list(graph) == [statement]
    graph.remove((None, None, None))
    assert len(graph) == 0


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_asks(endpoint: str) -> None:
    def curl(*options: str) -> str:
        command = ["curl", "--silent", "--fail", "--compressed", *options]
        return subprocess.run(command, capture_output=True, check=True).stdout.decode()

    assert (
        curl("-G", endpoint, "--data-urlencode", f"query={NUMBERS}", "-H", "Accept: text/csv")
        == "n\r\n0\r\n1\r\n2\r\n"
    )
    assert json.loads(curl(endpoint, "--data-urlencode", "query=ASK {}"))["boolean"] is True
    direct = ("-H", "Content-Type: application/sparql-query", "--data-binary", "ASK {}")
    assert json.loads(curl(endpoint, *direct))["boolean"] is True
    assert "sd:Service" in curl(endpoint, "-H", "Accept: text/turtle")
    shown = ("-H", f"Authorization: Bearer {TOKEN}")
    curl(
        endpoint, *shown, "--data-urlencode", "update=INSERT DATA { GRAPH <urn:curl> { <urn:s> <urn:p> 1 } }"
    )
    graph = ("-G", f"{endpoint}/graphs", "-d", "graph=urn:curl", *shown)
    assert "<urn:s> <urn:p>" in curl(*graph, "-H", "Accept: application/n-triples")
    curl("-X", "DELETE", *shown, f"{endpoint}/graphs?graph=urn:curl")


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
@pytest.mark.skipif(
    not (COMUNICA / "node_modules/@comunica/query-sparql/package.json").is_file(),
    reason="Comunica is not set up: make clients",
)
def test_comunica_asks(endpoint: str) -> None:
    query = f"SELECT ?it (SUM(?n) AS ?sum) {{ ?it <{EXAMPLE}has> ?n FILTER(?n > 0) }} GROUP BY ?it"
    done = subprocess.run(
        ["node", COMUNICA / "ask.mjs", endpoint, query],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout) == [{"it": f"{EXAMPLE}it", "sum": "3"}]


@pytest.fixture(scope="module")
def examples_served(serve: Serve, examples: Path) -> Iterator[str]:
    with serve(examples, "--rows", "600") as served:
        yield f"{served.url}sparql"


def test_moneyloop_asks_itself(examples: Path, examples_served: str) -> None:
    here, there = moneyloop.open(examples), moneyloop.open(examples_served)
    for name in ("cycles", "deals", "contradictions", "sources"):
        assert list(there.query(name)) == list(here.query(name)), name
    every = "SELECT ?it ?class { ?it a ?class FILTER(!isBlank(?it)) } ORDER BY ?it ?class LIMIT 900"
    assert httpx.get(examples_served, params={"query": every}).headers["moneyloop-complete"] == "false"
    assert len(list(cast(Iterable[Any], there.sparql(every)))) == 900
    with pytest.raises(EndpointError, match="600"):
        there.sparql("CONSTRUCT WHERE { ?s ?p ?o }")
