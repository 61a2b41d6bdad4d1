"""Tests of ``moneyloop query``, on a small store and queries of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from moneyloop.errors import DatasetError
from moneyloop.queries import catalogue, remote, source
from moneyloop.queries.header import LANGUAGES
from moneyloop.queries.stored import Column, Limits, Parameter, StoredQuery

Run = Callable[..., tuple[int, str, str]]

BASE = "https://w3id.org/moneyloop/"
DATA = f"""
PREFIX ml: <{BASE}ns/>
INSERT DATA {{ GRAPH <{BASE}graph/deals> {{
  <{BASE}id/deal/1> ml:status ml:committed ; ml:minAmount 15000000000.0 ; ml:maxAmount 25000000000.0 ;
    ml:share 0.667 ; ml:quote "אורקל, \\"קונה\\""@he .
  <{BASE}id/deal/2> ml:status ml:announced ; ml:maxAmount 100000000000.0 ; ml:quote "plans"@en .
}} }}
"""
TEXT = f"""PREFIX ml: <{BASE}ns/>
SELECT ?deal ?quote ?amountMin ?amountMax ?currency ?share WHERE {{
  VALUES ?_status {{ ml:considered }} VALUES ?_saidBy {{ UNDEF }}
  ?deal ml:status ?status ; ml:quote ?quote ; ml:maxAmount ?amountMax .
  FILTER (?_status = ml:considered || ?_status = ?status)
  BIND ("USD" AS ?currency)
  OPTIONAL {{ ?deal ml:minAmount ?amountMin }}
  OPTIONAL {{ ?deal ml:share ?share }}
}} ORDER BY ?deal
LIMIT 2
"""
COLUMNS = {
    "deal": "deal",
    "quote": "text",
    "amountMin": "amount",
    "amountMax": "amount",
    "currency": "currency",
    "share": "share",
}
QUOTES = StoredQuery(
    name="quotes",
    title={"en": "Quotes"},
    question={"en": "What is said?", "he": "מה נאמר?"},
    description="What is said of deals.",
    parameters=(
        Parameter("status", "status", dict.fromkeys(LANGUAGES, "a floor"), default=("considered",)),
        Parameter("saidBy", "string", dict.fromkeys(LANGUAGES, "who says it"), many=True),
    ),
    columns=tuple(Column(name, kind, name) for name, kind in COLUMNS.items()),
    tags=(),
    limits=Limits(rows=2),
    row={
        "en": "“{quote}”[ on {amount}][, {share}].",
        "he": "„{quote}”[ על {amount}][, {share}].",
    },
    text=TEXT,
)


@pytest.fixture(autouse=True)
def dataset(monkeypatch: pytest.MonkeyPatch) -> None:
    def open_dataset(folder: Path) -> source.Embedded:
        if folder.name != "graph":
            raise DatasetError(f"{folder}: holds no dataset")
        opened = ox.Store()
        opened.update(DATA)
        return source.Embedded(opened)

    monkeypatch.setattr(source, "open_dataset", open_dataset)
    monkeypatch.setattr(catalogue, "catalogue", lambda: {"quotes": QUOTES})


def test_without_a_name_it_lists_queries_questions_and_parameters(run: Run) -> None:
    code, out, _ = run("query")
    assert code == 0
    assert out.splitlines()[0].split() == ["query", "question", "parameters"]
    assert "quotes  What is said?  status=considered, saidBy=" in out


@pytest.mark.parametrize("command", [("query",), ("validate", ".")])
def test_a_language_that_nothing_is_written_in_is_refused(run: Run, command: tuple[str, ...]) -> None:
    status, _, err = run(*command, "--lang", "xx")
    assert status == 2
    assert "xx" in err


def test_questions_come_in_other_languages(run: Run) -> None:
    assert "\u2067מה נאמר?\u2069" in run("query", "--lang", "he")[1]
    assert "What is said?" in run("query", "--lang", "fr")[1]


def test_the_list_is_exact_in_other_formats(run: Run) -> None:
    assert (
        run("query", "--format", "csv")[1].splitlines()[1]
        == 'quotes,What is said?,"status=considered, saidBy="'
    )
    assert (
        run("query", "--format", "tsv")[1].splitlines()[1]
        == "quotes\tWhat is said?\tstatus=considered, saidBy="
    )
    (described,) = json.loads(run("query", "--format", "json")[1])
    assert described["query"] == "quotes"
    assert described["parameters"][0]["name"] == "status"
    assert [column["name"] for column in described["columns"]] == list(COLUMNS)


def test_a_table_joins_amounts_and_moves_the_quote_to_its_end(run: Run) -> None:
    code, out, err = run("query", "quotes", "--data", "graph")
    header, _, first, second = out.splitlines()
    assert code == 0
    assert header.split() == ["deal", "amount", "share", "quote"]
    assert first.startswith("mlid:deal/1  15–25 bn USD  66.7 %  \u2067אורקל")
    assert second.split() == ["mlid:deal/2", "≤", "100", "bn", "USD", "plans"]
    assert "stops at 2 rows" in err


def test_json_is_that_of_sparql_and_exact(run: Run) -> None:
    answer = json.loads(run("query", "quotes", "--data", "graph", "--format", "json")[1])
    assert answer["head"]["vars"] == list(COLUMNS)
    first = answer["results"]["bindings"][0]
    assert first["deal"] == {"type": "uri", "value": f"{BASE}id/deal/1"}
    assert float(first["amountMax"]["value"]) == 25e9
    assert first["quote"]["xml:lang"] == "he"


def test_csv_and_tsv_are_those_of_sparql(run: Run) -> None:
    csv_lines = run("query", "quotes", "--data", "graph", "-f", "csv")[1].splitlines()
    assert csv_lines[0] == ",".join(COLUMNS)
    assert csv_lines[1].startswith(f'{BASE}id/deal/1,"אורקל, ""קונה""",')
    tsv_lines = run("query", "quotes", "--data", "graph", "-f", "tsv")[1].splitlines()
    assert tsv_lines[0] == "\t".join(f"?{name}" for name in COLUMNS)
    assert tsv_lines[1].startswith(f"<{BASE}id/deal/1>\t")


@pytest.mark.parametrize(
    "options",
    [
        ["--status", "committed"],
        ["--status=committed"],
        ["--param", "status=committed"],
        ["-p", "status=committed", "--status", "committed"],
        ["--said-by", "A", "--status", "committed", "--said-by=--", "--param", "said-by=B"],
    ],
)
def test_a_status_floor_is_passed_on(run: Run, options: list[str]) -> None:
    _, out, err = run("query", "quotes", "--data", "graph", "-f", "csv", *options)
    assert len(set(out.splitlines())) == 2
    assert ("stops at" in err) is ("--said-by" in options)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["quote", "--data", "graph"], "did you mean quotes?"),
        (["xyz", "--data", "graph"], "`moneyloop query` lists them"),
        (["quotes"], "--data DIR (or --endpoint URL)"),
        (["quotes", "--data", "graph", "--endpoint", "http://localhost/"], "not both"),
        (["quotes", "--endpoint", "localhost"], "is no http or https URL"),
        (["--endpoint", "http://localhost/"], "need the name of a stored query"),
        (["quotes", "--data", "graph", "--param", "status"], "not of the form KEY=VALUE"),
        (["quotes", "--data", "graph", "--param", "=x"], "not of the form KEY=VALUE"),
        (["quotes", "--data", "graph", "--param", "no=1"], "has no parameter 'no'"),
        (
            ["quotes", "--data", "graph", "--param", "status=announced", "--status", "completed"],
            "status is given twice",
        ),
        (["--data", "graph"], "need the name of a stored query"),
        (["--status", "committed", "quotes"], "give the name of a stored query before --status"),
        (["quotes", "--stauts", "committed"], "has no option --stauts; did you mean --status?"),
        (["quotes", "--sayd-by", "x"], "has no option --sayd-by; did you mean --said-by?"),
        (["quotes", "--formt", "json"], "has no option --formt; did you mean --format?"),
        (["quotes", "--xyz", "x"], "has no option --xyz; those of its parameters are --status, --said-by"),
        (["quotes", "--data", "graph", "--status"], "--status needs a value"),
        (["quotes", "more", "--data", "graph"], "'more' is no option"),
        (["quotes", "--data", "graph", "--status", "anounced"], "did you mean announced?"),
        (["--format", "sentences"], "--format sentences needs the name of a stored query"),
    ],
)
def test_a_wrong_call_exits_with_2_and_one_line(run: Run, arguments: list[str], message: str) -> None:
    code, out, err = run("query", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(("moneyloop: query: ", "moneyloop: --endpoint "))
    assert message in err
    assert len(err.splitlines()) == 1


def test_rows_are_told_as_sentences(run: Run) -> None:
    code, out, err = run("query", "quotes", "--data", "graph", "--format", "sentences")
    assert code == 0
    assert out.splitlines() == [
        '“\u2068אורקל, "קונה"\u2069” on 15 to 25 billion USD, 66.7%.',
        "“plans” on up to 100 billion USD.",
    ]
    assert "stops at 2 rows" in err


def test_sentences_in_hebrew_run_from_right_to_left(run: Run) -> None:
    _, out, _ = run("query", "quotes", "--data", "graph", "-f", "sentences", "--lang", "he")
    assert out.splitlines() == [
        '\u2067„אורקל, "קונה"” על 15 עד 25 מיליארד דולר אמריקאי, 66.7%.\u2069',
        "\u2067„\u2068plans\u2069” על עד 100 מיליארד דולר אמריקאי.\u2069",
    ]


def test_an_endpoint_is_asked_in_place_of_a_dataset(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    called = []

    def open_endpoint(address: str, timeout: int) -> source.Embedded:
        called.append((address, timeout))
        return source.open_dataset(Path("graph"))

    monkeypatch.setattr(remote, "open_endpoint", open_endpoint)
    asked = run("query", "quotes", "--endpoint", "http://localhost/query", "--timeout", "5", "-f", "csv")
    assert asked == run("query", "quotes", "--data", "graph", "-f", "csv")
    assert called == [("http://localhost/query", 5)]


def test_a_missing_dataset_exits_with_1(run: Run, tmp_path: Path) -> None:
    code, out, err = run("query", "quotes", "--data", tmp_path)
    assert (code, out) == (1, "")
    assert err == f"moneyloop: {tmp_path}: holds no dataset\n"
