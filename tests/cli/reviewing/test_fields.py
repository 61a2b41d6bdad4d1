"""The form's texts say what the claim says, and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyloop.assets import asset
from moneyloop.cli.reviewing.fields import ROLE, filled, stated
from moneyloop.graph import parties
from moneyloop.graph.claims import Amount
from moneyloop.graph.documents import read_all
from moneyloop.graph.extract import Extractor
from moneyloop.graph.review.decisions import Statement
from moneyloop.graph.review.match import key
from moneyloop.graph.review.sameness import Names
from moneyloop.ontology.model import load

NAMES = Names(load(), parties.listed())
QUOTE = "Acme lends Beta 5 dollars."
TEXT = f"First.\n{QUOTE} And {QUOTE}"
LOAN = Statement.model_validate(
    {
        "type": "Loan",
        "roles": {"lender": [{"name": "Acme; Sons", "iri": "https://example.org/acme"}], "borrower": "Beta"},
        "status": "announced",
        "quote": QUOTE,
    }
).at(TEXT, 7, 7 + len(QUOTE))


def test_an_unchanged_form_says_the_same_of_every_claim_of_the_examples() -> None:
    documents, _ = read_all([asset("graph", "examples")])
    extractor = Extractor()
    claims = [(paper, claim) for paper in documents for claim in extractor.extract(paper)]
    assert claims
    for paper, claim in claims:
        said = Statement.of(claim, paper.text)
        assert stated(filled(said), said, paper.text, NAMES) == said


@given(
    low=st.none() | st.floats(0, 1e15),
    high=st.none() | st.floats(1e15, 1e18),
    share=st.none() | st.floats(0, 1),
)
def test_numbers_come_back_exactly(low: float | None, high: float | None, share: float | None) -> None:
    amount = Amount(min=low, max=high, currency="EUR") if (low, high) != (None, None) else None
    said = LOAN.model_copy(update={"amount": amount, "share": share})
    back = stated(filled(said), said, TEXT, NAMES)
    assert (back.amount, back.share) == (amount, share)


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"min": "15 bn", "currency": "usd"}, "amount", Amount(min=15e9, max=None, currency="USD")),
        (
            {"max": "1,500,000.5", "currency": "EUR"},
            "amount",
            Amount(min=None, max=1500000.5, currency="EUR"),
        ),
        (
            {"min": "1.1m", "max": "2 tn", "currency": "ILS"},
            "amount",
            Amount(min=1.1e6, max=2e12, currency="ILS"),
        ),
        ({"share": "12.5 %"}, "share", 0.125),
        ({"share": "1"}, "share", 1.0),
        ({"period": " 2026-Q1 "}, "period", "2026-Q1"),
        ({"quote": "lends Beta"}, "quote", "lends Beta"),
        ({"quote": "Acme  lends\nBeta"}, "quote", "Acme lends Beta"),
        ({"type": "Lease", "status": "completed"}, "type", "Lease"),
    ],
)
def test_what_a_person_types(change: dict[str, str], field: str, value: object) -> None:
    assert getattr(stated(filled(LOAN) | change, LOAN, TEXT, NAMES), field) == value


def test_parties_are_looked_up_and_those_of_before_keep_their_form() -> None:
    said = stated(filled(LOAN) | {f"{ROLE}borrower": "Beta; nvidia "}, LOAN, TEXT, NAMES)
    assert [one.name for one in said.filling("borrower")] == ["Beta", "Nvidia"]
    assert said.filling("borrower")[1].iri == "https://w3id.org/moneyloop/id/party/nvidia"
    assert [one.name for one in said.filling("lender")] == ["Acme; Sons"]
    assert f"{ROLE}lender" in filled(said)
    without = stated(filled(LOAN) | {f"{ROLE}lender": " "}, LOAN, TEXT, NAMES)
    assert list(without.roles) == ["borrower"]


def test_a_place_is_that_of_the_claim() -> None:
    second = LOAN.at(TEXT, TEXT.rindex(QUOTE), len(TEXT))
    shorter = stated(filled(second) | {"quote": "Beta 5"}, second, TEXT, NAMES)
    assert shorter.start == TEXT.rindex("Beta 5")
    assert key(second, NAMES) != key(LOAN, NAMES)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"min": "much", "currency": "USD"}, "amount from: 'much' is no number"),
        ({"min": "5 gazillion", "currency": "USD"}, "is no number"),
        ({"min": "5"}, "currency: is no code"),
        ({"min": "5", "max": "4", "currency": "USD"}, "ends below where it begins"),
        ({"share": "120 %"}, "share: '120 %' is no part"),
        ({"share": "half"}, "share: 'half' is no part"),
        ({"share": "nan"}, "share: 'nan' is no part"),
        ({"quote": "Nobody said this"}, "quote: does not stand in the document"),
        ({"quote": "  "}, "quote: does not stand in the document"),
        ({f"{ROLE}lender": "", f"{ROLE}borrower": ";"}, "roles: nobody takes part"),
    ],
)
def test_what_is_malformed_is_said(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("(", r"\(")):
        stated(filled(LOAN) | change, LOAN, TEXT, NAMES)
