"""What was known of a deal when, written to the graph and asked by the pattern of docs/queries.md."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from moneyloop.graph.deals import fuse, subject
from moneyloop.graph.states import Stated
from moneyloop.ontology.model import Model
from moneyloop.ontology.terms import ML
from moneyloop.settings import PREFIXES, TERMS

if TYPE_CHECKING:
    from tests.graph.conftest import MakeClaim

DOCS = Path(__file__).parents[2] / "docs" / "queries.md"
STATES = """SELECT ?from ?until ?status ?claims WHERE {
  ?deal ml:hasState ?known . ?known ml:status ?status ; ml:claimCount ?claims
  OPTIONAL { ?known ml:knownFrom ?from } OPTIONAL { ?known ml:knownUntil ?until } } ORDER BY ?from"""
RANKS = "\n".join(
    f"ml:{name} ml:statusRank {rank} ."
    for rank, name in enumerate(("considered", "announced", "committed", "completed"), 1)
)


def store_of(said: list[Stated], model: Model) -> ox.Store:
    store = ox.Store()
    store.extend(fuse(said, model))
    store.load(f"@prefix ml: <{TERMS}> . {RANKS}".encode(), format=ox.RdfFormat.TURTLE)
    return store


def rows(store: ox.Store, text: str) -> list[tuple[str | None, ...]]:
    found = store.query(text, use_default_graph_as_union=True, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(None if term is None else term.value.removeprefix(TERMS) for term in row) for row in found]


def asked(store: ox.Store, status: str, as_of: str | None = None, known_on: str | None = None) -> int:
    """Return how many deals the documented pattern finds."""
    fences = re.findall(r"```sparql\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    pattern: str = next(one for one in fences if "?_knownOn" in one)
    pattern = pattern.replace("ml:considered", f"ml:{status}")
    for name, day in (("_asOf", as_of), ("_knownOn", known_on)):
        if day:
            pattern = pattern.replace(
                f"VALUES ?{name} {{ UNDEF }}", f'VALUES ?{name} {{ "{day}"^^xsd:date }}'
            )
    return len(rows(store, f"SELECT DISTINCT ?deal WHERE {{ {pattern} }}"))


def test_each_stretch_of_time_has_a_state(claim: MakeClaim, model: Model) -> None:
    said = [
        Stated(claim("Loan", "A", "B", status="announced", id="1"), "2025-01-10"),
        Stated(claim("Loan", "A", "B", status="committed", id="2"), "2025-03-02"),
        Stated(claim("Loan", "A", "B", status="considered", id="3"), "2025-03-02"),
        Stated(claim("Loan", "A", "B", status="cancelled", id="4"), "2025-06-30"),
        Stated(claim("Loan", "A", "B", status="completed", id="5"), None),
    ]
    expected = [
        (None, None, "completed", "5"),
        ("2025-01-10", "2025-03-02", "announced", "1"),
        ("2025-03-02", "2025-06-30", "committed", "3"),
        ("2025-06-30", None, "cancelled", "4"),
    ]
    assert rows(store_of(said, model), STATES) == expected
    random.shuffle(said)
    assert rows(store_of(said, model), STATES) == expected


def test_states_have_names_that_last(claim: MakeClaim, model: Model) -> None:
    one = claim("Loan", "A", "B")
    deal = subject(one, model).value
    states = {
        quad.object
        for quad in fuse([Stated(one, "2025-01-10")], model)
        if quad.predicate.value == ML.hasState
    }
    assert states == {ox.NamedNode(deal), ox.NamedNode(f"{deal}/state/2025-01-10")}


@pytest.mark.parametrize("published", [None, "yesterday", "2025-02-30"])
def test_without_a_date_there_is_no_former_state(
    claim: MakeClaim, model: Model, published: str | None
) -> None:
    store = store_of([Stated(claim("Loan", "A", "B"), published)], model)
    assert rows(store, STATES) == [(None, None, "announced", "1")]
    assert asked(store, "considered") == 1
    assert asked(store, "considered", known_on="2030-01-01") == 0


def test_a_figure_has_states_too(claim: MakeClaim, model: Model) -> None:
    store = store_of([Stated(claim("Revenue", "A"), "2025-01-10")], model)
    assert len(rows(store, STATES)) == 2


@pytest.mark.parametrize(
    ("known_on", "status", "found"),
    [
        ("2025-01-09", "considered", 0),
        ("2025-01-10", "announced", 1),
        ("2025-01-10", "committed", 0),
        ("2025-03-01", "committed", 0),
        ("2025-03-02", "committed", 1),
        ("2025-06-30", "considered", 0),
        (None, "considered", 0),
    ],
)
def test_the_pattern_asks_what_was_known(
    claim: MakeClaim, model: Model, known_on: str | None, status: str, found: int
) -> None:
    said = [
        Stated(claim("Loan", "A", "B", status="announced", id="1"), "2025-01-10"),
        Stated(claim("Loan", "A", "B", status="committed", id="2"), "2025-03-02"),
        Stated(claim("Loan", "A", "B", status="cancelled", id="3"), "2025-06-30"),
    ]
    assert asked(store_of(said, model), status, known_on=known_on) == found


@pytest.mark.parametrize(
    ("period", "as_of", "found"),
    [
        ("2025", "2024-12-31", 0),
        ("2025", "2025-01-01", 1),
        ("2025", "2025-12-31", 1),
        ("2025", "2026-01-01", 0),
        ("../2028", "1999-01-01", 1),
        ("2025-10/..", "2025-09-30", 0),
        ("P5Y", "1999-01-01", 1),
        (None, "1999-01-01", 1),
    ],
)
def test_the_pattern_asks_what_is_in_force(
    claim: MakeClaim, model: Model, period: str | None, as_of: str, found: int
) -> None:
    store = store_of([Stated(claim("Loan", "A", "B", period=period), "2025-01-10")], model)
    assert asked(store, "announced", as_of=as_of) == found
    assert asked(store, "announced", as_of=as_of, known_on="2025-01-10") == found
    assert asked(store, "announced", as_of=as_of, known_on="2025-01-09") == 0


def test_nine_reports_are_one_deal(claim: MakeClaim, model: Model) -> None:
    said = [Stated(claim("Loan", "A", "B", document=f"d{one}"), f"2025-01-0{one}") for one in range(1, 10)]
    store = store_of(said, model)
    assert asked(store, "announced") == 1
    assert [asked(store, "announced", known_on=f"2025-01-0{one}") for one in range(1, 10)] == [1] * 9
    assert rows(store, STATES)[-1] == ("2025-01-09", None, "announced", "9")
