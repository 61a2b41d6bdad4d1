"""Updates and the Graph Store Protocol change a working copy: whole or not at all, and never the build."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from tests.web.conftest import Serve
from tests.web.sparql.conftest import EXAMPLE, GRAPH, TOKEN, dataset, numbers

from moneyloop.graph import folder as folders
from moneyloop.graph.store import write_store

SHOWN = {"Authorization": f"Bearer {TOKEN}"}
Editor = httpx.Client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return dataset(tmp_path / "graph", numbers(3))


@pytest.fixture
def editor(serve: Serve, folder: Path) -> Iterator[Editor]:
    with (
        serve(folder, "--token", TOKEN) as served,
        httpx.Client(base_url=served.url, headers=SHOWN, timeout=30) as client,
    ):
        yield client


def count(client: httpx.Client, pattern: str = "?s ?p ?o") -> int:
    answer = client.get("/sparql", params={"query": f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"})
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def update(client: httpx.Client, text: str, **parameters: str | list[str]) -> httpx.Response:
    headers = {"Content-Type": "application/sparql-update"}
    return client.post("/sparql", params=parameters, content=text, headers=headers)


def test_an_update_is_seen_at_once_and_leaves_the_build_as_it_is(editor: Editor, folder: Path) -> None:
    assert update(editor, "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> <o> } }").status_code == 204
    assert count(editor) == 4
    assert update(editor, f"DELETE WHERE {{ GRAPH <{GRAPH}> {{ ?s ?p 1 }} }}").status_code == 204
    assert count(editor) == 3
    assert "SPARQL11Update" in editor.get("/sparql").text
    assert len(ox.Store.read_only(str(folder / "store"))) == 3


def test_an_update_that_fails_changes_nothing(editor: Editor) -> None:
    for text in ("CLEAR ALL ; nonsense", "CLEAR ALL ; CREATE GRAPH <urn:g> ; CREATE GRAPH <urn:g>", "ASK {}"):
        assert update(editor, text).status_code == 400, text
    assert count(editor) == 3


def test_updates_at_the_same_time_are_all_carried_out(editor: Editor) -> None:
    def insert(number: int) -> int:
        return update(editor, f"INSERT DATA {{ <urn:s> <urn:p> {number} }}").status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(insert, range(12))) == {204}
    assert count(editor, "<urn:s> ?p ?o") == 12


def test_the_protocol_names_the_graphs_of_each_pattern(editor: Editor) -> None:
    pattern = "?s ?p ?o . FILTER(?o > 0) { SELECT * WHERE { ?s ?p ?o } }"
    insert = f"INSERT {{ GRAPH <urn:new> {{ ?s ?p ?o }} }} WHERE {{ {pattern} }}"
    assert update(editor, insert).status_code == 204
    assert count(editor, "GRAPH <urn:new> { ?s ?p ?o }") == 0
    assert update(editor, f"{insert} ; {insert}", **{"using-graph-uri": GRAPH}).status_code == 204
    assert count(editor, "GRAPH <urn:new> { ?s ?p ?o }") == 2
    both = {"using-graph-uri": GRAPH, "using-named-graph-uri": "urn:new"}
    delete = "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }"
    assert update(editor, delete, **both).status_code == 204
    assert count(editor, "GRAPH <urn:new> { ?s ?p ?o }") == 0
    for text in (
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        f"DELETE {{ ?s ?p ?o }} USING <{GRAPH}> WHERE {{ ?s ?p ?o }}",
    ):
        assert update(editor, text, **both).status_code == 400


def test_a_short_delete_is_asked_of_the_graphs_named(editor: Editor) -> None:
    assert update(editor, "INSERT DATA { <urn:s> <urn:p> 1 , 2 }").status_code == 204
    assert update(editor, "DELETE WHERE { <urn:s> ?p ?o }", **{"using-graph-uri": GRAPH}).status_code == 204
    assert count(editor, "<urn:s> ?p ?o") == 2
    assert update(editor, "DELETE WHERE { <urn:s> ?p 1 }").status_code == 204
    assert count(editor, "<urn:s> ?p ?o") == 1


def test_a_new_build_takes_the_place_of_all_changes(serve: Serve, tmp_path: Path) -> None:
    target = tmp_path / "built"

    def build(number: int) -> None:
        with folders.writing(target) as place:
            write_store(numbers(number), place / "store")

    build(3)
    with (
        serve(target, "--token", TOKEN) as served,
        httpx.Client(base_url=served.url, headers=SHOWN) as client,
    ):
        assert update(client, "CLEAR ALL").status_code == 204
        assert count(client) == 0
        build(7)
        assert count(client) == 7
        delete = f"DELETE DATA {{ GRAPH <{GRAPH}> {{ <{EXAMPLE}it> <{EXAMPLE}has> 0 }} }}"
        assert update(client, delete).status_code == 204
        assert count(client) == 6


@pytest.mark.parametrize(
    ("media", "body"),
    [
        ("text/turtle", "<urn:s> <p> 1 , 2 ."),
        ("application/n-triples", '<urn:s> <urn:p> "1" .\n<urn:s> <urn:p> "2" .\n'),
        ("application/rdf+xml", '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">'
         '<r:Description r:about="urn:s"><u:p>1</u:p><u:p>2</u:p></r:Description></r:RDF>'),
        ("application/ld+json", '{"@id": "urn:s", "urn:p": [1, 2]}'),
    ],
)  # fmt: skip
def test_a_graph_is_read_in_each_form(client: httpx.Client, media: str, body: str) -> None:
    where = {"graph": "urn:read"}
    client.delete("/sparql/graphs", params=where)
    answer = client.put("/sparql/graphs", params=where, content=body, headers={"Content-Type": media})
    assert (answer.status_code, answer.headers["location"]) == (201, "urn:read")
    got = client.get("/sparql/graphs", params=where, headers={"Accept": "application/n-triples"})
    assert len(got.text.splitlines()) == 2
    assert (
        client.put("/sparql/graphs", params=where, content=body, headers={"Content-Type": media}).status_code
        == 204
    )


REFUSED: dict[str, tuple[str, str, dict[str, str], bytes, int]] = {
    "no graph": ("PUT", "", {"Content-Type": "text/turtle"}, b"", 400),
    "two graphs": ("PUT", "?graph=urn:a&default", {"Content-Type": "text/turtle"}, b"", 400),
    "no IRI": ("PUT", "?graph=a%20b", {"Content-Type": "text/turtle"}, b"", 400),
    "a form of datasets": ("PUT", "?default", {"Content-Type": "application/trig"}, b"", 415),
    "another charset": ("PUT", "?default", {"Content-Type": "text/turtle; charset=latin-1"}, b"", 415),
    "no RDF": ("PUT", "?default", {"Content-Type": "text/turtle"}, b"<urn:s> nothing", 400),
    "a graph that is not there": ("GET", "?graph=urn:no", {}, b"", 404),
    "one to remove": ("DELETE", "?graph=urn:no", {}, b"", 404),
    "a patch": ("PATCH", "?default", {}, b"", 405),
    "a form of rows": ("GET", "?default", {"Accept": "text/csv"}, b"", 406),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_request_for_a_graph_is_refused(client: httpx.Client, name: str) -> None:
    method, parameters, headers, body, status = REFUSED[name]
    before = count(client)
    answer = client.request(method, f"/sparql/graphs{parameters}", headers=headers, content=body)
    assert answer.status_code == status
    assert count(client) == before
