"""The few settings of the project: base IRI and the namespaces below it."""

from __future__ import annotations

from typing import Final

BASE: Final = "https://w3id.org/moneyloop/"
"""Base IRI of everything moneyloop names (not registered yet)."""

TERMS: Final = BASE + "ns/"
DATA: Final = BASE + "id/"
GRAPHS: Final = BASE + "graph/"

ONTOLOGY_GRAPH: Final = GRAPHS + "ontology"
PARTIES_GRAPH: Final = GRAPHS + "parties"
RATES_GRAPH: Final = GRAPHS + "rates"
DEALS_GRAPH: Final = GRAPHS + "deals"
INFERRED_GRAPH: Final = GRAPHS + "inferred"
DOCUMENT_GRAPHS: Final = GRAPHS + "document/"
PUBLICATION_GRAPH: Final = GRAPHS + "publication"
"""Where a server holds what was published to it; no part of a dataset."""
PUBLICATION: Final = DATA + "publication"

PREFIXES: Final[dict[str, str]] = {
    "ml": TERMS,
    "mlid": DATA,
    "mlg": GRAPHS,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
}
