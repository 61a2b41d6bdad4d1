"""A web server for tests that answers, breaks off or keeps silent as it is told; a plugin of pytest."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import pytest


@dataclass(frozen=True)
class Asked:
    """A request."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, list[str]]:
        """The parameters in the body."""
        return parse_qs(self.body.decode())

    @property
    def query(self) -> str:
        """The query in the body."""
        return self.form["query"][0]

    @property
    def parameters(self) -> dict[str, list[str]]:
        """The parameters in the address."""
        return parse_qs(urlsplit(self.target).query)


@dataclass(frozen=True)
class Said:
    """A response, or how it goes wrong: cut in the middle, reset instead of it, or never sent."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/sparql-results+json"
    headers: Mapping[str, str] = field(default_factory=dict)
    fault: Literal["", "cut", "reset", "silence"] = ""


Script = Callable[[Asked], Said]


class Scripted(ThreadingHTTPServer):
    """Answers each request as a function of it, and remembers what it was asked."""

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script
        self.asked: list[Asked] = []
        self.ended = threading.Event()
        self.address = f"http://127.0.0.1:{self.server_port}/query"


class _Handler(BaseHTTPRequestHandler):
    server: Scripted

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = Asked(self.command, self.path, dict(self.headers), body)
        self.server.asked.append(asked)
        said = self.server.script(asked)
        self.close_connection = True
        if said.fault == "silence":
            self.server.ended.wait(10)
            return
        if said.fault == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        self.send_response(said.status)
        for name, value in ({"Content-Type": said.kind} | dict(said.headers)).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said.body) + (said.fault == "cut")))
        self.end_headers()
        self.wfile.write(said.body)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Quiet(Scripted):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing where a test has hung up, or was hung up on."""


StartScripted = Callable[[Script], Scripted]


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Iterator[StartScripted]:
    """Start servers that follow a script; they end with the test."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with ExitStack() as stack:

        def start(script: Script) -> Scripted:
            server = stack.enter_context(_Quiet(script))
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            stack.callback(server.ended.set)
            return server

        yield start
