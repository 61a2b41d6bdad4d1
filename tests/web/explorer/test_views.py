"""The views say what the stored queries say, from arrays, and show each quote where it stands."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from tests.web.explorer.conftest import Look

from moneyloop.errors import QueryError
from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.run import run
from moneyloop.queries.stored import FLOORS
from moneyloop.web.explorer import ask, chains, cycles, drawing, evidence, pages, search
from moneyloop.web.explorer.about import view as about
from moneyloop.web.explorer.reader import Reader

pytestmark = pytest.mark.xdist_group("explorer")
PARTY = "https://w3id.org/moneyloop/id/party/"
DAYS: tuple[dict[str, str], ...] = (
    {},
    {"knownOn": "2025-10-07"},
    {"knownOn": "2025-11-10"},
    {"asOf": "2026-01-01"},
    {"asOf": "2031-06-30", "knownOn": "2025-12-31"},
)


def stored(opened: Reader, name: str, **given: str) -> list[dict[str, Any]]:
    answer = run(catalogue()[name], opened.source, given)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.values()]


@pytest.mark.parametrize("status", FLOORS)
@pytest.mark.parametrize("days", DAYS, ids=str)
def test_cycles_are_those_of_the_stored_query(
    look: Look, opened: Reader, status: str, days: dict[str, str]
) -> None:
    def amount(one: dict[str, Any]) -> tuple[Any, ...]:
        found = one["amount"] or {"min": None, "max": None}
        return one["status"], len(one["hops"]), found["min"], found["max"]

    wanted = {
        row["cycle"]: (row["status"], row["length"], row["amountMin"], row["amountMax"])
        for row in stored(opened, "cycles", status=status, **days)
    }
    seen = look(cycles.view, status=status, **days)
    assert {one["id"]: amount(one) for one in seen["cycles"]} == wanted
    assert seen["total"] == len(wanted) == seen["held"][status]


def test_some_cycles_are_there_and_fewer_the_firmer_they_must_be(look: Look) -> None:
    held = [look(cycles.view)["held"][status] for status in FLOORS]
    assert held == sorted(held, reverse=True)
    assert held[0] > held[-1] > 0


def test_each_hop_says_how_firm_its_amount_is(look: Look) -> None:
    at = {status: {one["id"]: one for one in look(cycles.view, status=status)["cycles"]} for status in FLOORS}
    steps = 0
    for cycle in at[FLOORS[0]].values():
        for place, hop in enumerate(cycle["hops"]):
            assert hop["firm"][0]["status"] == hop["status"]
            assert hop["firm"][-1]["amount"] == hop["amount"]
            for step in hop["firm"]:
                steps += 1
                if firmer := at[step["status"]].get(cycle["id"]):
                    assert firmer["hops"][place]["amount"] == step["amount"]
    assert steps > sum(len(cycle["hops"]) for cycle in at[FLOORS[0]].values())


def test_cycles_come_by_bottleneck_page_by_page(look: Look) -> None:
    whole = look(cycles.view)["cycles"]
    sizes = [(one["amount"] or {}).get("max") or (one["amount"] or {}).get("min") or -1 for one in whole]
    assert sizes == sorted(sizes, reverse=True)
    pages_of = [look(cycles.view, limit="3", offset=str(offset))["cycles"] for offset in range(0, 12, 3)]
    assert [one for page in pages_of for one in page] == whole


def test_cycles_of_a_party_lead_through_it(look: Look) -> None:
    through = look(cycles.view, party=PARTY + "oracle")["cycles"]
    every = look(cycles.view)["cycles"]
    assert through == [one for one in every if PARTY + "oracle" in [hop["payer"] for hop in one["hops"]]]
    assert look(cycles.view, party=PARTY + "nobody")["cycles"] == []


@pytest.mark.parametrize("status", FLOORS)
def test_the_drawing_holds_the_loops_of_the_relations(look: Look, opened: Reader, status: str) -> None:
    graph = nx.DiGraph(
        (row["source"], row["target"]) for row in stored(opened, "relations", status=status, kind="flow")
    )
    inside = {
        (one, other)
        for part in nx.strongly_connected_components(graph)
        for one, other in graph.subgraph(part).edges
        if one != other
    }
    seen = look(drawing.view, status=status)
    assert {(flow["from"], flow["to"]) for flow in seen["flows"]} == inside
    assert {one["iri"] for one in seen["parties"]} == {end for pair in inside for end in pair}


def test_a_drawing_of_too_many_parties_says_how_many_there_are(look: Look) -> None:
    seen = look(drawing.view, limit="3")
    assert len(seen["parties"]) == 3 < seen["total"]["parties"]
    kept = {one["iri"] for one in seen["parties"]}
    assert all({flow["from"], flow["to"]} <= kept for flow in seen["flows"])


def test_a_drawing_shows_loops_that_are_whole(look: Look) -> None:
    every = look(drawing.view, status="completed")
    seen = look(drawing.view, status="completed", limit="3")
    assert 0 < len(seen["parties"]) < len(every["parties"])
    ends = [(flow["from"], flow["to"]) for flow in seen["flows"]]
    for side in zip(*ends, strict=True):
        assert set(side) == {one["iri"] for one in seen["parties"]}


@pytest.mark.parametrize("status", FLOORS)
@pytest.mark.parametrize("party", ["openai", "oracle", "coreweave"])
def test_who_falls_is_who_the_stored_query_says(look: Look, opened: Reader, party: str, status: str) -> None:
    wanted = {row["party"]: row["hops"] for row in stored(opened, "exposure", party=party, status=status)}
    seen = look(chains.view, party=PARTY + party, status=status)
    assert {one["iri"]: one["hops"] for one in seen["parties"] if one["hops"]} == wanted
    steps = {one["iri"]: one["hops"] for one in seen["parties"]}
    assert all(steps[hop["from"]] == steps[hop["to"]] + 1 for hop in seen["hops"])


def test_each_quote_stands_in_its_sentence(look: Look, opened: Reader) -> None:
    claims = [
        claim
        for one in look(cycles.view)["cycles"]
        for payer, payee in pairwise([hop["payer"] for hop in (*one["hops"], one["hops"][0])])
        for deal in look(evidence.hop, payer=payer, payee=payee)["deals"]
        for claim in deal["claims"]
    ]
    assert {"he", "ar"} <= {claim["language"] for claim in claims}
    for claim in claims:
        text = opened.text(claim["document"])
        assert text[claim["start"] : claim["end"]] == claim["quote"]
        begin = claim["start"] - len(claim["before"])
        assert text[begin:].startswith(claim["before"] + claim["quote"] + claim["after"])
        assert claim["direction"] == ("rtl" if claim["language"] in ("he", "ar", "fa") else "ltr")


def test_contradictions_of_a_deal_are_those_of_the_stored_query(look: Look, opened: Reader) -> None:
    rows = stored(opened, "contradictions")
    assert rows
    for deal in {row["dealA"] for row in rows} | {row["dealB"] for row in rows}:
        wanted = {(row["quoteA"], row["quoteB"]) for row in rows if deal in (row["dealA"], row["dealB"])}
        seen = look(pages.deal, iri=deal)["contradictions"]
        assert {tuple(side["quote"] for side in one["sides"]) for one in seen} == wanted


@pytest.mark.parametrize(
    ("typed", "party"),
    [
        ("אנבידיה", "nvidia"),
        ("NVID", "nvidia"),
        ("أوبن", "openai"),
        ("اوراکل", "oracle"),
        ("chatgpt maker", "openai"),
    ],
)
def test_search_takes_any_script(look: Look, typed: str, party: str) -> None:
    assert PARTY + party in [one["iri"] for one in look(search.view, q=typed)["parties"]]


def test_search_finds_nobody_for_nothing(look: Look) -> None:
    assert look(search.view, q=" ") == look(search.view, q="zzzz") == {"parties": []}


def test_a_document_is_its_pieces(look: Look, opened: Reader) -> None:
    seen = look(pages.document, name="he-nvidia-openai")
    assert "".join(piece["text"] for piece in seen["pieces"]) == opened.text("he-nvidia-openai")
    marked = {claim for piece in seen["pieces"] for claim in piece["claims"]}
    assert marked == {claim["id"] for claim in seen["claims"]}


def test_a_party_is_told_in_the_language(look: Look) -> None:
    seen = look(pages.party, iri=PARTY + "nvidia", lang="he")
    assert seen["name"] == "אנבידיה"
    assert "Nvidia" in seen["names"]
    assert seen["total"] == len(seen["deals"]) > 3


@pytest.mark.parametrize("name", ["../report", "..", "/etc/passwd", "he-nvidia-openai.txt"])
def test_a_document_that_is_none_is_not_read(look: Look, opened: Reader, name: str) -> None:
    assert opened.text(name) == ""
    with pytest.raises(LookupError):
        look(pages.document, name=name)


@pytest.mark.parametrize("iri", ["x", "https://w3id.org/moneyloop/id/deal/x> <y", PARTY + "nvidia"])
def test_a_deal_that_is_none_is_not_found(look: Look, iri: str) -> None:
    with pytest.raises(LookupError):
        look(pages.deal, iri=iri)


def test_a_question_is_answered_in_sentences_and_rows(look: Look, opened: Reader) -> None:
    seen = look(
        ask.answer,
        query="exposure",
        party="אופן איי.איי",
        status="committed",
        lang="fr",
        knownOn="2025-01-01",
    )
    wanted = stored(opened, "exposure", party="openai", status="committed")
    assert seen["total"] == len(wanted) == len(seen["sentences"]) == len(seen["rows"]) > 0
    assert [row[0] for row in seen["rows"]] == [row["party"] for row in wanted]


def test_every_stored_query_is_a_form(look: Look) -> None:
    forms = look(ask.forms, lang="fa")["queries"]
    assert [one["name"] for one in forms] == list(catalogue())
    types = next(one for form in forms for one in form["parameters"] if one["type"] == "class")
    assert "Loan" in [choice["value"] for choice in types["choices"]]
    assert all(form["text"].startswith("PREFIX") for form in forms)


def test_the_days_are_those_on_which_something_became_known(look: Look, opened: Reader) -> None:
    days = [one["day"] for one in look(about)["days"]]
    assert days == sorted(set(days))
    issued = {str(row["date"]) for row in stored(opened, "sources") if row["date"]}
    assert set(days) <= issued


@pytest.mark.parametrize(
    "given",
    [
        {"status": "sure"},
        {"knownOn": "tomorrow"},
        {"lang": "xx"},
        {"limit": "-1"},
        {"limit": "9999"},
        {"sort": "x"},
    ],
)
def test_what_does_not_fit_is_said(look: Look, given: dict[str, str]) -> None:
    with pytest.raises(QueryError, match="must be"):
        look(cycles.view, **given)
