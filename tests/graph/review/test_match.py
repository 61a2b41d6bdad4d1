"""Which decision holds, and for which claim, after documents were read anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from moneyloop.graph.review.decisions import Entry, Statement
from moneyloop.graph.review.match import Matched, match, standing
from moneyloop.graph.review.sameness import Names

if TYPE_CHECKING:
    from tests.graph.review.conftest import MakeEntry, MakeStatement

from moneyloop.graph.claims import Amount

QUOTE = "Acme lends Beta 5 dollars."
TEXT = f"First, a title.\n{QUOTE} Gamma pays Delta.\n{QUOTE} The end."


def usd(number: float) -> Amount:
    return Amount(min=number, max=number, currency="USD")


def matched(entries: list[Entry], claims: list[Statement], names: Names) -> Matched:
    return match(standing(entries, TEXT, names).held, claims, names)


def kinds(result: Matched) -> list[tuple[str | None, int | None]]:
    return [(held.entry.decision.decision, index) for held, index in result.pairs]


def test_the_latest_decision_on_a_claim_holds(loan: MakeStatement, entry: MakeEntry, names: Names) -> None:
    entries = [entry("accepted", loan(), 0), entry("rejected", loan(), 1)]
    assert kinds(matched(entries, [loan()], names)) == [("rejected", 0)]


def test_a_withdrawal_leaves_the_claim_undecided(loan: MakeStatement, entry: MakeEntry, names: Names) -> None:
    entries = [entry("rejected", loan(), 0), entry("withdrawn", loan(), 1)]
    result = matched(entries, [loan()], names)
    assert (result.pairs, result.rest) == ([], [0])


def test_other_claims_of_the_sentence_stay(loan: MakeStatement, entry: MakeEntry, names: Names) -> None:
    others = [loan("Gamma"), loan(type="BondIssue", roles={"issuer": "Beta"}), loan("Beta", "Acme")]
    result = matched([entry("rejected", loan())], [*others, loan()], names)
    assert (kinds(result), result.rest) == ([("rejected", 3)], [0, 1, 2])


def test_of_two_claims_of_the_same_parties_it_is_the_one_that_was_seen(
    loan: MakeStatement, entry: MakeEntry, names: Names
) -> None:
    claims = [loan(amount=usd(7)), loan()]
    assert kinds(matched([entry("rejected", loan())], claims, names)) == [("rejected", 1)]
    both = [entry("rejected", loan()), entry("accepted", loan(amount=usd(7)), 1)]
    assert kinds(matched(both, claims, names)) == [("rejected", 1), ("accepted", 0)]


def test_a_claim_that_is_read_otherwise_now_is_the_one_that_differs_least(
    loan: MakeStatement, entry: MakeEntry, names: Names
) -> None:
    claims = [loan(amount=usd(6), status="completed"), loan(amount=usd(6))]
    result = matched([entry("rejected", loan())], claims, names)
    assert (kinds(result), result.rest) == ([("rejected", 1)], [0])


def test_a_longer_quote_around_the_same_place_is_the_same_claim(
    loan: MakeStatement, entry: MakeEntry, names: Names
) -> None:
    longer = loan().at(TEXT, 0, TEXT.index("Gamma"))
    elsewhere = loan().at(TEXT, TEXT.rindex(QUOTE), TEXT.rindex(QUOTE) + len(QUOTE))
    result = matched([entry("rejected", loan())], [elsewhere, longer], names)
    assert (kinds(result), result.rest) == ([("rejected", 1)], [0])


def test_an_extractor_that_has_learnt_the_correction_adds_nothing(
    loan: MakeStatement, entry: MakeEntry, names: Names
) -> None:
    correction = entry("corrected", loan(), corrected=loan("Beta", "Acme"))
    result = matched([correction], [loan("Beta", "Acme", status="committed")], names)
    assert (kinds(result), result.rest) == ([("corrected", 0)], [])
    result = matched([correction], [loan(), loan("Beta", "Acme")], names)
    assert (kinds(result), result.rest) == ([("corrected", 0)], [])


def test_a_correction_takes_no_other_claim_with_it(
    loan: MakeStatement, entry: MakeEntry, names: Names
) -> None:
    correction = entry("corrected", loan(), corrected=loan("Acme", "Gamma"))
    result = matched([correction], [loan(), loan("Acme", "Gamma", amount=usd(7))], names)
    assert (kinds(result), result.rest) == ([("corrected", 0)], [1])


def test_a_party_that_has_come_into_the_party_file_is_the_same(
    loan: MakeStatement, entry: MakeEntry, names: Names
) -> None:
    unlisted = {"name": "nvidia", "iri": "https://w3id.org/moneyloop/id/party/unresolved/nvidia"}
    old = loan().model_copy(update={"roles": Statement.model_validate(_said(unlisted)).roles})
    assert kinds(matched([entry("rejected", old)], [loan("Nvidia")], names)) == [("rejected", 0)]


def _said(lender: dict[str, str]) -> dict[str, object]:
    return {
        "type": "Loan",
        "roles": {"lender": lender, "borrower": "Beta"},
        "status": "announced",
        "quote": QUOTE,
    }


def test_reviewers_who_differ_are_named(loan: MakeStatement, entry: MakeEntry, names: Names) -> None:
    entries = [
        entry("accepted", loan(), 0),
        entry("rejected", loan(), 1, reviewer="בודקת"),
        entry("accepted", loan("Gamma"), 2),
        entry("accepted", loan("Gamma"), 3, reviewer="Bob"),
        entry("rejected", loan("Gamma"), 4, reviewer="Bob"),
    ]
    conflicts = standing(entries, TEXT, names).conflicts
    assert [(one.decision.reviewer, other.decision.reviewer) for one, other in conflicts] == [
        ("Ann", "בודקת")
    ]


@pytest.mark.parametrize("kind", ["accepted", "rejected", "added"])
def test_a_decision_whose_place_is_gone_is_lost_not_dropped(
    loan: MakeStatement, entry: MakeEntry, names: Names, kind: str
) -> None:
    one = entry(kind, loan())
    result = standing([one], "Another text.", names)
    assert (result.held, result.lost) == ([], [one])


def test_a_correction_whose_new_quote_is_gone_is_lost_and_overrides_all_the_same(
    loan: MakeStatement, entry: MakeEntry, names: Names
) -> None:
    correction = entry("corrected", loan(), 1, corrected=loan(quote="Nobody said this."))
    result = standing([entry("accepted", loan(), 0), correction], TEXT, names)
    assert (result.held, result.lost) == ([], [correction])
    after = standing([correction, entry("rejected", loan(), 2)], TEXT, names)
    assert (len(after.held), after.lost) == (1, [])


def test_a_withdrawal_needs_no_place(loan: MakeStatement, entry: MakeEntry, names: Names) -> None:
    entries = [entry("accepted", loan(), 0), entry("withdrawn", loan(), 1)]
    assert standing(entries, "Another text.", names).lost == []


def test_a_type_that_the_ontology_does_not_know_is_no_trouble_here(
    loan: MakeStatement, entry: MakeEntry, names: Names
) -> None:
    odd = loan(type="Gift")
    assert kinds(matched([entry("accepted", odd)], [odd], names)) == [("accepted", 0)]
