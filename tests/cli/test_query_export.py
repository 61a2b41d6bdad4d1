"""Tests of ``moneyloop query export``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from moneyloop.queries.catalogue import catalogue

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(("form", "ending"), [("grlc", ".rq"), ("shacl", ".ttl")])
def test_a_file_is_written_for_each_query(run: Run, tmp_path: Path, form: str, ending: str) -> None:
    assert run("query", "export", "--format", form, "--out", tmp_path / "api") == (0, "", "")
    assert {path.name for path in (tmp_path / "api").iterdir()} == {name + ending for name in catalogue()}


def test_some_queries_are_written_to_stdout(run: Run) -> None:
    code, out, _ = run("query", "export", "cycles", "-f", "grlc", "--endpoint", "http://x.example/sparql")
    assert code == 0
    assert "#+ endpoint: http://x.example/sparql\n" in out
    graph = rdflib.Graph().parse(data=run("query", "export", "cycles", "deals", "-f", "shacl")[1])
    assert len(set(graph.subjects(rdflib.SH.select))) == 2


def test_the_openapi_document_is_one_file(run: Run, tmp_path: Path) -> None:
    assert run("query", "export", "cycles", "-f", "openapi", "--out", tmp_path)[0] == 0
    written = (tmp_path / "openapi.json").read_text(encoding="utf-8")
    assert list(json.loads(written)["paths"]) == ["/queries", "/queries/cycles"]
    assert written == run("query", "export", "cycles", "-f", "openapi")[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-f", "grlc"], "say where to: --out DIR"),
        (["cycle", "-f", "shacl"], "there is no stored query 'cycle'; did you mean cycles?"),
    ],
)
def test_a_wrong_call_exits_with_2_and_one_line(run: Run, arguments: list[str], message: str) -> None:
    code, out, err = run("query", "export", *arguments)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert message in err


def test_help_of_both_commands_is_their_own(run: Run) -> None:
    assert "Write the stored queries" in run("query", "export", "--help")[1]
    assert "Answer a stored query" in run("query", "--help")[1]
