"""The endpoint as clients use it: every way to ask, every form of answer, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest
from tests.web.conftest import Serve, Served
from tests.web.sparql.conftest import EXAMPLE, GRAPH, TOKEN, dataset, numbers

ROWS = "SELECT ?number { ?it ?has ?number } ORDER BY ?number"
RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
RDF = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


@pytest.fixture(scope="module")
def readers(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = dataset(tmp_path_factory.mktemp("read"), [*numbers(5), *numbers(2, f"{EXAMPLE}other", 5)])
    with serve(folder, "--rows", "4") as served:
        yield served


@pytest.fixture
def reader(readers: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=readers.url, timeout=30) as client:
        yield client


def ask(client: httpx.Client, query: str, accept: str | None = None, **parameters: str) -> httpx.Response:
    return client.get(
        "/sparql", params={"query": query, **parameters}, headers={"Accept": accept} if accept else {}
    )


def values(answer: httpx.Response) -> list[int]:
    assert answer.status_code == 200, answer.text
    return [int(row["number"]["value"]) for row in answer.json()["results"]["bindings"]]


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_a_query_is_taken_in_each_way_of_the_protocol(reader: httpx.Client, way: str) -> None:
    query = f"{ROWS} LIMIT 2"
    match way:
        case "get":
            answer = reader.get("/sparql", params={"query": query})
        case "form":
            answer = reader.post("/sparql", data={"query": query})
        case _:
            headers = {"Content-Type": "application/sparql-query; charset=UTF-8"}
            answer = reader.post("/sparql", content=query, headers=headers)
    assert values(answer) == [0, 1]
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_form_is_decoded_once(reader: httpx.Client) -> None:
    answer = reader.post("/sparql", data={"query": 'SELECT ("100%25 + é" AS ?text) {}'})
    assert answer.json()["results"]["bindings"][0]["text"]["value"] == "100%25 + é"


@pytest.mark.parametrize("media", RESULTS)
def test_rows_and_truths_come_in_each_form(reader: httpx.Client, media: str) -> None:
    query = 'SELECT * { VALUES (?a ?b) { (<urn:x> "a\\tb,\\n\\"ג"@he) (UNDEF 1.5) } }'
    answer = ask(reader, query, media)
    assert answer.headers["content-type"].partition(";")[0] == media
    rows = ox.parse_query_results(answer.content, format=RESULTS[media])
    assert isinstance(rows, ox.QuerySolutions)
    assert [[row["a"], row["b"]] for row in rows] == [
        [ox.NamedNode("urn:x"), ox.Literal('a\tb,\n"ג', language="he")],
        [None, ox.Literal("1.5", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))],
    ]
    truth = ask(reader, "ASK {}", media).content
    if "json" in media or "xml" in media:
        assert bool(ox.parse_query_results(truth, format=RESULTS[media]))
    else:
        assert truth.strip() == b"true"


def test_rows_come_as_csv(reader: httpx.Client) -> None:
    answer = ask(reader, 'SELECT * { VALUES (?a ?b) { ("x,y" 1) } }', "text/csv")
    assert answer.text == 'a,b\r\n"x,y",1\r\n'


@pytest.mark.parametrize(
    ("asked", "columns"),
    [("*", "z,a,m"), ("DISTINCT *", "z,a,m"), ("?m ?z", "m,z"), ("(?a * 2 AS ?b) ?z", "b,z")],
)
def test_columns_come_in_the_order_of_the_query(reader: httpx.Client, asked: str, columns: str) -> None:
    answer = ask(reader, f"SELECT {asked} {{ VALUES (?z ?a) {{ (1 2) }} BIND(3 AS ?m) }}", "text/csv")
    assert answer.text.splitlines()[0] == columns


@pytest.mark.parametrize("media", RDF)
def test_rdf_comes_in_each_form(reader: httpx.Client, media: str) -> None:
    query = f'CONSTRUCT {{ <urn:s> <{EXAMPLE}p> "a"@he, [] }} WHERE {{}}'
    answer = ask(reader, query, media)
    assert answer.headers["content-type"].partition(";")[0] == media
    quads = list(ox.parse(answer.content, format=RDF[media]))
    assert {(one.subject, one.predicate) for one in quads} == {
        (ox.NamedNode("urn:s"), ox.NamedNode(f"{EXAMPLE}p"))
    }
    assert len(quads) == 2


def test_what_is_described_is_told(reader: httpx.Client) -> None:
    answer = ask(reader, f"DESCRIBE <{EXAMPLE}it>", "application/n-triples")
    assert len(answer.text.splitlines()) == 4


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.3, application/xml;q=0.7", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("text/*", "text/csv"),
        ("TEXT/CSV ; Q=0.5, application/*;q=0.4", "text/csv"),
        ("text/html, */*;q=0.5", "application/sparql-results+json"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
        ("application/json", "application/sparql-results+json"),
    ],
)
def test_the_form_is_the_one_preferred(reader: httpx.Client, accept: str | None, media: str) -> None:
    assert ask(reader, ROWS, accept).headers["content-type"].partition(";")[0] == media


@pytest.mark.parametrize(
    ("query", "accept"),
    [(ROWS, "text/turtle"), ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv"), (ROWS, "text/csv;q=0")],
)
def test_a_form_that_does_not_exist_is_not_acceptable(reader: httpx.Client, query: str, accept: str) -> None:
    answer = ask(reader, query, accept)
    assert answer.status_code == 406
    assert "accept one of them" in answer.text


def test_what_is_cut_off_says_so(reader: httpx.Client) -> None:
    whole, cut = ask(reader, f"{ROWS} LIMIT 4"), ask(reader, ROWS)
    assert values(whole) == values(cut) == [0, 1, 2, 3]
    assert whole.headers["moneyloop-complete"] == "true"
    assert "moneyloop-stopped-by" not in whole.headers
    assert (cut.headers["moneyloop-complete"], cut.headers["moneyloop-stopped-by"]) == ("false", "rows")
    assert cut.headers["x-sparql-maxrows"] == "4"
    graph = ask(reader, "CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples")
    assert (len(graph.text.splitlines()), graph.headers["moneyloop-complete"]) == (4, "false")
    assert ask(reader, "ASK { ?s ?p ?o }").headers["moneyloop-complete"] == "true"


def test_graphs_are_asked_as_one_unless_some_are_named(reader: httpx.Client) -> None:
    other, count = f"{EXAMPLE}other", "SELECT (COUNT(*) AS ?number) %s { %s }"
    every, in_graph = "?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"
    assert values(ask(reader, count % ("", every))) == [7]
    assert values(ask(reader, count % ("", in_graph))) == [7]
    assert values(ask(reader, count % (f"FROM <{other}>", every))) == [2]
    assert values(ask(reader, count % ("", every), **{"default-graph-uri": other})) == [2]
    assert values(ask(reader, count % ("", in_graph), **{"default-graph-uri": other})) == [0]
    assert values(ask(reader, count % ("", every), **{"named-graph-uri": other})) == [0]
    named = {"named-graph-uri": other, "default-graph-uri": GRAPH}
    assert values(
        ask(reader, count % (f"FROM <{other}>", "?s ?p ?o GRAPH ?g { ?s ?p ?other }"), **named)
    ) == [10]


def test_relative_iris_are_those_of_the_endpoint(reader: httpx.Client, readers: Served) -> None:
    answer = ask(reader, "SELECT (<x> AS ?iri) {}")
    assert answer.json()["results"]["bindings"][0]["iri"]["value"] == f"{readers.url}x"


def test_a_path_search_is_answered_and_says_what_stopped_it(reader: httpx.Client) -> None:
    query = """PREFIX path: <https://w3id.org/moneyloop/ns/path/>
        SELECT ?start ?end { SERVICE path:search {
            [] path:algorithm path:reachable ; path:start ?start ; path:end ?end ; path:limitRows %d .
            { VALUES (?start ?end) { (<urn:a> <urn:b>) (<urn:b> <urn:c>) } } } }"""
    whole, cut = ask(reader, query % 10), ask(reader, query % 1)
    assert len(whole.json()["results"]["bindings"]) == 3
    assert whole.headers["moneyloop-complete"] == "true"
    assert len(cut.json()["results"]["bindings"]) == 1
    assert cut.headers["moneyloop-stopped-by"] == "rows"
    wrong = ask(reader, query.replace("reachable", "nowhere") % 1)
    assert (wrong.status_code, "algorithm must be one of" in wrong.text) == (400, True)


@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json", None, "*/*"])
def test_who_asks_nothing_is_told_what_the_endpoint_is(reader: httpx.Client, accept: str | None) -> None:
    answer = reader.get("/sparql", headers={"Accept": accept} if accept else {})
    media = answer.headers["content-type"].partition(";")[0]
    assert media == (accept if accept in RDF else "text/turtle")
    told = ox.Store()
    told.load(answer.content, format=RDF[media])
    sd = "http://www.w3.org/ns/sparql-service-description#"
    names = {quad.object for quad in told.quads_for_pattern(None, ox.NamedNode(f"{sd}name"), None)}
    assert names == {ox.NamedNode(GRAPH), ox.NamedNode(f"{EXAMPLE}other")}
    languages = told.quads_for_pattern(None, ox.NamedNode(f"{sd}supportedLanguage"), None)
    assert ox.NamedNode(f"{sd}SPARQL11Update") not in {quad.object for quad in languages}


def test_a_person_who_asks_nothing_is_led_to_the_editor(reader: httpx.Client, readers: Served) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = reader.get("/sparql", headers={"Accept": browser})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{readers.url}?view=sparql")
    assert reader.get("/sparql", headers={"Accept": "text/html;q=0.1, text/turtle"}).status_code == 200


def test_head_has_the_headers_alone(reader: httpx.Client) -> None:
    got, headed = ask(reader, ROWS), reader.head("/sparql", params={"query": ROWS})
    assert (headed.status_code, headed.content) == (200, b"")
    for name in ("content-type", "content-length", "moneyloop-complete"):
        assert headed.headers[name] == got.headers[name]


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip", "gzip"), ("br, *;q=0.1", "gzip"), ("identity", None), ("br", None)],
)
def test_a_long_answer_is_compressed_for_who_takes_it(
    reader: httpx.Client, accepted: str, coding: str | None
) -> None:
    parameters = {"query": f"SELECT ('{'long ' * 1_000}' AS ?text) {{}}"}
    answer = reader.get("/sparql", params=parameters, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == coding
    assert len(answer.json()["results"]["bindings"][0]["text"]["value"]) == 5_000
    assert "Accept-Encoding" in answer.headers["vary"]


def test_a_script_of_another_site_may_ask(reader: httpx.Client) -> None:
    wishes = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    answer = reader.options("/sparql", headers=wishes)
    assert answer.status_code == 204
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Authorization" in answer.headers["access-control-allow-headers"]
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert ask(reader, "nonsense").headers["access-control-allow-origin"] == "*"


def test_a_method_that_is_not_of_the_protocol_is_refused(reader: httpx.Client) -> None:
    answer = reader.put("/sparql", params={"query": ROWS})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")


@pytest.mark.parametrize(
    ("request_", "status", "says"),
    [
        ({"params": {"query": "SELECT"}}, 400, "this cannot be read"),
        ({"params": {"query": ""}}, 400, "this cannot be read"),
        ({"params": {"query": ROWS, "default-graph-uri": "no iri"}}, 400, "is no IRI"),
        ({"params": {"query": ROWS, "using-graph-uri": GRAPH}}, 400, "does not fit a query"),
        ({"params": [("query", ROWS), ("query", ROWS)]}, 400, "one query"),
        ({"params": {"update": "CLEAR ALL"}}, 400, "by POST"),
        ({"params": [("query", ROWS), *([("x", "y")] * 1_001)]}, 400, "parameters"),
    ],
)
def test_a_wrong_request_gets_one_line(
    reader: httpx.Client, request_: dict[str, object], status: int, says: str
) -> None:
    answer = reader.get("/sparql", **request_)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert says in answer.text
    assert answer.text.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"ASK {}", None, 415),
        (b"ASK {}", "text/plain", 415),
        ("ASK {}".encode("utf-16"), "application/sparql-query; charset=utf-16", 415),
        (b"ASK { <urn:\xff> ?p ?o }", "application/sparql-query", 400),
        (b"query=ASK%20%7B%7D%FF", "application/x-www-form-urlencoded", 400),
        (b"", "application/x-www-form-urlencoded", 400),
        (b"query=ASK%7B%7D&update=CLEAR%20ALL", "application/x-www-form-urlencoded", 400),
    ],
)
def test_a_wrong_body_is_refused(
    reader: httpx.Client, content: bytes, media: str | None, status: int
) -> None:
    headers = {"Content-Type": media} if media else {}
    assert reader.post("/sparql", content=content, headers=headers).status_code == status


def test_without_a_token_nothing_changes(reader: httpx.Client) -> None:
    shown = {"Authorization": f"Bearer {TOKEN}"}
    for headers in ({}, shown):
        for update in ("CLEAR ALL", "nonsense"):
            assert reader.post("/sparql", data={"update": update}, headers=headers).status_code == 403
        assert reader.put("/sparql/graphs?default", content=b"", headers=headers).status_code == 403
        assert reader.get("/sparql/graphs", params={"graph": GRAPH}, headers=headers).status_code == 403
    assert values(ask(reader, "SELECT (COUNT(*) AS ?number) { ?s ?p ?o }")) == [7]


def test_json_is_json(reader: httpx.Client) -> None:
    assert json.loads(ask(reader, "SELECT * {}").content)["results"]["bindings"] == [{}]
