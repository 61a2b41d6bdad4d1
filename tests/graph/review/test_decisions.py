"""Files of decisions: what is written is read again, and a malformed line is named."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyloop.errors import ReviewError
from moneyloop.graph.claims import Amount, Participant
from moneyloop.graph.review.decisions import Decision, Statement, dump, read

if TYPE_CHECKING:
    from tests.graph.review.conftest import MakeEntry, MakeStatement

words = st.text(st.characters(codec="utf-8"), max_size=20)
names = words.filter(str.strip)
numbers = st.none() | st.floats(min_value=-1e15, max_value=1e15)
participants = st.builds(Participant, name=words, text=st.none() | words, iri=st.none() | words)
statements = st.builds(
    Statement,
    id=words,
    type=words,
    roles=st.dictionaries(words, participants | st.lists(participants, max_size=3), max_size=3),
    amount=st.none() | st.builds(Amount, min=numbers, max=numbers, currency=words),
    share=numbers,
    status=st.sampled_from(["considered", "announced", "committed", "completed", "cancelled"]),
    period=st.none() | words,
    attributed_to=st.none() | words,
    quote=names,
    start=st.none() | st.integers(min_value=0),
    prefix=words,
    suffix=words,
)
decisions = st.builds(
    lambda kind, **fields: Decision(
        decision=kind, **fields, corrected=fields["claim"] if kind == "corrected" else None
    ),
    st.sampled_from(["accepted", "corrected", "rejected", "added", "withdrawn"]),
    document=names,
    claim=statements,
    reviewer=names,
    decided=st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 1)),
    note=st.none() | words,
)


@given(st.lists(decisions, max_size=5))
def test_what_is_written_is_read_again_in_the_order_of_time(
    tmp_path_factory: pytest.TempPathFactory, written: list[Decision]
) -> None:
    file = tmp_path_factory.mktemp("review") / "reviewed.jsonl"
    file.write_text("".join(dump(decision) + "\n" for decision in written), encoding="utf-8", newline="\n")
    found = [entry.decision for entry in read([file])]
    assert found == sorted(written, key=lambda decision: decision.decided)


def test_a_line_by_hand_may_be_short_and_undecided_ones_are_left_out(tmp_path: Path) -> None:
    line = {
        "decision": "added",
        "document": "a",
        "claim": {
            "type": "Loan",
            "roles": {"lender": ["Blue Owl", "PIMCO"], "borrower": "Meta"},
            "status": "announced",
            "quote": "x",
        },
        "reviewer": " Ann ",
        "decided": "2026-01-01T12:00:00.5+02:00",
    }
    file = tmp_path / "reviewed.jsonl"
    lines = [line, line | {"decision": None}]
    file.write_text("\ufeff" + "\n\n".join(map(json.dumps, lines)), encoding="utf-8")
    (entry,) = read([file])
    assert entry.source == f"{file}:1"
    assert entry.decision.reviewer == "Ann"
    assert entry.decision.decided.isoformat() == "2026-01-01T10:00:00+00:00"
    assert [one.name for one in entry.decision.claim.filling("lender")] == ["Blue Owl", "PIMCO"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"decision": "maybe"}, "decision: "),
        ({"decided": "2026-01-01T12:00:00"}, "decided: "),
        ({"reviewer": " "}, "reviewer: "),
        ({"decision": "corrected"}, "a correction needs the field 'corrected'"),
        ({"claim": {"type": "Loan"}}, "claim.roles: "),
        ({"mood": "good"}, "mood: "),
    ],
)
def test_a_malformed_line_is_named(
    tmp_path: Path, loan: MakeStatement, entry: MakeEntry, change: dict[str, Any], said: str
) -> None:
    good = json.loads(dump(entry("accepted", loan()).decision))
    file = tmp_path / "reviewed.jsonl"
    file.write_text(f"{json.dumps(good)}\n{json.dumps(good | change)}\n", encoding="utf-8")
    with pytest.raises(ReviewError) as raised:
        read([file])
    assert str(raised.value).startswith(f"{file}:2: ")
    assert said in str(raised.value)
    assert str(raised.value).endswith("; correct the line")


def test_only_a_correction_says_what_it_corrects(loan: MakeStatement, entry: MakeEntry) -> None:
    with pytest.raises(ValueError, match="only a correction"):
        entry("accepted", loan(), corrected=loan())


def test_marks_of_a_merge_are_no_decisions(tmp_path: Path) -> None:
    file = tmp_path / "reviewed.jsonl"
    file.write_text("<<<<<<< ours\n", encoding="utf-8")
    with pytest.raises(ReviewError, match=r"reviewed\.jsonl:1: Invalid JSON"):
        read([file])


def test_what_is_no_file_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match=r"none\.jsonl: cannot be read"):
        read([tmp_path / "none.jsonl"])
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(b"\xe9\n")
    with pytest.raises(ReviewError, match="not UTF-8"):
        read([latin])
