"""Long answers: asked for by pages where a server cuts them off, and never a part in silence."""

from __future__ import annotations

import json
import re
from typing import Final

import pyoxigraph as ox
import pytest
from tests.scripted import Asked, Said, Script, StartScripted

from moneyloop.errors import EndpointError
from moneyloop.queries.paging import limit_of, pages
from moneyloop.queries.remote import Endpoint
from moneyloop.queries.source import Embedded

CAP: Final = 600
ROWS: Final = 1_500
QUERY: Final = "PREFIX select: <x:>\nSELECT ?s ?o # which?\nWHERE { ?s select:p ?o } ORDER BY DESC(?o)"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    p = ox.NamedNode("x:p")
    store.extend(ox.Quad(ox.NamedNode(f"x:{i:05}"), p, ox.Literal(i % 7)) for i in range(ROWS))
    return store


def cutting(store: ox.Store, cap: int = CAP, header: str | None = None) -> Script:
    """Return the script of a server that gives so many rows at most, and may say so in a header."""

    def script(asked: Asked) -> Said:
        results = json.loads(Embedded(store).select(asked.query).json)
        rows = results["results"]["bindings"]
        results["results"]["bindings"] = rows[:cap]
        headers = {header: str(cap)} if header and len(rows) > cap else {}
        return Said(body=json.dumps(results).encode(), headers=headers)

    return script


@pytest.mark.parametrize("header", [None, "X-SPARQL-MaxRows"])
def test_pages_make_the_whole_answer(scripted: StartScripted, store: ox.Store, header: str | None) -> None:
    server = scripted(cutting(store, header=header))
    answer = Endpoint(server.address).select(QUERY)
    ordered = "ORDER BY DESC(?o) ?s"
    assert answer.rows == Embedded(store).select(QUERY.replace("ORDER BY DESC(?o)", ordered)).rows
    assert len(answer.rows) == ROWS


def test_a_small_cap_is_told_by_its_header(scripted: StartScripted, store: ox.Store) -> None:
    server = scripted(cutting(store, 40, "X-SPARQL-MaxRows"))
    assert len(set(Endpoint(server.address).select("SELECT ?s ?o { ?s <x:p> ?o }").rows)) == ROWS


@pytest.mark.parametrize("limit", [CAP - 1, CAP, CAP + 1, 1_300, 5_000])
def test_the_limit_of_the_query_holds(scripted: StartScripted, store: ox.Store, limit: int) -> None:
    server = scripted(cutting(store))
    text = f"SELECT ?s ?o {{ ?s <x:p> ?o }} ORDER BY ?o ?s LIMIT {limit} OFFSET 30"
    assert Endpoint(server.address).select(text).rows == Embedded(store).select(text).rows


def test_a_server_that_cuts_nothing_is_asked_once_whether_there_is_more(
    scripted: StartScripted, store: ox.Store
) -> None:
    server = scripted(cutting(store, ROWS))
    endpoint = Endpoint(server.address)
    for _ in range(3):
        assert len(endpoint.select(QUERY).rows) == ROWS
    assert len(server.asked) == 4


def test_a_sort_that_is_too_long_is_nested(scripted: StartScripted, store: ox.Store) -> None:
    """Virtuoso sorts no more than 10,000 rows for a limit with offset, but gives the rows of a subquery."""
    cut = cutting(store, header="X-SPARQL-MaxRows")

    def script(asked: Asked) -> Said:
        numbers = re.search(r"ORDER BY[^}]*LIMIT (\d+) OFFSET (\d+)", asked.query)
        if numbers and int(numbers[1]) + int(numbers[2]) > CAP:
            return Said(500, b"Virtuoso 22023 Error SR353: Sorted TOP clause specifies more", "text/plain")
        return cut(asked)

    server = scripted(script)
    assert len(set(Endpoint(server.address).select(QUERY).rows)) == ROWS


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT ?s ?o { ?s <x:p> ?o } VALUES ?p { <x:p> }", "put ORDER BY and LIMIT at its end"),
        ("SELECT ?s (BNODE() AS ?b) { ?s <x:p> ?o }", "blank nodes have no names"),
    ],
)
def test_what_cannot_be_paged_is_an_error(
    scripted: StartScripted, store: ox.Store, text: str, reason: str
) -> None:
    server = scripted(cutting(store))
    with pytest.raises(EndpointError, match=f"cuts the answer off at {CAP} rows, .*{reason}"):
        Endpoint(server.address).select(text)


def test_rdf_that_was_cut_off_is_an_error(scripted: StartScripted) -> None:
    headers = {"X-SPARQL-MaxRows": "1"}
    server = scripted(lambda _: Said(body=b"<x:a> <x:b> <x:c> .", kind="text/turtle", headers=headers))
    with pytest.raises(EndpointError, match="cuts the answer off at 1 rows"):
        Endpoint(server.address).construct("CONSTRUCT WHERE { ?s ?p ?o }")


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("SELECT ?x { { SELECT ?x { ?x ?y ?z } LIMIT 5 } }", None),
        ("SELECT ?x { ?x ?y ?z } LIMIT 5", 5),
        ("SELECT ?x { ?x ?y 'LIMIT 4 }' } ORDER BY ?x limit 6 # LIMIT 7", 6),
        ('SELECT ?x { ?x <x:#a> """} LIMIT 8""" } OFFSET 3 LIMIT 9', 9),
    ],
)
def test_the_limit_is_that_of_the_query_itself(text: str, limit: int | None) -> None:
    assert limit_of(text) == limit
    cut = pages(text, ("x",))
    assert cut is not None
    assert cut.limit == limit
    for made in (cut.page(10, 20), cut.nested(10, 20)):
        ox.Store().query(made)


def test_names_like_keywords_are_no_keywords() -> None:
    text = "PREFIX select: <x:> PREFIX values: <y:> SELECT ?select { ?select values:values ?values }"
    cut = pages(text, ("select",))
    assert cut is not None
    assert cut.prologue == "PREFIX select: <x:> PREFIX values: <y:> "
    ox.Store().query(cut.page(1, 1))
