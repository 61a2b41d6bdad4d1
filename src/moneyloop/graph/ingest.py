"""From each document to what enters the dataset from it, and what does not."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Final

import pyoxigraph as ox

from moneyloop.errors import ClaimError, DatasetError, DocumentError
from moneyloop.graph import vocabulary as v
from moneyloop.graph.claims import Claim
from moneyloop.graph.documents import Document
from moneyloop.graph.fit import unfit
from moneyloop.graph.rdf import document_quads
from moneyloop.graph.review.merge import Outcome
from moneyloop.graph.tools import Extraction, Tools
from moneyloop.validation.quarantine import Rejection, quarantine
from moneyloop.validation.violation import Violation

PAYS: Final = 4_000_000
"""Characters of text from which on starting other processes pays."""
PER_DOCUMENT: Final = 10_000
"""Characters that take as long as what each document costs besides its text."""
_tools: Tools | None = None


@dataclass(slots=True)
class Ingested:
    """What became of one document.

    Attributes:
        claims: those that enter the dataset, in text order.
        quads: the named graph of the document; none if the document itself was rejected.
        rejected: one JSON object for each claim, or the document itself, that does not enter.
        violations: what the shapes found, also warnings.
        review: what decisions did to the claims.
        failures: the parts that could not be read, and why.
        read: whether any part could be read.
        lexicon: whether there is one for its language.
        seconds: how long extraction and validation took.
    """

    name: str
    language: str
    published: str | None
    lexicon: bool
    claims: list[Claim] = field(default_factory=list)
    quads: list[ox.Quad] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    read: bool = True
    seconds: dict[str, float] = field(default_factory=dict)
    review: Outcome = field(default_factory=Outcome)

    def left_out(self) -> list[str]:
        """Return the lines that say what of the document does not enter the dataset."""
        return [*self.rejected, *(rejected_document(self.name, failure) for failure in self.failures)]


Extracted = tuple[Extraction | None, Ingested]
"""What an extractor makes of a document, or nothing, and what became of the document so far."""


def ingest(document: Document, tools: Tools) -> Ingested:
    """Extract, write as RDF and validate the claims of a document; what fails is set aside with the reasons.

    Rejected claims leave the graph together with what only they say, and the rest is validated again, so that
    nothing that fails enters. What is wrong with the document's own description is taken out of it likewise.
    """
    return _validate(document, tools, _extract(document, tools))


def _extract(document: Document, tools: Tools) -> Extracted:
    result = Ingested(document.name, document.language, document.published, tools.reads(document.language))
    start = perf_counter()
    try:
        extraction = _extraction(document, tools, result)
    except (DocumentError, ClaimError) as error:
        result.rejected.append(rejected_document(document.name, str(error)))
        return None, result
    about = {"kind": "claim", "document": document.name}
    result.rejected = [json.dumps(about | one, ensure_ascii=False) for one in extraction.rejected]
    result.failures, result.read = extraction.failures, extraction.read
    result.seconds["extract"] = perf_counter() - start
    return extraction, result


def _extraction(document: Document, tools: Tools, result: Ingested) -> Extraction:
    """Extract, and apply the decisions that there are."""
    if tools.reviewed is None:
        return tools.extract(document)
    made = Extraction()

    def extracted(document: Document) -> list[Claim]:
        nonlocal made
        made = tools.extract(document)
        return made.claims

    claims, result.review = tools.reviewed.apply(document, extracted, tools.model)
    return replace(made, claims=claims)


def _validate(document: Document, tools: Tools, extracted: Extracted) -> Ingested:
    extraction, result = extracted
    if extraction is not None:
        start = perf_counter()
        _admit(document, extraction.claims, tools, result)
        result.seconds["validate"] = perf_counter() - start
    return result


def _admit(document: Document, claims: Sequence[Claim], tools: Tools, result: Ingested) -> None:
    found = [reason for claim in claims for reason in unfit(claim, _iri(claim, document), tools.model)]
    removed: set[tuple[str, str | None]] = set()
    while True:
        claims = _quarantine(document, claims, found, result)
        quads = [
            quad for quad in document_quads(document, claims, tools.model) if _place(quad) not in removed
        ]
        violations = tools.validate(quads, document.text)
        result.violations += violations
        found = [violation for violation in violations if violation.rejects]
        if not found:
            result.claims, result.quads = list(claims), quads
            return
        faults = [violation for violation in found if not violation.claims]
        result.rejected += [rejected_document(document.name, fault.message, fault) for fault in faults]
        places = {(fault.focus, fault.path) for fault in faults}
        if not places <= set(map(_place, quads)):
            result.rejected += [
                _rejected_claim(document, Rejection(claim, tuple(faults))) for claim in claims
            ]
            return
        removed |= places


def _iri(claim: Claim, document: Document) -> ox.NamedNode:
    return v.claim_iri(document.name, claim.id)


def _place(quad: ox.Quad) -> tuple[str, str | None]:
    subject = quad.subject
    return (subject.value if isinstance(subject, ox.NamedNode) else "", quad.predicate.value)


def _quarantine(
    document: Document, claims: Sequence[Claim], found: Sequence[Violation], result: Ingested
) -> Sequence[Claim]:
    kept, rejections = quarantine(claims, found, lambda claim: _iri(claim, document).value)
    result.rejected += [_rejected_claim(document, rejection) for rejection in rejections]
    return kept


def _rejected_claim(document: Document, rejection: Rejection) -> str:
    fields = json.loads(rejection.to_json(), parse_constant=str)
    fields = {"kind": "claim", "document": document.name} | fields
    return json.dumps(fields, ensure_ascii=False)


def rejected_document(name: str | None, message: str, violation: Violation | None = None) -> str:
    """Return as one line of JSON why a document, or a part of its description, does not enter the dataset."""
    fields: dict[str, object] = {"kind": "document", "document": name, "message": message}
    if violation:
        keys = ("shape", "component", "path", "value", "focus")
        fields |= {key: getattr(violation, key) for key in keys}
    return json.dumps(fields, ensure_ascii=False)


def ingest_all(
    documents: Sequence[Document], make_tools: Callable[[], Tools], tools: Tools, workers: int | None = None
) -> Iterator[Ingested]:
    """Yield what becomes of each document, in the order of the documents.

    Args:
        documents: the documents.
        make_tools: makes the tools in another process; must be importable there.
        tools: the tools of this process.
        workers: how many processes to use; by default as many as pay. The results are the same for any
            number. Tools that extract in threads are used in this process alone.

    Raises:
        DatasetError: a process ended before it was done, for example for lack of memory.
    """
    if tools.threads > 1:
        yield from _threaded(documents, tools)
        return
    if workers is None:
        workers = _paying(documents)
    workers = min(workers, len(documents))
    if workers <= 1:
        yield from (ingest(document, tools) for document in documents)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(workers, get_context("spawn"), _start, (make_tools,))
    try:
        yield from pool.map(_work, documents)
    except BrokenProcessPool as error:
        raise DatasetError(
            "build: a process ended before it was done; free some memory, or build with one worker"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _threaded(documents: Sequence[Document], tools: Tools) -> Iterator[Ingested]:
    """Extract in threads, and validate here, document by document."""
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(tools.threads)
    try:
        extracted = pool.map(lambda document: _extract(document, tools), documents)
        for document, one in zip(documents, extracted, strict=True):
            yield _validate(document, tools, one)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _paying(documents: Sequence[Document]) -> int:
    if sum(len(document.text) + PER_DOCUMENT for document in documents) < PAYS:
        return 1
    return os.cpu_count() or 1


def _start(make_tools: Callable[[], Tools]) -> None:
    global _tools  # noqa: PLW0603 - a worker process keeps its tools
    _tools = make_tools()


def _work(document: Document) -> Ingested:
    if _tools is None:
        raise DatasetError("build: a process was not started by a build; start it by ingest_all")
    return ingest(document, _tools)
