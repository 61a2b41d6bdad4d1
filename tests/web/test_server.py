"""The server as it runs: it answers, refuses what breaks its limits, and is up after each attack."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from tests.web.conftest import Serve, Served


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url) as client:
        yield client
        assert client.get("/explorer/api/about").status_code == 200
        assert served.process.poll() is None


def raw(served: Served, request: bytes) -> bytes:
    """Return all that the server says to these bytes, until it closes the connection."""
    parts = urlsplit(served.url)
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=10) as connection:
        said: list[bytes] = []
        with contextlib.suppress(ConnectionError):
            connection.sendall(request)
            said.extend(iter(lambda: connection.recv(65_536), b""))
        return b"".join(said)


def test_every_answer_is_guarded(client: httpx.Client) -> None:
    for path in ("/", "/explorer/api/about", "/catalog", "/nothing/here", "/id/party/none"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path
        assert "server" not in headers


def test_an_answer_is_compressed_for_who_takes_it(client: httpx.Client) -> None:
    assert client.get("/catalog", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/catalog", headers={"Accept-Encoding": "identity"}).headers


def test_an_unknown_address_gets_one_line(client: httpx.Client) -> None:
    answer = client.get("/nothing/here")
    assert (answer.status_code, answer.text) == (404, "Not Found\n")


@pytest.mark.parametrize(
    "path",
    [
        "/explorer/../../../../etc/passwd",
        "/explorer/%2e%2e/%2e%2e/routes.py",
        "/explorer/assets/..%2f..%2f..%2froutes.py",
        "/dumps/..%2freport.json",
        "/dumps/%2e%2e/%2e%2e/report.json",
        "/explorer//etc/passwd",
    ],
)
def test_no_path_leads_out_of_what_is_served(client: httpx.Client, served: Served, path: str) -> None:
    answer = raw(served, f"GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".encode())
    assert answer.split(b"\r\n")[0].split()[1] in {b"400", b"404"}
    assert b"root:" not in answer
    assert b"import" not in answer


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_large_is_refused(client: httpx.Client, chunked: bool) -> None:
    piece = b"x" * 65_536
    content = iter([piece] * 64) if chunked else piece * 64
    answer = client.post("/explorer/api/about", content=content)
    assert (answer.status_code, answer.text) == (
        413,
        "the body of a request has at most 1048576 bytes here\n",
    )


def test_a_length_that_is_no_number_is_refused(client: httpx.Client, served: Served) -> None:
    answer = raw(served, b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: -1\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400")


def test_no_header_can_be_smuggled_into_an_answer(client: httpx.Client) -> None:
    for path in ("/id/x%0d%0aSet-Cookie:%20a=1", "/catalog?lang=en%0d%0aSet-Cookie:%20a=1"):
        assert "set-cookie" not in client.get(path).headers


def test_a_header_that_never_ends_is_refused(client: httpx.Client, served: Served) -> None:
    answer = raw(served, b"GET / HTTP/1.1\r\nHost: " + b"x" * 200_000 + b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400") or not answer


@pytest.mark.parametrize(
    "request_",
    [b"", b"GET / HTT", b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\nabc"],
    ids=["nothing", "half a header", "half a body"],
)
def test_a_slow_client_is_let_go(serve: Serve, examples: object, request_: bytes) -> None:
    with serve(examples, "--patience", "0.5") as served:
        answer = raw(served, request_)
        assert b"408" in answer if b"Length" in request_ else answer == b""
        assert httpx.get(f"{served.url}catalog").status_code == 200
