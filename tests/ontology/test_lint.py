"""The ontology passes its linter, and each check finds what it is there for."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from moneyloop import assets
from moneyloop.ontology import axioms, lint
from moneyloop.settings import TERMS

PREFIXES = """
    @prefix ml: <https://w3id.org/moneyloop/ns/> .
    @prefix mlo: <https://w3id.org/moneyloop/ontology/> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
PLANTED = {
    "declaration": ("Ghost", "ml:Loan rdfs:seeAlso ml:Ghost ."),
    "punning": ("Loan", "ml:Loan a owl:NamedIndividual ."),
    "languages": ("Loan", 'ml:Loan rdfs:label "credit"@en .'),
    "alphabet": ("Loan", 'ml:Loan skos:definition "سرمايه."@fa .'),
    "full stop": ("Loan", 'ml:Loan rdfs:label "loan."@en .'),
    "same label": ("Loan", 'ml:Loan rdfs:label "lease"@en .'),
    "naming": ("small", "ml:small a owl:Class ."),
    "domain and range": ("lender", "ml:lender rdfs:domain ml:Lease ."),
    "source": ("Orphan", "ml:Orphan a owl:Class ."),
    "header": (
        "https://w3id.org/moneyloop/ontology/bare",
        "mlo:bare a owl:Ontology .",
    ),
    "simple property": ("flowsTo", "ml:flowsTo a owl:FunctionalProperty ."),
}


def planted(text: str) -> axioms.Axioms:
    store = ox.Store()
    store.extend(axioms.load().store)
    store.load(PREFIXES + text, format=ox.RdfFormat.TURTLE)
    return axioms.Axioms(store)


def test_the_ontology_passes() -> None:
    assert lint.findings() == []


@pytest.mark.parametrize("check", PLANTED)
def test_a_check_finds_what_was_planted(check: str) -> None:
    term, text = PLANTED[check]
    assert (check, term) in {(found.check, found.term) for found in lint.findings(planted(text))}


@pytest.mark.parametrize("language", lint.LANGUAGES)
@pytest.mark.parametrize("prop", ["rdfs:label", "skos:definition"])
def test_a_missing_language_is_found(prop: str, language: str) -> None:
    store = ox.Store()
    iri = ox.NamedNode(TERMS + "Loan")
    for quad in axioms.load().store:
        about = quad.subject == iri and quad.predicate.value == axioms.expand(prop)
        if not (about and isinstance(quad.object, ox.Literal) and quad.object.language == language):
            store.add(quad)
    found = lint.findings(axioms.Axioms(store))
    assert [(one.check, one.term, one.message) for one in found] == [
        ("languages", "Loan", f"has 0 {prop} in {language}, not one")
    ]


def test_every_waiver_is_needed() -> None:
    terms = {quad.subject.value for quad in axioms.load().store if isinstance(quad.subject, ox.NamedNode)}
    for names in lint.WAIVERS.values():
        assert {TERMS + name for name in names} <= terms


def test_statuses_have_the_same_name_for_every_reader() -> None:
    known = axioms.load()
    for iri in known.subjects("rdf:type", TERMS + "Status"):
        assert known.labels(iri) == known.labels(iri, "skos:prefLabel")


@pytest.mark.parametrize("path", assets.assets("ontology/lexicon", "*.ttl"), ids=lambda path: path.stem)
def test_a_lexicon_uses_declared_terms(path: Path) -> None:
    store = ox.Store()
    store.extend(axioms.load().store)
    store.load(path=path, format=ox.RdfFormat.TURTLE)
    undeclared = [one for one in lint.findings(axioms.Axioms(store)) if one.check == "declaration"]
    assert undeclared == []
