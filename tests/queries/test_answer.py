"""Answers: SPARQL 1.1 results in three forms, and Python values."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pyoxigraph as ox
import pytest

from moneyloop.queries.answer import Answer, value
from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.run import run
from moneyloop.queries.source import Embedded
from moneyloop.settings import PREFIXES


@pytest.fixture(scope="module")
def answer(store: ox.Store) -> Answer:
    return run(catalogue()["cycle-evidence"], store, {"cycle": "86e886b8fef8"})


def test_json_is_sparql_results_json(answer: Answer) -> None:
    results = json.loads(answer.to_json())
    assert results["head"]["vars"] == list(answer.columns)
    last = results["results"]["bindings"][-1]
    assert last["quote"] == {"type": "literal", "value": "ארז קונה שבבים מאסטר", "xml:lang": "he"}
    assert last["deal"]["type"] == "uri"
    assert "amountMin" not in last
    assert last["hop"]["datatype"] == PREFIXES["xsd"] + "integer"


def test_csv_and_tsv_have_a_header_and_a_line_a_row(answer: Answer) -> None:
    for text, separator in ((answer.to_csv(), ","), (answer.to_tsv(), "\t")):
        header, *rows = text.splitlines()
        assert [name.lstrip("?") for name in header.split(separator)] == list(answer.columns)
        assert len(rows) == len(answer.rows) == 5


def test_an_empty_answer_keeps_its_columns(store: ox.Store) -> None:
    nothing = run(catalogue()["cycles"], store, {"status": "completed"})
    assert nothing.rows == []
    assert nothing.columns[:2] == ("cycle", "length")
    assert json.loads(nothing.to_json())["results"]["bindings"] == []
    assert nothing.to_csv().strip() == ",".join(nothing.columns)


def test_an_answer_says_whether_its_limit_was_reached(answer: Answer) -> None:
    assert answer.complete
    assert Answer(answer.json, limit=6).complete
    assert not Answer(answer.json, limit=5).complete


@pytest.mark.parametrize(
    "values",
    [
        '("a\\tb\\nc\\r\\\\ \\"d\\" \\u0007"@fr 7 UNDEF) (UNDEF UNDEF UNDEF) (<urn:%20é> 1.50 "ארז"@he)',
        '("007"^^xsd:integer "" "<urn:a>") (true 1e3 "_:b") ("seven"^^xsd:integer "1."^^xsd:decimal 0)',
        "",
    ],
)
def test_what_is_written_of_rows_is_what_the_store_writes(values: str) -> None:
    text = f"PREFIX xsd: <{PREFIXES['xsd']}> SELECT ?a ?b ?c {{ VALUES (?a ?b ?c) {{ {values} }} }}"
    answer = Embedded(ox.Store()).select(text)
    for form, written in (("JSON", answer.to_json()), ("CSV", answer.to_csv()), ("TSV", answer.to_tsv())):
        solutions = ox.Store().query(text)
        assert isinstance(solutions, ox.QuerySolutions)
        expected = solutions.serialize(format=getattr(ox.QueryResultsFormat, form))
        assert expected is not None
        assert written == expected.decode()
    again = Answer(answer.json)
    assert (again.columns, again.rows) == (answer.columns, answer.rows)


def test_rows_keep_what_is_no_plain_term() -> None:
    for term in ('TRIPLE(<urn:a>, <urn:b>, TRIPLE(<urn:a>, <urn:b>, "c"))', "BNODE()"):
        answer = Embedded(ox.Store()).select(f"SELECT ({term} AS ?x) {{}}")
        kind = type(answer.rows[0][0])
        assert kind in (ox.Triple, ox.BlankNode)
        assert type(Answer(answer.json).rows[0][0]) is kind
        assert answer.to_csv().startswith("x")


def _typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (None, None),
        (ox.NamedNode("http://x.example/"), "http://x.example/"),
        (ox.BlankNode("b"), "_:b"),
        (ox.Literal("ארז", language="he"), "ארז"),
        (_typed("7", "integer"), 7),
        (_typed("0.66", "decimal"), Decimal("0.66")),
        (_typed("2025-01-10", "date"), date(2025, 1, 10)),
        (_typed("true", "boolean"), True),
        (_typed("seven", "integer"), "seven"),
        (_typed("much", "decimal"), "much"),
        (_typed("P5Y", "duration"), "P5Y"),
    ],
)
def test_python_values(term: ox.NamedNode | ox.BlankNode | ox.Literal | None, expected: object) -> None:
    assert value(term) == expected
