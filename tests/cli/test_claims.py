"""Tests of ``moneyloop claims``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from moneyloop.graph.claims import Amount, Claim, Participant, Review, write

Run = Callable[..., tuple[int, str, str]]

REVIEW = Review(decision="corrected", reviewer="Ann")
LOAN = Claim(
    id="1",
    type="Loan",
    roles={
        "lender": [Participant(name="Blue Owl Capital", text="بلو آول"), Participant(name="PIMCO")],
        "borrower": Participant(name="Meta", text="ميتا", iri="https://w3id.org/moneyloop/id/party/meta"),
    },
    amount=Amount(min=15e9, max=25e9, currency="USD"),
    share=0.667,
    status="considered",
    quote="قرض لشركة ميتا",
    core=True,
    document="ar",
    language="ar",
    start=0,
    end=14,
)
REVENUE = LOAN.model_copy(
    update={
        "id": "2",
        "type": "Revenue",
        "roles": {"party": Participant(name="Oracle")},
        "document": "en",
        "review": REVIEW,
    }
)


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    folder = tmp_path / "graph" / "claims"
    folder.mkdir(parents=True)
    write([LOAN], folder / "ar.jsonl")
    write([REVENUE], folder / "en.jsonl")
    return folder.parent


def ids(listing: str) -> list[str]:
    return [json.loads(line)["id"] for line in listing.splitlines()]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["1", "2"]),
        (["--type", "loan"], ["1"]),
        (["--party", "blue owl"], ["1"]),
        (["--party", "ميتا"], ["1"]),
        (["--party", "party/meta"], ["1"]),
        (["--party", "Oracle", "--type", "Loan"], []),
        (["--document", "en"], ["2"]),
        (["--reviewed"], ["2"]),
        (["--reviewed", "--type", "Loan"], []),
    ],
)
def test_filters(run: Run, dataset: Path, options: list[str], expected: list[str]) -> None:
    code, out, _ = run("claims", dataset, "--format", "jsonl", *options)
    assert (code, ids(out)) == (0, expected)


def test_a_file_is_read_like_a_dataset(run: Run, dataset: Path) -> None:
    assert ids(run("claims", dataset / "claims" / "en.jsonl", "--format", "jsonl")[1]) == ["2"]


def test_a_table_shortens_amounts_and_isolates_quotes(run: Run, dataset: Path) -> None:
    code, out, _ = run("claims", dataset, "--type", "Loan")
    assert code == 0
    assert "lender: Blue Owl Capital, PIMCO; borrower: Meta" in out
    assert "15–25 bn USD" in out
    assert "66.7 %" in out
    assert "\u2067قرض لشركة ميتا\u2069" in out


def test_a_table_says_who_reviewed(run: Run, dataset: Path) -> None:
    assert "corrected by Ann" in run("claims", dataset, "--reviewed")[1]


def test_no_claims_are_said_to_be_none(run: Run, dataset: Path) -> None:
    assert run("claims", dataset, "--party", "nobody") == (0, "", "(no claims)\n")


def test_what_holds_no_claims_is_an_error(run: Run, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        code, out, err = run("claims", path)
        assert (code, out) == (1, "")
        assert "holds no claims" in err


def test_a_malformed_line_is_named(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text("{}\n", encoding="utf-8")
    code, _, err = run("claims", file)
    assert code == 1
    assert f"{file}:1: " in err


@pytest.mark.parametrize(
    ("name", "hint"), [("laon", "did you mean Loan?"), ("xyz", "choose one of Acquisition, ")]
)
def test_an_unknown_type_is_a_wrong_call(run: Run, dataset: Path, name: str, hint: str) -> None:
    code, out, err = run("claims", dataset, "--type", name)
    assert (code, out) == (2, "")
    assert err.startswith(f"moneyloop: there is no type {name!r}; {hint}")


def test_a_line_that_is_no_json_is_named(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text("x\n", encoding="utf-8")
    code, _, err = run("claims", file)
    assert code == 1
    assert err.startswith(f"moneyloop: {file}:1: Invalid JSON")
