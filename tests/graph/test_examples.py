"""The example documents and their gold claims: complete, verbatim, legal, and a cycle across languages."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

from moneyloop.assets import asset
from moneyloop.graph.documents import Document, read_all
from moneyloop.graph.extract import lexicon as lexicons
from moneyloop.ontology.model import load

GOLD = asset("graph", "gold")
LANGUAGES = tuple(lexicons.languages())


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    """Read the examples, which must give no problem."""
    found, problems = read_all([asset("graph", "examples")])
    assert not problems
    return {document.name: document for document in found}


def gold() -> list[tuple[str, dict[str, Any]]]:
    """Return every gold claim with the name of its document."""
    return [
        (path.stem, json.loads(line))
        for path in sorted(GOLD.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def names(value: str | list[str]) -> list[str]:
    """Return what fills a role as a list."""
    return value if isinstance(value, list) else [value]


def test_every_example_has_gold_claims(documents: dict[str, Document]) -> None:
    assert {path.stem for path in GOLD.glob("*.jsonl")} == set(documents)


def test_in_each_language_an_example_states_nothing(documents: dict[str, Document]) -> None:
    stating = {name for name, _ in gold()}
    assert {document.language for name, document in documents.items() if name not in stating} == set(
        LANGUAGES
    )


def test_two_or_more_examples_in_each_language(documents: dict[str, Document]) -> None:
    count = Counter(document.language for document in documents.values())
    assert all(count[language] >= 2 for language in LANGUAGES)


def test_examples_are_short_and_fully_described(documents: dict[str, Document]) -> None:
    for document in documents.values():
        assert 100 <= len(document.text.split()) <= 300, document.name
        assert document.title and document.publisher and document.published, document.name
        assert (document.address or "").startswith("https://example.org/"), document.name


@pytest.mark.parametrize(("name", "claim"), gold(), ids=[claim["id"] for _, claim in gold()])
def test_gold_claim_is_verbatim_and_legal(
    name: str, claim: dict[str, Any], documents: dict[str, Document]
) -> None:
    model = load()
    assert claim["quote"] in documents[name].text
    assert set(claim["roles"]) <= set(model.types[claim["type"]].roles)
    assert claim["status"] in model.statuses
    if (amount := claim["amount"]) is not None:
        ends = [end for end in (amount["min"], amount["max"]) if end is not None]
        assert ends and ends == sorted(ends)
        assert re.fullmatch("[A-Z]{3}", amount["currency"])
    assert claim["share"] is None or 0 <= claim["share"] <= 1


def test_one_cycle_needs_three_languages(documents: dict[str, Document]) -> None:
    hops = (
        ("PurchaseAgreement", "customer", "OpenAI", "supplier", "Oracle"),
        ("PurchaseAgreement", "customer", "Oracle", "supplier", "Nvidia"),
        ("EquityInvestment", "investor", "Nvidia", "investee", "OpenAI"),
    )
    stated = [
        {
            documents[name].language
            for name, claim in gold()
            if claim["type"] == type_
            and payer in names(claim["roles"].get(from_role, []))
            and payee in names(claim["roles"].get(to_role, []))
        }
        for type_, from_role, payer, to_role, payee in hops
    ]
    assert {"ar", "fr"} <= stated[0]
    assert stated[1] == {"fr"}
    assert {"he", "en"} <= stated[2]


def test_two_examples_contradict_each_other() -> None:
    amounts = {
        claim["amount"]["max"]
        for _, claim in gold()
        if claim["type"] == "Loan" and claim["roles"]["borrower"] == "Meta"
    }
    assert amounts == {27_000_000_000, 29_000_000_000}
