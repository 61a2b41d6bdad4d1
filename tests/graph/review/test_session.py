"""A review without its screen: decisions, undo, additions, and what is found of them the next time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moneyloop.errors import ReviewError
from moneyloop.graph import parties
from moneyloop.graph.claims import Claim, Review
from moneyloop.graph.documents import Document
from moneyloop.graph.review.decisions import Statement, read
from moneyloop.graph.review.log import Log
from moneyloop.graph.review.merge import Reviewed, to_claim
from moneyloop.graph.review.sameness import Names
from moneyloop.graph.review.session import Session, Wanted
from moneyloop.ontology.model import load

if TYPE_CHECKING:
    from tests.graph.conftest import MakeDocument
    from tests.graph.review.conftest import MakeStatement

QUOTE = "Acme lends Beta 5 dollars."
TEXT = f"First, a title.\n{QUOTE} Gamma pays Delta.\n{QUOTE} The end."
NAMES = Names(load(), parties.listed())
Open = Callable[..., Session]


def extracted(statement: Statement, document: Document) -> Claim:
    claim = to_claim(statement, Review(decision="accepted", reviewer="-"), document, NAMES)
    return claim.model_copy(update={"review": None})


@pytest.fixture
def paper(document: MakeDocument) -> Document:
    return document("a", TEXT)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "reviewed.jsonl"


@pytest.fixture
def open_session(paper: Document, file: Path, loan: MakeStatement) -> Open:
    """Open a session on two claims; each closes the one before."""
    logs: list[Log] = []

    def opened(claims: Sequence[Statement] | None = None, document: Document = paper) -> Session:
        if logs:
            logs.pop().close()
        logs.append(Log(file))
        given = [loan(), loan("Gamma", id="a-02")] if claims is None else claims
        return Session([document], [extracted(one, document) for one in given], logs[0], "Ann", NAMES)

    return opened


def kinds(session: Session) -> list[str | None]:
    return [item.decision.decision if item.decision else None for item in session.items]


def test_decisions_are_found_again(open_session: Open, loan: MakeStatement) -> None:
    session = open_session()
    assert session.progress == (0, 2)
    session.decide(session.items[0], "rejected", note="a joke")
    session.decide(session.items[1], "corrected", loan("Gamma", "Delta", id="a-02"))
    again = open_session()
    assert kinds(again) == ["rejected", "corrected"]
    assert again.progress == (2, 2)
    assert again.items[0].decision is not None
    assert again.items[0].decision.note == "a joke"
    assert again.items[1].says.filling("borrower")[0].name == "Delta"
    assert again.items[1].claim.filling("borrower")[0].name == "Beta"


def test_undo_brings_back_what_was_before(open_session: Open, loan: MakeStatement) -> None:
    session = open_session()
    first = session.items[0]
    session.decide(first, "accepted")
    session.decide(first, "rejected")
    assert session.undo() is first
    assert kinds(session) == ["accepted", None] == kinds(open_session())
    session = open_session()
    assert session.undo() is None
    session.decide(session.items[0], "corrected", loan(period="2026"))
    session.undo()
    assert kinds(session) == ["accepted", None] == kinds(open_session())


def test_a_correction_that_changes_nothing_accepts(open_session: Open) -> None:
    session = open_session()
    session.decide(session.items[0], "corrected", session.items[0].claim)
    assert kinds(session) == ["accepted", None]


def test_an_added_claim_stays_added_and_undo_takes_it_out(open_session: Open, loan: MakeStatement) -> None:
    session = open_session()
    missed = session.add(session.items[0].document, loan("Beta", "Acme", id=""))
    assert session.items.index(missed) == 0
    session.decide(missed, "accepted")
    assert kinds(open_session()) == ["added", None, None]
    session = open_session()
    missed = session.add(session.items[0].document, loan("Delta", "Acme", id=""))
    assert session.undo() is missed
    assert kinds(session) == ["added", None, None] == kinds(open_session())


def test_a_new_decision_on_a_claim_that_is_read_otherwise_now_replaces_the_old_one(
    open_session: Open, loan: MakeStatement, file: Path, paper: Document
) -> None:
    session = open_session([loan()])
    session.decide(session.items[0], "accepted")
    changed = loan(status="completed")
    session = open_session([changed])
    assert kinds(session) == ["accepted"]
    session.decide(session.items[0], "rejected")
    assert kinds(open_session([changed])) == ["rejected"]
    claims, _ = Reviewed(read([file])).apply(paper, lambda _: [extracted(changed, paper)], NAMES.model)
    assert claims == []
    session = open_session([changed])
    session.decide(session.items[0], "accepted")
    session.undo()
    assert kinds(open_session([changed])) == ["rejected"]


def test_claims_that_are_in_the_dataset_by_review_are_shown_once(
    open_session: Open, loan: MakeStatement, paper: Document, file: Path
) -> None:
    session = open_session([loan()])
    session.decide(session.items[0], "corrected", loan("Gamma", "Delta"))
    session.add(paper, loan("Beta", "Acme", id=""))
    claims, _ = Reviewed(read([file])).apply(paper, lambda _: [extracted(loan(), paper)], NAMES.model)
    log = Log(file, writing=False)
    again = Session([paper], claims, log, "Ann", NAMES)
    assert sorted(map(str, kinds(again))) == ["added", "corrected"]
    corrected = next(item for item in again.items if item.decision and item.decision.corrected)
    assert [one.name for one in corrected.claim.filling("lender")] == ["Acme"]


def test_lost_decisions_are_kept_apart(
    open_session: Open, loan: MakeStatement, document: MakeDocument
) -> None:
    session = open_session()
    session.decide(session.items[0], "accepted")
    assert len(open_session([], document("a", "Another text.")).lost) == 1
    assert len(open_session([], document("b", TEXT)).lost) == 1


def test_what_cannot_be_written_is_not_decided(open_session: Open, file: Path) -> None:
    session = open_session()
    file.mkdir()
    with pytest.raises(ReviewError):
        session.decide(session.items[0], "accepted")
    assert kinds(session) == [None, None]


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (Wanted(), ["a-01", "a-02"]),
        (Wanted(type="loan", document="a", text="acme LENDS"), ["a-01", "a-02"]),
        (Wanted(party="gam"), ["a-02"]),
        (Wanted(undecided=True), ["a-02"]),
        (Wanted(type="Lease"), []),
        (Wanted(document="b"), []),
        (Wanted(text="nothing"), []),
    ],
)
def test_a_choice_of_claims(open_session: Open, wanted: Wanted, shown: list[str]) -> None:
    session = open_session()
    session.decide(session.items[0], "accepted")
    assert [item.claim.id for item in session.items if wanted.holds(item)] == shown


@settings(max_examples=40, deadline=None)
@given(
    steps=st.lists(st.tuples(st.sampled_from(["accepted", "rejected", "corrected", "undo"]), st.booleans()))
)
def test_a_session_is_what_the_next_one_finds(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, bool]]
) -> None:
    """Whatever is decided and undone: another session reads the same from the file."""
    file = tmp_path_factory.mktemp("review") / "reviewed.jsonl"
    paper = Document("a", TEXT, "en", None, None, None, None, Path("a.txt"))
    start = TEXT.index(QUOTE)
    claims = [
        NAMES.resolve(
            Statement.model_validate(
                {
                    "id": f"a-0{number}",
                    "type": "Loan",
                    "roles": {"lender": lender, "borrower": "Beta"},
                    "status": "announced",
                    "quote": QUOTE,
                }
            ).at(TEXT, start, start + len(QUOTE))
        )
        for number, lender in ((1, "Acme"), (2, "Gamma"))
    ]
    with Log(file) as log:
        session = Session([paper], [extracted(one, paper) for one in claims], log, "Ann", NAMES)
        for kind, first in steps:
            item = session.items[0 if first else 1]
            if kind == "undo":
                session.undo()
            elif kind == "corrected":
                session.decide(item, "corrected", item.claim.model_copy(update={"period": "2026"}))
            else:
                session.decide(item, kind)  # type: ignore[arg-type]
    again = Session(
        [paper], [extracted(one, paper) for one in claims], Log(file, writing=False), "Bob", NAMES
    )
    assert kinds(again) == kinds(session)
