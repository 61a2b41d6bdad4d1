"""An updated dataset is the one that a build of its documents would make."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from moneyloop.assets import asset
from moneyloop.errors import DatasetError, DocumentError, UsageError
from moneyloop.graph.build import build
from moneyloop.graph.claims import Claim, Participant
from moneyloop.graph.documents import Document
from moneyloop.graph.projection import written
from moneyloop.graph.review.decisions import Decision, Entry
from moneyloop.graph.review.merge import Reviewed, reviewed_tools
from moneyloop.graph.store import canonical_lines, open_store
from moneyloop.graph.tools import Extraction, Tools, default_tools
from moneyloop.graph.update import update
from moneyloop.ontology.rules import infer
from moneyloop.settings import DATA
from moneyloop.validation.violation import Violation

MakeTools = Callable[[], Tools]
STATUSES = ("considered", "announced", "committed", "completed", "cancelled")
KINDS = {"Loan": ("lender", "borrower"), "PurchaseAgreement": ("customer", "supplier"), "Revenue": ("party",)}


def extract(document: Document) -> Extraction:
    """Read lines ``Type Name… amount status``; a party is known by the first letter of its name."""
    claims: list[Claim] = []
    start = 0
    for line in document.text.splitlines(keepends=True):
        kind, *names, amount, status = line.split()
        fillings = [Participant(name=name, text=name, iri=_iri(name)) for name in names]
        fields: dict[str, Any] = {
            "id": f"{document.name}-{len(claims) + 1:02d}",
            "type": kind,
            "roles": dict(zip(KINDS[kind], fillings, strict=True)),
            "amount": None if amount == "-" else {"min": amount, "max": amount, "currency": "USD"},
            "status": status,
            "quote": line.strip(),
            "core": True,
            "document": document.name,
            "language": document.language,
            "start": start,
            "end": start + len(line.strip()),
            "found_by": ["lexicon"],
        }
        claims.append(Claim.model_validate(fields))
        start += len(line)
    return Extraction(claims)


def _iri(name: str) -> str | None:
    return None if name[0] == "F" else f"{DATA}party/{name[0].lower()}"


def validate(quads: object, text: str) -> list[Violation]:
    """Warn of every document about the party A, and refuse the claims of those about E."""
    named = [Violation("f", None, None, "shape:A", "C", "Warning", "A: is named")] * ("A" in text)
    iris = {quad.subject.value for quad in quads if "/id/claim/" in str(quad.subject)}  # type: ignore[attr-defined]
    bad = sorted(iri for iri in iris if iri.count("/") == DATA.count("/") + 2 and "E" in text)
    return named + [Violation(one, None, None, "shape:E", "C", "Violation", "E: no", (one,)) for one in bad]


@pytest.fixture
def tools(tools: MakeTools) -> MakeTools:
    return lambda: replace(tools(), extract=extract, validate=validate, infer=infer)


def text_of(chance: random.Random, parties: str) -> str:
    lines = []
    for _ in range(chance.randint(1, 4)):
        kind = chance.choice(list(KINDS))
        names = chance.sample(parties, len(KINDS[kind]))
        shown = [name + chance.choice(["", "", "x", '"']) for name in names]
        amount, status = chance.choice(["-", "5", "7"]), chance.choice(STATUSES)
        lines.append(" ".join([kind, *shown, amount, status]))
    return "\n".join(lines)


def write(folder: Path, texts: dict[str, str]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in texts.items():
        date = f"2025-01-{sum(text.encode()) % 28 + 1:02d}"
        head = f"---\nlanguage: {'xx' if name == 'd9' else 'en'}\npublished: {date}\n---\n"
        (folder / f"{name}.txt").write_text(head + text, encoding="utf-8")
    return folder


def content(out: Path) -> dict[str, object]:
    """Return all that a dataset holds but the times that its making took."""
    files: dict[str, object] = {
        str(path.relative_to(out / "current")): path.read_bytes()
        for path in sorted((out / "current").rglob("*"))
        if path.is_file() and "store" not in path.parts and path.name != "report.json"
    }
    about = json.loads((out / "projection" / "about.json").read_text(encoding="utf-8"))
    assert written(out / "current") is not None
    files[str(Path("projection", "about.json"))] = about["names"]
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    return files | {"report": {**report, "seconds": {}}, "store": b"".join(canonical_lines(open_store(out)))}


def same(out: Path, texts: dict[str, str], tools: MakeTools) -> None:
    """Compare a dataset with a build of the documents that it should have."""
    whole = out.parent / "whole"
    build([write(out.parent / "all", texts)], whole, make_tools=tools)
    expected, found = content(whole), content(out)
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert found[name] == value, name
    assert found["store"] == found["dataset.nq"]


@pytest.mark.parametrize("seed", range(6))
def test_any_updates_give_what_a_build_gives(tmp_path: Path, tools: MakeTools, seed: int) -> None:
    chance = random.Random(seed)
    parties = "ABCD" * 3 + "EF" if seed % 2 else "ABCDEFGHIJKLMNOP"
    names = [*(f"d{number}" for number in range(9)), "d9", "ד %41 é"]
    texts = {name: text_of(chance, parties) for name in chance.sample(names, 5)}
    out = tmp_path / "out"
    build([write(tmp_path / "in", texts)], out, make_tools=tools)
    for _ in range(5):
        removed = chance.sample(sorted(texts), chance.randint(0, len(texts) - 1))
        given = chance.sample([name for name in names if name not in removed], chance.randint(0, 3))
        new = {
            name: text_of(chance, parties)
            if chance.random() < 0.8
            else texts.get(name, "Revenue A 1 announced")
            for name in given
        }
        done = update(out, [write(tmp_path / "in", new)] if new else [], remove=removed, make_tools=tools)
        assert done.removed == sorted(removed)
        assert done.replaced == sorted(name for name in new if name in texts and new[name] != texts[name])
        assert done.unchanged == sorted(name for name in new if new[name] == texts.get(name))
        texts = {name: text for name, text in texts.items() if name not in removed} | new
        same(out, texts, tools)


def test_the_documents_of_the_project(tmp_path: Path) -> None:
    made = default_tools()
    examples = sorted(asset("graph", "examples").iterdir())
    first, late = examples[1:4], examples[:2]
    out, whole = tmp_path / "out", tmp_path / "whole"
    build([*first, *late], whole, make_tools=lambda: made)
    build(first, out, make_tools=lambda: made)
    assert content(out)["dataset.nq"] != content(whole)["dataset.nq"]
    done = update(out, late, make_tools=lambda: made)
    assert (len(done.added), len(done.unchanged)) == (1, 1)
    assert content(out) == content(whole)
    build(first, whole, make_tools=lambda: made)
    update(out, remove=done.added, make_tools=lambda: made)
    assert content(out) == content(whole)


TEXTS = {"a": "Loan A B 5 committed", "b": "PurchaseAgreement B A 7 announced", "c": "Revenue C 1 completed"}


@pytest.fixture
def out(tmp_path: Path, tools: MakeTools) -> Path:
    """Return the folder of a dataset with one cycle."""
    out = tmp_path / "out"
    report = build([write(tmp_path / "in", TEXTS)], out, make_tools=tools)
    assert report.counts["cycles"] == 1
    return out


def test_only_new_documents_are_extracted(out: Path, tmp_path: Path, tools: MakeTools) -> None:
    seen: list[str] = []

    def watching() -> Tools:
        made = tools()

        def watch(document: Document) -> Extraction:
            seen.append(document.name)
            return made.extract(document)

        return replace(made, extract=watch)

    given = write(tmp_path / "in", TEXTS | {"b": "Loan B C 7 announced", "d": "Loan C A 9 completed"})
    done = update(out, [given], make_tools=watching)
    assert (done.added, done.replaced, done.unchanged) == (["d"], ["b"], ["a", "c"])
    assert seen == ["b", "d"]
    assert done.report is not None
    assert done.report.counts["cycles"] == 1
    seen.clear()
    done = update(out, everything=True, make_tools=watching)
    assert (seen, done.again) == (["a", "b", "c", "d"],) * 2
    same(out, {**TEXTS, "b": "Loan B C 7 announced", "d": "Loan C A 9 completed"}, tools)


def test_another_date_is_another_version(out: Path, tmp_path: Path, tools: MakeTools) -> None:
    given = write(tmp_path / "in", {"a": TEXTS["a"]}) / "a.txt"
    given.write_text(given.read_text().replace("2025-01", "2024-02"), encoding="utf-8")
    assert update(out, [given], make_tools=tools).replaced == ["a"]
    assert "2024-02" in (out / "dataset.nq").read_text(encoding="utf-8")


def test_nothing_to_do_leaves_the_dataset_alone(out: Path, tmp_path: Path, tools: MakeTools) -> None:
    before = (out / "current").readlink()
    done = update(out, [tmp_path / "in"], make_tools=tools)
    assert (done.report, done.unchanged) == (None, ["a", "b", "c"])
    assert (out / "current").readlink() == before
    assert [path.name for path in (out / ".builds").iterdir() if path.is_dir()] == [before.name]


WRONG = {
    "unknown": ([], ["ab"], UsageError, "no document 'ab' to remove; did you mean b, a"),
    "all": ([], ["a", "b", "c"], UsageError, "no document would be left"),
    "twice": (["a.txt"], ["a"], UsageError, "'a' is to be added and removed"),
    "missing": (["z.txt"], [], DocumentError, r"z\.txt: does not exist"),
    "inside": (["../out/documents"], [], DatasetError, "is part of the dataset"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_done(out: Path, tmp_path: Path, tools: MakeTools, case: str) -> None:
    paths, remove, error, message = WRONG[case]
    before = content(out)
    with pytest.raises(error, match=message):
        update(out, [tmp_path / "in" / path for path in paths], remove=remove, make_tools=tools)
    assert content(out) == before


def test_a_name_that_differs_in_case_only(out: Path, tmp_path: Path, tools: MakeTools) -> None:
    given = write(tmp_path / "in", {"A": "Loan A B 1 announced", "d": "Loan A B 1 announced"})
    done = update(out, [given], make_tools=tools)
    assert done.added == ["d"]
    assert done.report is not None
    assert len(done.report.errors) == 1
    assert "'a' in case only; rename it" in done.report.errors[0]


def test_no_dataset_to_update(tmp_path: Path, tools: MakeTools, out: Path) -> None:
    with pytest.raises(DatasetError, match="does not exist; build it"):
        update(tmp_path / "none", remove=["a"], make_tools=tools)
    assert not (tmp_path / "none").exists()
    (out / "ledger").unlink()
    (out / "ledger").symlink_to("nowhere")
    with pytest.raises(DatasetError, match="its ledger is missing; build the dataset again"):
        update(out, remove=["a"], make_tools=tools)


def test_a_file_that_could_not_be_read_before(out: Path, tmp_path: Path, tools: MakeTools) -> None:
    given = write(tmp_path / "in", TEXTS)
    (given / "d.txt").write_text("")
    (given / "e.txt").write_text("")
    done = update(out, [given, *(tmp_path / "in").iterdir()], make_tools=tools)
    assert (done.report, len(done.errors)) == (None, 2)
    build([given], out, make_tools=tools)
    (given / "d.txt").write_text("Loan B C 1 announced")
    done = update(out, [given / "d.txt"], make_tools=tools)
    assert done.report is not None
    (error,) = done.report.errors
    assert "e.txt" in error
    assert [json.loads(line)["message"] for line in (out / "rejected.jsonl").read_text().splitlines()] == [
        error
    ]


def test_what_cannot_be_read_anew_stays(out: Path, tmp_path: Path, tools: MakeTools) -> None:
    def failing() -> Tools:
        made = tools()

        def fail(document: Document) -> Extraction:
            if document.name == "a":
                return Extraction(failures=["no answer"], read=False)
            return made.extract(document)

        return replace(made, extract=fail)

    before = content(out)
    with pytest.raises(DocumentError, match="no document could be read: a: no answer"):
        update(out, [write(tmp_path / "in", {"a": "Loan A C 1 announced"})], make_tools=failing)
    assert content(out) == before
    done = update(
        out,
        [write(tmp_path / "in", {"a": "Loan A C 1 announced", "d": "Loan A D 1 announced"})],
        make_tools=failing,
    )
    assert (done.added, done.replaced) == (["d"], [])
    assert done.errors == ["a: could not be read anew, its former version stays (no answer)"]
    assert (out / "documents" / "a.txt").read_text() == TEXTS["a"]


def test_what_the_dataset_was_made_with(out: Path, tmp_path: Path, tools: MakeTools) -> None:
    def other() -> Tools:
        return replace(tools(), made_with=lambda: {"extractor": "llm:x", "lexicon": "0" * 64})

    before = content(out)
    with pytest.raises(DatasetError, match=f"another extractor, another lexicon; .* update {out} --all"):
        update(out, remove=["a"], make_tools=other)
    assert content(out) == before
    assert update(out, everything=True, remove=["a"], make_tools=other).again == ["b", "c"]
    with pytest.raises(DatasetError, match=r"another extractor \(llm:x\), another lexicon;"):
        update(out, remove=["b"], make_tools=tools)
    assert update(out, remove=["b"], make_tools=other).removed == ["b"]


def decision(document: str, quote: str, kind: str) -> Entry:
    claim = {"type": "Loan", "roles": {"lender": "A", "borrower": "B"}, "status": "committed", "quote": quote}
    fields = {"decision": kind, "reviewer": "R", "decided": "2025-01-01T00:00:00Z"}
    return Entry(Decision.model_validate({"document": document, "claim": claim} | fields), "reviewed.jsonl:1")


def test_decisions_are_kept_and_new_ones_applied(out: Path, tmp_path: Path, tools: MakeTools) -> None:
    def deciding(*entries: Entry) -> MakeTools:
        return lambda: reviewed_tools(tools, Reviewed(entries))

    rejected = decision("a", TEXTS["a"], "rejected")
    done = update(out, make_tools=deciding(rejected))
    assert done.again == ["a"]
    assert done.report is not None
    assert done.report.review["rejected"] == 1
    with pytest.raises(DatasetError, match="with decisions of reviewers; give them: --reviewed FILE"):
        update(out, remove=["b"], make_tools=tools)
    texts = TEXTS | {"d": "Loan A B 5 committed"}
    later = decision("d", texts["d"], "accepted")
    done = update(out, [write(tmp_path / "in", texts)], make_tools=deciding(rejected, later))
    assert (done.added, done.again, done.unchanged) == (["d"], [], ["a", "b", "c"])
    same(out, texts, deciding(rejected, later))
    update(out, remove=["c"], make_tools=deciding(later))
    del texts["c"]
    same(out, texts, deciding(later))


@pytest.mark.parametrize("part", ["delta.stated", "update.remark"])
def test_a_failure_leaves_the_old_dataset(
    out: Path, tools: MakeTools, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    before = content(out)
    with monkeypatch.context() as patched:
        patched.setattr(f"moneyloop.graph.{part}", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            update(out, remove=["a"], make_tools=tools)
    assert content(out) == before
    assert [path.name for path in (out / ".builds").iterdir() if path.is_dir()] == [
        (out / "current").readlink().name
    ]
    update(out, remove=["a"], make_tools=tools)
    same(out, {name: text for name, text in TEXTS.items() if name != "a"}, tools)


def test_no_space_for_the_new_files(out: Path, tools: MakeTools, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = content(out)
    monkeypatch.setattr("moneyloop.graph.refill.merge", full)
    with pytest.raises(DatasetError, match=r"No space left on device\); make room"):
        update(out, remove=["a"], make_tools=tools)
    assert content(out) == before


def test_readers_see_one_dataset_or_the_other(out: Path, tools: MakeTools) -> None:
    old = open_store(out)
    before, seen = set(old), set()

    def look(stage: str, done: int, total: int) -> None:
        seen.add((len(open_store(out)), (out / "dataset.nq").stat().st_size))

    update(out, remove=["a"], progress=look, make_tools=tools)
    assert len(seen) == 1
    assert set(old) == before
    assert set(open_store(out)) < before


def test_an_altered_dataset_is_noticed(out: Path, tools: MakeTools) -> None:
    file = out / "claims" / "a.jsonl"
    file.write_text(file.read_text().replace("committed", "completed", 1), encoding="utf-8")
    with pytest.raises(DatasetError, match="does not hold what its claims say"):
        update(out, remove=["a"], make_tools=tools)
