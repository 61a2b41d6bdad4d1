"""The stored queries on SPARQL servers: the exact rows, or what is known to fail there and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.remote import Endpoint
from moneyloop.queries.run import run

DATA: Final = Path(__file__).parent / "data"
CASES: Final[dict[str, tuple[str, dict[str, str]]]] = json.loads((DATA / "cases.json").read_text("utf-8"))
KNOWN: Final[dict[str, dict[str, str]]] = json.loads((DATA / "servers.json").read_text("utf-8"))
"""By server, the cases that fail there with the reason."""
DOCS: Final = Path(__file__).parents[2] / "docs" / "endpoints.md"
Open = Callable[[str], Endpoint]
OpenServer = Callable[[str, ox.Store], Endpoint]


def _params() -> list[object]:
    return [
        pytest.param(server, case, marks=_marks(server, known.get(case)))
        for server, known in KNOWN.items()
        for case in CASES
    ]


def _marks(server: str, reason: str | None) -> list[pytest.MarkDecorator]:
    """Keep the tests of a server together, so that it is started once; mark what is known to fail."""
    return [
        pytest.mark.xdist_group(server),
        *([pytest.mark.xfail(reason=reason)] if reason else []),
    ]


@pytest.fixture(scope="module")
def asked(open_server: OpenServer, store: ox.Store) -> Open:
    """Return the endpoint of a server, by its name, with the fixture world published to it."""
    return cache(lambda name: open_server(name, store))


@pytest.mark.parametrize(("server", "case"), _params())
def test_exact_rows(asked: Open, server: str, case: str) -> None:
    name, parameters = CASES[case]
    answered = run(catalogue()[name], asked(server), parameters).to_csv().replace("\r\n", "\n")
    assert answered == (DATA / "expected" / f"{case}.csv").read_text(encoding="utf-8")


def test_what_is_known_to_fail_is_still_asked() -> None:
    assert all(case in CASES for known in KNOWN.values() for case in known)


def _row(server: str, known: dict[str, str]) -> str:
    failing = {CASES[case][0]: reason for case, reason in known.items()}
    reasons = "; ".join(f"`{name}`: {reason}" for name, reason in sorted(failing.items()))
    return f"| {server} | {'all but ' + str(len(failing)) if failing else 'all'} | {reasons} |"


def test_the_documentation_says_what_each_server_passes() -> None:
    table = "\n".join(_row(server, known) for server, known in KNOWN.items())
    assert table in DOCS.read_text(encoding="utf-8"), f"put this into {DOCS.name}:\n{table}"
