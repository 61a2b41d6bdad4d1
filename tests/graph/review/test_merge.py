"""Decisions in a build: what enters, what is left out, what is reported."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moneyloop.assets import asset
from moneyloop.graph import claims as claim_files
from moneyloop.graph.build import build
from moneyloop.graph.claims import Claim, Participant
from moneyloop.graph.documents import Document, read_all
from moneyloop.graph.extract import Extractor
from moneyloop.graph.report import Report
from moneyloop.graph.review.decisions import Decision, Entry, Statement, dump, read
from moneyloop.graph.review.merge import Reviewed, reviewed_tools
from moneyloop.graph.store import open_store
from moneyloop.graph.tools import default_tools
from moneyloop.ontology.model import load
from moneyloop.settings import DATA, PREFIXES, TERMS

if TYPE_CHECKING:
    from tests.graph.review.conftest import MakeEntry, MakeStatement

EXAMPLES, _ = read_all([asset("graph", "examples")])
EXTRACTED = {document.name: Extractor().extract(document) for document in EXAMPLES}


def decide(claim: Claim, document: Document, kind: str = "accepted", **fields: Any) -> Entry:
    values = {"document": document.name, "reviewer": "Ann", "decided": "2026-01-01T00:00:00Z"}
    said = {"decision": kind, "claim": Statement.of(claim, document.text)}
    return Entry(Decision.model_validate(said | values | fields), "reviewed.jsonl:1")


def bare(claims: list[Claim]) -> list[Claim]:
    return [claim.model_copy(update={"review": None}) for claim in claims]


@pytest.mark.parametrize("document", EXAMPLES, ids=lambda document: document.name)
@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_accept_everything_and_build_from_that_alone_gives_the_same_claims(
    document: Document, data: st.DataObject
) -> None:
    """Whatever the order of the decisions, and after a round through a file."""
    claims = EXTRACTED[document.name]
    entries = data.draw(st.permutations([decide(claim, document) for claim in claims]))
    again = [Entry(Decision.model_validate_json(dump(entry.decision))) for entry in entries]
    alone, outcome = Reviewed(again, only=True).apply(document, no_extraction, load())
    assert bare(alone) == claims
    assert all(claim.review and claim.review.decision == "accepted" for claim in alone)
    both, _ = Reviewed(again).apply(document, lambda _: claims, load())
    assert both == alone
    assert outcome.counts == Counter({"accepted": len(claims), "suppressed": 0})


def no_extraction(document: Document) -> list[Claim]:
    raise AssertionError(f"{document.name} is extracted")


@pytest.mark.parametrize("document", EXAMPLES, ids=lambda document: document.name)
@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_each_claim_goes_the_way_that_was_decided(document: Document, data: st.DataObject) -> None:
    claims = EXTRACTED[document.name]
    kinds = data.draw(
        st.lists(st.sampled_from(["accepted", "rejected", None]), min_size=len(claims), max_size=len(claims))
    )
    pairs = list(zip(claims, kinds, strict=True))
    entries = [decide(claim, document, kind) for claim, kind in pairs if kind]
    merged, outcome = Reviewed(entries).apply(document, lambda _: claims, load())
    assert bare(merged) == [claim for claim, kind in pairs if kind != "rejected"]
    assert [claim.id for claim in merged if claim.review] == [c.id for c, kind in pairs if kind == "accepted"]
    assert outcome.counts["suppressed"] == kinds.count("rejected")


def test_what_is_not_extracted_any_more_enters_all_the_same(
    loan: MakeStatement, entry: MakeEntry, document: Callable[..., Document]
) -> None:
    paper = document("a", f"A head. {loan().quote}")
    entries = [
        entry("accepted", loan()),
        entry("added", loan("Gamma", id=""), 1),
        entry("corrected", loan("Delta", id="a-02"), 2, corrected=loan("Delta", "Gamma", share=0.5)),
        entry("rejected", loan("Beta", "Acme"), 3),
    ]
    merged, outcome = Reviewed(entries).apply(paper, lambda _: [], load())
    assert [claim.id for claim in merged] == ["a-r01", "a-01", "a-02"]
    assert all(paper.text[claim.start : claim.end] == claim.quote for claim in merged)
    assert [claim.share for claim in merged] == [None, None, 0.5]
    assert [claim.review.decision for claim in merged if claim.review] == ["added", "accepted", "corrected"]
    assert all(claim.core for claim in merged)
    assert outcome.counts["suppressed"] == 0


def test_an_extracted_claim_keeps_its_id(
    loan: MakeStatement, entry: MakeEntry, document: Callable[..., Document], claim: Callable[..., Claim]
) -> None:
    paper = document("a", f"pays {loan().quote}")
    other = claim("Loan", "X", "Y", id="a-01")
    merged, _ = Reviewed([entry("accepted", loan(id="a-01"))]).apply(paper, lambda _: [other], load())
    assert {claim.id: claim.review is None for claim in merged} == {"a-01": True, "a-r01": False}


# Whole builds


@pytest.fixture(scope="module")
def loans() -> tuple[Document, list[Claim]]:
    """A document of the examples with loans in it."""
    for document in EXAMPLES:
        found = [claim for claim in EXTRACTED[document.name] if claim.type == "Loan" and claim.amount]
        if found:
            return document, found
    raise AssertionError("no example states a loan")


def run(entries: list[Entry], out: Path, *, only: bool = False, workers: int | None = None) -> Report:
    file = out.with_name("reviewed.jsonl")
    file.write_text("".join(dump(entry.decision) + "\n" for entry in entries), encoding="utf-8")
    tools = partial(reviewed_tools, default_tools, Reviewed(read([file]), only=only))
    return build([asset("graph", "examples")], out, make_tools=tools, workers=workers)


def messages(report: Report, kind: str) -> list[str]:
    found = report.review[kind]
    assert isinstance(found, list)
    return found


def claims_of(out: Path, document: Document) -> list[Claim]:
    return list(claim_files.read(out / "claims" / f"{document.name}.jsonl"))


def test_a_build_says_who_decided_and_what(tmp_path: Path, loans: tuple[Document, list[Claim]]) -> None:
    document, (loan, *_) = loans
    amount = loan.amount.model_copy(update={"min": 1.0, "max": 2.0}) if loan.amount else None
    said = Statement.of(loan, document.text)
    better = said.model_copy(update={"amount": amount})
    entry = decide(loan, document, "corrected", corrected=better, reviewer="בודקת א.")
    report = run([entry], tmp_path / "out")
    (mine,) = [claim for claim in claims_of(tmp_path / "out", document) if claim.review]
    assert (mine.id, mine.amount) == (loan.id, amount)
    found = open_store(tmp_path / "out").query(f"""
        PREFIX prov: <{PREFIXES["prov"]}> PREFIX rdfs: <{PREFIXES["rdfs"]}> PREFIX ml: <{TERMS}>
        SELECT ?claim ?name ?what ?kind WHERE {{ GRAPH ?any {{
          ?claim prov:wasAttributedTo ?who ; ml:reviewDecision ?what ; prov:wasGeneratedBy ?how .
          ?who a prov:Person ; rdfs:label ?name . ?how a ?kind ; prov:wasAssociatedWith ?who }} }}""")
    assert isinstance(found, ox.QuerySolutions)
    (row,) = found
    assert row["claim"].value.startswith(f"{DATA}claim/")
    assert (row["name"].value, row["what"].value) == ("בודקת א.", "corrected")
    assert report.review["corrected"] == 1
    assert json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))["review"] == report.review


def test_what_was_rejected_is_left_out_and_counted(
    tmp_path: Path, loans: tuple[Document, list[Claim]]
) -> None:
    document, (loan, *_) = loans
    report = run([decide(loan, document, "rejected")], tmp_path / "out")
    wanted = [claim for claim in EXTRACTED[document.name] if claim != loan]
    assert claims_of(tmp_path / "out", document) == wanted
    assert (report.review["rejected"], report.review["suppressed"]) == (1, 1)


def test_a_reviewed_claim_that_the_shapes_refuse_is_named(
    tmp_path: Path, loans: tuple[Document, list[Claim]]
) -> None:
    document, (loan, *_) = loans
    wrong = Statement.of(loan, document.text).model_copy(update={"share": 7.0})
    report = run([decide(loan, document, "corrected", corrected=wrong)], tmp_path / "out")
    (refused,) = messages(report, "refused")
    assert refused.startswith(f"{document.name}: {loan.id} (Loan, corrected): Claim: ")
    lines = (tmp_path / "out" / "rejected.jsonl").read_text("utf-8").splitlines()
    assert loan.id in [json.loads(line)["claim"]["id"] for line in lines]
    assert loan.id not in [claim.id for claim in claims_of(tmp_path / "out", document)]


def test_decisions_that_cannot_be_applied_are_reported(
    tmp_path: Path, loans: tuple[Document, list[Claim]]
) -> None:
    document, (loan, *_) = loans
    gone = loan.model_copy(update={"quote": "Nobody said this anywhere."})
    entries = [
        decide(loan, document),
        decide(loan, document, "rejected", reviewer="Bob", decided="2026-01-02T00:00:00Z"),
        Entry(decide(loan, document).decision.model_copy(update={"document": "elsewhere"})),
    ]
    lost = decide(loan, document).decision
    lost = lost.model_copy(update={"claim": lost.claim.model_copy(update={"quote": gone.quote})})
    report = run([*entries, Entry(lost)], tmp_path / "out")
    assert [message.partition(": ")[2] for message in messages(report, "lost")] == [
        f"{document.name}: Loan accepted: its quote is no longer in the document",
        "no document 'elsewhere' in this build; decisions on it: 1",
    ]
    (conflict,) = messages(report, "conflicts")
    assert f"{document.name}: Loan accepted by Ann; overridden by Bob (rejected, " in conflict


def test_from_reviewed_claims_alone_whatever_the_number_of_processes(
    tmp_path: Path, loans: tuple[Document, list[Claim]]
) -> None:
    document, (loan, *_) = loans
    entries = [decide(loan, document)]
    reports = [run(entries, tmp_path / str(workers), only=True, workers=workers) for workers in (1, 2)]
    assert [report.counts["claims"] for report in reports] == [1, 1]
    first, second = ((tmp_path / str(workers) / "dataset.nq").read_bytes() for workers in (1, 2))
    assert first == second


def test_a_party_named_by_hand_is_the_one_of_the_party_file(
    loan: MakeStatement, entry: MakeEntry, document: Callable[..., Document]
) -> None:
    by_hand = loan().model_copy(
        update={"roles": {"lender": Participant(name="nvidia"), "borrower": Participant(name="Acme")}}
    )
    paper = document("a", f"{by_hand.quote}")
    (claim,), _ = Reviewed([entry("added", by_hand)]).apply(paper, lambda _: [], load())
    assert claim.filling("lender") == [Participant(name="Nvidia", text="nvidia", iri=f"{DATA}party/nvidia")]
    assert claim.filling("borrower")[0].iri == f"{DATA}party/unresolved/acme"
