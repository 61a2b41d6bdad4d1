"""The dataset as a whole: DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/) and VoID (https://www.w3.org/TR/void/)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pyoxigraph as ox

from moneyloop.graph.vocabulary import term
from moneyloop.settings import BASE, PREFIXES, TERMS
from moneyloop.web.linked.dumps import Dump
from moneyloop.web.linked.names import FORMS
from moneyloop.web.linked.negotiate import LANGUAGES
from moneyloop.web.linked.words import interface

_DCAT: Final = "http://www.w3.org/ns/dcat#"
_VOID: Final = "http://rdfs.org/ns/void#"
_FOAF: Final = "http://xmlns.com/foaf/0.1/"
_SPDX: Final = "http://spdx.org/rdf/terms#"
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_TYPE: Final = term("rdf", "type")
PREFIXED: Final = {"dcat": _DCAT, "void": _VOID, "spdx": _SPDX, "dcterms": PREFIXES["dcterms"]}

Statement = tuple[str, ox.NamedNode | ox.Literal]


@dataclass(frozen=True, slots=True)
class Whole:
    """What a catalogue says of a dataset.

    ``base`` is where it is served, with a slash at its end; ``modified`` when it was built; ``counts`` those
    of its report; ``dumps`` are None while they are still being made.
    """

    base: str
    version: str
    modified: datetime
    counts: dict[str, Any]
    dumps: Sequence[Dump] | None
    sparql: bool = True

    @property
    def iri(self) -> str:
        """The IRI of the dataset."""
        return f"{self.base}catalog#dataset"


def catalog(whole: Whole) -> list[ox.Triple]:
    """Return the description of a dataset, as a catalogue of one and as a VoID dataset at once."""
    return list(dict.fromkeys(_triples(whole)))


def schema_org(whole: Whole, language: str) -> dict[str, Any]:
    """Return the description of a dataset in the terms of schema.org."""
    words = interface(language)
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": whole.iri,
        "name": words["title"],
        "description": words["about"],
        "url": f"{whole.base}catalog",
        "license": _LICENCE,
        "version": whole.version,
        "dateModified": whole.modified.isoformat(),
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": f"{whole.base}dumps/{dump.name}",
                "encodingFormat": dump.media,
                "contentSize": f"{dump.size} B",
                "sha256": dump.sha256,
            }
            for dump in whole.dumps or ()
        ],
    }


def _triples(whole: Whole) -> Iterator[ox.Triple]:
    home = f"{whole.base}catalog"
    yield from _said(
        home,
        (_TYPE.value, _node(_DCAT + "Catalog")),
        (_DCAT + "dataset", _node(whole.iri)),
        *_titles(),
        *([(_DCAT + "service", _node(f"{home}#sparql"))] if whole.sparql else []),
    )
    yield from _said(
        f"{whole.base}.well-known/void",
        (_TYPE.value, _node(_VOID + "DatasetDescription")),
        (_FOAF + "primaryTopic", _node(whole.iri)),
    )
    yield from _said(whole.iri, *_titles(), *_dataset(whole), *_void(whole))
    for dump in whole.dumps or ():
        yield from _distribution(whole, dump)
    if whole.sparql:
        yield from _said(
            f"{home}#sparql",
            (_TYPE.value, _node(_DCAT + "DataService")),
            (_DCAT + "endpointURL", _node(f"{whole.base}sparql")),
            (_DCAT + "servesDataset", _node(whole.iri)),
            (PREFIXES["dcterms"] + "conformsTo", _node("https://www.w3.org/TR/sparql11-protocol/")),
            *((PREFIXES["dcterms"] + "title", _text("SPARQL", language)) for language in LANGUAGES),
        )


def _titles() -> Iterator[Statement]:
    for language in LANGUAGES:
        words = interface(language)
        yield PREFIXES["dcterms"] + "title", _text(words["title"], language)
        yield PREFIXES["dcterms"] + "description", _text(words["about"], language)


def _dataset(whole: Whole) -> Iterator[Statement]:
    dcterms = PREFIXES["dcterms"]
    yield _TYPE.value, _node(_DCAT + "Dataset")
    yield dcterms + "license", _node(_LICENCE)
    yield dcterms + "modified", ox.Literal(whole.modified.isoformat(), datatype=term("xsd", "dateTime"))
    yield _DCAT + "version", ox.Literal(whole.version)
    yield PREFIXES["owl"] + "versionInfo", ox.Literal(whole.version)
    yield _DCAT + "landingPage", _node(f"{whole.base}catalog")
    for dump in whole.dumps or ():
        yield _DCAT + "distribution", _node(f"{whole.base}dumps/{dump.name}#distribution")


def _void(whole: Whole) -> Iterator[Statement]:
    yield _TYPE.value, _node(_VOID + "Dataset")
    yield _VOID + "uriSpace", ox.Literal(BASE)
    for space in (TERMS, *(PREFIXES[name] for name in ("dcterms", "oa", "prov", "schema", "skos"))):
        yield _VOID + "vocabulary", _node(space)
    if "quads" in whole.counts:
        yield _VOID + "triples", ox.Literal(str(whole.counts["quads"]), datatype=term("xsd", "integer"))
    if whole.sparql:
        yield _VOID + "sparqlEndpoint", _node(f"{whole.base}sparql")
    for dump in whole.dumps or ():
        if dump.name.startswith("dataset."):
            yield _VOID + "dataDump", _node(f"{whole.base}dumps/{dump.name}")
    for media in FORMS.values():
        if media != "text/html":
            yield _VOID + "feature", _node(f"http://www.w3.org/ns/formats/{_FORMATS[media]}")


_FORMATS: Final = {
    "text/turtle": "Turtle",
    "application/ld+json": "JSON-LD",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
}


def _distribution(whole: Whole, dump: Dump) -> Iterator[ox.Triple]:
    address = f"{whole.base}dumps/{dump.name}"
    this, checksum = f"{address}#distribution", f"{address}#checksum"
    packed = [(_DCAT + "compressFormat", _node(_MEDIA + "application/gzip"))] if ".gz" in dump.name else []
    yield from _said(
        this,
        (_TYPE.value, _node(_DCAT + "Distribution")),
        (PREFIXES["dcterms"] + "title", ox.Literal(dump.name)),
        (PREFIXES["dcterms"] + "license", _node(_LICENCE)),
        (_DCAT + "downloadURL", _node(address)),
        (_DCAT + "accessURL", _node(address)),
        (_DCAT + "mediaType", _node(_MEDIA + dump.media)),
        (_DCAT + "byteSize", ox.Literal(str(dump.size), datatype=term("xsd", "nonNegativeInteger"))),
        (_SPDX + "checksum", _node(checksum)),
        *packed,
    )
    yield from _said(
        checksum,
        (_TYPE.value, _node(_SPDX + "Checksum")),
        (_SPDX + "algorithm", _node(_SPDX + "checksumAlgorithm_sha256")),
        (_SPDX + "checksumValue", ox.Literal(dump.sha256, datatype=term("xsd", "hexBinary"))),
    )


def _said(subject: str, *statements: Statement) -> Iterator[ox.Triple]:
    for predicate, told in statements:
        yield ox.Triple(_node(subject), _node(predicate), told)


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _text(text: str, language: str) -> ox.Literal:
    return ox.Literal(text, language=language)
