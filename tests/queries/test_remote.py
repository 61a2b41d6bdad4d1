"""Stored queries on a SPARQL endpoint: the same rows from an Oxigraph server, errors that say what to do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from tests.servers import StartOxigraph, free_port

from moneyloop.errors import EndpointError, QueryError, UsageError
from moneyloop.graph.publish import publish
from moneyloop.graph.writers import GraphStore
from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.remote import Endpoint, open_endpoint
from moneyloop.queries.run import run
from moneyloop.queries.transport import PASSWORD, USER, Transport

RESULTS: Final = (
    b'{"head": {"vars": ["type"]}, "results": {"bindings": [{"type": {"type": "uri", "value": "x:y"}}]}}'
)
ANSWERED: Final = "SELECT ?type WHERE { ?type ?p ?o }"
Serve = Callable[..., "Canned"]


@pytest.fixture(scope="module", autouse=True)
def direct() -> Iterator[None]:
    """Reach servers on this machine without a proxy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "127.0.0.1")
        yield


@pytest.fixture(scope="module")
def endpoint(start_oxigraph: StartOxigraph, store: ox.Store) -> Endpoint:
    server = start_oxigraph("--union-default-graph")
    publish(store, Endpoint(server.query), GraphStore(server.graphs, Transport()))
    return open_endpoint(server.query, environment={})


@pytest.mark.parametrize("written", ["aster", "ASTER CORP.", "Aster", "a bank", "ליבנה"])
def test_parties_are_found_by_name(endpoint: Endpoint, store: ox.Store, written: str) -> None:
    query, given = catalogue()["party"], {"party": written}
    assert run(query, endpoint, given).json == run(query, store, given).json


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"party": "Astre"}, "there is no party 'Astre' in the dataset; did you mean aster"),
        ({"party": "the trees"}, "can be each of .*party/cedar, .*party/elm; give the IRI"),
        ({"party": 'x" } UNION { ?s ?p ?o } #'}, "there is no party"),
        ({"type": "Lone"}, "there is no class 'Lone'"),
    ],
)
def test_a_wrong_parameter_is_refused(endpoint: Endpoint, parameters: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        run(catalogue()["deals"], endpoint, parameters)


def test_a_query_that_the_server_refuses(endpoint: Endpoint) -> None:
    with pytest.raises(EndpointError, match="refuses the query with status 400"):
        endpoint.select("SELECT ?x WHERE { ?x")


class Canned(ThreadingHTTPServer):
    """Gives every query one answer, and remembers what it was sent."""

    def __init__(self, status: int = 200, body: bytes = RESULTS, kind: str = "text/html") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status, self.body, self.kind = status, body, kind
        self.ready = threading.Event()
        self.ready.set()
        self.headers: dict[str, str] = {}
        self.received = b""
        self.address = f"http://127.0.0.1:{self.server_port}/query"


class _Handler(BaseHTTPRequestHandler):
    server: Canned

    def do_POST(self) -> None:
        self.server.headers = dict(self.headers)
        self.server.received = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.server.ready.wait(10):
            return
        self.send_response(self.server.status)
        self.send_header("Content-Type", self.server.kind)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start a server of canned answers, which ends with the test."""
    with ExitStack() as stack:

        def start(*arguments: object) -> Canned:
            server = stack.enter_context(Canned(*arguments))  # type: ignore[arg-type]
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            stack.callback(server.ready.set)
            return server

        yield start


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "status 400 Bad Request; give the address of its query service"),
        (401, f"status 401 Unauthorized; set {USER} and {PASSWORD}"),
        (403, f"status 403 Forbidden; set {USER} and {PASSWORD}"),
        (404, "status 404 Not Found; give the address of its query service"),
        (500, "status 500 Internal Server Error; the log of the server may say why"),
    ],
)
def test_a_refusal_says_what_to_do(serve: Serve, status: int, message: str) -> None:
    server = serve(status, b"no")
    with pytest.raises(EndpointError, match=f"^{server.address}: refuses the query with {message}"):
        open_endpoint(server.address, environment={})


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><p>hello",
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"head": {}, "boolean": true}',
        b'{"head": {"vars": ["type"]}, "results": {"bindings": [{"type": {"type": "no"}}]}}',
        RESULTS[:-9],
    ],
)
def test_what_is_no_sparql_result_is_refused(serve: Serve, body: bytes) -> None:
    server = serve(200, body)
    with pytest.raises(EndpointError, match="answers with text/html that is no SPARQL results JSON; give"):
        open_endpoint(server.address, environment={})


def test_a_slow_server_is_given_up(serve: Serve) -> None:
    server = serve()
    server.ready.clear()
    with pytest.raises(EndpointError, match="has not answered within 1 s; allow more with --timeout"):
        open_endpoint(server.address, timeout=1, environment={})


def test_a_closed_port_cannot_be_asked() -> None:
    address = f"http://127.0.0.1:{free_port()}/query"
    with pytest.raises(EndpointError, match=f"^{address}: cannot be asked .*check the address"):
        open_endpoint(address, environment={})


@pytest.mark.parametrize("address", ["localhost:7878", "file:///etc/hosts", "http://", "http://[", ""])
def test_an_address_that_is_no_url_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match=r"query: --endpoint .*is no"):
        open_endpoint(address, environment={})


def test_credentials_in_the_address_are_refused_and_not_shown() -> None:
    with pytest.raises(UsageError, match=f"must hold no credentials; set {USER}") as caught:
        open_endpoint("http://anna:secret@localhost/query", environment={})
    assert "secret" not in str(caught.value)


def test_credentials_come_from_the_environment(serve: Serve) -> None:
    server = serve()
    known = open_endpoint(server.address, environment={USER: "anna", PASSWORD: "secret"})
    assert server.headers["Authorization"] == "Basic YW5uYTpzZWNyZXQ="
    assert "secret" not in repr(known)
    open_endpoint(server.address, environment={})
    assert "Authorization" not in server.headers


def test_half_of_the_credentials_is_refused() -> None:
    with pytest.raises(UsageError, match=f"set both {USER} and {PASSWORD}"):
        open_endpoint("http://localhost/query", environment={USER: "anna"})


def test_a_query_is_posted_without_its_header(serve: Serve) -> None:
    server = serve()
    written = f"#+ title: Load, ask\n#+ question: drop?\n{ANSWERED}"
    answer = Endpoint(server.address).select(written)
    assert answer.rows == [(ox.NamedNode("x:y"),)]
    assert parse_qs(server.received.decode()) == {"query": [ANSWERED]}
    assert "application/sparql-results+json" in server.headers["Accept"]
