"""Whatever is added and removed, the inferred graph is the one that all rules make of what is left."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moneyloop.ontology import axioms, rules
from moneyloop.ontology.maintain import maintain
from moneyloop.settings import GRAPHS, INFERRED_GRAPH, PREFIXES, TERMS

INFERRED = ox.NamedNode(INFERRED_GRAPH)
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
SAID = """
    @prefix : <https://w3id.org/moneyloop/ns/> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    :p rdfs:subPropertyOf :q .
    :q a owl:TransitiveProperty .
    :q owl:inverseOf :s .
    :r owl:propertyChainAxiom ( [ owl:inverseOf :p ] :self :s ) .
    :r rdfs:subPropertyOf :p .
    :A rdfs:subClassOf :B , [ a owl:Restriction ; owl:onProperty :self ; owl:hasSelf true ] .
    :A owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :B [ a owl:Restriction ; owl:onProperty :t ;
        owl:someValuesFrom [ a owl:Class ; owl:oneOf ( :n0 :n1 ) ] ] ) ] .
"""


def load(text: str) -> axioms.Axioms:
    store = ox.Store()
    store.load(text.encode(), format=ox.RdfFormat.TURTLE)
    return axioms.Axioms(store)


AXIOMS = load(SAID)


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(TERMS + name)


names = st.sampled_from(["n0", "n1", "n2", "n3"]).map(node)
properties = st.sampled_from(["p", "q", "r", "s", "t", "self"]).map(node)
links = st.tuples(names, properties, names)
types = st.tuples(names, st.just(TYPE), st.sampled_from(["A", "B"]).map(node))
graphs = st.sampled_from(["one", "two", "three"]).map(lambda name: ox.NamedNode(GRAPHS + name))
quads = st.builds(
    lambda triple, graph: ox.Quad(triple[0], triple[1], triple[2], graph), links | types, graphs
)
said = st.sets(quads, max_size=14)


def inferred(stated: set[ox.Quad], known: axioms.Axioms | None) -> set[ox.Quad]:
    store = ox.Store()
    store.extend(stated)
    rules.infer(store, known)
    return set(store.quads_for_pattern(None, None, None, INFERRED))


def check(states: list[set[ox.Quad]], known: axioms.Axioms | None) -> None:
    store = ox.Store()
    before = set[ox.Quad]()
    for after in states:
        old = set(store.quads_for_pattern(None, None, None, INFERRED))
        change = maintain(store, before - after, after - before, axioms=known)
        expected = inferred(after, known)
        assert set(store) == after | expected
        assert change.removed == old - expected
        assert change.added == expected - old
        before = after


@settings(max_examples=150)
@given(st.lists(said, min_size=1, max_size=5))
def test_it_is_what_a_full_run_infers(states: list[set[ox.Quad]]) -> None:
    check(states, AXIOMS)


@pytest.mark.parametrize("seed", range(6))
def test_with_the_axioms_of_the_project(seed: int) -> None:
    chance = random.Random(seed)
    heads = sorted({rule.head.atom.prop for rule in rules.ruleset() if rule.head.atom.prop.startswith(TERMS)})
    roles = [ox.NamedNode(one) for one in heads] + [node("investor"), node("investee"), node("partOf")]
    parties = [node(f"party{number}") for number in range(4)]
    deals = [node(f"deal{number}") for number in range(5)]
    pool = [
        ox.Quad(deal, role, party, ox.NamedNode(GRAPHS + graph))
        for deal in deals
        for role in roles
        for party in parties
        for graph in "ab"
    ]
    graph = ox.NamedNode(GRAPHS + "a")
    pool += [ox.Quad(one, node("partOf"), other, graph) for one in parties for other in parties]
    fixed = [ox.Quad(deal, TYPE, node("Loan"), ox.NamedNode(GRAPHS + "a")) for deal in deals]
    kinds = [
        ox.Quad(deal, node("status"), node(status), ox.NamedNode(GRAPHS + "deals"))
        for deal in deals
        for status in ("considered", "announced", "committed", "completed", "cancelled")
    ]
    states = [
        {*chance.sample(pool, 30), *chance.sample(fixed, 4), *chance.sample(kinds, 5)} for _ in range(6)
    ]
    assert any(quad.predicate == node("flowsTo") for state in states for quad in inferred(state, None))
    check([*states, set()], None)


def test_nothing_follows_from_what_is_ignored() -> None:
    known = load(f"<{TERMS}p> <{PREFIXES['rdfs']}subPropertyOf> <{TERMS}q> .")
    one, other = node("n0"), node("n1")
    store = ox.Store()
    data = ox.NamedNode(GRAPHS + "data")
    quad = ox.Quad(one, node("q"), other, data)
    store.extend([quad, ox.Quad(one, node("p"), other, INFERRED)])
    maintain(store, [quad], [], ignoring=[TERMS + "p"], axioms=known)
    assert set(store) == {ox.Quad(one, node("p"), other, INFERRED)}
    maintain(store, [], [ox.Quad(one, node("r"), other, data)], axioms=known)
    assert len(store) == 2
