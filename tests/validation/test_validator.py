from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import run

import pyoxigraph as ox
import pytest

from moneyloop.errors import AssetError, DatasetError
from moneyloop.graph.claims import Claim
from moneyloop.graph.documents import Document
from moneyloop.graph.rdf import document_quads
from moneyloop.graph.vocabulary import claim_iri
from moneyloop.ontology.model import load
from moneyloop.settings import BASE, DOCUMENT_GRAPHS, PARTIES_GRAPH, PREFIXES, TERMS
from moneyloop.validation import Validator, validate_dataset
from moneyloop.validation.context import known_parties
from moneyloop.validation.shapes import triples

Make = Callable[..., Claim]
SHAPES = BASE + "shapes/"


def quads(text: str, *claims: Claim, published: str = "2025-11-10", name: str = "news") -> list[ox.Quad]:
    document = Document(
        name=name,
        text=text,
        language="en",
        title="A loan",
        publisher="A newspaper",
        published=published,
        address="https://example.org/news",
        path=Path(f"{name}.txt"),
    )
    return document_quads(document, claims, load())


def iri(claim: Claim) -> str:
    return claim_iri(claim.document, claim.id).value


def turtle(text: str) -> list[ox.Quad]:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    return list(ox.parse(prefixes + text, format=ox.RdfFormat.TURTLE, base_iri="https://example.org/"))


def test_what_the_build_writes_conforms_without_a_warning(
    validator: Validator, text: str, loan: Make, revenue: Make
) -> None:
    assert validator.validate(quads(text, loan(), revenue(share=0.5)), text) == []


def test_an_empty_graph_conforms(validator: Validator) -> None:
    assert validator.validate([], "") == []


def test_a_claim_is_responsible_for_its_amount(
    validator: Validator, text: str, loan: Make, revenue: Make
) -> None:
    bad = loan(currency="DEM")
    (found,) = validator.validate(quads(text, bad, revenue()), text)
    assert found.focus == iri(bad) + "/amount"
    assert found.path == TERMS + "currency"
    assert found.value == "DEM"
    assert found.claims == (iri(bad),)
    assert found.rejects
    assert found.graph == DOCUMENT_GRAPHS + "news"
    assert found.message.startswith("Amount: it needs exactly one currency")


def test_a_claim_is_responsible_for_its_quote(
    validator: Validator, text: str, loan: Make, revenue: Make
) -> None:
    bad = loan(start=1, end=44)
    found = validator.validate(quads(text, bad, revenue()), text)
    assert {violation.shape for violation in found} == {SHAPES + "QuoteText-exact"}
    assert {violation.value for violation in found} == {text[:43], text[1:44]}
    assert {violation.claims for violation in found} == {(iri(bad),)}


def test_all_claims_that_state_a_deal_are_responsible_for_it(
    validator: Validator, text: str, loan: Make, revenue: Make
) -> None:
    first, second = loan("1", borrower="Alpha Bank"), loan("3", borrower="Alpha Bank")
    (found,) = validator.validate(quads(text, first, second, revenue()), text)
    assert found.shape == SHAPES + "Loan-sides"
    assert found.claims == (iri(first), iri(second))


def test_no_claim_is_responsible_for_the_document(validator: Validator, text: str, loan: Make) -> None:
    issued = PREFIXES["dcterms"] + "issued"
    document = [quad for quad in quads(text, loan()) if quad.predicate.value != issued]
    wrong = ox.Literal("yesterday")
    subject = next(quad.subject for quad in document if quad.predicate.value == TERMS + "documentName")
    (found,) = validator.validate([*document, ox.Quad(subject, ox.NamedNode(issued), wrong)], text)
    assert (found.shape, found.value, found.claims) == (SHAPES + "Document-issued", "yesterday", ())


@pytest.mark.parametrize(
    ("language", "start"),
    [("en", "Amount"), ("fr", "Montant"), ("he", "סכום"), ("fa", "مبلغ"), ("de", "Amount")],
)
def test_messages_speak_the_language_asked_for(language: str, start: str, text: str, loan: Make) -> None:
    (found,) = Validator(language=language, parties=[]).validate(quads(text, loan(currency="DEM")), text)
    assert found.message.startswith(start)


def test_a_known_party_needs_no_description_in_the_document() -> None:
    deal = turtle("<claim> ml:states <deal> . <deal> a ml:Loan ; ml:borrower <firm> .")
    known = turtle('<firm> a ml:Organization ; skos:prefLabel "Firm"@en .')
    assert Validator(parties=known).validate(deal) == []
    (found,) = Validator(parties=[]).validate(deal)
    assert found.component == "ClassConstraintComponent"


def test_the_party_file_conforms() -> None:
    parties = known_parties()
    assert parties
    assert Validator(parties=parties).validate(parties) == []


def test_the_statuses_of_the_ontology_conform(validator: Validator) -> None:
    from moneyloop.assets import assets

    ontology = list(triples(assets("ontology", "*.ttl")))
    status = ox.NamedNode(TERMS + "Status")
    assert sum(quad.object == status and quad.predicate.value.endswith("#type") for quad in ontology) == 5
    assert validator.validate(ontology) == []


@pytest.mark.parametrize(
    "ends",
    [
        'ml:minAmount "abc"^^xsd:decimal ; ml:maxAmount 3.0',
        'ml:minAmount "NaN"^^xsd:double ; ml:maxAmount 3.0',
        'ml:minAmount "NaN"^^xsd:decimal ; ml:maxAmount 3.0',
        'ml:minAmount "1e5"^^xsd:decimal ; ml:maxAmount "x"^^xsd:integer',
        "ml:minAmount <urn:a> ; ml:maxAmount 3.0",
        'ml:minAmount "٣"^^xsd:decimal ; ml:maxAmount 4.0',
    ],
)
def test_values_that_are_no_numbers_are_reported(ends: str, validator: Validator) -> None:
    found = validator.validate(turtle(f'<a> a ml:Amount ; {ends} ; ml:currency "USD" .'))
    assert ("DatatypeConstraintComponent", SHAPES + "Amount-min") in {(f.component, f.shape) for f in found}


def test_a_triple_term_is_refused(validator: Validator) -> None:
    inner = ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c"))
    with pytest.raises(DatasetError, match=r"validation: .*write it as a resource"):
        validator.validate([ox.Quad(ox.NamedNode("urn:d"), ox.NamedNode("urn:e"), inner)])


def test_malformed_turtle_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<a> <b> .", encoding="utf-8")
    with pytest.raises(AssetError, match=r"bad\.ttl"):
        list(triples([tmp_path / "bad.ttl"]))


def test_a_dataset_is_validated_document_by_document(text: str, loan: Make) -> None:
    party = turtle('<https://w3id.org/moneyloop/id/party/p> a ml:Organization ; skos:prefLabel "P"@en .')
    parties = [ox.Quad(p.subject, p.predicate, p.object, ox.NamedNode(PARTIES_GRAPH)) for p in party]
    dataset = [*quads(text, loan(currency="DEM")), *quads(text, loan(), name="other"), *parties]
    store = ox.Store()
    store.extend(dataset)
    (found,) = validate_dataset(store)
    assert found.graph == DOCUMENT_GRAPHS + "news"
    assert validate_dataset(dataset) == [found]


def test_a_dataset_is_compared_with_the_texts_given(text: str, loan: Make) -> None:
    dataset = quads(text, loan())
    assert validate_dataset(dataset) == []
    assert validate_dataset(dataset, texts={"news": text}) == []
    found = validate_dataset(dataset, texts={"news": "Another text."})
    assert {violation.shape for violation in found} == {SHAPES + "QuoteText-exact"}


def test_importing_the_package_loads_neither_rdflib_nor_pyshacl() -> None:
    code = "import sys, moneyloop.validation; print([m for m in ('rdflib', 'pyshacl') if m in sys.modules])"
    assert run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
