"""Linked data: a page and RDF for every IRI of a dataset, a catalogue, dumps."""
