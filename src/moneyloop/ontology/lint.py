"""A linter for the ontology: what a reasoner doesn't mind and a reader does.

Each check is one function from the axioms to findings; a term that a check may pass over stands in the
check's waivers, with the reason beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import pyoxigraph as ox

from moneyloop.ontology import axioms as ax
from moneyloop.ontology.generate_terms import names
from moneyloop.settings import BASE, TERMS

LANGUAGES: Final = {
    "en": r"[A-Za-z]",
    "fr": r"[A-Za-zÀ-ÿœŒ]",
    "he": r"[א-ת]",
    "fa": r"[ء-غف-قل-وًپچژکگی]",
    "ar": r"[ء-غف-ي]",
}
"""The languages that every term is described in, each with a pattern of a letter of its alphabet."""

_FOREIGN: Final = {"fa": re.compile("[يكىة]"), "ar": re.compile("[پچژگکی]")}
_HEADER: Final = (
    "owl:versionIRI",
    "owl:versionInfo",
    "dcterms:title",
    "dcterms:abstract",
    "dcterms:license",
    "dcterms:creator",
    "dcterms:created",
    "http://purl.org/vocab/vann/preferredNamespacePrefix",
    "http://purl.org/vocab/vann/preferredNamespaceUri",
    "http://purl.org/ontology/bibo/status",
)
_CLASS: Final = "owl:Class"
_PROPERTIES: Final = ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")
_INDIVIDUAL: Final = "owl:NamedIndividual"
_ONLY_SIMPLE: Final = (
    "owl:FunctionalProperty",
    "owl:InverseFunctionalProperty",
    "owl:IrreflexiveProperty",
    "owl:AsymmetricProperty",
)
_SIMPLE_RESTRICTIONS: Final = ("owl:hasSelf", "owl:cardinality", "owl:maxCardinality", "owl:minCardinality")

WAIVERS: Final = {
    "naming": {"StatusScheme": "a scheme reads like a class and is an individual"},
    "domain and range": {
        **dict.fromkeys(
            ("words", "pattern", "clitic", "cliticPreposition", "enclitic", "preposition"),
            "its values may carry a language tag",
        ),
        **dict.fromkeys(
            ("postposition", "conjunction", "abbreviation", "notAName"), "its values may carry a language tag"
        ),
    },
}
"""By check, the terms that it passes over and why."""


class Finding(NamedTuple):
    """Something to put right: the check, the term's local name or the ontology's IRI, and what is wrong."""

    check: str
    term: str
    message: str


def findings(axioms: ax.Axioms | None = None) -> list[Finding]:
    """Return what is wrong with the ontology, or with other axioms, sorted."""
    given = ax.load() if axioms is None else axioms
    checks = (_undeclared, _puns, _texts, _alike, _naming, _domains, _sources, _headers, _simplicity)
    found = {finding for check in checks for finding in check(given)}
    return sorted(one for one in found if one.term not in WAIVERS.get(one.check, {}))


def _terms(axioms: ax.Axioms) -> list[str]:
    kinds = (_CLASS, *_PROPERTIES, _INDIVIDUAL)
    return sorted({name for kind in kinds for name in names(axioms, kind)})


def _undeclared(axioms: ax.Axioms) -> Iterator[Finding]:
    declared = set(_terms(axioms))
    for quad in axioms.store:
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, ox.NamedNode) and term.value.startswith(TERMS):
                name = term.value.removeprefix(TERMS)
                if name and name not in declared:
                    yield Finding("declaration", name, "is used and not declared")


def _puns(axioms: ax.Axioms) -> Iterator[Finding]:
    for name in _terms(axioms):
        kinds = [kind for kind in (_CLASS, *_PROPERTIES, _INDIVIDUAL) if name in names(axioms, kind)]
        if len(kinds) > 1:
            yield Finding("punning", name, f"is declared as {' and as '.join(kinds)}")


def _texts(axioms: ax.Axioms) -> Iterator[Finding]:
    for name in _terms(axioms):
        for prop in ("rdfs:label", "skos:definition"):
            for language, letter in LANGUAGES.items():
                texts = _in_language(axioms, name, prop, language)
                if len(texts) != 1:
                    yield Finding("languages", name, f"has {len(texts)} {prop} in {language}, not one")
                for text in texts:
                    yield from _text(name, prop, language, text, letter)


def _text(name: str, prop: str, language: str, text: str, letter: str) -> Iterator[Finding]:
    if not re.search(letter, text):
        yield Finding("alphabet", name, f"{prop} in {language} is not in its alphabet: {text}")
    foreign = _FOREIGN.get(language)
    if foreign and foreign.search(text):
        yield Finding("alphabet", name, f"{prop} in {language} has letters of another language: {text}")
    if text != text.strip() or (prop == "skos:definition") != text.endswith("."):
        yield Finding(
            "full stop", name, f"{prop} in {language}: a definition ends in a full stop, a label doesn't"
        )


def _in_language(axioms: ax.Axioms, name: str, prop: str, language: str) -> list[str]:
    found = axioms.objects(TERMS + name, prop)
    return [term.value for term in found if isinstance(term, ox.Literal) and term.language == language]


def _alike(axioms: ax.Axioms) -> Iterator[Finding]:
    for kind in (_CLASS, *_PROPERTIES):
        seen: dict[tuple[str, str], str] = {}
        for name in names(axioms, kind):
            for language in LANGUAGES:
                for label in _in_language(axioms, name, "rdfs:label", language):
                    other = seen.setdefault((language, label), name)
                    if other != name:
                        yield Finding("same label", name, f"is called «{label}» in {language} like {other}")


def _naming(axioms: ax.Axioms) -> Iterator[Finding]:
    for kind in (_CLASS, *_PROPERTIES, _INDIVIDUAL):
        pattern = r"[A-Z][A-Za-z0-9]*" if kind == _CLASS else r"[a-z][A-Za-z0-9]*"
        for name in names(axioms, kind):
            if not re.fullmatch(pattern, name):
                yield Finding("naming", name, f"is no name for {kind}: {pattern}")


def _domains(axioms: ax.Axioms) -> Iterator[Finding]:
    for kind in _PROPERTIES[:2]:
        for name in names(axioms, kind):
            for prop in ("rdfs:domain", "rdfs:range"):
                if len(axioms.objects(TERMS + name, prop)) != 1:
                    yield Finding("domain and range", name, f"needs one {prop}")


def _sources(axioms: ax.Axioms) -> Iterator[Finding]:
    modules = set(axioms.subjects("rdf:type", ax.expand("owl:Ontology")))
    for name in _terms(axioms):
        if not set(axioms.values(TERMS + name, "rdfs:isDefinedBy")) & modules:
            yield Finding("source", name, "needs rdfs:isDefinedBy with its module")


def _headers(axioms: ax.Axioms) -> Iterator[Finding]:
    for iri in axioms.subjects("rdf:type", ax.expand("owl:Ontology")):
        if not iri.startswith(BASE + "ontology"):
            yield Finding("header", iri, f"lies outside {BASE}ontology")
        for prop in _HEADER:
            if not axioms.objects(iri, prop):
                yield Finding("header", iri, f"needs {prop}")
        for prop in ("dcterms:title", "dcterms:abstract"):
            missing = sorted(set(LANGUAGES) - set(axioms.labels(iri, prop)))
            if missing:
                yield Finding("header", iri, f"{prop} lacks {', '.join(missing)}")


def _simplicity(axioms: ax.Axioms) -> Iterator[Finding]:
    """OWL 2 DL lets only simple properties be functional, restricted by number or to self."""
    complex_ones = {ax.value(prop) for prop, _ in axioms.pairs("owl:propertyChainAxiom")}
    complex_ones |= set(axioms.subjects("rdf:type", ax.expand("owl:TransitiveProperty")))
    above = [(ax.value(sub), ax.value(sup)) for sub, sup in axioms.pairs("rdfs:subPropertyOf")]
    while more := {sup for sub, sup in above if sub in complex_ones} - complex_ones:
        complex_ones |= more
    limited = {iri for kind in _ONLY_SIMPLE for iri in axioms.subjects("rdf:type", ax.expand(kind))}
    for restriction in _SIMPLE_RESTRICTIONS:
        for subject, _ in axioms.pairs(restriction):
            limited |= set(axioms.values(subject, "owl:onProperty"))
    for iri in sorted(limited & complex_ones):
        message = "follows from a chain or transitivity, and is functional or restricted by number or to self"
        yield Finding("simple property", iri.removeprefix(TERMS), message)
