"""The stored queries on a built dataset: servers give the rows that the folder gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest
from tests.servers import OpenServer

from moneyloop import assets
from moneyloop.graph.build import build
from moneyloop.graph.store import open_store
from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.run import run

EXAMPLES: Final = ("en-amazon-openai", "he-altman-microsoft", "he-nvidia-openai", "he-oracle-lenders")
DATA: Final = Path(__file__).parent / "data"
CASES: Final = json.loads((DATA / "cases.json").read_text("utf-8"))
KNOWN: Final = json.loads((DATA / "servers.json").read_text("utf-8"))
NEEDED: Final = {"party": "OpenAI", "other": "Microsoft"}


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    found = [path for name in EXAMPLES for path in assets.asset("graph", "examples").glob(f"{name}.*")]
    out = tmp_path_factory.mktemp("examples") / "graph"
    build(found, out)
    return open_store(out)


@pytest.mark.parametrize(
    "server", [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in KNOWN]
)
def test_the_same_rows(open_server: OpenServer, examples: ox.Store, server: str) -> None:
    endpoint = open_server(server, examples)
    failing = {CASES[case][0] for case in KNOWN[server]}
    answered = 0
    for name, query in catalogue().items():
        required = {parameter.name for parameter in query.parameters if parameter.required}
        if name in failing or not required <= NEEDED.keys():
            continue
        given = {parameter: NEEDED[parameter] for parameter in required}
        expected = run(query, examples, given)
        assert run(query, endpoint, given).to_csv() == expected.to_csv(), name
        answered += len(expected.rows) > 0
    assert answered > 10
