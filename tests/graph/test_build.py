from __future__ import annotations

import errno
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from moneyloop.errors import DatasetError, DocumentError, MoneyloopError
from moneyloop.graph import claims as claim_files
from moneyloop.graph.build import build
from moneyloop.graph.store import canonical_lines, open_store
from moneyloop.graph.tools import Tools
from moneyloop.settings import DATA, PREFIXES, TERMS
from moneyloop.validation.violation import Violation

MakeTools = Callable[[], Tools]
TEXTS = {
    "a": "Loan A B 5 committed\nPurchaseAgreement B C 7\n",
    "b": "EquityInvestment C A\nLoan A B 5 considered\n",
    "c": "Revenue A 100\n",
    "ד": "Loan D A 1 cancelled\n",
}
ENTRIES = {
    "claims",
    "documents",
    "dataset.nq",
    "store",
    "rejected.jsonl",
    "report.json",
    "ledger",
    "projection",
}


def write(folder: Path, texts: dict[str, str] = TEXTS, **fields: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    head = "".join(f"{key}: {value}\n" for key, value in ({"language": "en"} | fields).items())
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(f"---\n{head}---\n{text}", encoding="utf-8")
    return folder


def rejected(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "rejected.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_folder_of_a_dataset(tmp_path: Path, tools: MakeTools) -> None:
    out = tmp_path / "out"
    report = build([write(tmp_path / "in")], out, make_tools=tools)
    assert {path.name for path in out.iterdir() if not path.name.startswith(".")} == ENTRIES | {"current"}
    assert {path.name for path in (out / "claims").iterdir()} == {f"{name}.jsonl" for name in TEXTS}
    assert [claim.type for claim in claim_files.read(out / "claims" / "a.jsonl")] == [
        "Loan",
        "PurchaseAgreement",
    ]
    assert rejected(out) == []
    counts = {"documents": 4, "unreadable": 0, "claims": 6, "rejected": 0, "deals": 4, "figures": 1}
    assert report.counts.items() >= (counts | {"flows": 3, "loops": 1, "cycles": 1}).items()
    assert json.loads((out / "report.json").read_text(encoding="utf-8"))["counts"] == report.counts
    assert {"read", "extract", "validate", "load", "fuse", "infer", "loops", "write"} <= set(report.seconds)


def test_the_same_documents_give_the_same_bytes(tmp_path: Path, tools: MakeTools) -> None:
    one, other = write(tmp_path / "one"), tmp_path / "other"
    names = list(TEXTS)
    random.shuffle(names)
    write(other, {name: TEXTS[name] for name in names})
    build([one], tmp_path / "first", make_tools=tools)
    paths = sorted(other.iterdir(), key=lambda path: names.index(path.stem))
    build([*paths, paths[0]], tmp_path / "second", make_tools=tools)
    first, second = ((tmp_path / name / "dataset.nq").read_bytes() for name in ("first", "second"))
    assert first == second
    lines = first.splitlines()
    assert lines == sorted(set(lines))


def run_build(source: Path, out: Path, *arguments: str, **options: Any) -> subprocess.Popen[str]:
    """Start a build in another process, with the tools of these tests."""
    script = out.parent / "build_script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    command = [sys.executable, str(script), str(Path(__file__).parent), str(source), str(out), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


SCRIPT = """
import dataclasses, os, resource, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from conftest import make_tools
from moneyloop.errors import MoneyloopError
from moneyloop.graph.build import build

def slow_tools():
    tools = make_tools()
    def infer(store):
        print("started", flush=True)
        time.sleep(60)
        return tools.infer(store)
    return dataclasses.replace(tools, infer=infer)

def stop(stage, done, total):
    if stage == "write" and done == total:
        print("started", flush=True)
        time.sleep(60)

if __name__ == "__main__":
    mode = sys.argv[4]
    if mode == "full":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[5]), -1))
    options = {"make_tools": slow_tools if mode == "slow" else make_tools}
    if mode == "late":
        options["progress"] = stop
    if mode == "workers":
        options["workers"] = int(sys.argv[5])
    try:
        build([Path(sys.argv[2])], Path(sys.argv[3]), **options)
    except MoneyloopError as error:
        sys.exit(f"{type(error).__name__}: {error}")
"""


def snapshot(out: Path) -> dict[str, bytes]:
    """Return the content of every file of a dataset but its store, and the quads of its store."""
    files = {str(path.relative_to(out)): path.read_bytes() for path in (out / "claims").iterdir()}
    files |= {name: (out / name).read_bytes() for name in ("dataset.nq", "rejected.jsonl", "report.json")}
    return files | {"store": b"".join(canonical_lines(open_store(out)))}


def leftovers(out: Path) -> list[str]:
    kept = {(out / "current").readlink().name, "lock"}
    return [path.name for path in (out / ".builds").iterdir() if path.name not in kept]


def test_the_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    source = write(tmp_path / "in")
    for workers in ("1", "2"):
        process = run_build(source, tmp_path / f"out{workers}", "workers", workers)
        assert process.communicate()[1] == ""
    one, two = ((tmp_path / f"out{workers}" / "dataset.nq").read_bytes() for workers in (1, 2))
    assert one == two
    assert one.count(b"claimId") == 6


@pytest.mark.parametrize("mode", ["slow", "late"])
def test_a_killed_build_leaves_the_old_dataset(tmp_path: Path, tools: MakeTools, mode: str) -> None:
    out = tmp_path / "out"
    build([write(tmp_path / "old")], out, make_tools=tools)
    before = snapshot(out)
    new = write(tmp_path / "new", {"z": "Loan X Y 1"})
    process = run_build(new, out, mode)
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    assert len(leftovers(out)) == 1
    process.kill()
    process.communicate()
    assert snapshot(out) == before
    build([new], out, make_tools=tools)
    assert [path.name for path in (out / "claims").iterdir()] == ["z.jsonl"]
    assert len(leftovers(out)) == 1
    build([new], out, make_tools=tools)
    assert len(leftovers(out)) == 1


def test_two_builds_into_one_folder(tmp_path: Path, tools: MakeTools) -> None:
    source, out = write(tmp_path / "in"), tmp_path / "out"
    process = run_build(source, out, "slow")
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    with pytest.raises(DatasetError, match="another build is writing into it"):
        build([source], out, make_tools=tools)
    process.kill()
    process.communicate()
    build([source], out, make_tools=tools)
    assert open_store(out)


@pytest.mark.parametrize("size", [0, 2000, 100_000])
def test_a_full_disk_leaves_the_old_dataset(tmp_path: Path, tools: MakeTools, size: int) -> None:
    out = tmp_path / "out"
    build([write(tmp_path / "old")], out, make_tools=tools)
    before = snapshot(out)
    many = {"z": "".join(f"Loan X{number} Y {number}\n" for number in range(500))}
    process = run_build(write(tmp_path / "new", many), out, "full", str(size))
    _, message = process.communicate()
    assert process.returncode == 1
    assert message.count("\n") == 1
    assert message.startswith("DatasetError")
    assert "make room. A dataset that was there is unchanged." in message
    assert snapshot(out) == before
    build([tmp_path / "new"], out, make_tools=tools)
    assert len(leftovers(out)) == 1


def test_no_space_while_a_file_is_written(
    tmp_path: Path, tools: MakeTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("moneyloop.graph.build.write_store", full)
    with pytest.raises(DatasetError, match=r"No space left on device\); make room"):
        build([write(tmp_path / "in")], tmp_path / "out", make_tools=tools)
    with pytest.raises(DatasetError, match="holds no dataset"):
        open_store(tmp_path / "out")


def test_a_failing_part_leaves_the_old_dataset(tmp_path: Path, tools: MakeTools) -> None:
    source, out = write(tmp_path / "in"), tmp_path / "out"
    build([source], out, make_tools=tools)
    before = snapshot(out)

    def broken() -> Tools:
        return replace(tools(), infer=lambda _: 1 // 0)

    with pytest.raises(ZeroDivisionError):
        build([source], out, make_tools=broken)
    assert snapshot(out) == before
    assert leftovers(out) == []


def test_readers_see_one_dataset_or_the_other(tmp_path: Path, tools: MakeTools) -> None:
    source, out = write(tmp_path / "in"), tmp_path / "out"
    build([source], out, make_tools=tools)
    sizes = {len(open_store(out))}
    seen: set[int] = set()

    def look(stage: str, done: int, total: int) -> None:
        seen.add(len(open_store(out)))

    write(source, {"z": "Loan X Y 1"})
    build([source], out, make_tools=tools, progress=look)
    assert seen == sizes
    assert len(open_store(out)) not in sizes


def test_one_bad_document_and_the_rest(tmp_path: Path, tools: MakeTools) -> None:
    source, out = write(tmp_path / "in"), tmp_path / "out"
    (source / "empty.txt").write_text("")
    report = build([source, tmp_path / "missing"], out, make_tools=tools)
    assert report.counts["documents"] == 4
    assert report.counts["unreadable"] == len(report.errors) == 2
    assert [(line["kind"], line["message"]) for line in rejected(out)] == [
        ("document", message) for message in report.errors
    ]


@pytest.mark.parametrize("inputs", [["missing"], ["in"], ["in", "missing"], ["hollow"]])
def test_nothing_that_can_be_read(tmp_path: Path, tools: MakeTools, inputs: list[str]) -> None:
    out = tmp_path / "out"
    build([write(tmp_path / "old")], out, make_tools=tools)
    before = snapshot(out)
    (tmp_path / "hollow").mkdir()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_text("")
    with pytest.raises(DocumentError) as caught:
        build([tmp_path / name for name in inputs], out, make_tools=tools)
    assert caught.value.exit_code == 1
    assert snapshot(out) == before
    with pytest.raises(DocumentError):
        build([tmp_path / name for name in inputs], tmp_path / "fresh", make_tools=tools)
    assert not (tmp_path / "fresh").exists()


def test_a_document_without_lexicon(tmp_path: Path, tools: MakeTools) -> None:
    source = write(tmp_path / "in", {"a": "Loan A B"}, language="xx")
    report = build([source], tmp_path / "out", make_tools=tools)
    assert (report.without_lexicon, report.languages) == (["a"], {"xx": 1})


def violation(focus: str, claims: Sequence[str] = (), path: str | None = None) -> Violation:
    return Violation(focus, path, "x", "shape:S", "C", "Violation", "S: no; mend it.", tuple(claims))


def judging(tools: MakeTools, judge: Callable[[set[str], Sequence[ox.Quad]], list[Violation]]) -> MakeTools:
    def validate(quads: Sequence[ox.Quad], text: str) -> list[Violation]:
        return judge({quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}, quads)

    return lambda: replace(tools(), validate=validate)


def test_a_rejected_claim_takes_its_deal_along(tmp_path: Path, tools: MakeTools) -> None:
    bad = f"{DATA}claim/a/a-02"

    def judge(subjects: set[str], quads: Sequence[ox.Quad]) -> list[Violation]:
        return [violation(f"{bad}/amount", [bad], f"{TERMS}minAmount")] if bad in subjects else []

    out = tmp_path / "out"
    report = build([write(tmp_path / "in")], out, make_tools=judging(tools, judge))
    (line,) = rejected(out)
    assert (line["kind"], line["document"], line["claim"]["id"]) == ("claim", "a", "a-02")
    assert line["reasons"] == [
        {
            "shape": "shape:S",
            "component": "C",
            "path": f"{TERMS}minAmount",
            "value": "x",
            "focus": f"{bad}/amount",
            "message": "S: no; mend it.",
        }
    ]
    assert [claim.id for claim in claim_files.read(out / "claims" / "a.jsonl")] == ["a-01"]
    text = (out / "dataset.nq").read_text(encoding="utf-8")
    assert "a-02" not in text
    assert "PurchaseAgreement-" not in text
    assert report.counts["rejected"] == 1
    assert report.validation["severities"] == {"Violation": 1}


def test_a_deal_stays_if_another_claim_states_it(tmp_path: Path, tools: MakeTools) -> None:
    bad = f"{DATA}claim/a/a-01"

    def judge(subjects: set[str], quads: Sequence[ox.Quad]) -> list[Violation]:
        return [violation(bad, [bad])] if bad in subjects else []

    out = tmp_path / "out"
    build([write(tmp_path / "in")], out, make_tools=judging(tools, judge))
    query = f"ASK {{ ?loan a <{TERMS}Loan> ; <{TERMS}claimCount> 1 ; <{TERMS}status> <{TERMS}considered> }}"
    assert open_store(out).query(query, use_default_graph_as_union=True)


def test_what_fails_after_a_rejection_is_rejected_too(tmp_path: Path, tools: MakeTools) -> None:
    claims = [f"{DATA}claim/a/a-0{number}" for number in (2, 1)]

    def judge(subjects: set[str], quads: Sequence[ox.Quad]) -> list[Violation]:
        return next(([violation(bad, [bad])] for bad in claims if bad in subjects), [])

    out = tmp_path / "out"
    build([write(tmp_path / "in")], out, make_tools=judging(tools, judge))
    assert [line["claim"]["id"] for line in rejected(out)] == ["a-02", "a-01"]


def test_a_fault_in_the_description_of_a_document_costs_no_claim(tmp_path: Path, tools: MakeTools) -> None:
    title, name = PREFIXES["dcterms"] + "title", f"{DATA}document/a"

    def judge(subjects: set[str], quads: Sequence[ox.Quad]) -> list[Violation]:
        bad = any(quad.predicate.value == title and name == str(quad.subject)[1:-1] for quad in quads)
        return [violation(name, path=title)] if bad else []

    out = tmp_path / "out"
    report = build([write(tmp_path / "in", title="T")], out, make_tools=judging(tools, judge))
    assert [(line["kind"], line["document"], line["path"]) for line in rejected(out)] == [
        ("document", "a", title)
    ]
    assert report.counts["claims"] == 6
    assert (out / "dataset.nq").read_text(encoding="utf-8").count(f'<{title}> "T"') == 3


def test_a_fault_that_cannot_be_taken_out_rejects_the_document(tmp_path: Path, tools: MakeTools) -> None:
    name = f"{DATA}document/a"

    def judge(subjects: set[str], quads: Sequence[ox.Quad]) -> list[Violation]:
        return [violation(name, path="urn:missing")] if name in subjects else []

    out = tmp_path / "out"
    report = build([write(tmp_path / "in")], out, make_tools=judging(tools, judge))
    assert [line["kind"] for line in rejected(out)] == ["document", "claim", "claim"]
    assert report.counts["claims"] == 4
    assert "/document/a>" not in (out / "dataset.nq").read_text(encoding="utf-8")


def test_a_claim_that_is_no_rdf_is_rejected(tmp_path: Path, tools: MakeTools) -> None:
    out = tmp_path / "out"
    build([write(tmp_path / "in", {"a": "Loan A B inf\nLoan A A\nLoan A C\n"})], out, make_tools=tools)
    assert [line["reasons"][0]["message"].split(";")[0] for line in rejected(out)] == [
        "Claim: an amount or share is infinite or not a number",
        "Claim: the deal is one of a party with itself",
    ]
    assert len(list(claim_files.read(out / "claims" / "a.jsonl"))) == 1
    assert rejected(out)[0]["claim"]["amount"]["min"] == "Infinity"


@pytest.mark.parametrize(
    ("out", "inputs", "words"),
    [
        ("in/out", ["in"], "lies in"),
        ("in", ["in"], "lies in"),
        ("file", ["in"], "is a file"),
        ("full", ["in"], "is not empty and holds no dataset"),
        ("data", ["data/claims"], "is part of the dataset"),
        ("file/out", ["in"], "cannot be written"),
    ],
)
def test_folders_that_cannot_be_built_into(
    tmp_path: Path, tools: MakeTools, out: str, inputs: list[str], words: str
) -> None:
    write(tmp_path / "in")
    (tmp_path / "file").write_text("")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("")
    build([tmp_path / "in"], tmp_path / "data", make_tools=tools)
    with pytest.raises(MoneyloopError, match=words):
        build([tmp_path / name for name in inputs], tmp_path / out, make_tools=tools)


def test_what_others_put_into_the_folder_is_not_overwritten(tmp_path: Path, tools: MakeTools) -> None:
    source, out = write(tmp_path / "in"), tmp_path / "out"
    build([source], out, make_tools=tools)
    (out / "claims").unlink()
    (out / "claims").mkdir()
    with pytest.raises(DatasetError, match="was not put there by a build; move it away"):
        build([source], out, make_tools=tools)


def test_a_dataset_can_be_copied_and_moved(tmp_path: Path, tools: MakeTools) -> None:
    out = tmp_path / "out"
    build([write(tmp_path / "in")], out, make_tools=tools)
    before = snapshot(out)
    shutil.copytree(out, tmp_path / "copy", symlinks=True)
    out.rename(tmp_path / "moved")
    assert snapshot(tmp_path / "copy") == snapshot(tmp_path / "moved") == before


def test_progress_reaches_its_end(tmp_path: Path, tools: MakeTools) -> None:
    told: dict[str, list[tuple[int, int]]] = {}
    build(
        [write(tmp_path / "in")],
        tmp_path / "out",
        make_tools=tools,
        progress=lambda stage, done, total: told.setdefault(stage, []).append((done, total)),
    )
    assert list(told) == ["read", "extract", "load", "fuse", "infer", "loops", "write"]
    assert all(steps == sorted(steps) and steps[-1][0] == steps[-1][1] for steps in told.values())
    assert told["extract"] == [(done, 4) for done in range(5)]
