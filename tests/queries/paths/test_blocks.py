"""SERVICE blocks in queries: where they are found, how they join, what they refuse."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from moneyloop.errors import QueryError
from moneyloop.queries.answer import Answer, Value
from moneyloop.queries.paths import own
from moneyloop.queries.paths.expand import as_groups, expand
from moneyloop.queries.paths.search import LIMITS
from moneyloop.queries.source import Embedded
from moneyloop.queries.sparql import Truth, answer

from .conftest import PARTY, PREFIXES

QLEVER = "PREFIX q: <https://qlever.cs.uni-freiburg.de/pathSearch/>\n"
GRAPHDB = "PREFIX g: <http://www.ontotext.com/path#>\n"
Rows = list[tuple[Value, ...]]


@pytest.fixture
def ask(deals: Callable[[str], ox.Store]) -> Callable[..., Rows]:
    """Ask a dataset of deals; parties come as their short names."""

    def rows(text: str, written: str = "a>b b>c c>a b>a c>d") -> Rows:
        found = answer(deals(written), PREFIXES + QLEVER + GRAPHDB + text)
        assert isinstance(found, Answer)
        return sorted(
            (
                tuple(one.removeprefix(PARTY) if isinstance(one, str) else one for one in row)
                for row in found.values()
            ),
            key=str,
        )

    return rows


LENGTHS = "SERVICE path:search { [] path:algorithm path:cycles ; path:length ?n ; path:id ?id }"


@pytest.mark.parametrize(
    "written",
    [
        f"SELECT ?n WHERE {{ {LENGTHS} }}",
        f"SELECT ?n WHERE {{ # SERVICE path:search {{\n {LENGTHS} }}",
        f"SELECT ?n WHERE {{ {LENGTHS.replace('[]', '_:b')} FILTER('SERVICE path:search {{' != \"}}\") }}",
        f"SELECT ?n WHERE {{ {{ SELECT ?n WHERE {{ {{ {LENGTHS} }} UNION {{ FILTER(false) }} }} }} }}",
        f"SELECT ?n WHERE {{ {LENGTHS.replace('SERVICE', 'service silent')} }}",
        f"SELECT ?n WHERE {{ {LENGTHS.replace('path:search', f'<{own.SERVICE}>')} }}",
        "SELECT ?n WHERE { SERVICE path:search { "
        "[ path:algorithm path:cycles ; path:length ?n ; path:id ?id ; ] } }",
        'SELECT ?n WHERE { BIND("""}""" AS ?x) SERVICE path:search { '
        "?any path:algorithm path:cycles . ?any path:length ?n ; path:id ?id . } }",
        f"SELECT ?n WHERE {{ OPTIONAL {{ {LENGTHS} }} }}",
    ],
)
def test_a_block_is_found_wherever_it_stands(ask: Callable[..., Rows], written: str) -> None:
    assert ask(written) == [(2,), (3,)]


def test_what_is_no_block_of_ours_is_left_alone(deals: Callable[[str], ox.Store]) -> None:
    for text in (
        "SELECT * WHERE { SERVICE <http://127.0.0.1/sparql> { ?s ?p ?o } }",
        "SELECT ('SERVICE path:search { }' AS ?x) WHERE { } # SERVICE path:search { [] path:no 1 }",
        "SELECT * WHERE { SERVICE undeclared:search { ?s ?p ?o } }",
        "no query",
        "",
    ):
        assert expand(Embedded(deals("a>b")), text, LIMITS).text == text


def test_rows_join_with_the_query_around(ask: Callable[..., Rows]) -> None:
    search = (
        "SERVICE path:search { "
        "[] path:algorithm path:shortest ; path:source ?x ; path:target ?y ; path:length ?n }"
    )
    assert ask(
        f"SELECT ?x ?y ?n WHERE {{ VALUES (?x ?y) {{ (party:a party:c) (party:b party:d) }} {search} }}"
    ) == [
        ("a", "c", 2),
        ("b", "d", 2),
    ]
    assert ask(f"SELECT ?y WHERE {{ {search} VALUES (?x ?n) {{ (party:a 1) }} }}") == [("b",)]
    assert ask(
        f"SELECT ?y WHERE {{ ?d ml:payer ?x ; ml:payee ?z FILTER(?n = 3 && ?z = party:b) {search} }}"
    ) == [("d",)]
    assert ask(f"SELECT ?y WHERE {{ VALUES ?x {{ UNDEF }} FILTER(?x = party:c && ?n = 1) {search} }}") == [
        ("a",),
        ("d",),
    ]


def test_settings_come_from_the_query_around(ask: Callable[..., Rows]) -> None:
    text = (
        "SELECT ?n WHERE { VALUES ?_most { %s } SERVICE path:search "
        "{ [] path:algorithm path:cycles ; path:maxLength ?_most ; path:id ?id ; path:length ?n } }"
    )
    assert ask(text % "2") == [(2,)]
    assert ask(text % "UNDEF") == [(2,), (3,)]
    with pytest.raises(QueryError, match="maxLength must have one value, not 2"):
        ask(text % "2 3")


def test_searches_stand_side_by_side_and_inside_one_another(ask: Callable[..., Rows]) -> None:
    inner = (
        "SERVICE path:search { [] path:algorithm path:cycles ; path:id ?id ; path:start ?s ; path:end ?e }"
    )
    both = (
        f"SELECT DISTINCT ?n WHERE {{ {inner} SERVICE path:search "
        "{ [] path:algorithm path:shortest ; path:source ?s ; path:target party:d ; path:length ?n } }"
    )
    assert ask(both) == [(1,), (2,), (3,)]
    nested = (
        "SELECT DISTINCT ?s ?e WHERE { SERVICE path:search { "
        "[] path:algorithm path:allPaths ; path:maxLength 1 ; "
        f"path:start ?s ; path:end ?e . {inner} }} }}"
    )
    assert ask(nested) == [("a", "b"), ("b", "a"), ("b", "c"), ("c", "a")]


def test_a_source_column_has_a_row_for_each_member_of_a_cycle(ask: Callable[..., Rows]) -> None:
    search = "SERVICE path:search { [] path:algorithm path:cycles ; path:source ?x ; path:length ?n }"
    assert ask(f"SELECT ?x WHERE {{ {search} FILTER(?n = 3) }}") == [("a",), ("b",), ("c",)]
    assert ask(f"SELECT ?x ?n WHERE {{ VALUES ?x {{ party:c party:d }} {search} }}") == [("c", 3)]


def test_an_answer_without_paths(ask: Callable[..., Rows], deals: Callable[[str], ox.Store]) -> None:
    text = "SERVICE path:search { [] path:algorithm path:cycles ; path:complete ?c ; path:count ?n }"
    assert ask(f"SELECT ?c ?n WHERE {{ {text} }}", "a>b") == [(True, 0)]
    assert ask(f"SELECT * WHERE {{ {LENGTHS} }}", "a>b") == []
    asked = answer(deals("a>b"), f"{PREFIXES} ASK {{ {LENGTHS} }}")
    assert isinstance(asked, Truth)
    assert not asked.value
    assert asked.searches[0].complete


def test_qlever(ask: Callable[..., Rows]) -> None:
    search = (
        "SERVICE q: { _:path q:algorithm q:allPaths ; q:source party:a ; q:target party:c , party:d ; "
        "q:pathColumn ?p ; q:edgeColumn ?i ; q:start ?s ; q:end ?e ; q:edgeProperty ?d ; %s "
        "{ SELECT * WHERE { ?d ml:payer ?s ; ml:payee ?e } } }"
    )
    rows = ask(f"SELECT ?p ?i ?s ?e WHERE {{ {search % ''} }}")
    assert rows == [(0, 0, "a", "b"), (0, 1, "b", "c"), (1, 0, "a", "b"), (1, 1, "b", "c"), (1, 2, "c", "d")]
    assert len(ask(f"SELECT ?p WHERE {{ {search % 'q:maxDepth 2 ;'} }}")) == 2
    assert len(ask(f"SELECT ?p WHERE {{ {search % 'q:numPathsPerTarget 1 ;'} }}")) == 5
    with pytest.raises(QueryError, match="cartesian false needs as many sources as targets"):
        ask(f"SELECT ?p WHERE {{ {search % 'q:cartesian false ;'} }}")
    with pytest.raises(QueryError, match="algorithm must be one of allPaths, not shortest"):
        ask(f"SELECT ?p WHERE {{ {search.replace('q:allPaths', 'q:shortest') % ''} }}")


def test_qlever_pairs(ask: Callable[..., Rows]) -> None:
    rows = ask(
        "SELECT ?s ?e WHERE { SERVICE q: { [] q:algorithm q:allPaths ; q:maxDepth 1 ; q:cartesian false ; "
        "q:source party:a , party:b ; q:target party:b , party:c ; "
        "q:pathColumn ?p ; q:edgeColumn ?i ; q:start ?s ; q:end ?e . "
        "{ ?d ml:payer ?s ; ml:payee ?e } } }"
    )
    assert rows == [("a", "b"), ("b", "c")]


def test_graphdb(ask: Callable[..., Rows]) -> None:
    search = (
        "VALUES ?from { party:c } SERVICE g:search { <urn:path> g:findPath g:%s ; g:sourceNode ?from ; "
        "g:pathIndex ?p ; g:resultBindingIndex ?i ; g:startNode ?s ; g:endNode ?e ; g:exportBinding ?d ; %s "
        "SERVICE <urn:path> { ?d ml:payer ?s ; ml:payee ?e } }"
    )
    cycle = ask(f"SELECT ?i ?s ?e WHERE {{ {search % ('cycle', '')} }}")
    assert cycle == [(0, "c", "a"), (1, "a", "b"), (2, "b", "c")]
    to_b = "g:destinationNode party:b ;"
    assert len(ask(f"SELECT ?i WHERE {{ {search % ('shortestPath', to_b)} }}")) == 2
    both = ask(f"SELECT ?i WHERE {{ {search % ('shortestPath', to_b + ' g:bidirectional true ;')} }}")
    assert both == [(0,)]
    assert (
        ask(f"SELECT ?p WHERE {{ {search % ('allPaths', to_b + ' g:maxPathLength 1 ; g:poolSize 4 ;')} }}")
        == []
    )
    distance = (
        "SELECT ?n WHERE { SERVICE g:search { [] g:findPath g:distance ; g:sourceNode party:c ; "
        "g:destinationNode party:b ; g:distanceBinding ?n ; g:startNode ?s ; g:endNode ?e . "
        "SERVICE <urn:path> { ?d ml:payer ?s ; ml:payee ?e } } }"
    )
    assert ask(distance) == [(2,)]


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("", "algorithm is missing; it is one of cycles, "),
        ("[] path:algorithm path:cycle .", "algorithm must be one of .*, not cycle; did you mean cycles?"),
        (
            "[] path:algorithm path:cycles ; path:maxLenght 3 .",
            "maxLenght is an unknown setting; did you mean maxLength",
        ),
        ("[] path:algorithm path:cycles ; path:maxLength 0 .", "maxLength must be a whole number from 1"),
        ("[] path:algorithm path:cycles ; path:maxLength 'x' .", "maxLength must be a whole number from 1"),
        (
            "[] path:algorithm path:cycles ; path:minLength 4 ; path:maxLength 3 .",
            "maxLength is 3, below minLength 4",
        ),
        ("[] path:algorithm path:cycles ; path:hop 3 .", "hop names a column and must be a variable, not 3"),
        ("[] path:algorithm path:cycles ; path:target party:a .", "target does not fit cycles"),
        ("[] path:algorithm path:kShortest ; path:source party:a .", "k is missing"),
        ("[] path:algorithm path:shortest ; path:k 2 .", "k does not fit shortest, only kShortest"),
        ("[] path:algorithm path:reachable ; path:hop ?h .", "hop does not fit reachable"),
        ("[] path:algorithm path:cycles ; path:status ml:Loan .", "status must be one of ml:considered"),
        ("[] path:algorithm path:cycles ; path:minAmount 3 .", "minAmount needs one currency beside it"),
        ("[] path:algorithm path:cycles ; path:asOf 'soon' .", "asOf must be a date as 2025-12-31"),
        ("[] path:algorithm path:cycles . ?s ml:flowsTo ?e", "edgeStart is missing"),
        (
            "[] path:algorithm path:cycles ; path:status ml:completed ; path:start ?s ; path:end ?e . "
            "?s ml:flowsTo ?e",
            "status does not fit a pattern of one's own",
        ),
        ("[] path:algorithm path:cycles ; path:value ?v .", "value needs a pattern in the block"),
        (
            "[] path:algorithm path:cycles ; path:start ?s ; path:end ?e ; path:value ?v . "
            "{ ?s ml:payer ?e BIND(BNODE() AS ?v) }",
            r"\?v is a blank node on some edges",
        ),
        (
            "[] path:algorithm path:shortest ; path:source ?x , party:a .",
            "source must be one variable, or else IRIs",
        ),
    ],
)
def test_a_wrong_block_is_refused_in_one_line(ask: Callable[..., Rows], block: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        ask(f"SELECT * WHERE {{ SERVICE path:search {{ {block} }} }}")
    assert "\n" not in str(caught.value)


def test_graphdb_says_what_it_does_not_take(ask: Callable[..., Rows]) -> None:
    for setting, message in (
        ("g:resultBinding ?x", "resultBinding is not supported"),
        ("g:startnode ?x", "startnode is an unknown setting; did you mean startNode"),
        ("g:exportBinding ?x", "exportBinding needs a pattern"),
    ):
        with pytest.raises(QueryError, match=message):
            ask(f"SELECT * WHERE {{ SERVICE g:search {{ [] g:findPath g:allPaths ; {setting} }} }}")


def test_nameless_ends_are_skipped_and_told(ask: Callable[..., Rows]) -> None:
    rows = ask(
        "SELECT ?n ?skipped WHERE { SERVICE path:search { [] path:algorithm path:allPaths ; "
        "path:edgeStart ?s ; path:edgeEnd ?e ; path:count ?n ; path:skipped ?skipped . "
        "?d ml:payer ?s OPTIONAL { ?d ml:no ?e } } }"
    )
    assert rows == [(0, "edges whose start or end has no IRI: 3")]


def test_the_line_of_a_mistake_behind_a_search_is_told(ask: Callable[..., Rows]) -> None:
    with pytest.raises(QueryError, match="error at 9:"):
        ask(f"ASK {{\n {LENGTHS}\n ?x ?y }}")


def test_a_search_as_a_group_keeps_its_place() -> None:
    text = f"{PREFIXES}SELECT * WHERE {{ {LENGTHS} }}"
    grouped = as_groups(text)
    assert len(grouped) == len(text)
    assert "SERVICE" not in grouped
