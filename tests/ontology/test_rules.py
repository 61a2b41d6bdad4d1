"""What the axioms make of deals: flows, exposures and dependencies, type by type and status by status."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
import pytest

from moneyloop.ontology import axioms, model, rules
from moneyloop.ontology.terms import ML
from moneyloop.settings import DATA, DEALS_GRAPH, DOCUMENT_GRAPHS, INFERRED_GRAPH, PREFIXES, TERMS

RDF_TYPE = PREFIXES["rdf"] + "type"
Edge = tuple[str, str]
NOTHING: Edge | None = None

MEANING: dict[str, tuple[Edge | None, Edge | None, Edge | None]] = {
    "EquityInvestment": (("investor", "investee"), ("investor", "investee"), ("investee", "investor")),
    "CapitalRaise": (("investor", "recipient"), ("investor", "recipient"), ("recipient", "investor")),
    "Loan": (("lender", "borrower"), ("lender", "borrower"), ("borrower", "lender")),
    "BondIssue": (("buyer", "issuer"), ("buyer", "issuer"), ("issuer", "buyer")),
    "PurchaseAgreement": (("customer", "supplier"), ("supplier", "customer"), ("customer", "supplier")),
    "Lease": (("lessee", "lessor"), ("lessor", "lessee"), ("lessee", "lessor")),
    "WarrantGrant": (("grantor", "holder"), ("holder", "grantor"), NOTHING),
    "Backstop": (("guarantor", "beneficiary"), ("guarantor", "beneficiary"), ("beneficiary", "guarantor")),
    "RiskTransfer": (
        ("protection_buyer", "protection_seller"),
        ("protection_buyer", "protection_seller"),
        NOTHING,
    ),
    "EquityHolding": (NOTHING, ("holder", "investee"), NOTHING),
    "Dependency": (NOTHING, ("dependent", "depends_on"), ("dependent", "depends_on")),
    "Collateral": (NOTHING, ("lender", "borrower"), NOTHING),
    "JointProject": (NOTHING, ("participant", "project"), NOTHING),
    "Acquisition": (NOTHING, NOTHING, NOTHING),
    "ShareSale": (NOTHING, NOTHING, NOTHING),
    "Employment": (NOTHING, NOTHING, NOTHING),
}
EDGES = {
    "flowsTo": (ML.flowsTo, ML.flowsToAnnounced, ML.flowsToCommitted, ML.flowsToCompleted),
    "isExposedTo": (
        ML.isExposedTo,
        ML.isExposedToAnnounced,
        ML.isExposedToCommitted,
        ML.isExposedToCompleted,
    ),
    "reliesOn": (ML.reliesOn, ML.reliesOnAnnounced, ML.reliesOnCommitted, ML.reliesOnCompleted),
}
REACH = {"considered": 1, "announced": 2, "committed": 3, "completed": 4, "cancelled": 0}


def quad(subject: str, predicate: str, value: str, graph: str) -> ox.Quad:
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(value), ox.NamedNode(graph))


def deal(
    kind: str, status: str | None, name: str = "d", fill: dict[str, list[str]] | None = None
) -> list[ox.Quad]:
    """Return a deal whose roles are filled by parties named like them, its status in a graph of its own."""
    iri, graph = DATA + "deal/" + name, DOCUMENT_GRAPHS + name
    relation = model.load().types[kind]
    quads = [quad(iri, RDF_TYPE, relation.iri, graph)]
    for role in relation.roles.values():
        if role.is_party:
            parties = (fill or {}).get(role.name, [role.name] if fill is None else [])
            quads += [quad(iri, role.iri, DATA + "party/" + party, graph) for party in parties]
    if status:
        quads.append(quad(iri, ML.status, TERMS + status, DEALS_GRAPH))
    return quads


def inferred(quads: Iterable[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    rules.infer(store)
    return store


def edges(store: ox.Store, predicate: str) -> set[Edge]:
    """Return the edges of a predicate between parties in the graph of inferred statements."""
    found = store.quads_for_pattern(None, ox.NamedNode(predicate), None, ox.NamedNode(INFERRED_GRAPH))
    prefix = DATA + "party/"
    pairs = ((one.subject, one.object) for one in found)
    return {(axioms.value(a).removeprefix(prefix), axioms.value(b).removeprefix(prefix)) for a, b in pairs}


def one(edge: Edge | None) -> set[Edge]:
    return {edge} if edge else set()


@pytest.mark.parametrize("kind", MEANING)
def test_a_type_means_what_the_table_says(kind: str) -> None:
    store = inferred(deal(kind, "completed"))
    flow, exposure, dependency = MEANING[kind]
    for predicates, expected in zip(EDGES.values(), (flow, exposure, dependency), strict=True):
        for predicate in predicates:
            assert edges(store, predicate) == one(expected), predicate


@pytest.mark.parametrize("kind", MEANING)
def test_a_cancelled_deal_means_nothing(kind: str) -> None:
    store = inferred(deal(kind, "cancelled"))
    assert not any(edges(store, predicate) for predicates in EDGES.values() for predicate in predicates)


def test_the_table_has_every_type() -> None:
    relations = {name for name, kind in model.load().types.items() if not kind.is_figure}
    assert set(MEANING) == relations


@pytest.mark.parametrize(("status", "reach"), REACH.items())
@pytest.mark.parametrize("name", EDGES)
def test_edges_are_graded_by_status(status: str, reach: int, name: str) -> None:
    store = inferred(deal("Loan", status))
    found = [bool(edges(store, predicate)) for predicate in EDGES[name]]
    assert found == [rank < reach for rank in range(4)]


def test_a_deal_without_a_status_means_nothing() -> None:
    assert not edges(inferred(deal("Loan", None)), ML.flowsTo)


def test_the_best_of_two_deals_grades_the_edge() -> None:
    quads = (
        deal("Loan", "considered", "d1") + deal("Loan", "committed", "d2") + deal("Loan", "cancelled", "d3")
    )
    store = inferred(quads)
    assert edges(store, ML.flowsTo) == edges(store, ML.flowsToCommitted) == {("lender", "borrower")}
    assert not edges(store, ML.flowsToCompleted)


def test_every_payer_of_a_deal_pays_every_payee() -> None:
    store = inferred(deal("Loan", "completed", fill={"lender": ["a", "b"], "borrower": ["c"]}))
    assert edges(store, ML.flowsTo) == {("a", "c"), ("b", "c")}


def test_a_deal_with_one_side_means_nothing() -> None:
    assert not edges(inferred(deal("BondIssue", "completed", fill={"issuer": ["a"]})), ML.flowsTo)


def test_roles_of_a_deal_may_come_from_different_documents() -> None:
    first = deal("Loan", "completed", fill={"lender": ["a"]})
    second = [
        quad(DATA + "deal/d", ML.borrower, DATA + "party/b", DOCUMENT_GRAPHS + "other"),
        quad(DATA + "deal/d", RDF_TYPE, ML.Loan, DOCUMENT_GRAPHS + "other"),
    ]
    assert edges(inferred(first + second), ML.flowsTo) == {("a", "b")}


def test_the_arranger_of_bonds_is_involved_and_not_exposed() -> None:
    store = inferred(deal("BondIssue", "completed"))
    involved = store.quads_for_pattern(None, ox.NamedNode(ML.involves), None, ox.NamedNode(INFERRED_GRAPH))
    assert DATA + "party/arranger" in {axioms.value(one.object) for one in involved}
    assert not any("arranger" in edge for edge in edges(store, ML.isExposedTo))


def test_parts_of_parts_are_parts() -> None:
    lab, google, alphabet = (DATA + "party/" + name for name in ("lab", "google", "alphabet"))
    graph = DOCUMENT_GRAPHS + "d"
    store = inferred([quad(lab, ML.partOf, google, graph), quad(google, ML.partOf, alphabet, graph)])
    assert edges(store, ML.partOf) == {("lab", "alphabet")}


def test_nothing_is_concluded_twice_or_from_nothing() -> None:
    assert rules.infer(ox.Store()) == 0
    store = ox.Store()
    store.extend(deal("Loan", "completed"))
    before = len(store)
    added = rules.infer(store)
    assert added == len(store) - before > 0
    assert rules.infer(store) == 0


def test_what_a_document_says_is_not_inferred_again() -> None:
    said = quad(DATA + "deal/d", RDF_TYPE, ML.Deal, DOCUMENT_GRAPHS + "d")
    store = inferred([*deal("Loan", "completed"), said])
    assert not list(
        store.quads_for_pattern(said.subject, said.predicate, said.object, ox.NamedNode(INFERRED_GRAPH))
    )


def test_conclusions_are_in_the_projects_own_terms() -> None:
    store = inferred(
        [*deal("Loan", "completed"), quad(DATA + "party/p", RDF_TYPE, ML.Organization, DEALS_GRAPH)]
    )
    for one_quad in store.quads_for_pattern(None, None, None, ox.NamedNode(INFERRED_GRAPH)):
        about = one_quad.object if one_quad.predicate.value == RDF_TYPE else one_quad.predicate
        assert axioms.value(about).startswith(TERMS)


def test_rules_are_the_same_in_every_run() -> None:
    again = rules.rules(axioms.read(axioms.modules()))
    assert rules.rules() == again
    assert len(set(again)) == len(again)
