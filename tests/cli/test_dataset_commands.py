"""Tests of ``moneyloop export``, ``validate`` and ``ontology check`` on a small dataset."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from moneyloop import validation
from moneyloop.graph.store import canonical_lines, write_store
from moneyloop.ontology import reason
from moneyloop.ontology.reason import Consistency
from moneyloop.validation import Violation

Run = Callable[..., tuple[int, str, str]]

BASE = "https://w3id.org/moneyloop/"
DATA = f"""
<{BASE}id/party/meta> <{BASE}ns/flowsTo> <{BASE}id/party/oracle> <{BASE}graph/inferred> .
<{BASE}ns/flowsTo> <http://www.w3.org/2000/01/rdf-schema#label> "pays"@en <{BASE}graph/ontology> .
"""


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    folder = tmp_path / "graph"
    folder.mkdir()
    quads = list(ox.parse(DATA, format=ox.RdfFormat.N_QUADS))
    store = ox.Store()
    store.extend(quads)
    (folder / "dataset.nq").write_bytes(b"".join(canonical_lines(store)))
    write_store(quads, folder / "store")
    return folder


def violation(severity: str) -> Violation:
    return Violation(
        f"{BASE}id/deal/1", f"{BASE}ns/lender", None, f"{BASE}shapes/Loan", "Class", severity, "הלוואה: …"
    )


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("turtle", "ml:flowsTo"),
        ("trig", "ml:flowsTo"),
        ("nquads", f"<{BASE}graph/inferred> ."),
        ("jsonld", '"@id"'),
        ("rdfxml", "<rdf:RDF"),
    ],
)
def test_export_writes_each_format_to_a_file(run: Run, dataset: Path, form: str, expected: str) -> None:
    out = dataset.parent / "out"
    assert run("export", dataset, "--format", form, "--out", out) == (0, "", "")
    assert expected in out.read_text(encoding="utf-8")


def test_export_writes_to_stdout_otherwise(run: Run, dataset: Path) -> None:
    code, out, _ = run("export", dataset, "--format", "nquads")
    assert code == 0
    assert out == (dataset / "dataset.nq").read_text(encoding="utf-8")


def test_valid_data_succeeds(run: Run, dataset: Path) -> None:
    assert run("validate", dataset) == (0, "valid\n", "")


@pytest.mark.parametrize(("severity", "code"), [("Violation", 1), ("Warning", 0)])
def test_violations_fail_and_warnings_do_not(
    run: Run, dataset: Path, monkeypatch: pytest.MonkeyPatch, severity: str, code: int
) -> None:
    monkeypatch.setattr(validation, "validate_dataset", lambda *_, **__: [violation(severity)])
    status, out, err = run("validate", dataset, "--lang", "he")
    assert status == code
    assert out.splitlines()[-1].split()[:3] == [severity, "mlid:deal/1", "ml:lender"]
    assert "\u2067הלוואה: …\u2069" in out
    assert err == f"{code} violations, {1 - code} warnings\n"


@pytest.mark.parametrize("command", [["validate"], ["export"], ["ontology", "check", "--data"]])
def test_a_missing_dataset_is_an_error(run: Run, tmp_path: Path, command: list[str]) -> None:
    code, out, err = run(*command, tmp_path / "missing")
    assert (code, out) == (1, "")
    assert err.startswith(f"moneyloop: {tmp_path / 'missing'}: does not exist")


def test_without_java_the_ontology_is_not_checked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    code, out, _ = run("ontology", "check")
    assert code == 0
    assert out.startswith("not checked")


def test_a_contradiction_fails_and_data_go_in_without_their_copy_of_the_ontology(
    run: Run, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def check(data: list[object] | None = None) -> Consistency:
        seen.append(len(data or []))
        return Consistency("inconsistent", "HermiT says so")

    monkeypatch.setattr(reason, "check", check)
    assert run("ontology", "check", "--data", dataset) == (1, "inconsistent: HermiT says so\n", "")
    assert seen == [1]
