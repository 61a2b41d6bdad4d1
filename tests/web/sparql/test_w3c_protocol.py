"""The W3C's tests of the SPARQL 1.1 Protocol and of the Graph Store Protocol, on the server as it runs."""

from __future__ import annotations

from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from tests.web.sparql.w3c import Manifest, check, needed

pytestmark = needed
_TABULAR = {
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
}
_STATUSES = {"OK": "200", "Created": "201", "NoContent": "204", "NotFound": "404", "BadRequest": "400"}


def test_protocol(client: httpx.Client) -> None:
    manifest = Manifest("protocol/manifest.ttl")
    outcomes = {
        test.value: _outcome(manifest, test, client, "/sparql") for test in manifest.each("mf:entries")
    }
    assert len(outcomes) == 34
    check("protocol", outcomes)


@pytest.mark.parametrize(("kind", "count"), [("direct", 4), ("indirect", 9)])
def test_graph_store_protocol(client: httpx.Client, kind: str, count: int) -> None:
    manifest = Manifest(f"graph-store-protocol/manifest-{kind}.ttl")
    outcomes = {
        test.value: _outcome(manifest, test, client, "/sparql/graphs") for test in manifest.each("mf:entries")
    }
    assert len(outcomes) == count
    check(f"graph-store-protocol-{kind}", outcomes)


def _outcome(manifest: Manifest, test: Any, client: httpx.Client, endpoint: str) -> str | None:
    """Return why a test fails, None if it passes."""
    assert client.post("/sparql", data={"update": "DROP ALL"}).status_code == 204
    for given in manifest.all(test, "ut:graphData"):
        body = manifest.path(manifest.one(given, "ut:graph")).read_bytes()
        graph = {"graph": manifest.text(given, "rdfs:label")}
        put = client.put(
            "/sparql/graphs", params=graph, content=body, headers={"Content-Type": "application/n-triples"}
        )
        assert put.status_code == 201
    connection = manifest.one(test, "mf:action")
    known: dict[str, str] = {}
    for request in manifest.list(manifest.one(connection, "ht:requests")):
        response = manifest.one(request, "ht:resp")
        answer = _sent(manifest, request, client, endpoint, known)
        if name := manifest.text(response, "mf:expectedLocation"):
            known[name] = answer.headers.get("location", "")
        if (why := _unexpected(manifest, response, answer)) is not None:
            return why
    return None


def _sent(
    manifest: Manifest, request: Any, client: httpx.Client, endpoint: str, known: dict[str, str]
) -> httpx.Response:
    path = manifest.text(request, "ht:absolutePath")
    for name, value in known.items():
        path = path.replace(name, value)
    path = endpoint + path.removeprefix("/sparql").removeprefix("/gsp").removeprefix(
        "/" * path.startswith("/sparql")
    )
    body = manifest.one(request, "ht:body")
    content = None
    if body is not None:
        encoding = manifest.text(body, "cnt:characterEncoding") or "UTF-8"
        content = manifest.text(body, "cnt:chars").encode(encoding)
    headers = _headers(manifest, request)
    return client.request(manifest.text(request, "ht:methodName"), path, content=content, headers=headers)


def _headers(manifest: Manifest, message: Any) -> dict[str, str]:
    listed = manifest.one(message, "ht:headers")
    return {
        manifest.text(one, "ht:fieldName").lower(): manifest.text(one, "ht:fieldValue")
        for one in (manifest.list(listed) if listed is not None else ())
    }


def _unexpected(manifest: Manifest, response: Any, answer: httpx.Response) -> str | None:
    expected = [one.value.rpartition("#")[2] for one in manifest.all(response, "mf:expectedStatus")]
    codes = [_STATUSES.get(one, one.removeprefix("StatusCode").removesuffix("xx")) for one in expected]
    if not any(str(answer.status_code).startswith(code) for code in codes):
        return f"status {answer.status_code}, not {' or '.join(expected)}: {answer.text[:200]}"
    media = answer.headers.get("content-type", "").partition(";")[0]
    match manifest.text(response, "mf:expectedFormat"):
        case "boolean" | "tabular" if media not in _TABULAR:
            return f"answered as {media}"
        case "RDF" if ox.RdfFormat.from_media_type(media) is None:
            return f"answered as {media}"
    truth = manifest.text(response, "mf:expectedBoolean")
    if truth and answer.json()["boolean"] is not (truth == "true"):
        return f"{answer.json()['boolean']}, not {truth}"
    body = manifest.one(response, "ht:body")
    if body is not None and manifest.text(body, "cnt:chars") and answer.request.method != "HEAD":
        return _different(manifest.text(body, "cnt:chars"), _headers(manifest, response), answer)
    return None


def _different(expected: str, headers: dict[str, str], answer: httpx.Response) -> str | None:
    form = ox.RdfFormat.from_media_type(headers["content-type"].partition(";")[0])
    graphs = []
    for text in (expected, answer.text):
        graph = ox.Dataset(
            ox.parse(text, format=form or ox.RdfFormat.TURTLE, base_iri=str(answer.request.url))
        )
        graph.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        graphs.append(graph)
    return None if graphs[0] == graphs[1] else f"another graph: {answer.text[:200]}"
