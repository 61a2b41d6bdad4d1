"""Path search inside SPARQL queries: ``SERVICE <https://w3id.org/moneyloop/ns/path/search> { … }``."""
