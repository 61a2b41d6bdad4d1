"""Updating a dataset: documents come and go, and all that rests on them changes with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pyoxigraph as ox

from moneyloop.graph import delta as changes
from moneyloop.graph import folder, ledger, refill
from moneyloop.graph.build import fill, nothing_extracted, nothing_read
from moneyloop.graph.delta import Delta
from moneyloop.graph.documents import Document, read_all
from moneyloop.graph.documents.draft import shown
from moneyloop.graph.former import Former, former
from moneyloop.graph.ingest import Ingested
from moneyloop.graph.lapsed import concerns_lapsed
from moneyloop.graph.plan import Plan, check_made_with, plan
from moneyloop.graph.remark import concerns_loops, flows, remark
from moneyloop.graph.report import Report
from moneyloop.graph.run import Progress, Run, untold
from moneyloop.graph.store import change_store
from moneyloop.graph.tools import Tools, default_tools
from moneyloop.ontology.terms import ML


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did: names of documents, and the report of the dataset as it is now.

    ``again`` are those that were read anew without being given, ``unchanged`` those that were given and are
    there already; ``errors`` say what could not be read now. ``report`` is None where nothing changed.
    """

    added: list[str]
    replaced: list[str]
    removed: list[str]
    again: list[str]
    unchanged: list[str]
    errors: list[str]
    report: Report | None


class _NothingToDoError(Exception):
    """The dataset is already what it is to become."""


def update(
    out: Path,
    paths: Sequence[Path] = (),
    *,
    remove: Sequence[str] = (),
    everything: bool = False,
    progress: Progress | None = None,
    workers: int | None = None,
    make_tools: Callable[[], Tools] = default_tools,
) -> Updated:
    """Add documents to a dataset, and remove others from it.

    The dataset becomes what a build of all its documents would make it, byte for byte where a build promises
    that; only the documents that are new or changed are read, and the cost depends on what they change. A
    document is known by its name: one that is there in another version is replaced. Documents that stay are
    read again where the decisions on them changed. Readers of the folder see the old dataset until the new
    one is whole.

    Args:
        out: the folder that a build wrote.
        paths: files, and folders that are walked: the documents to add.
        remove: the names of documents to remove.
        everything: whether all documents are read again, those that stay from their texts in the dataset;
            that is a build without the files it was built from.
        progress: is told how the stages advance.
        workers: how many processes extract and validate; by default as many as pay.
        make_tools: makes the extractor, validator and so on; they must be those of the build.

    Raises:
        UsageError: a document to remove is not there, or none would be left.
        DocumentError: documents are given, and none of them could be read.
        DatasetError: there is no dataset, it was made with other assets or another extractor, or the folder
            cannot be written. Whatever is raised, the dataset that was there is unchanged.
        AssetError: the ontology, a lexicon or the party file is missing or malformed.
    """
    folder.check(out, paths)
    folder.existing(out, "ledger")
    documents, report = _read(paths, progress or untold)
    try:
        with folder.writing(out) as target:
            known = former(out)
            cap = known.made_with()["cycleCap"]
            assert isinstance(cap, int)
            run = Run(make_tools, make_tools(), progress or untold, workers, cap)
            run.report = report
            if not everything:
                check_made_with(out, known, run.made_with())
            todo = plan(known, documents, remove, run.decisions, everything=everything)
            errors = [*report.errors, *map(str, todo.errors)]
            if todo.empty:
                raise _NothingToDoError
            report.errors = _errors(known, documents, errors)
            if everything:
                fill(run, todo.documents, out, target)
            else:
                errors += _change(run, known, todo, out, target)
    except _NothingToDoError:
        return _updated(todo, errors, None)
    return _updated(todo, errors, run.report)


def _read(paths: Sequence[Path], progress: Progress) -> tuple[list[Document], Report]:
    report = Report()
    if not paths:
        return [], report
    progress("read", 0, 1)
    start = perf_counter()
    documents, errors = read_all(paths)
    if not documents:
        raise nothing_read(paths, errors)
    report.add_time("read", perf_counter() - start)
    report.errors = [str(error) for error in errors]
    progress("read", 1, 1)
    return documents, report


def _errors(known: Former, documents: Iterable[Document], new: Iterable[str]) -> list[str]:
    """Return what could not be read, now or before, but for files that were read now."""
    read = tuple(f"{shown(document.path)}:" for document in documents)
    former_errors = [error for error in known.report["errors"] if not error.startswith(read)]
    return sorted({*former_errors, *new})


def _updated(todo: Plan, errors: list[str], report: Report | None) -> Updated:
    names = ([one.name for one in some] for some in (todo.added, todo.replaced, todo.again))
    added, replaced, again = names
    return Updated(added, replaced, todo.removed, again, todo.unchanged, errors, report)


def _change(run: Run, known: Former, todo: Plan, out: Path, target: Path) -> list[str]:
    """Fill an empty folder with the dataset as it was, changed; return which documents stay as they were."""
    documents, ingested, errors = _ingested(run, todo)
    entries = dict(known.entries)
    for name in todo.removed:
        del entries[name]
    entries |= {one.name: one for one in run.entries(documents, ingested)}
    ordered = [entry for _, entry in sorted(entries.items())]
    run.report.made_with = run.made_with()
    run.report.add_documents(ordered)
    run.report.add_review(ordered, run.tools.reviewed)
    gone = {*todo.removed, *(one.name for one in (*todo.replaced, *todo.again))}
    with folder.reported(out):
        delta = change_store(
            known.folder / "store",
            target / "store",
            lambda store: _restated(run, known, gone, ingested, store),
        )
        with run.stage("write"):
            refill.texts(known, documents, gone, target)
            refill.claims(known, ingested, gone, target)
            refill.rejected(known, run.report.errors, ingested, gone, target)
            refill.lines(known, delta, target)
            refill.projection(known, delta, target)
            ledger.write(ordered, target / "ledger")
        (target / "report.json").write_text(run.report.to_json(), encoding="utf-8")
    return errors


def _ingested(run: Run, todo: Plan) -> tuple[list[Document], list[Ingested], list[str]]:
    """Return the documents of a plan and what became of each, and a message for each that stays as it was.

    One that no part of could be read stays so, if it was there.

    Raises:
        DocumentError: none could be read.
    """
    documents = todo.documents
    ingested = run.ingest(documents)
    if documents and not any(one.read for one in ingested):
        raise nothing_extracted(ingested)
    failed = [one for one in ingested if not one.read]
    kept = todo.keep([one.name for one in failed])
    errors = [
        f"{one.name}: could not be read anew, its former version stays ({'; '.join(one.failures)})"
        for one in failed
        if one.name in kept
    ]
    return todo.documents, [one for one in ingested if one.name not in kept], errors


def _restated(
    run: Run, known: Former, leaving: set[str], ingested: Sequence[Ingested], store: ox.Store
) -> Delta:
    """Change the store by what the documents change, and count."""
    counts: Counter[str] = Counter(known.report["counts"])
    with run.stage("fuse"):
        delta = changes.stated(store, known, leaving, ingested, run.tools.model)
        counts.update(delta.counts)
    with run.stage("infer"):
        before = _unresolved(store, delta)
        inferred = run.tools.maintain(store, delta.removed, delta.added)
        counts["unresolved"] += _unresolved(store, delta) - before
        counts["inferred"] += len(inferred.added) - len(inferred.removed)
        delta.change(inferred.removed, inferred.added)
    with run.stage("loops"):
        gone, new = flows(inferred.removed), flows(inferred.added)
        counts["flows"] += len(new) - len(gone)
        run.report.cycle_search = known.report["cycleSearch"]
        if concerns_lapsed(store, delta.removed, delta.added) or concerns_loops(store, gone, new):
            marks, marked = remark(store, known.folder / "dataset.nq", run.cycle_cap)
            changes.apply(store, marks)
            delta.change(marks.removed, marks.added)
            run.report.add_loops(marked)
    counts["quads"] += len(delta.added) - len(delta.removed)
    counts["unreadable"] = len(run.report.errors)
    run.report.counts = dict(counts) | run.report.counts
    return delta


def _unresolved(store: ox.Store, delta: Delta) -> int:
    """Return how many of the parties that a change is about are unresolved in a store."""
    mark = ox.NamedNode(ML.unresolved)
    parties = {quad.subject for quad in delta.removed | delta.added if quad.predicate == mark}
    return sum(next(store.quads_for_pattern(one, mark, None), None) is not None for one in parties)
