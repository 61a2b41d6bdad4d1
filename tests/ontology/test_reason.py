"""Consistency by HermiT, and HermiT as the oracle that the rules derive what OWL 2 says."""

from __future__ import annotations

import io
import os
import random
import shutil
from itertools import product
from pathlib import Path
from typing import Any

import owlready2 as owl
import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, BNode, Graph, URIRef

from moneyloop.ontology import axioms, model, reason, rules
from moneyloop.ontology.terms import ML
from moneyloop.settings import DATA, DEALS_GRAPH, INFERRED_GRAPH, TERMS

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="needs a Java runtime")
PREFIXES = "@prefix ml: <https://w3id.org/moneyloop/ns/> . @prefix : <https://w3id.org/moneyloop/id/> .\n"
PREFIXES += "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
GOOD = """
    :c a ml:Claim ; ml:states :d ; ml:status ml:announced ; ml:share 0.5 ; ml:amount :m .
    :m a ml:Amount ; ml:minAmount 1.0 ; ml:maxAmount 2.0 ; ml:currency "USD" .
    :d a ml:Loan ; ml:lender :a ; ml:borrower :b ; ml:status ml:announced ; ml:hasState :d , :s .
    :s a ml:DealState ; ml:status ml:considered ; ml:knownFrom "2025-01-10"^^xsd:date .
    :a a ml:Organization . :b a ml:Fund .
"""
CONTRADICTIONS = {
    "two statuses": ":d a ml:Loan ; ml:status ml:announced , ml:completed .",
    "two types of deal": ":d a ml:Loan , ml:Lease .",
    "a document as a lender": ":d ml:lender :x . :x a ml:Document .",
    "a state that is a deal": ":d ml:hasState :s . :s a ml:DealState , ml:Loan .",
    "a share above one": ":c a ml:Claim ; ml:share 1.5 .",
    "a person that is an organization": ":a a ml:Person , ml:Organization .",
    "an unknown status": ":d a ml:Loan ; ml:status :rumoured . :rumoured a ml:Party .",
}
EDGES = [name for name in vars(ML) if name.startswith(("flowsTo", "isExposedTo", "reliesOn"))]


def graph(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


@pytest.mark.java
@needs_java
def test_the_ontology_is_consistent() -> None:
    found = reason.check()
    assert (found.state, found.unsatisfiable) == ("consistent", ())
    assert str(found) == "consistent: checked by HermiT"


@pytest.mark.java
@needs_java
def test_good_data_are_consistent() -> None:
    assert reason.check(graph(GOOD)).ok


@pytest.mark.java
@needs_java
@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_a_contradiction_in_data_is_found(case: str) -> None:
    found = reason.check(graph(CONTRADICTIONS[case]))
    assert found.state == "inconsistent"
    assert not found.ok


@pytest.mark.java
@needs_java
def test_a_class_that_can_have_no_member_is_named(tmp_path: Path) -> None:
    module = tmp_path / "odd.ttl"
    module.write_text(
        "@prefix ml: <https://w3id.org/moneyloop/ns/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "ml:Odd a owl:Class ; rdfs:subClassOf ml:Deal , ml:Party .",
        encoding="utf-8",
    )
    found = reason.check(paths=[*axioms.modules(), module])
    assert found.unsatisfiable == (TERMS + "Odd",)
    assert str(found) == f"inconsistent: no member is possible of {TERMS}Odd"


def test_without_java_nothing_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    found = reason.check()
    assert str(found) == "not checked: no Java"
    assert found.ok


def test_reasoners_that_fail_check_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho java.lang.OutOfMemoryError: heap >&2\nexit 1\n", encoding="utf-8")
    java.chmod(0o755)
    monkeypatch.setattr(owl, "JAVA_EXE", str(java))
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    found = reason.check()
    assert found.state == "not checked"
    assert "HermiT failed (java.lang.OutOfMemoryError: heap); Pellet failed" in found.detail


def random_deals(count: int, parties: int) -> set[tuple[str, str, str]]:
    """Return deals of random types, statuses and parties as statements."""
    chance = random.Random(7)
    known = model.load()
    relations = [kind for kind in known.types.values() if not kind.is_figure]
    statements = set()
    for number in range(count):
        iri, kind = f"{DATA}deal/{number}", chance.choice(relations)
        statements.add((iri, str(RDF.type), kind.iri))
        statements.add((iri, ML.status, chance.choice(list(known.statuses.values())).iri))
        for role in kind.roles.values():
            if role.is_party and role.range != ML.Person:
                statements.add((iri, role.iri, f"{DATA}party/{chance.randrange(parties)}"))
    return statements


def by_rules(statements: set[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    store = ox.Store()
    named = (tuple(map(ox.NamedNode, statement)) for statement in statements)
    store.extend(ox.Quad(s, p, o, ox.NamedNode(DEALS_GRAPH)) for s, p, o in named)
    rules.infer(store)
    quads = store.quads_for_pattern(None, None, None, ox.NamedNode(INFERRED_GRAPH))
    wanted = {TERMS + name for name in EDGES}
    return {
        (axioms.value(q.subject), q.predicate.value, axioms.value(q.object))
        for q in quads
        if q.predicate.value in wanted
    }


def by_hermit(statements: set[tuple[str, str, str]], parties: int) -> set[tuple[str, str, str]]:
    """Ask HermiT who belongs to the class of those that relate to a party, for each relation and party."""
    data = Graph()
    for path in axioms.modules():
        data.parse(path, format="turtle")
    data.remove((None, OWL.imports, None))
    for s, p, o in statements:
        data.add((URIRef(s), URIRef(p), URIRef(o)))
    probes = {}
    for name, number in product(EDGES, range(parties)):
        probe, restriction, party = URIRef(f"urn:probe:{name}-{number}"), BNode(), f"{DATA}party/{number}"
        probes[str(probe)] = (TERMS + name, party)
        data.add((URIRef(party), RDF.type, OWL.NamedIndividual))
        data.add((probe, RDF.type, OWL.Class))
        data.add((probe, OWL.equivalentClass, restriction))
        data.add((restriction, RDF.type, OWL.Restriction))
        data.add((restriction, OWL.onProperty, URIRef(TERMS + name)))
        data.add((restriction, OWL.hasValue, URIRef(party)))
    return _members(data, probes)


def _members(data: Graph, probes: dict[str, tuple[str, str]]) -> set[tuple[str, str, str]]:
    world: Any = owl.World()
    text = reason.without_days(data).serialize(format="xml", encoding="utf-8")
    world.get_ontology("urn:probe").load(fileobj=io.BytesIO(text))
    owl.sync_reasoner_hermit(world, debug=0)
    found = {
        (member.iri, prop, party)
        for probe, (prop, party) in probes.items()
        for member in world.search(type=world[probe])
    }
    world.close()
    return found


@pytest.mark.java
@needs_java
def test_rules_derive_what_hermit_derives() -> None:
    statements = random_deals(30, 4)
    expected = by_hermit(statements, 4)
    assert expected == by_rules(statements)
    assert {prop for _, prop, _ in expected} == {TERMS + name for name in EDGES}
