"""The axioms of the ontology: its Turtle modules in one store, and the few look-ups to read them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox

from moneyloop import assets
from moneyloop.errors import OntologyError
from moneyloop.settings import PREFIXES

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def expand(name: str) -> str:
    """Return the IRI of a prefixed name, for example ``owl:Class``; an IRI stays as it is.

    Raises:
        KeyError: the prefix is not one of the settings.
    """
    prefix, _, local = name.partition(":")
    if local.startswith("//"):
        return name
    return PREFIXES[prefix] + local


class Axioms:
    """Look-ups in the default graph of a store; predicates are given as prefixed names."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def objects(self, subject: Term | str, predicate: str) -> list[Term]:
        """Return the objects of a subject (a term or an IRI) and a predicate."""
        start = ox.NamedNode(subject) if isinstance(subject, str) else subject
        if not isinstance(start, ox.NamedNode | ox.BlankNode):
            return []
        found = self.store.quads_for_pattern(start, ox.NamedNode(expand(predicate)), None, None)
        return [quad.object for quad in found]

    def values(self, subject: Term | str, predicate: str) -> list[str]:
        """Return the objects' IRIs or lexical forms, sorted."""
        return sorted(value(term) for term in self.objects(subject, predicate))

    def pairs(self, predicate: str) -> list[tuple[Term, Term]]:
        """Return subject and object of each statement with a predicate, in a stable order for named terms."""
        found = self.store.quads_for_pattern(None, ox.NamedNode(expand(predicate)), None, None)
        return sorted(
            ((quad.subject, quad.object) for quad in found), key=lambda pair: tuple(map(_rank, pair))
        )

    def subjects(self, predicate: str, iri: str) -> list[str]:
        """Return the IRIs of the subjects of a predicate and an object, sorted."""
        found = self.store.quads_for_pattern(None, ox.NamedNode(expand(predicate)), ox.NamedNode(iri), None)
        return sorted(quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode))

    def members(self, head: Term) -> list[Term]:
        """Return the members of an RDF list."""
        found: list[Term] = []
        cell = head
        while firsts := self.objects(cell, "rdf:first"):
            found.append(firsts[0])
            rests = self.objects(cell, "rdf:rest")
            if not rests:
                break
            cell = rests[0]
        return found

    def labels(self, subject: str, predicate: str = "rdfs:label") -> dict[str, str]:
        """Return the language-tagged values of a label property by language code."""
        found = [term for term in self.objects(subject, predicate) if isinstance(term, ox.Literal)]
        return dict(sorted((term.language, term.value) for term in found if term.language))


def value(term: Term) -> str:
    """Return a term's IRI or lexical form; a triple has none and gives an empty text."""
    return "" if isinstance(term, ox.Triple) else term.value


def _rank(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def modules() -> list[Path]:
    """Return the Turtle files of the ontology, without the lexicons of single languages."""
    return assets.assets("ontology", "*.ttl")


def read(paths: list[Path]) -> Axioms:
    """Read Turtle files into one store.

    Raises:
        OntologyError: a file is no Turtle; the message names file and place.
    """
    store = ox.Store()
    for path in paths:
        try:
            store.load(path=path, format=ox.RdfFormat.TURTLE)
        except SyntaxError as error:
            raise OntologyError(f"{path}: {error}; correct the Turtle") from error
    return Axioms(store)


@cache
def load() -> Axioms:
    """Return the axioms of all modules, to be read only.

    Raises:
        OntologyError: a module is no Turtle; the message names file and place.
    """
    return read(modules())
