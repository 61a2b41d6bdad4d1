"""The W3C's tests of the SPARQL 1.1 query language and of the forms of results, on the server as it runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from tests.web.conftest import Serve
from tests.web.sparql import w3c_results
from tests.web.sparql.conftest import dataset, numbers
from tests.web.sparql.w3c import BASE, Manifest, check, needed, term

pytestmark = needed
_RESULTS = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".tsv": "text/tab-separated-values",
    ".csv": "text/csv",
}
_SUITES = ("query", "results")


def _manifests(suite: str) -> list[Manifest]:
    whole = Manifest(f"manifest-sparql11-{suite}.ttl")
    return [Manifest(one.value.removeprefix(BASE)) for one in whole.each("mf:include")]


def _data() -> Iterator[ox.Quad]:
    """Yield the data of all tests, each file in a graph that has its IRI for name."""
    manifests = [manifest for suite in _SUITES for manifest in _manifests(suite)]
    named: dict[Any, Manifest] = {
        quad.object: manifest
        for manifest in manifests
        for name in ("qt:data", "qt:graphData")
        for quad in manifest.store.quads_for_pattern(None, term(name), None)
    }
    for graph, manifest in named.items():
        for one in ox.parse(path=manifest.path(graph), base_iri=graph.value, rename_blank_nodes=True):
            yield ox.Quad(one.subject, one.predicate, one.object, graph)


@pytest.fixture(scope="module")
def asked(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = dataset(tmp_path_factory.mktemp("w3c"), [*numbers(1), *_data()])
    with serve(folder) as served, httpx.Client(base_url=served.url, timeout=30) as client:
        yield client


def test_query_language(asked: httpx.Client) -> None:
    outcomes = _outcomes(asked, "query")
    assert len(outcomes) == 328
    check("query", outcomes)


def test_forms_of_results(asked: httpx.Client) -> None:
    outcomes = _outcomes(asked, "results")
    assert len(outcomes) == 10
    check("results", outcomes)


def _outcomes(client: httpx.Client, suite: str) -> dict[str, str | None]:
    return {
        test.value: _outcome(manifest, test, client)
        for manifest in _manifests(suite)
        for test in manifest.each("mf:entries")
    }


def _outcome(manifest: Manifest, test: Any, client: httpx.Client) -> str | None:
    """Return why a test fails, None if it passes."""
    action = manifest.one(test, "mf:action")
    match manifest.kind(test):
        case "PositiveSyntaxTest11":
            answer = _post(client, manifest.path(action).read_text("utf-8"))
            return None if answer.status_code == 200 else _said(answer)
        case "NegativeSyntaxTest11":
            answer = _post(client, manifest.path(action).read_text("utf-8"))
            return None if answer.status_code == 400 else _said(answer)
    return _evaluated(manifest, action, manifest.one(test, "mf:result"), client)


def _evaluated(manifest: Manifest, action: Any, result: Any, client: httpx.Client) -> str | None:
    query: Any = manifest.one(action, "qt:query")
    path = manifest.path(result)
    accept = _RESULTS.get(path.suffix, "text/turtle, application/sparql-results+json")
    text = f"BASE <{query.value}>\n{manifest.path(query).read_text('utf-8')}"
    answer = _post(client, text, accept, _graphs(manifest, action))
    if answer.status_code != 200:
        return _said(answer)
    if path.suffix == ".csv":
        lines, expected = w3c_results.csv_rows(answer.text), w3c_results.csv_rows(path.read_text("utf-8"))
        return None if lines == expected else f"{lines}, not {expected}"
    wanted = w3c_results.expected(path, result.value)
    form = ox.QueryResultsFormat.from_media_type(answer.headers["content-type"])
    if form is None:
        found: Any = w3c_results.graph(answer.content, ox.RdfFormat.TURTLE)
    else:
        found = w3c_results.found(answer.content, form)
    return None if found == wanted else f"{found}, not {wanted}"[:600]


def _graphs(manifest: Manifest, action: Any) -> list[tuple[str, str]]:
    """Return the dataset of a test as parameters of the protocol; none where the query names its own."""
    if "FROM <" in manifest.path(manifest.one(action, "qt:query")).read_text("utf-8"):
        return []
    graphs = [("default-graph-uri", one.value) for one in manifest.all(action, "qt:data")]
    graphs += [("named-graph-uri", one.value) for one in manifest.all(action, "qt:graphData")]
    return graphs or [("default-graph-uri", "urn:nothing")]


def _post(
    client: httpx.Client, text: str, accept: str = "*/*", graphs: Sequence[tuple[str, str]] = ()
) -> httpx.Response:
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    return client.post(
        "/sparql", params=httpx.QueryParams(list(graphs)), content=text.encode(), headers=headers
    )


def _said(answer: httpx.Response) -> str:
    return f"status {answer.status_code}: {answer.text[:200]}"
