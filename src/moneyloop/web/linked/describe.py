"""What a dataset says of one IRI."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox

from moneyloop.graph.vocabulary import term
from moneyloop.settings import BASE, ONTOLOGY_GRAPH, PREFIXES

MOST: Final = 2000
"""Most triples that point at an IRI, and most of a named graph, that are told."""
_ONTOLOGY: Final = BASE + "ontology"
_DEFINED_BY: Final = term("rdfs", "isDefinedBy")
_NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SERIALISATIONS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
}
_PREFIXES: Final = {name: space for name, space in PREFIXES.items() if name not in ("mlid", "mlg")}


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of an IRI.

    ``own`` are its triples with those of its parts and their blank nodes, ``incoming`` those that point at
    it; ``complete`` is False if there are more than are told.
    """

    iri: ox.NamedNode
    own: list[ox.Triple]
    incoming: list[ox.Triple]
    complete: bool


def describe(store: ox.Store, iri: str) -> Description | None:
    """Return what a dataset says of an IRI; None if it does not know it.

    A part is what has an IRI that goes on from this one. Of an ontology or one of its modules all terms are
    told, of another named graph its first triples.
    """
    node = ox.NamedNode(iri)
    if iri.partition(_ONTOLOGY)[0] == "" and (found := _module(store, node)):
        return Description(node, found, [], True)
    if store.contains_named_graph(node):
        first = list(islice(store.quads_for_pattern(None, None, None, node), MOST + 1))
        return Description(node, _triples(first[:MOST]), [], len(first) <= MOST)
    own = list(_own(store, [node], iri + "/"))
    incoming = list(islice(store.quads_for_pattern(None, None, node, None), MOST + 1))
    if not own and not incoming and not _is_predicate(store, node):
        return None
    return Description(node, own, sorted(_triples(incoming[:MOST]), key=str), len(incoming) <= MOST)


def serialised(triples: Iterable[ox.Triple], form: str) -> bytes:
    """Return triples in a serialisation; what XML cannot hold is replaced by U+FFFD there."""
    if form == "rdf":
        triples = map(_for_xml, triples)
    text = ox.serialize(triples, format=_SERIALISATIONS[form], prefixes=_PREFIXES)
    assert text is not None
    return text


def _own(store: ox.Store, start: Iterable[ox.NamedNode | ox.BlankNode], below: str) -> Iterator[ox.Triple]:
    waiting = list(start)
    seen = set(waiting)
    while waiting:
        subject = waiting.pop(0)
        triples = _triples(store.quads_for_pattern(subject, None, None, None))
        for triple in sorted(triples, key=str):
            yield triple
            found = triple.object
            is_part = isinstance(found, ox.NamedNode) and found.value.startswith(below)
            if (is_part or isinstance(found, ox.BlankNode)) and found not in seen:
                assert isinstance(found, ox.NamedNode | ox.BlankNode)
                seen.add(found)
                waiting.append(found)


def _module(store: ox.Store, node: ox.NamedNode) -> list[ox.Triple]:
    """Return the triples of an ontology or a module of it, by its IRI or that of its version."""
    versions = store.quads_for_pattern(None, term("owl", "versionIRI"), node, None)
    node = next((quad.subject for quad in versions if isinstance(quad.subject, ox.NamedNode)), node)
    if node.value == _ONTOLOGY:
        return _triples(store.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY_GRAPH)))
    if next(store.quads_for_pattern(node, None, None, None), None) is None:
        return []
    terms = [quad.subject for quad in store.quads_for_pattern(None, _DEFINED_BY, node, None)]
    named = [one for one in terms if isinstance(one, ox.NamedNode)]
    return list(_own(store, [node, *sorted(set(named), key=str)], node.value + "#"))


def _is_predicate(store: ox.Store, node: ox.NamedNode) -> bool:
    return next(store.quads_for_pattern(None, node, None, None), None) is not None


def _triples(quads: Iterable[ox.Quad]) -> list[ox.Triple]:
    return list(dict.fromkeys(quad.triple for quad in quads))


def _for_xml(triple: ox.Triple) -> ox.Triple:
    told = triple.object
    if not isinstance(told, ox.Literal) or not _NOT_XML.search(told.value):
        return triple
    value = _NOT_XML.sub("\ufffd", told.value)
    kept = (
        ox.Literal(value, language=told.language)
        if told.language
        else ox.Literal(value, datatype=told.datatype)
    )
    return ox.Triple(triple.subject, triple.predicate, kept)
