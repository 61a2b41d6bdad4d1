"""Parameters: typed values, names of parties and classes, and nothing that could be read as SPARQL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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
from moneyloop.settings import DATA, TERMS

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
    assert found["party"] == ox.NamedNode(f"{DATA}party/{party}")


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
    assert terms(catalogue()["deals"], Embedded(store), {"type": written})["type"] == ox.NamedNode(
        TERMS + "Loan"
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
        ("cycle-evidence", {}, "cycle-evidence needs cycle, the id of a cycle.*; add --param cycle=…"),
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
    selected = bound(query, {"cycle": literal, "status": None})
    places = selected.count(f"VALUES ?_cycle {{ {literal} }}")
    assert places == query.text.count("VALUES ?_cycle { UNDEF }") == 1
    only = f"SELECT ?_cycle WHERE {{ VALUES ?_cycle {{ {literal} }} }}"
    solutions = ox.Store().query(only)
    assert isinstance(solutions, ox.QuerySolutions)
    assert [row["_cycle"] for row in solutions] == [literal]
    assert isinstance(ox.Store().query(selected), ox.QuerySolutions)


def test_a_value_is_never_a_place_for_another(tmp_path: Path) -> None:
    columns = "".join(f"#+   - {{name: {name}, type: string, meaning: x}}\n" for name in "ab")
    parameters = "".join(f"#+   - {{name: {name}, type: string, description: x}}\n" for name in "xy")
    five = "{en: x, fr: x, he: x, fa: x, ar: x}"
    path = tmp_path / "two.rq"
    path.write_text(
        f"#+ title: {five}\n#+ question: {five}\n#+ description: x\n"
        f"#+ parameters:\n{parameters}#+ columns:\n{columns}"
        "SELECT (?_x AS ?a) (?_y AS ?b) WHERE { VALUES ?_x { UNDEF } VALUES ?_y { UNDEF } }\n"
    )
    attack = {"x": "VALUES ?_y { UNDEF }", "y": '" } BIND("owned" AS ?_x) #'}
    assert run(load(path), ox.Store(), attack).values() == [(attack["x"], attack["y"])]
