"""Whatever the engine reads as SERVICE or LOAD is seen before, however it is written."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from moneyloop.web.sparql import wall
from moneyloop.web.sparql.guard import holds

ELSEWHERE = "http://127.0.0.1:8999/"
QUERIES = [
    text.replace("%s", ELSEWHERE)
    for text in (
        "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
        "PREFIX : <%s> SELECT * {SERVICE:{?s ?p ?o}}",
        "PREFIX : <%s> SELECT * { ?s ?p trueSERVICE:{?s ?p ?o}}",
        "SELECT * { FILTER(1<4)SERVICE<%s>{ ?s ?p ?o } }",
        "BASE <%s> SELECT * { FILTER('a'<'>')SERVICE<>{ ?s ?p ?o }#'\n }",
        "PREFIX : <%s> SELECT * { FILTER(1<4)SERVICE:#>\n{ ?s ?p ?o } }",
        "PREFIX : <%s> SELECT * { FILTER(?b\ufeff<4)SERVICE:#>\n{ ?s ?p ?o } }",
        "PREFIX : <%s> SELECT * { ?a :p (1 2) . OPTIONAL{SERVICE: { ?s ?p ?o }} }",
        "PREFIX : <%s> PREFIX SERVICE: <%s> SELECT * { SERVICE SERVICE: { ?s ?p ?o } }",
        "PREFIX : <%s> SELECT * { VALUES ?o { '''a''' <y#z> <l'm> } SERVICE: { ?s ?p ?o } }",
        "PREFIX : <%s> SELECT * { FILTER NOT EXISTS { FILTER(1<4)SERVICE:{ ?s ?p ?o } } }",
    )
]
PIECES = (
    *(" ", "\n", "#", "#>\n", "#'\n", "'", '"', "'''", '"""', "<", ">", "(", ")", "{", "}", "\\", "\\u0053"),
    *("SERVICE", "service:", "true", "1", "?x", "<urn:a>", "<>", "<'>", "FILTER(1<4)", "FILTER('a'<'>')"),
    *("FILTER(1<:a)", "BIND(1<2 AS ?y)", ".", ":", "@en", "^^", "\u00a0", "\ufeff", "\x0b", "%", "_:b", "&&"),
)
EDITS = st.lists(
    st.tuples(st.integers(-12, 25), st.sampled_from(PIECES), st.integers(0, 2)), min_size=1, max_size=4
)


@pytest.mark.skipif(not wall.stands(), reason="the engine would ask elsewhere")
@settings(max_examples=300)
@given(st.sampled_from(QUERIES), EDITS)
@example(QUERIES[5], [])
def test_what_the_engine_would_ask_elsewhere_is_seen(query: str, edits: list[tuple[int, str, int]]) -> None:
    for offset, piece, dropped in edits:
        place = max(0, query.upper().find("SERVICE") + offset)
        query = query[:place] + piece + query[place + dropped :]
    try:
        wall.behind(lambda: _answered(query))
    except PermissionError:
        assert holds(query, "SERVICE")
    except (SyntaxError, OSError, RuntimeError, ValueError):
        pass


def _answered(query: str) -> int:
    found = ox.Store().query(query)
    return 1 if isinstance(found, ox.QueryBoolean) else sum(1 for _ in found)


@pytest.mark.parametrize("query", QUERIES)
def test_each_query_to_begin_with_is_seen(query: str) -> None:
    assert holds(query, "SERVICE")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?s <http://example.org/service> ?service } # SERVICE <urn:x> { }",
        "PREFIX s: <urn:> SELECT * { ?s s:serviceType \"SERVICE <urn:x> { }\" , 'a'@service , _:service }",
        "SELECT * { VALUES ?x { <http://example.org/Customer_(service)#it's> <urn:service#a> } }",
        'SELECT * { ?s ?p ?o FILTER(?o < 3 && ?p > 4) FILTER(STR(?s) = "it\'s a service") }',
    ],
)
def test_what_is_no_keyword_is_let_through(text: str) -> None:
    assert not holds(text, "SERVICE")
    ox.Store().query(text)


@pytest.mark.parametrize(
    "update", ["LOAD <urn:x>", "load silent <urn:x>", "LOADSILENT<urn:x>", "PREFIX : <urn:> CLEAR ALL;LOAD:x"]
)
def test_a_load_is_seen(update: str) -> None:
    assert holds(update, "LOAD")
