"""``moneyloop sparql``."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

Run = Callable[..., tuple[int, str, str]]
SENTENCES: Final = """Nvidia invested 10 billion dollars in OpenAI.
OpenAI agreed to buy cloud services worth 30 billion dollars from Oracle.
Oracle ordered chips worth 5 billion dollars from Nvidia."""
PREFIX: Final = "PREFIX path: <https://w3id.org/moneyloop/ns/path/>\n"
CYCLES: Final = PREFIX + (
    "SELECT DISTINCT ?length WHERE { SERVICE path:search { [] path:algorithm path:cycles ; "
    "path:id ?id ; path:length ?length %s } }"
)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from moneyloop.cli import main

    folder = tmp_path_factory.mktemp("sparql")
    (folder / "news.txt").write_text(SENTENCES, encoding="utf-8")
    with pytest.raises(SystemExit) as stop:
        main(["build", str(folder / "news.txt"), "--out", str(folder / "graph")])
    assert stop.value.code == 0
    return folder / "graph"


def test_a_table_and_whether_it_is_complete(run: Run, dataset: Path) -> None:
    code, out, err = run("sparql", CYCLES % "", "--data", dataset)
    assert (code, out.split()) == (0, ["length", "──────", "3"])
    assert err == "(cycles: 1 cycle, complete)\n"


def test_a_limit_is_told(run: Run, dataset: Path) -> None:
    text = (CYCLES % "; path:minLength 1").replace("cycles", "allPaths")
    code, out, err = run("sparql", text, "--data", dataset, "--rows", "2", "--format", "csv")
    assert (code, out.split()) == (0, ["length", "1"])
    assert err.startswith("(allPaths: 2 paths, not complete: stopped by the limit on rows; ")


def test_a_query_comes_from_a_file_or_stdin(
    run: Run, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cycles.rq"
    path.write_text(CYCLES % "", encoding="utf-8")
    from_file = run("sparql", "--file", path, "--data", dataset, "--format", "json")
    assert json.loads(from_file[1])["results"]["bindings"][0]["length"]["value"] == "3"
    monkeypatch.setattr(sys, "stdin", io.StringIO(CYCLES % ""))
    assert run("sparql", "-", "--data", dataset, "--format", "json") == from_file


def test_ask_and_construct(run: Run, dataset: Path) -> None:
    where = "{ SERVICE path:search { [] path:algorithm path:cycles ; path:start ?s ; path:end ?e %s } }"
    assert run("sparql", PREFIX + "ASK " + where % "", "--data", dataset)[1] == "true\n"
    no = run("sparql", PREFIX + "ASK " + where % "; path:minLength 4", "--data", dataset, "-f", "json")
    assert json.loads(no[1]) == {"head": {}, "boolean": False}
    _, turtle, _ = run(
        "sparql", f"{PREFIX} CONSTRUCT {{ ?s <urn:pays> ?e }} WHERE {where % ''}", "--data", dataset
    )
    assert turtle.count("<urn:pays>") == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "give one query: TEXT, - for stdin, or --file FILE"),
        (("SELECT ?x WHERE {",), "this is no SPARQL 1.1: error at 1:"),
        (("DESCRIBE <urn:x>",), "expected a SELECT, ASK or CONSTRUCT query"),
        (
            ("ASK { }", "--format", "turtle"),
            "an ASK query is printed as table, json, csv, tsv, not as turtle",
        ),
        (((CYCLES % "; path:maxLenght 3"),), "maxLenght is an unknown setting; did you mean maxLength"),
        (("--file", "nowhere.rq"), "nowhere.rq: No such file"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(
    run: Run, dataset: Path, arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = run("sparql", *arguments, "--data", dataset)
    assert code in (1, 2)
    assert out == ""
    assert message in err
    assert err.count("\n") == 1


def test_a_dataset_is_needed(run: Run) -> None:
    code, _, err = run("sparql", "ASK { }")
    assert code == 2
    assert "say which dataset: moneyloop sparql TEXT --data DIR (or --endpoint URL)" in err
