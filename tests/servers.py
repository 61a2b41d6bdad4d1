"""SPARQL servers for tests, a plugin of pytest: started on free ports, ended with the session."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

import pyoxigraph as ox
import pytest

from moneyloop.graph.publish import publish
from moneyloop.graph.writers import GraphStore, Updates, Writer
from moneyloop.queries.remote import Endpoint, checked
from moneyloop.queries.transport import Account, Transport

OXIGRAPH: Final = Path(sysconfig.get_path("scripts")) / "oxigraph"
VIRTUOSO: Final = shutil.which("virtuoso-t")
MOST_ROWS: Final = 1_000
"""Virtuoso cuts off what is longer."""
_VIRTUOSO_INI: Final = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 100
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CheckpointInterval = 0
NumberOfBuffers = 2000
MaxDirtyBuffers = 1200
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 4
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 20
"""


@dataclass(frozen=True)
class Server:
    """Where a server takes queries, updates and graphs, and who may write to it."""

    query: str
    update: str
    graphs: str
    user: str | None = None
    password: str | None = None


StartOxigraph = Callable[..., Server]
OpenServer = Callable[[str, ox.Store], Endpoint]


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@contextmanager
def _running(command: Sequence[str | Path], address: str, folder: Path) -> Iterator[None]:
    """Run a server in a folder; it is ready when the address answers."""
    with (folder / "output").open("wb") as output:
        server = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        _wait(server, address)
        yield
    finally:
        server.kill()
        server.wait()


def _wait(server: subprocess.Popen[bytes], address: str) -> None:
    opener = build_opener(ProxyHandler({}))
    deadline = time.monotonic() + 60
    while True:
        try:
            with opener.open(address, timeout=60):
                return
        except HTTPError as error:
            error.close()
            return
        except (URLError, ConnectionError):
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.05)


@pytest.fixture(scope="session")
def start_oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartOxigraph]:
    """Start `oxigraph serve` with options, an empty store in memory; it ends with the session."""
    if not OXIGRAPH.exists():
        pytest.skip("the oxigraph program is not installed")
    with ExitStack() as stack:

        def start(*options: str) -> Server:
            place = f"127.0.0.1:{free_port()}"
            base = f"http://{place}"
            folder = tmp_path_factory.mktemp("oxigraph")
            stack.enter_context(
                _running([OXIGRAPH, "serve", "--bind", place, *options], f"{base}/query", folder)
            )
            return Server(f"{base}/query", f"{base}/update", f"{base}/store")

        yield start


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start Virtuoso with an empty database; its account is that of a new installation."""
    if VIRTUOSO is None:
        pytest.skip("Virtuoso is not installed; Debian and Ubuntu have it as virtuoso-opensource")
    folder = tmp_path_factory.mktemp("virtuoso")
    http = free_port()
    (folder / "virtuoso.ini").write_text(
        _VIRTUOSO_INI.format(http=http, sql=free_port(), rows=MOST_ROWS), encoding="utf-8"
    )
    base = f"http://127.0.0.1:{http}"
    command = [VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"]
    with _running(command, f"{base}/sparql", folder):
        write = f"{base}/sparql-auth"
        yield Server(f"{base}/sparql", write, f"{base}/sparql-graph-crud-auth", "dba", "dba")


@pytest.fixture(scope="session")
def open_server(request: pytest.FixtureRequest) -> OpenServer:
    """Publish a store to the server of a name, and return it as an endpoint."""

    def opened(name: str, store: ox.Store) -> Endpoint:
        if name == "Virtuoso":
            server: Server = request.getfixturevalue("virtuoso")
            assert server.user and server.password
            transport = Transport(Account(server.user, server.password, "digest"))
            writer: Writer = GraphStore(server.graphs, transport)
        else:
            start: StartOxigraph = request.getfixturevalue("start_oxigraph")
            server, transport = start(*(() if "without" in name else ("--union-default-graph",))), Transport()
            writer = Updates(Endpoint(server.update))
        publish(store, Endpoint(server.query), writer)
        return checked(Endpoint(server.query))

    return opened
