"""Building a dataset: documents in, a folder with claims, texts, quads, store and report out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from moneyloop.errors import DocumentError
from moneyloop.graph import claims as claim_files
from moneyloop.graph import folder, ledger, loops, projection, texts
from moneyloop.graph.deals import fuse
from moneyloop.graph.documents import Document, read_all
from moneyloop.graph.ingest import Ingested, rejected_document
from moneyloop.graph.run import Progress, Run, untold
from moneyloop.graph.states import Stated
from moneyloop.graph.store import canonical_lines, write_store
from moneyloop.graph.tools import Tools, default_tools
from moneyloop.ontology.terms import ML

if TYPE_CHECKING:
    from moneyloop.errors import MoneyloopError
    from moneyloop.graph.report import Report

_SHOWN = 3


def build(
    paths: Sequence[Path],
    out: Path,
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    cycle_cap: int = loops.CAP,
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
    told = progress or untold
    told("read", 0, 1)
    start = perf_counter()
    documents, errors = read_all(paths)
    if not documents:
        raise nothing_read(paths, errors)
    read = perf_counter() - start
    told("read", 1, 1)
    with folder.writing(out) as target:
        run = Run(make_tools, make_tools(), told, workers, cycle_cap)
        run.report.add_time("read", read)
        run.report.errors = [str(error) for error in errors]
        fill(run, documents, out, target)
    return run.report


def fill(run: Run, documents: Sequence[Document], out: Path, target: Path) -> None:
    """Build the dataset of documents that were read into an empty folder that is to become ``out``.

    Raises:
        DocumentError: no document could be read by the extractor.
        DatasetError: the folder cannot be written.
    """
    ingested = run.ingest(documents)
    if not any(one.read for one in ingested):
        raise nothing_extracted(ingested)
    entries = run.entries(documents, ingested)
    run.report.made_with = run.made_with()
    run.report.add_documents(entries)
    run.report.add_review(entries, run.tools.reviewed)
    store = _assembled(run, ingested)
    _count(run.report, store)
    with folder.reported(out):
        _write(run, store, documents, ingested, target)
        ledger.write(entries, target / "ledger")


def nothing_read(paths: Sequence[Path], errors: Sequence[DocumentError]) -> MoneyloopError:
    """Return the error that says why no document could be read."""
    if not errors:
        where = ", ".join(str(path) for path in paths)
        return DocumentError(f"{where}: holds no document; give .txt, .md, .html, .pdf or .jsonl files")
    shown = "; ".join(str(error) for error in errors[:_SHOWN])
    more = f"; and {len(errors) - _SHOWN} more" if len(errors) > _SHOWN else ""
    return DocumentError(f"no document could be read: {shown}{more}")


def nothing_extracted(ingested: Sequence[Ingested]) -> MoneyloopError:
    """Return the error that says why no part of any document could be read by the extractor."""
    failures = [f"{one.name}: {failure}" for one in ingested for failure in one.failures]
    return DocumentError(f"no document could be read: {'; '.join(failures[:_SHOWN])}")


def _assembled(run: Run, ingested: Sequence[Ingested]) -> ox.Store:
    """Bring all graphs together in memory, and add deals, inferences, loops and cycles."""
    store = ox.Store()
    with run.stage("load"):
        store.extend(run.tools.base())
        for one in ingested:
            store.extend(one.quads)
    with run.stage("fuse"):
        stated = (Stated(claim, one.published) for one in ingested for claim in one.claims)
        store.extend(fuse(stated, run.tools.model))
    with run.stage("infer"):
        run.report.counts["inferred"] = run.tools.infer(store)
    with run.stage("loops"):
        run.report.add_loops(loops.mark(store, cap=run.cycle_cap))
    return store


def _count(report: Report, store: ox.Store) -> None:
    states = store.quads_for_pattern(None, ox.NamedNode(ML.hasState), None)
    stated = {quad.subject.value for quad in states if isinstance(quad.subject, ox.NamedNode)}
    unresolved = store.quads_for_pattern(None, ox.NamedNode(ML.unresolved), None)
    figures = sum("/id/figure/" in iri for iri in stated)
    report.counts |= {
        "unreadable": len(report.errors),
        "deals": len(stated) - figures,
        "figures": figures,
        "unresolved": len({quad.subject for quad in unresolved}),
        "quads": len(store),
    }


def _write(
    run: Run, store: ox.Store, documents: Sequence[Document], ingested: Sequence[Ingested], target: Path
) -> None:
    with run.stage("write"):
        texts.write(documents, target / "documents")
        (target / "claims").mkdir()
        for one in ingested:
            claim_files.write(one.claims, target / "claims" / f"{one.name}.jsonl")
        rejected = target / "rejected.jsonl"
        with rejected.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as lines:
            lines.writelines(rejected_document(None, message) + "\n" for message in run.report.errors)
            lines.writelines(line + "\n" for one in ingested for line in one.left_out())
        with (target / "dataset.nq").open("wb") as quads:
            quads.writelines(canonical_lines(store, target))
        write_store(store, target / "store")
        projection.write(projection.assemble(projection.collect(projection.of_store(store))), target)
        (target / "ledger").mkdir()
        counted = ledger.names(claim for one in ingested for claim in one.claims)
        (target / "ledger" / ledger.NAMES).write_bytes(b"".join(ledger.name_lines(counted)))
    (target / "report.json").write_text(run.report.to_json(), encoding="utf-8")
