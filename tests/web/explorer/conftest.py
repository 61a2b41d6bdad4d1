"""The dataset of the examples, and the explorer of it, served."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from moneyloop.graph.build import build
from moneyloop.queries.answer import Answer
from moneyloop.queries.sparql import answer
from moneyloop.web.explorer import routes
from moneyloop.web.explorer.asked import Asked
from moneyloop.web.explorer.reader import Reader, reader

Look = Callable[..., Any]
EXAMPLES = Path(__file__).parents[3] / "graph" / "examples"


@dataclass(frozen=True)
class Here:
    """A context whose workers are threads of the test."""

    folder: Path

    async def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return await run_in_threadpool(function, *arguments)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("explorer") / "demo"
    build([EXAMPLES], place)
    return place


@pytest.fixture(scope="session")
def opened(folder: Path) -> Reader:
    return reader(folder)


@pytest.fixture(scope="session")
def look(opened: Reader) -> Look:
    """Look at a view: ``look(cycles.view, status="committed")``."""

    def looked(view: Callable[[Reader, Asked], Any], **given: str) -> Any:
        return view(opened, Asked(given))

    return looked


@pytest.fixture(scope="session")
def application(folder: Path) -> Starlette:
    async def sparql(request: Request) -> Response:
        query = parse_qs((await request.body()).decode())["query"][0]
        found = answer(reader(folder).source, query)
        assert isinstance(found, Answer)
        return Response(found.json, media_type="application/sparql-results+json")

    return Starlette(routes=[Route("/sparql", sparql, methods=["POST"]), *routes(Here(folder))])


@pytest.fixture(scope="session")
def address(application: Starlette) -> Iterator[str]:
    """Where the explorer is served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
