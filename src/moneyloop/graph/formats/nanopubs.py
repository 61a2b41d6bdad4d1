"""Nanopublications (https://nanopub.net): each claim with where it is from, unsigned, as TriG."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from moneyloop.graph.vocabulary import term
from moneyloop.graph.whole import whole_file
from moneyloop.ontology.terms import ML
from moneyloop.settings import DOCUMENT_GRAPHS, PREFIXES

_NP: Final = "http://www.nanopub.org/nschema#"
_TYPE: Final = term("rdf", "type")
_STATES: Final = ox.NamedNode(ML.states)
_PROVENANCE: Final = (PREFIXES["prov"], PREFIXES["oa"], ML.reviewDecision, ML.attributedTo)
"""Beginnings of the properties of a claim that say where it is from, not what it says."""
_LICENCE: Final = ox.NamedNode("https://creativecommons.org/licenses/by/4.0/")
_PREFIXES: Final = {
    **{prefix: space for prefix, space in PREFIXES.items() if prefix not in ("mlid", "mlg")},
    "np": _NP,
}

_Graph = dict[ox.NamedNode, list[ox.Triple]]
"""The triples of one named graph by their subjects."""


def write_nanopubs(quads: Iterable[ox.Quad], out: Path) -> None:
    """Write one nanopublication a claim, each as four named graphs, in the order of their documents.

    The assertion is what the claim says: deal, roles, status, amount. The provenance holds the document and
    the quote. They are not signed, and their IRIs are those of the claims with ``/nanopub``.

    Raises:
        DatasetError: the file cannot be written.
    """
    with whole_file(out) as path, path.open("wb") as target:
        ox.serialize(nanopubs(quads), target, ox.RdfFormat.TRIG, prefixes=_PREFIXES)


def nanopubs(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the quads of all nanopublications, graph by graph."""
    graphs: defaultdict[str, _Graph] = defaultdict(dict)
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.graph_name, ox.NamedNode):
            name = quad.graph_name.value
            if name.startswith(DOCUMENT_GRAPHS):
                graphs[name].setdefault(quad.subject, []).append(quad.triple)
    for _, graph in sorted(graphs.items()):
        for claim in sorted(_claims(graph), key=str):
            yield from _nanopub(claim, graph)


def _claims(graph: _Graph) -> Iterator[ox.NamedNode]:
    for subject, triples in graph.items():
        if any(triple.predicate == _STATES for triple in triples):
            yield subject


def _nanopub(claim: ox.NamedNode, graph: _Graph) -> Iterator[ox.Quad]:
    base = f"{claim.value}/nanopub"
    head, assertion, provenance, pubinfo = (
        ox.NamedNode(f"{base}#{part}") for part in ("Head", "assertion", "provenance", "pubinfo")
    )
    said, origin = _divided(claim, graph)
    parts: Mapping[ox.NamedNode, Iterable[ox.Triple]] = {
        head: _head(ox.NamedNode(base), assertion, provenance, pubinfo),
        assertion: said,
        provenance: _origin(assertion, claim, origin, graph),
        pubinfo: _pubinfo(ox.NamedNode(base), claim, graph),
    }
    for name, triples in parts.items():
        for triple in triples:
            yield ox.Quad(triple.subject, triple.predicate, triple.object, name)


def _head(base: ox.NamedNode, *parts: ox.NamedNode) -> Iterator[ox.Triple]:
    yield ox.Triple(base, _TYPE, ox.NamedNode(_NP + "Nanopublication"))
    for name, part in zip(("hasAssertion", "hasProvenance", "hasPublicationInfo"), parts, strict=True):
        yield ox.Triple(base, ox.NamedNode(_NP + name), part)


def _divided(claim: ox.NamedNode, graph: _Graph) -> tuple[list[ox.Triple], list[ox.Triple]]:
    """Return what a claim says, its deal and amount included, and what is said of where it is from."""
    said: list[ox.Triple] = []
    origin: list[ox.Triple] = []
    for triple in graph[claim]:
        is_origin = triple.predicate.value.startswith(_PROVENANCE)
        (origin if is_origin else said).append(triple)
    for triple in list(said):
        if triple.predicate != _TYPE and isinstance(triple.object, ox.NamedNode):
            said += graph.get(triple.object, [])
    return said, origin


def _origin(
    assertion: ox.NamedNode, claim: ox.NamedNode, origin: list[ox.Triple], graph: _Graph
) -> Iterator[ox.Triple]:
    """Tell the origin of an assertion: document and extraction, and down to the selectors of the quote."""
    for triple in origin:
        if triple.predicate.value.startswith(PREFIXES["prov"]):
            yield ox.Triple(assertion, triple.predicate, triple.object)
        yield triple
    seen = {claim}
    reached = [triple.object for triple in origin]
    while reached:
        subject = reached.pop(0)
        if isinstance(subject, ox.NamedNode) and subject not in seen and subject in graph:
            seen.add(subject)
            yield from graph[subject]
            reached += [triple.object for triple in graph[subject]]


def _pubinfo(base: ox.NamedNode, claim: ox.NamedNode, graph: _Graph) -> Iterator[ox.Triple]:
    """Tell of the nanopublication itself; who signs it adds when, and in whose name."""
    generated = [
        triple.object for triple in graph[claim] if triple.predicate == term("prov", "wasGeneratedBy")
    ]
    yield ox.Triple(base, term("dcterms", "license"), _LICENCE)
    yield ox.Triple(base, term("prov", "wasDerivedFrom"), claim)
    for activity in generated:
        yield ox.Triple(base, term("prov", "wasGeneratedBy"), activity)
