"""Stored queries on a SPARQL endpoint: the same rows from an Oxigraph server, errors that say what to do."""

from __future__ import annotations

import json
import socket
import subprocess
import sysconfig
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.parse import parse_qs
from urllib.request import Request, urlopen

import pyoxigraph as ox
import pytest

from moneyloop.errors import EndpointError, QueryError, UsageError
from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.remote import PASSWORD, USER, Endpoint, open_endpoint
from moneyloop.queries.run import run

DATA: Final = Path(__file__).parent / "data"
CASES: Final[dict[str, tuple[str, dict[str, str]]]] = json.loads((DATA / "cases.json").read_text("utf-8"))
SERVER: Final = Path(sysconfig.get_path("scripts")) / "oxigraph"
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


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@contextmanager
def oxigraph(data: bytes, *options: str) -> Iterator[str]:
    """Serve N-Quads with Oxigraph; yields the address that takes queries."""
    if not SERVER.exists():
        pytest.skip("the oxigraph program is not installed")
    place = f"127.0.0.1:{free_port()}"
    with subprocess.Popen(
        [SERVER, "serve", "--bind", place, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            load(Request(f"http://{place}/store", data, {"Content-Type": "application/n-quads"}), server)
            yield f"http://{place}/query"
        finally:
            server.terminate()


def load(request: Request, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            with urlopen(request, timeout=30):
                return
        except URLError:
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.05)


@pytest.fixture(scope="module")
def quads(store: ox.Store) -> bytes:
    return store.dump(format=ox.RdfFormat.N_QUADS) or b""


@pytest.fixture(scope="module")
def endpoint(quads: bytes) -> Iterator[Endpoint]:
    with oxigraph(quads, "--union-default-graph") as address:
        yield open_endpoint(address, environment={})


@pytest.mark.parametrize("case", CASES)
def test_exact_rows(endpoint: Endpoint, case: str) -> None:
    name, parameters = CASES[case]
    answered = run(catalogue()[name], endpoint, parameters).to_csv().replace("\r\n", "\n")
    assert answered == (DATA / "expected" / f"{case}.csv").read_text(encoding="utf-8")


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


def test_named_graphs_without_their_union_are_refused(quads: bytes) -> None:
    with (
        oxigraph(quads) as address,
        pytest.raises(EndpointError, match=r"holds no dataset; .*`oxigraph serve --union-default-graph`"),
    ):
        open_endpoint(address, environment={})


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
        (503, "status 503 Service Unavailable; the log of the server may say why"),
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
