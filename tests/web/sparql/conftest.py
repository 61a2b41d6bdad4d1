"""A server of a few statements that takes changes from who has its token."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from tests.web.conftest import Serve, Served

from moneyloop.graph.store import write_store

TOKEN = "let me in"
EXAMPLE = "http://example.org/"
GRAPH = f"{EXAMPLE}graph"


def dataset(folder: Path, quads: Iterable[ox.Quad]) -> Path:
    """Return a folder that holds nothing of a dataset but its store."""
    folder.mkdir(parents=True, exist_ok=True)
    write_store(quads, folder / "store")
    return folder


def numbers(count: int, graph: str = GRAPH, first: int = 0) -> Iterator[ox.Quad]:
    """Yield statements that something has the numbers from the first on."""
    subject, value = ox.NamedNode(f"{EXAMPLE}it"), ox.NamedNode(f"{EXAMPLE}has")
    for number in range(first, first + count):
        yield ox.Quad(subject, value, ox.Literal(number), ox.NamedNode(graph))


@pytest.fixture(scope="module")
def writable(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with a token, one for the tests of a module."""
    folder = dataset(tmp_path_factory.mktemp("writable"), numbers(3))
    with serve(folder, "--token", TOKEN) as served:
        yield served


@pytest.fixture(scope="module")
def client(writable: Served) -> Iterator[httpx.Client]:
    """A client that shows the token."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=writable.url, headers=headers, timeout=30) as client:
        yield client
