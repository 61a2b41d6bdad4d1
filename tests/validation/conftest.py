from __future__ import annotations

from collections.abc import Callable

import pytest

from moneyloop.graph.claims import Amount, Claim, Participant
from moneyloop.settings import DATA
from moneyloop.validation import Validator

TEXT = "Alpha Bank lent Beta Corp 5 billion dollars. Beta Corp had revenue of 2 billion dollars."


@pytest.fixture(scope="session")
def validator() -> Validator:
    """A validator that knows no party but those of the data."""
    return Validator(parties=[])


@pytest.fixture
def text() -> str:
    """The text that the claims quote."""
    return TEXT


@pytest.fixture
def loan() -> Callable[..., Claim]:
    """Makes claims of a loan; what is not given is as the text says."""

    def make(
        claim: str = "1", borrower: str = "Beta Corp", currency: str = "USD", start: int = 0, end: int = 43
    ) -> Claim:
        return Claim(
            id=claim,
            type="Loan",
            roles={"lender": participant("Alpha Bank"), "borrower": participant(borrower)},
            amount=Amount(min=5e9, max=5e9, currency=currency),
            status="completed",
            quote=TEXT[:43],
            core=True,
            document="news",
            language="en",
            start=start,
            end=end,
        )

    return make


@pytest.fixture
def revenue() -> Callable[..., Claim]:
    """Makes claims of a revenue; what is not given is as the text says."""

    def make(claim: str = "2", share: float | None = None) -> Claim:
        return Claim(
            id=claim,
            type="Revenue",
            roles={"party": participant("Beta Corp")},
            amount=Amount(min=2e9, max=None, currency="USD"),
            share=share,
            status="completed",
            period="2025",
            quote=TEXT[45:],
            core=False,
            document="news",
            language="en",
            start=45,
            end=len(TEXT),
        )

    return make


def participant(name: str) -> Participant:
    """Return a party that no file knows."""
    return Participant(name=name, text=name, iri=f"{DATA}party/unresolved/{name.lower().replace(' ', '-')}")
