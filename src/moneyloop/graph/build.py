"""Building a dataset: documents in, a folder with claims, texts, quads, store and report out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from moneyloop.errors import DocumentError
from moneyloop.graph import claims as claim_files
from moneyloop.graph import cycles, folder, loops, texts
from moneyloop.graph.deals import Stated, fuse
from moneyloop.graph.documents import Document, read_all
from moneyloop.graph.ingest import Ingested, ingest_all, rejected_document
from moneyloop.graph.report import Report
from moneyloop.graph.store import canonical_lines, write_store
from moneyloop.graph.tools import Tools, default_tools
from moneyloop.ontology.terms import ML

if TYPE_CHECKING:
    from moneyloop.errors import MoneyloopError

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, how much of it is done, and how much there is to do."""
_SHOWN = 3


@dataclass(slots=True)
class _Build:
    """The state of one build."""

    tools: Tools
    progress: Progress
    report: Report = field(default_factory=Report)
    store: ox.Store = field(default_factory=ox.Store)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self.progress(name, 0, 1)
        start = perf_counter()
        yield
        self.report.add_time(name, perf_counter() - start)
        self.progress(name, 1, 1)


def build(
    paths: Sequence[Path],
    out: Path,
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    cycle_cap: int = cycles.CAP,
    make_tools: Callable[[], Tools] = default_tools,
) -> Report:
    """Build the dataset of some documents into a folder, in place of the dataset that is there.

    Readers of the folder see the old dataset until the new one is whole. The same documents give the same
    ``dataset.nq``, byte for byte, whatever their order and the number of workers.

    Args:
        paths: files, and folders that are walked.
        out: the folder; new, empty, or written by a build.
        progress: is told how the stages advance.
        workers: how many processes extract and validate; by default as many as pay.
        cycle_cap: how many money cycles are listed at most; above it, only the shorter ones are.
        make_tools: makes the extractor, validator and so on; called once in each process.

    Raises:
        DocumentError: no document could be read.
        DatasetError: the folder cannot be built into, is being built into, or the disk is full. Whatever is
            raised, the dataset that was there is unchanged.
        AssetError: the ontology, a lexicon or the party file is missing or malformed.
    """
    folder.check(out, paths)
    told = progress or (lambda _stage, _done, _total: None)
    told("read", 0, 1)
    start = perf_counter()
    documents, errors = read_all(paths)
    if not documents:
        raise _nothing(paths, errors)
    read = perf_counter() - start
    told("read", 1, 1)
    with folder.writing(out) as target:
        run = _Build(make_tools(), told)
        run.report.add_time("read", read)
        run.report.errors = [str(error) for error in errors]
        ingested = list(_ingest(run, documents, make_tools, workers))
        run.report.add_documents(ingested)
        run.report.add_review(ingested, run.tools.reviewed)
        run.report.model = run.tools.usage()
        if not any(one.read for one in ingested):
            raise DocumentError(f"no document could be read: {'; '.join(run.report.unread[:_SHOWN])}")
        _assemble(run, ingested, cycle_cap)
        _count(run, errors)
        with folder.reported(out):
            _write(run, documents, ingested, target)
    return run.report


def _nothing(paths: Sequence[Path], errors: Sequence[DocumentError]) -> MoneyloopError:
    if not errors:
        where = ", ".join(str(path) for path in paths)
        return DocumentError(f"{where}: holds no document; give .txt, .md, .html, .pdf or .jsonl files")
    shown = "; ".join(str(error) for error in errors[:_SHOWN])
    more = f"; and {len(errors) - _SHOWN} more" if len(errors) > _SHOWN else ""
    return DocumentError(f"no document could be read: {shown}{more}")


def _ingest(
    run: _Build, documents: Sequence[Document], make_tools: Callable[[], Tools], workers: int | None
) -> Iterator[Ingested]:
    run.progress("extract", 0, len(documents))
    for done, one in enumerate(ingest_all(documents, make_tools, run.tools, workers), 1):
        run.progress("extract", done, len(documents))
        yield one


def _assemble(run: _Build, ingested: Sequence[Ingested], cycle_cap: int) -> None:
    """Bring all graphs together in memory, and add deals, inferences, loops and cycles."""
    with run.stage("load"):
        run.store.extend(run.tools.base())
        for one in ingested:
            run.store.extend(one.quads)
    with run.stage("fuse"):
        stated = (Stated(claim, one.published) for one in ingested for claim in one.claims)
        run.store.extend(fuse(stated, run.tools.model))
    with run.stage("infer"):
        run.report.counts["inferred"] = run.tools.infer(run.store)
    with run.stage("loops"):
        run.report.add_loops(loops.mark(run.store, cap=cycle_cap))


def _count(run: _Build, errors: Sequence[DocumentError]) -> None:
    subjects = run.store.quads_for_pattern(None, ox.NamedNode(ML.claimCount), None)
    stated = [quad.subject.value for quad in subjects if isinstance(quad.subject, ox.NamedNode)]
    unresolved = run.store.quads_for_pattern(None, ox.NamedNode(ML.unresolved), None)
    figures = sum("/id/figure/" in iri for iri in stated)
    run.report.counts |= {
        "unreadable": len(errors),
        "deals": len(stated) - figures,
        "figures": figures,
        "unresolved": len({quad.subject for quad in unresolved}),
        "quads": len(run.store),
    }


def _write(run: _Build, documents: Sequence[Document], ingested: Sequence[Ingested], target: Path) -> None:
    with run.stage("write"):
        texts.write(documents, target / "documents")
        (target / "claims").mkdir()
        for one in ingested:
            claim_files.write(one.claims, target / "claims" / f"{one.name}.jsonl")
        rejected = target / "rejected.jsonl"
        with rejected.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as lines:
            for message in run.report.errors:
                lines.write(rejected_document(None, message) + "\n")
            for one in ingested:
                failures = (rejected_document(one.name, failure) for failure in one.failures)
                lines.writelines(line + "\n" for line in (*one.rejected, *failures))
        with (target / "dataset.nq").open("wb") as quads:
            quads.writelines(canonical_lines(run.store))
        write_store(run.store, target / "store")
    (target / "report.json").write_text(run.report.to_json(), encoding="utf-8")
