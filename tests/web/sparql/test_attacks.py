"""What strangers may send to the endpoint: it refuses or stops it, asks nobody else, and is up afterwards."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import monotonic, sleep

import httpx
import pyoxigraph as ox
import pytest
from tests.web.conftest import Serve, Served
from tests.web.sparql.conftest import TOKEN, dataset, numbers

from moneyloop.web.sparql import wall

METADATA = "http://169.254.169.254/latest/meta-data/"
PATTERN = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6))
IMPOSSIBLE = f"FILTER({' + '.join(f'?c{i}' for i in range(6))} < 0)"
RUNAWAY = {
    "a count that never ends": f"SELECT (COUNT(*) AS ?n) {{ {PATTERN} }}",
    "rows that never come": f"SELECT * {{ {PATTERN} {IMPOSSIBLE} }}",
    "triples that never come": f"CONSTRUCT {{ ?a0 ?b0 ?c0 }} WHERE {{ {PATTERN} {IMPOSSIBLE} }}",
    "triples that are always the same": f"CONSTRUCT {{ ?a0 ?b0 true }} WHERE {{ {PATTERN} }}",
    "a truth that never comes": f"ASK {{ {PATTERN} {IMPOSSIBLE} }}",
}


@dataclass
class Decoy:
    """A server that nobody shall ask."""

    url: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def decoy() -> Iterator[Decoy]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            self.send_error(404)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        found = Decoy(f"http://127.0.0.1:{http.server_port}/")
        thread = Thread(target=http.serve_forever, args=(0.02,))
        thread.start()
        yield found
        http.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def attacked(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = dataset(tmp_path_factory.mktemp("attacked"), numbers(300))
    with serve(folder, "--seconds", "2", "--memory", "1", "--patience", "1", "--token", TOKEN) as served:
        yield served


def _count(client: httpx.Client) -> int:
    """Return how many statements there are; where a worker has just been killed, another is on its way."""
    deadline = monotonic() + 15
    while True:
        answer = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})
        if answer.status_code == 200:
            return int(answer.json()["results"]["bindings"][0]["n"]["value"])
        assert "memory limit" not in answer.text
        assert monotonic() < deadline, answer.text
        sleep(0.2)


@pytest.fixture
def stranger(attacked: Served, decoy: Decoy) -> Iterator[httpx.Client]:
    """A client without the token; afterwards the server answers, has what it had, and has asked nobody."""
    with httpx.Client(base_url=attacked.url, timeout=20) as client:
        yield client
        assert _count(client) == 300
    assert attacked.process.poll() is None
    assert decoy.asked == []


@pytest.mark.parametrize("query", RUNAWAY.values(), ids=RUNAWAY)
def test_a_query_without_end_is_stopped(stranger: httpx.Client, query: str) -> None:
    begun = monotonic()
    answer = stranger.post("/sparql", data={"query": query})
    assert (answer.status_code, "time limit" in answer.text) == (503, True)
    assert monotonic() - begun < 8


def test_the_server_answers_while_a_query_runs_away(attacked: Served, stranger: httpx.Client) -> None:
    parts = httpx.URL(attacked.url)
    with socket.create_connection((parts.host, parts.port or 80)) as connection:
        query = httpx.QueryParams({"query": RUNAWAY["rows that never come"]})
        connection.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
        begun = monotonic()
        assert stranger.options("/sparql").status_code == 204
        assert stranger.get("/catalog").status_code in (200, 503)
        assert monotonic() - begun < 1.5
        assert b"503" in connection.recv(100)


@pytest.mark.parametrize("memory", ["strings", "sorting"])
def test_a_query_that_eats_memory_is_stopped(stranger: httpx.Client, memory: str) -> None:
    doubled = "\n".join(f"BIND(CONCAT(?s{i}, ?s{i}) AS ?s{i + 1})" for i in range(40))
    query = {
        "strings": f'SELECT (STRLEN(?s40) AS ?n) {{ BIND("0123456789" AS ?s0) {doubled} }}',
        "sorting": f"SELECT * {{ {PATTERN} }} ORDER BY ?c0 ?c1 ?c2",
    }[memory]
    answer = stranger.post("/sparql", data={"query": query})
    assert (answer.status_code, "limit" in answer.text) == (503, True)


@pytest.mark.parametrize("depth", [1_000, 30_000])
def test_a_query_that_is_nested_too_deep_harms_nobody(stranger: httpx.Client, depth: int) -> None:
    for query in (
        f"SELECT * {{ FILTER({'(' * depth}1{')' * depth}) }}",
        f"SELECT * {'{' * depth}{'}' * depth}",
        f"SELECT * {{ ?s {'(' * depth}<urn:p>{')*' * depth} ?o }}",
    ):
        assert stranger.post("/sparql", data={"query": query}).status_code in (200, 400, 503)


SERVICES = {
    "plainly": "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "silently": "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "by a variable": "SELECT * { VALUES ?where { <%s> } SERVICE ?where { ?s ?p ?o } }",
    "by a prefix": "PREFIX x: <%s> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "glued to its name": "PREFIX : <%s> SELECT * {SERVICE:{?s ?p ?o}}",
    "glued to SILENT": "PREFIX : <%s> SELECT * {SERVICESILENT:{?s ?p ?o}}",
    "glued to a truth": "PREFIX : <%s> SELECT * {?s ?p trueSERVICE:{?s ?p ?o}}",
    "behind less than": "SELECT * { VALUES ?w { <%s> } FILTER(1<4)SERVICE?w#>\n{ ?s ?p ?o } }",
    "behind a string": "SELECT * { VALUES ?w { <%s> } FILTER('a'<'>')SERVICE ?w { ?s ?p ?o }#'\n }",
    "behind an escape": "SELECT * { \\u0053ERVICE <%s> { ?s ?p ?o } }",
    "in a subquery": "SELECT * { { SELECT * { OPTIONAL { SERVICE <%s> { ?s ?p ?o } } } } }",
    "in a path search": "PREFIX path: <https://w3id.org/moneyloop/ns/path/> SELECT * { SERVICE path:search { "
    "[] path:algorithm path:reachable ; path:start ?s ; path:end ?o . SERVICE <%s> { ?s ?p ?o } } }",
    "beside a path search": "PREFIX path: <https://w3id.org/moneyloop/ns/path/> "
    "SELECT * { SERVICE <%s> { ?s ?p ?o } "
    "SERVICE path:search { [] path:algorithm path:cycles ; path:id ?id } }",
    "as the edges of a path search": "SELECT * { SERVICE <urn:path> { SERVICE <%s> { ?s ?p ?o } } }",
    "to construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <%s> { ?s ?p ?o } }",
    "to ask": "ASK { SERVICE <%s> { ?s ?p ?o } }",
}


@pytest.mark.parametrize("query", SERVICES.values(), ids=SERVICES)
def test_no_other_server_is_asked(stranger: httpx.Client, decoy: Decoy, query: str) -> None:
    for address in (decoy.url, METADATA):
        answer = stranger.get("/sparql", params={"query": query % address})
        assert answer.status_code in (400, 403)
        assert "other servers" in answer.text or "cannot be read" in answer.text


@pytest.mark.skipif(not wall.stands(), reason="the wall is one of Linux")
@pytest.mark.parametrize("silent", ["", "SILENT"])
def test_the_wall_holds_where_a_text_is_not_looked_at(decoy: Decoy, silent: str) -> None:
    def ask() -> int:
        found = ox.Store().query(f"SELECT * {{ SERVICE {silent} <{decoy.url}> {{ ?s ?p ?o }} }}")
        assert isinstance(found, ox.QuerySolutions)
        return len(list(found))

    if silent:
        assert wall.behind(ask) == 1
    else:
        with pytest.raises(PermissionError):
            wall.behind(ask)
    with socket.create_connection(("127.0.0.1", httpx.URL(decoy.url).port or 80)):
        assert decoy.asked == []


CHANGES = ["CLEAR ALL", "LOAD <%s>", "DROP ALL", "INSERT DATA { <urn:s> <urn:p> <urn:o> }"]


@pytest.mark.parametrize("update", CHANGES)
@pytest.mark.parametrize(
    "shown", [None, "", "Bearer", "Bearer let me", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer é"]
)
def test_without_the_token_nothing_changes(
    stranger: httpx.Client, decoy: Decoy, update: str, shown: str | None
) -> None:
    headers = {} if shown is None else {"Authorization": shown.encode()}
    text = update.replace("%s", decoy.url)
    answer = stranger.post("/sparql", data={"update": text}, headers=headers)  # type: ignore[arg-type]
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    answer = stranger.delete("/sparql/graphs?default", headers=headers)  # type: ignore[arg-type]
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <%s>",
        "LOAD SILENT <%s> INTO GRAPH <urn:g>",
        "LOADSILENT<%s>",
        "PREFIX : <%s> LOAD:",
        "LOAD <file:///etc/passwd>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <%s> { ?s ?p ?o } }",
        "INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <%s> { ?s ?p ?o } }",
    ],
)
def test_even_with_the_token_no_other_server_is_asked(
    stranger: httpx.Client, decoy: Decoy, update: str
) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = stranger.post("/sparql", data={"update": update.replace("%s", decoy.url)}, headers=headers)
    assert answer.status_code in (400, 403)


def test_an_update_without_end_is_stopped_and_changes_nothing(stranger: httpx.Client) -> None:
    pattern = " ".join(f"GRAPH ?g {{ ?a{i} ?b{i} ?c{i} }}" for i in range(5))
    update = f"INSERT {{ ?a0 ?b0 ?c1 }} WHERE {{ {pattern} }}"
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = stranger.post("/sparql", data={"update": update}, headers=headers)
    assert (answer.status_code, "limit" in answer.text) == (503, True)


def test_a_request_that_is_too_large_is_refused(stranger: httpx.Client) -> None:
    query = f"ASK {{}} # {'x' * 2_000_000}"
    assert stranger.post("/sparql", data={"query": query}).status_code == 413


def test_no_header_can_be_smuggled_into_an_answer(stranger: httpx.Client) -> None:
    broken = "a\r\nSet-Cookie: a=1\r\n\r\n<script>"
    for parameters in (
        {"query": broken},
        {"query": "ASK {}", "default-graph-uri": broken},
        {"query": f"SELECT ('{broken}' AS ?x) {{}}"},
        {"graph": broken},
    ):
        for path in ("/sparql", "/sparql/graphs"):
            answer = stranger.get(path, params=parameters, headers={"Accept": "text/csv"})
            assert "set-cookie" not in answer.headers
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert not answer.headers.get("content-type", "text/plain").startswith("text/html")


def test_what_a_query_says_runs_nowhere(stranger: httpx.Client) -> None:
    script = "<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>"
    query = f'CONSTRUCT {{ <urn:s> <urn:p> "{script}" }} WHERE {{}}'
    answer = stranger.get("/sparql", params={"query": query}, headers={"Accept": "application/rdf+xml"})
    assert "<script" not in answer.text
    assert "default-src 'none'; sandbox" in answer.headers["content-security-policy"]


def test_a_client_that_sends_slowly_is_let_go(attacked: Served, stranger: httpx.Client) -> None:
    parts = httpx.URL(attacked.url)
    with socket.create_connection((parts.host, parts.port or 80), timeout=10) as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: here\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: 100\r\n\r\nASK"
        )
        assert b" 408 " in connection.recv(1_000)
