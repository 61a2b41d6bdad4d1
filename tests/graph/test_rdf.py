from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyloop.graph import vocabulary as v
from moneyloop.graph.claims import Amount, Participant
from moneyloop.graph.rdf import document_quads
from moneyloop.ontology.model import Model
from moneyloop.settings import DATA, PREFIXES, TERMS

if TYPE_CHECKING:
    from tests.graph.conftest import MakeClaim, MakeDocument

OPENAI = f"{DATA}party/openai"


def values(quads: list[ox.Quad], subject: str, name: str) -> list[str]:
    prefix, _, local = name.partition(":")
    found = [
        quad.object
        for quad in quads
        if quad.subject == ox.NamedNode(subject) and quad.predicate == v.term(prefix, local)
    ]
    return [str(value) for value in found]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_decimals_are_canonical_and_exact(number: float) -> None:
    text = v.decimal_text(number)
    assert float(text) == number
    assert "e" not in text.lower()
    assert not text.startswith("-0") or Decimal(text) < 0
    assert "." not in text or not text.endswith(("0", "."))


@pytest.mark.parametrize(
    ("number", "text"),
    [(1.5e10, "15000000000"), (0.1, "0.1"), (-0.0, "0"), (1e-7, "0.0000001"), (100, "100")],
)
def test_decimal_text(number: float, text: str) -> None:
    assert v.decimal_text(number) == text


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_no_decimal(number: float) -> None:
    with pytest.raises(ValueError, match="decimal"):
        v.decimal(number)


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_name_makes_an_iri(name: str) -> None:
    iri = v.document_iri(name).value
    assert iri.isascii()
    assert "/" not in iri.removeprefix(f"{DATA}document/")
    assert ox.parse(f"<{iri}> <{iri}> <{iri}> .", format=ox.RdfFormat.N_TRIPLES)


def test_document_and_its_metadata(document: MakeDocument, model: Model) -> None:
    paper = document(
        "כתבה 1",
        "pays",
        language="he",
        title="כותרת",
        publisher="עיתון",
        published="2025-11-10",
        address="https://example.org/a b?c=1",
    )
    quads = document_quads(paper, [], model)
    iri = v.document_iri("כתבה 1").value
    assert values(quads, iri, "dcterms:title") == ['"כותרת"@he']
    assert values(quads, iri, "dcterms:issued") == [f'"2025-11-10"^^<{PREFIXES["xsd"]}date>']
    assert values(quads, iri, "schema:url") == ["<https://example.org/a%20b?c=1>"]
    assert len(values(quads, iri, "ml:contentHash")[0].strip('"')) == 64
    assert {str(quad.graph_name) for quad in quads} == {
        f"<{DATA.replace('/id/', '/graph/')}document/{v.segment('כתבה 1')}>"
    }


def test_only_what_is_known_of_a_document_is_said(document: MakeDocument, model: Model) -> None:
    quads = document_quads(document(published="yesterday"), [], model)
    assert {quad.predicate.value.rpartition("/")[2].rpartition("#")[2] for quad in quads} == {
        "type",
        "documentName",
        "language",
        "contentHash",
    }


def test_claim_with_evidence(document: MakeDocument, claim: MakeClaim, model: Model) -> None:
    said = claim(
        "EquityInvestment",
        "SoftBank",
        "OpenAI",
        id="a/1",
        amount=Amount(min=1.5e10, max=None, currency="USD"),
        share=0.1,
        period="2025",
        attributed_to="Financial Times",
        start=3,
        end=7,
    )
    quads = document_quads(document("a", "it pays now"), [said], model)
    iri = f"{DATA}claim/a/a%2F1"
    assert values(quads, iri, "ml:claimId") == ['"a/1"']
    assert values(quads, iri, "ml:status") == [f"<{TERMS}announced>"]
    assert values(quads, iri, "ml:share") == [f'"0.1"^^<{PREFIXES["xsd"]}decimal>']
    assert values(quads, iri, "ml:attributedTo") == ['"Financial Times"']
    assert values(quads, f"{iri}/amount", "ml:minAmount") == [f'"15000000000"^^<{PREFIXES["xsd"]}decimal>']
    assert values(quads, f"{iri}/amount", "ml:maxAmount") == []
    assert values(quads, f"{iri}/quote", "oa:exact") == ['"pays"@en']
    assert values(quads, f"{iri}/quote", "oa:prefix") == ['"it "@en']
    assert values(quads, f"{iri}/quote", "oa:suffix") == ['" now"@en']
    assert values(quads, f"{iri}/position", "oa:end") == [f'"7"^^<{PREFIXES["xsd"]}integer>']
    deal = values(quads, iri, "ml:states")[0].strip("<>")
    assert values(quads, deal, "ml:investee") == [f"<{OPENAI}>"]
    assert values(quads, deal, "rdf:type") == [f"<{TERMS}EquityInvestment>"]


def test_each_extractor_has_an_activity_and_each_model_an_agent(
    document: MakeDocument, claim: MakeClaim, model: Model
) -> None:
    finders = [["lexicon"], ["lexicon", "llm:org/model v1:4%"], []]
    claims = [
        claim("Loan", "A", "B", id=f"a-{number}", found_by=found) for number, found in enumerate(finders)
    ]
    quads = document_quads(document(), claims, model)
    plain, by_model = f"<{DATA}activity/extraction-0.1.0>", "/llm%3Aorg%2Fmodel%20v1%3A4%25>"
    of_model = plain[:-1] + by_model
    iris = [f"{DATA}claim/a/a-{number}" for number in range(3)]
    assert [values(quads, iri, "prov:wasGeneratedBy") for iri in iris] == [
        [plain],
        [plain, of_model],
        [plain],
    ]
    agents = values(quads, of_model.strip("<>"), "prov:wasAssociatedWith")
    assert agents == [f"<{DATA}agent/moneyloop-0.1.0>", f"<{DATA}agent{by_model}"]
    assert values(quads, agents[1].strip("<>"), "rdfs:label") == ['"org/model v1:4%"']
    assert values(quads, agents[1].strip("<>"), "rdf:type") == [f"<{PREFIXES['prov']}SoftwareAgent>"]


def test_no_blank_nodes_and_no_quad_twice(document: MakeDocument, claim: MakeClaim, model: Model) -> None:
    claims = [claim("Loan", "A", "B", id=f"a-{number}") for number in range(3)]
    quads = document_quads(document(), claims, model)
    assert len(set(quads)) == len(quads)
    assert all(isinstance(quad.subject, ox.NamedNode) for quad in quads)
    assert not any(isinstance(quad.object, ox.BlankNode) for quad in quads)


def test_several_parties_in_a_role_and_a_described_product(
    document: MakeDocument, claim: MakeClaim, model: Model
) -> None:
    said = claim("PurchaseAgreement", "OpenAI", "Oracle").model_copy(
        update={
            "roles": {
                "customer": [Participant(name="A", iri=OPENAI), Participant(name="B", iri=OPENAI + "2")],
                "supplier": Participant(name="Oracle", iri=f"{DATA}party/oracle"),
                "product": Participant(name="computing power"),
            }
        }
    )
    quads = document_quads(document(), [said], model)
    (deal,) = [str(q.subject)[1:-1] for q in quads if q.predicate == v.term("ml", "product")]
    assert len(values(quads, deal, "ml:customer")) == 2
    assert values(quads, deal, "ml:product") == ['"computing power"']


def test_unresolved_parties_are_described_once_in_each_language(
    document: MakeDocument, claim: MakeClaim, model: Model
) -> None:
    iri = f"{DATA}party/unresolved/acme"
    names = ["Acme", "Acme", "ACME", "אקמה"]
    claims = [
        claim("Loan", "A", "B", id=f"a-{number}", language="he").model_copy(
            update={"roles": {"lender": Participant(name=name, iri=iri)}}
        )
        for number, name in enumerate(names)
    ]
    random.shuffle(claims)
    quads = document_quads(document(language="he"), claims, model)
    assert sorted(values(quads, iri, "skos:prefLabel")) == ['"Acme"@en', '"אקמה"@he']
    assert values(quads, iri, "skos:altLabel") == ['"ACME"@en']
    assert values(quads, iri, "ml:unresolved") == [f'"true"^^<{PREFIXES["xsd"]}boolean>']


def test_a_party_without_iri_gets_one_from_its_name(
    document: MakeDocument, claim: MakeClaim, model: Model
) -> None:
    said = claim("Loan", "A", "B").model_copy(
        update={
            "roles": {
                "lender": Participant(name="a group of banks"),
                "borrower": Participant(name="B", iri=OPENAI),
            }
        }
    )
    quads = document_quads(document(), [said], model)
    (lender,) = [quad.object for quad in quads if quad.predicate == v.term("ml", "lender")]
    assert lender == ox.NamedNode(f"{DATA}party/unresolved/a-group-of-banks")


@given(st.text(max_size=12))
def test_a_day_is_a_date_or_nothing(text: str) -> None:
    day = v.day(text)
    assert day is None or date.fromisoformat(day.value)
