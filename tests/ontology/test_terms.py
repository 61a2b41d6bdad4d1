"""The generated constants are those of the ontology."""

from __future__ import annotations

from moneyloop.ontology import axioms, generate_terms
from moneyloop.ontology.terms import ML


def test_the_file_is_up_to_date() -> None:
    written = generate_terms.TARGET.read_text(encoding="utf-8")
    assert written == generate_terms.generate(axioms.load()), (
        "run python -m moneyloop.ontology.generate_terms"
    )


def test_a_constant_is_the_iri_of_its_term() -> None:
    assert ML.flowsTo == "https://w3id.org/moneyloop/ns/flowsTo"
    assert ML.Status == "https://w3id.org/moneyloop/ns/Status"
