"""Claims that cannot both hold: each kind of contradiction, and which claim prevails under each policy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import pytest

from moneyloop.queries.answer import Value
from moneyloop.queries.catalogue import catalogue

World = Callable[[str], Callable[..., list[tuple[Value, ...]]]]
POLICIES: Final = ("latest", "most-sources", "most-specific", "reviewed-first")
_BASE: Final = "https://w3id.org/moneyloop/id/"
COLUMNS: Final = [column.name for column in catalogue()["contradictions"].columns]


class Said(NamedTuple):
    """A claim: which deal it states, that deal's parties, and what it and its document say."""

    deal: str
    lender: str = "a"
    borrower: str = "b"
    status: str = "committed"
    amount: str = "5"
    period: str = ""
    document: str = "one"
    date: str = "2025-01-01"
    publisher: str = "Daily"
    reviewed: bool = False


def trig(claims: Sequence[Said]) -> str:
    """Return the dataset of some claims; an amount is ``5``, ``5-9``, ``-9`` or ``5-``, in dollars."""
    text = "".join(_claim(number, one) for number, one in enumerate(claims))
    return f"""@prefix ml: <https://w3id.org/moneyloop/ns/> . @prefix : <{_BASE}> .
        @prefix prov: <http://www.w3.org/ns/prov#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix oa: <http://www.w3.org/ns/oa#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <https://w3id.org/moneyloop/graph/deals> {{ {text} }}"""


def _claim(number: int, said: Said) -> str:
    deal, claim, document = (
        f"<{_BASE}{kind}/{name}>"
        for kind, name in (("deal", said.deal), ("claim", number), ("document", said.document))
    )
    low, dash, high = said.amount.partition("-")
    ends = [("minAmount", low), ("maxAmount", high if dash else low)]
    amount = "".join(f":m{number} ml:{end} {value}.0 ." for end, value in ends if value)
    if amount:
        amount += f'{claim} ml:amount :m{number} . :m{number} a ml:Amount ; ml:currency "USD" .'
    return f"""
        {deal} a ml:Loan ; ml:status ml:{said.status} ;
            ml:lender <{_BASE}party/{said.lender}> ; ml:borrower <{_BASE}party/{said.borrower}> .
        {claim} a ml:Claim ; ml:states {deal} ; ml:status ml:{said.status} ; prov:wasDerivedFrom {document} ;
            oa:hasTarget :t{number} .
        :t{number} oa:hasSelector :s{number} . :s{number} oa:exact "quote {number}"@en .
        {document} ml:documentName "{said.document}" ; dcterms:publisher "{said.publisher}" ;
            dcterms:language "en" .
        {f'{document} dcterms:issued "{said.date}"^^xsd:date .' if said.date else ""}
        {amount}
        {f'{claim} ml:period "{said.period}" . {deal} ml:period "{said.period}" .' if said.period else ""}
        {f'{claim} ml:reviewDecision "accepted" .' if said.reviewed else ""}"""


def asked(world_of: World, *claims: Said, **parameters: str) -> list[dict[str, Value]]:
    rows = world_of(trig(claims))("contradictions", **parameters)
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


KINDS: Final = {
    "status": (Said("x"), Said("x", status="cancelled", document="two")),
    "amount": (Said("x"), Said("y", amount="6-9", document="two")),
    "period": (Said("x", period="2025"), Said("y", period="2026", document="two")),
    "direction": (Said("x"), Said("y", lender="b", borrower="a", document="two")),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_found_with_both_quotes(world_of: World, kind: str) -> None:
    (row,) = asked(world_of, *KINDS[kind])
    assert (row["kind"], row["quoteA"], row["quoteB"]) == (kind, "quote 0", "quote 1")
    assert (row["documentA"], row["documentB"]) == ("one", "two")
    assert (row["publisherA"], str(row["dateB"]), row["languageB"]) == ("Daily", "2025-01-01", "en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Said("x"), Said("x", document="two")),
        (Said("x"), Said("x", status="considered", document="two")),
        (Said("x", amount="5-7"), Said("y", amount="6-9", document="two")),
        (Said("x", period="2025"), Said("y", amount="6", period="2026", document="two")),
        (Said("x", period="2025"), Said("y", period="2026")),
        (Said("x", period="2025"), Said("y", period="2025-Q3", document="two")),
        (Said("x", period="2025"), Said("y", period="P5Y", document="two")),
        (Said("x"), Said("y", lender="b", borrower="a", amount="6", document="two")),
        (Said("x"), Said("y", lender="b", borrower="a", amount="", document="two")),
        (Said("x"), Said("y", lender="c", amount="6", document="two")),
        (Said("x", status="cancelled"), Said("y", status="cancelled", amount="6", document="two")),
    ],
)
def test_what_can_both_hold_is_none(world_of: World, one: Said, other: Said) -> None:
    assert asked(world_of, one, other) == []


@pytest.mark.parametrize("kind", KINDS)
def test_without_one_of_the_claims_there_is_none(world_of: World, kind: str) -> None:
    for claim in KINDS[kind]:
        assert asked(world_of, claim) == []


def claims_of(deal: str, amounts: tuple[str, str], better: set[str]) -> list[Said]:
    """Return claims on a deal that are better in some respects: named as the policies that go by them."""
    said = Said(
        deal,
        amount=amounts["most-specific" in better],
        date="2025-02-01" if "latest" in better else "2025-01-01",
        reviewed="reviewed-first" in better,
        document=deal,
    )
    more = said._replace(document=f"{deal}-too", publisher="Weekly")
    return [said, more] if "most-sources" in better else [said]


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("favoured", ["x", "y"])
def test_each_policy_goes_by_its_own(world_of: World, policy: str, favoured: str) -> None:
    """Every other difference speaks for the other claim."""
    own, others = {policy}, set(POLICIES) - {policy}
    for_x, for_y = (own, others) if favoured == "x" else (others, own)
    said = [*claims_of("x", ("3-4", "3"), for_x), *claims_of("y", ("6-9", "6"), for_y)]
    rows = asked(world_of, *said, policy=policy)
    assert len(rows) == len(said) - 1
    for row in rows:
        assert row["prevails"] in ("first claim", "second claim")
        assert row["dealA" if row["prevails"] == "first claim" else "dealB"] == f"{_BASE}deal/{favoured}"


@pytest.mark.parametrize("policy", POLICIES)
def test_without_a_difference_neither_prevails(world_of: World, policy: str) -> None:
    (row,) = asked(world_of, Said("x"), Said("y", amount="6", document="two"), policy=policy)
    assert row["prevails"] == "neither"
    (row,) = asked(world_of, Said("x"), Said("y", amount="6", document="two", date=""), policy=policy)
    assert row["prevails"] == "neither"


def test_a_policy_is_data(world_of: World) -> None:
    claims = Said("x"), Said("y", amount="6", document="two", date="2025-02-01")
    turned = """<https://w3id.org/moneyloop/graph/own> { ml:latestPolicy ml:dateWeight -100 . }"""
    assert asked(world_of, *claims, policy="latest")[0]["prevails"] == "second claim"
    rows = world_of(trig(claims) + turned)("contradictions", policy="latest")
    assert "first claim" in {row[COLUMNS.index("prevails")] for row in rows}


def test_days_and_floors_count(world_of: World) -> None:
    one, other = KINDS["amount"][0], KINDS["amount"][1]._replace(date="2025-06-01", period="2026")
    assert len(asked(world_of, one, other)) == 1
    assert asked(world_of, one, other, status="completed") == []
    assert asked(world_of, one, other, knownOn="2025-05-31") == []
    assert asked(world_of, one, other, asOf="2025-12-31") == []
    assert len(asked(world_of, one, other, asOf="2026-01-01", knownOn="2025-06-01")) == 1
