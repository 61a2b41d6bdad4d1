"""The rules know axioms, not names: each kind of axiom does its work on terms that the ontology lacks."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from moneyloop.ontology import axioms, rules
from moneyloop.settings import GRAPHS, INFERRED_GRAPH

PREFIXES = """
    @prefix : <https://w3id.org/moneyloop/ns/> .
    @prefix other: <https://example.org/> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
RESTRICTION = "[ a owl:Restriction ; owl:onProperty {} ; {} ]"
CASES = {
    "subclass": (":A rdfs:subClassOf :B .", ":x a :A .", ":x a :B ."),
    "subclass of an intersection": (
        ":A rdfs:subClassOf [ a owl:Class ; owl:intersectionOf ( :B :C ) ] .",
        ":x a :A .",
        ":x a :B , :C .",
    ),
    "subclass of self": (
        f":A rdfs:subClassOf {RESTRICTION.format(':p', 'owl:hasSelf true')} .",
        ":x a :A .",
        ":x :p :x .",
    ),
    "class of all that relate to themselves": (
        f":A owl:equivalentClass {RESTRICTION.format(':p', 'owl:hasSelf true')} .",
        ":x :p :x . :y :p :x .",
        ":x a :A .",
    ),
    "class by a value in a class": (
        f":A owl:equivalentClass {RESTRICTION.format(':p', 'owl:someValuesFrom :B')} .",
        ":x :p :y . :y a :B . :x2 :p :y2 .",
        ":x a :A .",
    ),
    "class by any value": (
        f":A owl:equivalentClass {RESTRICTION.format(':p', 'owl:someValuesFrom owl:Thing')} .",
        ":x :p :y .",
        ":x a :A .",
    ),
    "class by an inverse": (
        f":A owl:equivalentClass {RESTRICTION.format('[ owl:inverseOf :p ]', 'owl:someValuesFrom :B')} .",
        ":y :p :x . :y a :B .",
        ":x a :A .",
    ),
    "class by a listed value": (
        ":A owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :B "
        f"{RESTRICTION.format(':p', 'owl:someValuesFrom [ a owl:Class ; owl:oneOf ( :one :two ) ]')} ) ] .",
        ":x a :B ; :p :two . :y a :B ; :p :three . :z :p :one .",
        ":x a :A .",
    ),
    "equivalent classes": (":A owl:equivalentClass :B .", ":x a :A . :y a :B .", ":x a :B . :y a :A ."),
    "subproperty": (":p rdfs:subPropertyOf :q .", ":x :p :y .", ":x :q :y ."),
    "subproperty of an inverse": (
        ":p rdfs:subPropertyOf [ owl:inverseOf :q ] .",
        ":x :p :y .",
        ":y :q :x .",
    ),
    "subproperty with words": (":p rdfs:subPropertyOf :q .", ':x :p "words"@en .', ':x :q "words"@en .'),
    "inverse": (":p owl:inverseOf :q .", ":x :p :y . :z :q :x .", ":y :q :x . :x :p :z ."),
    "transitive": (
        ":p a owl:TransitiveProperty .",
        ":a :p :b . :b :p :c . :c :p :d .",
        ":a :p :c , :d . :b :p :d .",
    ),
    "chain": (":r owl:propertyChainAxiom ( :p :q ) .", ":x :p :y . :y :q :z .", ":x :r :z ."),
    "chain with inverses": (
        ":r owl:propertyChainAxiom ( [ owl:inverseOf :p ] :q [ owl:inverseOf :s ] ) .",
        ":y :p :x . :y :q :z . :w :s :z .",
        ":x :r :w .",
    ),
    "chain into itself": (
        ":p owl:propertyChainAxiom ( :p :q ) .",
        ":a :p :b . :b :q :c . :c :q :d .",
        ":a :p :c , :d .",
    ),
    "from the terms of others": ("other:A rdfs:subClassOf :B .", ":x a other:A .", ":x a :B ."),
    "not into the terms of others": (":A rdfs:subClassOf other:B .", ":x a :A .", ""),
    "nothing from what no rule can say": (
        f"{RESTRICTION.format(':p', 'owl:allValuesFrom :B')} rdfs:subClassOf :A .",
        ":x :p :y . :y a :B .",
        "",
    ),
}


def triples(text: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE)}


def store_of(text: str, graph: ox.NamedNode | ox.DefaultGraph) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(one.subject, one.predicate, one.object, graph) for one in triples(text))
    return store


@pytest.mark.parametrize("case", CASES)
def test_an_axiom_becomes_a_rule(case: str) -> None:
    said, data, expected = CASES[case]
    store = store_of(data, ox.NamedNode(GRAPHS + "data"))
    added = rules.infer(store, axioms.Axioms(store_of(said, ox.DefaultGraph())))
    found = store.quads_for_pattern(None, None, None, ox.NamedNode(INFERRED_GRAPH))
    assert {quad.triple for quad in found} == triples(expected)
    assert added == len(triples(expected))


def test_a_rule_stands_after_the_rules_that_it_needs() -> None:
    said = ":c rdfs:subPropertyOf :d . :a rdfs:subPropertyOf :b . :b rdfs:subPropertyOf :c ."
    ordered = rules.rules(axioms.Axioms(store_of(said, ox.DefaultGraph())))
    heads = [text.split("ns/")[1][0] for text in ordered]
    assert heads == ["b", "c", "d"]
