"""Parameters: typed values, names of parties and classes, and nothing that could be read as SPARQL."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyloop.errors import QueryError
from moneyloop.queries.answer import Value
from moneyloop.queries.catalogue import catalogue, load
from moneyloop.queries.parameters import bound, terms
from moneyloop.queries.run import run
from moneyloop.queries.source import Embedded
from moneyloop.queries.stored import PARAMETER_TYPES, StoredQuery
from moneyloop.settings import DATA, PREFIXES, TERMS

Ask = Callable[..., list[tuple[Value, ...]]]


@pytest.mark.parametrize(
    ("written", "party"),
    [
        ("birch", "birch"),
        (f"{DATA}party/birch", "birch"),
        ("Bouleau", "birch"),
        ("BOULEAU", "birch"),
        ("ליבנה", "birch"),
        ("aster corp.", "aster"),
        ("Cedre", "cedar"),
        ("a bank", "unresolved/a-bank"),
        ("a-bank", "unresolved/a-bank"),
        ("unresolved/a-bank", "unresolved/a-bank"),
    ],
)
def test_a_party_is_found_by_iri_id_or_name(store: ox.Store, written: str, party: str) -> None:
    found = terms(catalogue()["exposure"], Embedded(store), {"party": written})
    assert found["party"] == (ox.NamedNode(f"{DATA}party/{party}"),)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("The Trees", "can be each of .*party/cedar, .*party/elm; give the IRI"),
        ("the trees", "can be each of .*party/cedar, .*party/elm; give the IRI"),
        ("Astre", r"there is no party 'Astre' in the dataset; did you mean aster"),
        ("zzzz", "there is no party 'zzzz' in the dataset; give its IRI"),
        ("", "there is no party ''"),
        (f"{DATA}party/oak", "there is no party"),
        (f"{DATA}deal/loan", "there is no party"),
        (f"{TERMS}Loan", "there is no party"),
    ],
)
def test_a_party_that_is_unknown_or_ambiguous(store: ox.Store, written: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        terms(catalogue()["exposure"], Embedded(store), {"party": written})


@pytest.mark.parametrize("written", ["Loan", "loan", f"{TERMS}Loan", "prêt", "הלוואה", "قرض"])
def test_a_class_is_found_by_name_iri_or_label(store: ox.Store, written: str) -> None:
    assert terms(catalogue()["deals"], Embedded(store), {"type": written})["type"] == (
        ox.NamedNode(TERMS + "Loan"),
    )


@pytest.mark.parametrize(("query", "written"), [("deals", "Lone"), ("deals", "Revenue"), ("figures", "Loan")])
def test_a_class_of_another_kind_is_refused(store: ox.Store, query: str, written: str) -> None:
    with pytest.raises(QueryError, match=f"there is no class '{written}'"):
        terms(catalogue()[query], Embedded(store), {"type": written})


@pytest.mark.parametrize(
    ("query", "parameters", "message"),
    [
        ("cycles", {"stauts": "announced"}, "cycles has no parameter 'stauts'; did you mean status?"),
        ("sources", {"status": "announced"}, "sources has no parameter 'status'; its parameters are: none"),
        (
            "cycle-evidence",
            {},
            "cycle-evidence needs cycle, the id of a cycle.*; add --cycle … or --param cycle=…",
        ),
        (
            "cycles",
            {"status": "cancelled"},
            "status must be one of considered, announced, committed, completed",
        ),
        ("chains", {"party": "elm", "kind": "x"}, "kind must be one of dependency, exposure, flow, not 'x'"),
        ("chains", {"party": "elm", "length": "6"}, "length must be a whole number from 1 to 5, not '6'"),
        ("chains", {"party": "elm", "length": "2.5"}, "length must be a whole number"),
        ("chains", {"party": "elm", "length": "many"}, "length must be a whole number"),
        ("concentration", {"threshold": "NaN"}, "threshold must be a number from 0 to 1, not 'NaN'"),
        ("concentration", {"threshold": "1e999"}, "threshold must be a number"),
        ("concentration", {"threshold": "-0.1"}, "threshold must be a number"),
        ("cycle-evidence", {"cycle": "86E886"}, "cycle must be the id of a cycle"),
    ],
)
def test_a_wrong_parameter_is_refused(
    store: ox.Store, query: str, parameters: dict[str, str], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        terms(catalogue()[query], Embedded(store), parameters)


def test_numbers_are_written_in_any_form(ask: Ask) -> None:
    assert ask("concentration", threshold="5E-1") == ask("concentration", threshold=" 0.50 ")
    assert ask("chains", party="birch", length="2.0") == ask("chains", party="birch", length="2")
    assert ask("cycles", status="Announced") == ask("cycles", status="announced")


def test_a_parameter_left_out_does_not_restrict(ask: Ask) -> None:
    parties = ["aster", "birch", "cedar", "dahlia", "elm", "grove", "a bank"]
    every = {row[0] for party in parties for row in ask("deals", party=party)}
    assert {row[0] for row in ask("deals")} == every


@pytest.mark.parametrize(
    "written",
    [
        'x" } } UNION { ?s ?p ?o } #',
        "x> } ?s ?p ?o . { <x",
        "UNDEF } ?s ?p ?o . VALUES ?z { 1",
        "\\1 \\g<1> \\",
        "x\n} DROP ALL",
    ],
)
@pytest.mark.parametrize(
    ("query", "name"),
    [("exposure", "party"), ("deals", "type"), ("cycles", "status"), ("cycle-evidence", "cycle")],
)
def test_an_injection_is_refused(store: ox.Store, query: str, name: str, written: str) -> None:
    with pytest.raises(QueryError):
        terms(catalogue()[query], Embedded(store), {name: written})


@given(st.text())
def test_any_text_is_bound_as_one_term(text: str) -> None:
    query = catalogue()["cycle-evidence"]
    literal = ox.Literal(text)
    selected = bound(query, {"cycle": [literal]})
    places = selected.count(f"VALUES ?_cycle {{ {literal} }}")
    assert places == query.text.count("VALUES ?_cycle { UNDEF }") == 1
    only = f"SELECT ?_cycle WHERE {{ VALUES ?_cycle {{ {literal} }} }}"
    solutions = ox.Store().query(only)
    assert isinstance(solutions, ox.QuerySolutions)
    assert [row["_cycle"] for row in solutions] == [literal]
    assert isinstance(ox.Store().query(selected), ox.QuerySolutions)


def stored(tmp_path: Path, declared: str, places: str, columns: str) -> StoredQuery:
    """Return a stored query of one's own: parameters in YAML, their places, and the columns it selects."""
    five = "{en: x, fr: x, he: x, fa: x, ar: x}"
    parameters = declared.replace("}", f", description: {five}}}")
    listed = "".join(f"#+   - {{name: {name}, type: iri, meaning: x}}\n" for name in columns.split())
    selected = " ".join(f"(?_{name} AS ?{name})" for name in columns.split())
    path = tmp_path / "own.rq"
    path.write_text(
        f"#+ title: {five}\n#+ question: {five}\n#+ description: x\n#+ row: {five}\n"
        f"#+ parameters:\n#+   - {parameters}\n#+ columns:\n{listed}"
        f"PREFIX ml: <{TERMS}> PREFIX xsd: <{PREFIXES['xsd']}>\n"
        f"SELECT {selected} WHERE {{ {places} }}\n",
        encoding="utf-8",
    )
    return load(path)


def test_a_value_is_never_a_place_for_another(tmp_path: Path) -> None:
    query = stored(
        tmp_path,
        "{name: x, type: string}\n#+   - {name: y, type: string}",
        "VALUES ?_x { UNDEF } VALUES ?_y { UNDEF }",
        "x y",
    )
    attack = {"x": "VALUES ?_y { UNDEF }", "y": '" } BIND("owned" AS ?_x) #'}
    assert run(query, ox.Store(), attack).values() == [(attack["x"], attack["y"])]


ATTACKS: Final = (
    '" } } UNION { ?s ?p ?o } #',
    "> } ?s ?p ?o . { <",
    "UNDEF } ?s ?p ?o . VALUES ?z { 1",
    '2025-01-01"^^xsd:date } ?s ?p ?o . #',
    'USD" } ?s ?p ?o . #',
    "1 } ?s ?p ?o . #",
    "considered } ?s ?p ?o . #",
    "\\1 \\g<1> \\u0022 } \n#",
)
SECRET: Final = "INSERT DATA { <urn:s> <urn:secret> <urn:o> }"


@pytest.mark.parametrize("written", ATTACKS)
@pytest.mark.parametrize(
    "declared",
    [
        "{name: x, type: status, many: true}",
        "{name: x, type: party, many: true}",
        "{name: x, type: date, many: true}",
        "{name: x, type: currency, many: true}",
        "{name: x, type: integer, many: true}",
        "{name: x, type: decimal, many: true}",
        "{name: x, type: class, allowed: [Deal], many: true}",
        "{name: x, type: choice, allowed: [a], many: true}",
        "{name: x, type: string, many: true}",
    ],
)
def test_an_injection_is_refused_or_bound_as_one_text(tmp_path: Path, declared: str, written: str) -> None:
    query = stored(tmp_path, declared, "VALUES ?_x { UNDEF }", "x")
    data = ox.Store()
    data.update(SECRET)
    for values in (written, [written], [written, written + "2"]):
        expected = [values] if isinstance(values, str) else values
        try:
            found = [str(value) for (value,) in run(query, data, {"x": values}).values()]
        except QueryError:
            assert "type: string" not in declared
        else:
            assert "type: string" in declared
            assert found == expected


def test_every_type_is_attacked() -> None:
    marks = test_an_injection_is_refused_or_bound_as_one_text.pytestmark  # type: ignore[attr-defined]
    attacked = " ".join(next(mark.args[1] for mark in marks if mark.args[0] == "declared"))
    assert [kind for kind in PARAMETER_TYPES if f"type: {kind}" not in attacked] == []


@pytest.mark.parametrize(
    ("declared", "written", "found"),
    [
        ("{name: x, type: date}", " 2025-12-31 ", date(2025, 12, 31)),
        ("{name: x, type: currency}", "eur", "EUR"),
        ("{name: x, type: currency, allowed: [EUR, USD]}", "usd", "USD"),
        ("{name: x, type: string, allowed: [Ab]}", "aB", "Ab"),
        ("{name: x, type: decimal, minimum: -1}", "-0.5", Decimal("-0.5")),
    ],
)
def test_values_are_read_by_their_type(tmp_path: Path, declared: str, written: str, found: Value) -> None:
    query = stored(tmp_path, declared, "VALUES ?_x { UNDEF }", "x")
    assert run(query, ox.Store(), {"x": written}).values() == [(found,)]
    assert run(query, ox.Store(), {}).values() == [(None,)]


@pytest.mark.parametrize(
    ("declared", "written", "message"),
    [
        ("{name: x, type: date}", "2025-02-30", "x must be a date as 2025-12-31, not '2025-02-30'"),
        ("{name: x, type: date}", "20250101", "x must be a date"),
        ("{name: x, type: date, minimum: 2025-01-01}", "2024-12-31", "x must be a date from 2025-01-01, not"),
        ("{name: x, type: date, maximum: 2025-01-01}", "2025-01-02", "x must be a date to 2025-01-01, not"),
        ("{name: x, type: currency}", "dollars", "x must be an ISO 4217 code as EUR, not 'dollars'"),
        ("{name: x, type: currency, allowed: [EUR]}", "USD", "x must be one of EUR, not 'USD'"),
        ("{name: x, type: choice, allowed: [inflow, stated]}", "inflw", "not 'inflw'; did you mean inflow?"),
        ("{name: x, type: string}", ["a", "b"], "x takes one value, not 2: a, b"),
        ("{name: x, type: string, required: true, many: true}", [], "own needs x, x; add --x"),
    ],
)
def test_what_does_not_fit_its_type_is_refused(
    tmp_path: Path, declared: str, written: str | list[str], message: str
) -> None:
    query = stored(tmp_path, declared, "VALUES ?_x { UNDEF }", "x")
    with pytest.raises(QueryError, match=re.escape(message)):
        run(query, ox.Store(), {"x": written})


def test_a_parameter_takes_many_values_once_each(tmp_path: Path, store: ox.Store) -> None:
    declared = (
        "{name: x, type: party, many: true}\n#+   - {name: n, type: integer, many: true, default: [1, 2]}"
    )
    query = stored(tmp_path, declared, "VALUES ?_x { UNDEF } VALUES ?_n { 1  2 }", "x n")
    rows = run(query, store, {"x": ["birch", "Aster", "aster"]}).values()
    parties = [f"{DATA}party/{name}" for name in ("aster", "birch")]
    assert sorted(rows) == [(party, number) for party in parties for number in (1, 2)]
    assert run(query, store, {"n": "7"}).values() == [(None, 7)]
