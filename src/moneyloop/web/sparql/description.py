"""What the endpoint says of itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

import pyoxigraph as ox

from moneyloop.queries.paths.expand import VOCABULARIES
from moneyloop.settings import PREFIXES
from moneyloop.web.sparql.formats import GRAPHS, RESULTS, rdf
from moneyloop.web.sparql.source import Place, opened

MOST_GRAPHS: Final = 1_000
"""Named graphs that are listed at most; a dataset has one for each document."""
_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES: Final = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
}
_TYPE: Final = ox.NamedNode(PREFIXES["rdf"] + "type")


def described(place: Place, base: str, media: str, writable: bool, federated: bool) -> bytes:
    """Return what there is to say of the endpoint, as RDF.

    Args:
        place: where the store lies.
        base: the URL of the server, with a slash at its end.
        media: the form of RDF.
        writable: whether it takes updates from who has the token.
        federated: whether queries may ask some other endpoints.

    Raises:
        DatasetError: the store is damaged.
    """
    told = _described(opened(place).store, base, writable=writable, federated=federated)
    return rdf(told, media, {"sd": _SD, "rdfs": PREFIXES["rdfs"]})


def _described(store: ox.Store, base: str, *, writable: bool, federated: bool) -> Iterator[ox.Triple]:
    endpoint = ox.NamedNode(f"{base}sparql")
    service, dataset = ox.BlankNode("service"), ox.BlankNode("dataset")
    yield ox.Triple(service, _TYPE, _term("Service"))
    yield ox.Triple(service, _term("endpoint"), endpoint)
    languages = ["SPARQL10Query", "SPARQL11Query", *(["SPARQL11Update"] if writable else [])]
    for language in languages:
        yield ox.Triple(service, _term("supportedLanguage"), _term(language))
    features = ["UnionDefaultGraph", *(["BasicFederatedQuery"] if federated else [])]
    for feature in features:
        yield ox.Triple(service, _term("feature"), _term(feature))
    for vocabulary in VOCABULARIES:
        yield ox.Triple(service, _term("feature"), ox.NamedNode(vocabulary))
        yield ox.Triple(ox.NamedNode(vocabulary), _TYPE, _term("Feature"))
    for media in (*RESULTS, *GRAPHS):
        yield ox.Triple(service, _term("resultFormat"), ox.NamedNode(_FORMATS + _FORMAT_NAMES[media]))
    yield ox.Triple(service, _term("defaultDataset"), dataset)
    yield from _dataset(store, dataset)
    about = ox.NamedNode(f"{base}.well-known/void")
    yield ox.Triple(dataset, ox.NamedNode(PREFIXES["rdfs"] + "seeAlso"), about)


def _dataset(store: ox.Store, dataset: ox.BlankNode) -> Iterator[ox.Triple]:
    default = ox.BlankNode("default")
    yield ox.Triple(dataset, _TYPE, _term("Dataset"))
    yield ox.Triple(dataset, _term("defaultGraph"), default)
    yield ox.Triple(default, _TYPE, _term("Graph"))
    listed = islice(store.named_graphs(), MOST_GRAPHS)
    for index, name in enumerate(sorted(listed, key=str)):
        if not isinstance(name, ox.NamedNode):
            continue
        graph = ox.BlankNode(f"graph{index}")
        yield ox.Triple(dataset, _term("namedGraph"), graph)
        yield ox.Triple(graph, _TYPE, _term("NamedGraph"))
        yield ox.Triple(graph, _term("name"), name)


def _term(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)
