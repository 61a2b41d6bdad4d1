"""Claims and decisions for the tests of reviews."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import pytest

from moneyloop.graph import parties
from moneyloop.graph.claims import Amount
from moneyloop.graph.review.decisions import Decision, Entry, Statement
from moneyloop.graph.review.sameness import Names
from moneyloop.ontology.model import load

TEXT = "First, a title.\nAcme lends Beta 5 dollars. Gamma pays Delta.\nAcme lends Beta 5 dollars. The end."
QUOTE = "Acme lends Beta 5 dollars."
START = TEXT.index(QUOTE)
DAY = datetime(2026, 1, 1, tzinfo=UTC)


class MakeStatement(Protocol):
    def __call__(self, lender: str = "Acme", borrower: str = "Beta", **fields: Any) -> Statement: ...


class MakeEntry(Protocol):
    def __call__(self, kind: str, claim: Statement, minute: int = 0, **fields: Any) -> Entry: ...


def usd(number: float) -> Amount:
    return Amount(min=number, max=number, currency="USD")


@pytest.fixture(scope="session")
def names() -> Names:
    return Names(load(), parties.listed())


@pytest.fixture
def loan(names: Names) -> MakeStatement:
    """Make a loan stated at the first of the two places of its quote."""

    def make(lender: str = "Acme", borrower: str = "Beta", **fields: Any) -> Statement:
        values: dict[str, Any] = {
            "id": "a-01",
            "type": "Loan",
            "roles": {"lender": lender, "borrower": borrower},
            "amount": usd(5),
            "status": "announced",
            "quote": QUOTE,
        }
        statement = Statement.model_validate(values | fields)
        if "start" not in fields and "quote" not in fields:
            statement = statement.at(TEXT, START, START + len(QUOTE))
        return names.resolve(statement)

    return make


@pytest.fixture
def entry() -> MakeEntry:
    def make(kind: str, claim: Statement, minute: int = 0, **fields: Any) -> Entry:
        values = {"reviewer": "Ann", "document": "a", "decided": DAY + timedelta(minutes=minute)}
        decision = Decision.model_validate({"decision": kind, "claim": claim} | values | fields)
        return Entry(decision, f"reviewed.jsonl:{minute + 1}")

    return make
