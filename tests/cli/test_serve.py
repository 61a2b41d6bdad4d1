"""``moneyloop serve``: it starts, says where, ends when told, and refuses what it cannot do in one line."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

import httpx
import pytest
from tests.web.conftest import serving
from typer.testing import CliRunner

from moneyloop.cli.app import app
from moneyloop.errors import MoneyloopError
from moneyloop.graph.build import build

EXAMPLE = Path(__file__).parents[2] / "graph" / "examples" / "en-private-credit.txt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("serve") / "graph"
    build([EXAMPLE], place)
    return place


def test_it_serves_until_it_is_told_to_end(folder: Path) -> None:
    with serving(folder) as served:
        assert httpx.get(f"{served.url}explorer/api/about").json()["counts"]["documents"] == 1
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(20) in (0, -signal.SIGTERM)


def test_a_build_that_takes_the_place_of_another_is_served(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "graph"
    build([EXAMPLE], place)
    with serving(place) as served:
        url = f"{served.url}explorer/api/about"
        assert httpx.get(url).json()["counts"]["documents"] == 1
        build(sorted(EXAMPLE.parent.glob("*.txt"))[:3], place)
        assert httpx.get(url).json()["counts"]["documents"] == 3


def test_the_base_is_the_one_that_links_have(folder: Path) -> None:
    with serving(folder, "--base", "https://data.example.org") as served:
        assert "<https://data.example.org/" in httpx.get(f"{served.url}catalog").headers["link"]


def refusal(*arguments: str) -> str:
    outcome = CliRunner().invoke(app, ["serve", *arguments])
    assert isinstance(outcome.exception, MoneyloopError)
    return str(outcome.exception)


def test_what_is_wrong_is_said_in_one_line(folder: Path, tmp_path: Path) -> None:
    assert "holds no dataset" in refusal(str(tmp_path))
    assert "no http(s) URL" in refusal(str(folder), "--base", "ftp://here")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"cannot listen at 127.0.0.1 port {port}" in refusal(str(folder), "--port", port)
    assert "cannot listen at nowhere.invalid" in refusal(str(folder), "--host", "nowhere.invalid")
