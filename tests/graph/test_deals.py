from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from moneyloop.graph import vocabulary as v
from moneyloop.graph.claims import Amount, Claim, Participant
from moneyloop.graph.deals import fuse, subject
from moneyloop.graph.fit import unfit
from moneyloop.graph.labels import money
from moneyloop.graph.states import Stated, hull
from moneyloop.ontology.model import Model
from moneyloop.settings import DATA, TERMS

if TYPE_CHECKING:
    from tests.graph.conftest import MakeClaim


def usd(low: float | None, high: float | None) -> Amount:
    return Amount(min=low, max=high, currency="USD")


def status_of(stated: list[Stated], model: Model) -> str:
    (deal,) = {subject(one.claim, model) for one in stated}
    (found,) = [
        quad.object for quad in fuse(stated, model) if (quad.subject, quad.predicate) == (deal, v.STATUS)
    ]
    assert isinstance(found, ox.NamedNode)
    return found.value.removeprefix(TERMS)


def test_the_same_deal_in_two_documents_and_languages_is_one(claim: MakeClaim, model: Model) -> None:
    english = claim("Loan", "A", "B", amount=usd(1e9, 1e9), document="en")
    hebrew = claim("Loan", "A", "B", amount=usd(1e9, 1e9), document="he", language="he", status="completed")
    quads = fuse([Stated(english), Stated(hebrew)], model)
    assert len({quad.subject for quad in quads if quad.predicate == v.STATUS}) == 1
    assert ox.Literal("2", datatype=v.term("xsd", "integer")) in {quad.object for quad in quads}
    assert status_of([Stated(english), Stated(hebrew)], model) == "completed"


@pytest.mark.parametrize(
    "change",
    [
        {"amount": usd(2e9, 2e9)},
        {"amount": usd(None, 1e9)},
        {"amount": Amount(min=1e9, max=1e9, currency="EUR")},
        {"amount": None},
        {"period": "2026"},
        {"type": "EquityInvestment", "roles": {}},
        {"roles": {"lender": Participant(name="B", iri=f"{DATA}party/b")}},
    ],
)
def test_another_amount_time_type_or_role_is_another_deal(
    claim: MakeClaim, model: Model, change: dict[str, object]
) -> None:
    one = claim("Loan", "A", "B", amount=usd(1e9, 1e9), period="2025")
    assert subject(one, model) != subject(one.model_copy(update=change), model)


def test_what_is_said_of_a_deal_does_not_identify_it(claim: MakeClaim, model: Model) -> None:
    one = claim("Loan", "A", "B")
    other = claim("Loan", "A", "B", status="cancelled", share=0.5, attributed_to="C", document="z", id="z-09")
    assert subject(one, model) == subject(other, model)


def test_the_order_of_roles_and_parties_does_not_matter(claim: MakeClaim, model: Model) -> None:
    parties = [Participant(name=name, iri=f"{DATA}party/{name}") for name in "abc"]
    one = claim("Loan", "A", "B").model_copy(
        update={"roles": {"lender": parties[:2], "borrower": parties[2]}}
    )
    other = one.model_copy(update={"roles": {"borrower": [parties[2]], "lender": parties[1::-1]}})
    assert subject(one, model) == subject(other, model)


def test_the_wording_of_a_product_tells_no_deals_apart(claim: MakeClaim, model: Model) -> None:
    def buying(product: str) -> Claim:
        said = claim("PurchaseAgreement", "A", "B")
        return said.model_copy(update={"roles": said.roles | {"product": Participant(name=product)}})

    assert subject(buying("chips"), model) == subject(buying("שבבים"), model)
    assert subject(buying("chips"), model) == subject(claim("PurchaseAgreement", "A", "B"), model)


def test_contradictory_claims_make_the_highest_live_status(claim: MakeClaim, model: Model) -> None:
    said = [
        Stated(claim("Loan", "A", "B", status=status)) for status in ("considered", "committed", "announced")
    ]
    assert status_of(said, model) == "committed"


@pytest.mark.parametrize(
    ("dated", "expected"),
    [
        ([("cancelled", None)], "cancelled"),
        ([("committed", "2025-01-01"), ("cancelled", "2025-02-01")], "cancelled"),
        ([("committed", "2025-02-01"), ("cancelled", "2025-01-01")], "committed"),
        ([("committed", "2025-01-01"), ("cancelled", "2025-01-01")], "committed"),
        ([("committed", None), ("cancelled", "2025-02-01")], "committed"),
        ([("committed", "2025-01-01"), ("cancelled", None)], "committed"),
        (
            [("committed", "2024-01-01"), ("considered", "2025-03-01"), ("cancelled", "2025-02-01")],
            "committed",
        ),
    ],
)
def test_cancellations(
    claim: MakeClaim, model: Model, dated: list[tuple[str, str | None]], expected: str
) -> None:
    said = [Stated(claim("Loan", "A", "B", status=status), published) for status, published in dated]
    assert status_of(said, model) == expected


def test_the_order_of_claims_does_not_matter(claim: MakeClaim, model: Model) -> None:
    said = [
        Stated(claim("Loan", one, other, document=f"d{number}", amount=usd(number, None)), "2025-01-01")
        for one in "ABC"
        for other in "XYZ"
        for number in range(3)
    ]
    expected = fuse(said, model)
    random.shuffle(said)
    assert fuse(said, model) == expected


def test_figures_are_fused_too(claim: MakeClaim, model: Model) -> None:
    quads = fuse([Stated(claim("Revenue", "A", amount=usd(1e9, 1e9), period="2025"))], model)
    assert {str(quad.object) for quad in quads if quad.predicate == v.LABEL} == {
        '"revenue: party A; USD 1 billion; 2025"@en'
    }
    assert all("/id/figure/Revenue-" in str(quad.subject) for quad in quads)


def test_hull_is_never_the_sum() -> None:
    assert hull([usd(1, 2), usd(5, 9)]) == usd(1, 9)
    assert hull([usd(1, 2), usd(None, 9)]) == usd(None, 9)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (usd(1.5e10, 2.5e10), "USD 15 billion–25 billion"),
        (usd(None, 2.5e10), "up to USD 25 billion"),
        (usd(1e12, None), "at least USD 1 trillion"),
        (usd(1234.5, 1234.5), "USD 1234.5"),
        (usd(950000, 950000), "USD 950,000"),
        (usd(None, None), "USD"),
    ],
)
def test_money(amount: Amount, text: str) -> None:
    assert money(amount) == text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"type": "Gift"}, "no type 'Gift'"),
        ({"roles": {"giver": Participant(name="A")}}, "no role giver"),
        ({"share": float("nan")}, "not a number"),
        ({"amount": Amount(min=1, max=float("inf"), currency="USD")}, "infinite"),
        ({"quote": "\ud800"}, "surrogate"),
        ({"roles": {"lender": Participant(name=" ")}}, "no name"),
        ({"roles": {"lender": Participant(name="A", iri="a b")}}, "malformed"),
        ({"roles": {"lender": Participant(name="A"), "borrower": Participant(name="A")}}, "itself"),
    ],
)
def test_unfit_claims_are_told(claim: MakeClaim, model: Model, change: dict[str, object], words: str) -> None:
    said = claim("Loan", "A", "B")
    assert unfit(said, ox.NamedNode(DATA + "claim/a/1"), model) == []
    (violation,) = unfit(said.model_copy(update=change), ox.NamedNode(DATA + "claim/a/1"), model)
    assert words in violation.message
    assert violation.rejects
