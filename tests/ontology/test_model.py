"""The ontology holds every type of the annotation guidelines, with its roles, and the statuses."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from moneyloop.errors import OntologyError
from moneyloop.ontology import axioms, model
from moneyloop.settings import TERMS

PARTY, WORDS = True, False

RELATIONS = {
    "EquityInvestment": {"investor": PARTY, "investee": PARTY},
    "ShareSale": {"seller": PARTY, "investee": PARTY},
    "EquityHolding": {"holder": PARTY, "investee": PARTY},
    "Acquisition": {"acquirer": PARTY, "target": PARTY},
    "Loan": {"lender": PARTY, "borrower": PARTY},
    "BondIssue": {"issuer": PARTY, "buyer": PARTY, "arranger": PARTY},
    "CapitalRaise": {"recipient": PARTY, "investor": PARTY},
    "PurchaseAgreement": {"customer": PARTY, "supplier": PARTY, "product": WORDS},
    "WarrantGrant": {"grantor": PARTY, "holder": PARTY},
    "Backstop": {"guarantor": PARTY, "beneficiary": PARTY},
    "Lease": {"lessee": PARTY, "lessor": PARTY},
    "JointProject": {"participant": PARTY, "project": PARTY},
    "RiskTransfer": {"protection_buyer": PARTY, "protection_seller": PARTY},
    "Collateral": {"borrower": PARTY, "lender": PARTY, "asset": WORDS},
    "Dependency": {"dependent": PARTY, "depends_on": PARTY},
    "Employment": {"person": PARTY, "organization": PARTY, "position": WORDS},
}
FIGURES = [
    "Revenue",
    "Profit",
    "Loss",
    "Valuation",
    "MarketValueChange",
    "CapitalExpenditure",
    "Debt",
    "Equity",
    "LeaseLiability",
    "FinancingGap",
    "Spending",
]


def test_the_types_are_those_of_the_guidelines() -> None:
    types = model.load().types
    assert {name for name, kind in types.items() if not kind.is_figure} == set(RELATIONS)
    assert {name for name, kind in types.items() if kind.is_figure} == set(FIGURES)


@pytest.mark.parametrize("name", RELATIONS)
def test_a_relation_type_has_its_roles(name: str) -> None:
    kind = model.load().types[name]
    assert kind.iri == TERMS + name
    assert {role.name: role.is_party for role in kind.roles.values()} == RELATIONS[name]
    assert list(kind.roles) == [role.name for role in kind.roles.values()]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_about_a_party_or_a_sector(name: str) -> None:
    roles = model.load().types[name].roles
    assert {role.name: role.is_party for role in roles.values()} == {"party": PARTY, "sector": WORDS}


def test_a_role_name_of_two_types_stands_for_two_properties() -> None:
    types = model.load().types
    iris = [role.iri for kind in types.values() if not kind.is_figure for role in kind.roles.values()]
    assert len(iris) == len(set(iris))


def test_statuses_come_in_the_order_of_their_ranks() -> None:
    ranks = [(status.name, status.rank) for status in model.load().statuses.values()]
    assert ranks == [
        ("considered", 1),
        ("announced", 2),
        ("committed", 3),
        ("completed", 4),
        ("cancelled", None),
    ]


def test_labels_come_by_language() -> None:
    loan = model.load().types["Loan"]
    assert loan.labels == {
        "ar": "قرض",
        "de": "Kredit",
        "en": "loan",
        "fa": "وام",
        "fr": "prêt",
        "he": "הלוואה",
    }
    assert loan.roles["lender"].labels["he"] == "מלווה"


def test_a_new_type_needs_no_code() -> None:
    store = ox.Store()
    text = """
        @prefix ml: <https://w3id.org/moneyloop/ns/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        ml:Grant a owl:Class ; rdfs:subClassOf ml:Deal .
        ml:StateGrant a owl:Class ; rdfs:subClassOf ml:Grant .
        ml:donor a owl:ObjectProperty ; rdfs:domain ml:Grant ; ml:roleName "donor" .
        ml:pledged a ml:Status .
    """
    store.load(text, format=ox.RdfFormat.TURTLE)
    read = model.read(axioms.Axioms(store))
    assert {name: list(kind.roles) for name, kind in read.types.items()} == {
        "Grant": ["donor"],
        "StateGrant": ["donor"],
    }
    assert list(read.statuses) == ["pledged"]


def test_axioms_without_types_are_an_error() -> None:
    with pytest.raises(OntologyError, match="roleName"):
        model.read(axioms.Axioms(ox.Store()))


def test_a_module_that_is_no_turtle_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("ml:Deal a", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"broken\.ttl.*correct the Turtle"):
        axioms.read([broken])
