"""What builds and updates share: their progress, their report, and how documents are taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

from moneyloop.graph.documents import Document
from moneyloop.graph.ingest import Ingested, ingest_all
from moneyloop.graph.ledger import Entry, entry
from moneyloop.graph.loops import CAP
from moneyloop.graph.report import Report
from moneyloop.graph.tools import Tools

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, how much of it is done, and how much there is to do."""


def untold(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody how the stages advance."""


@dataclass(slots=True)
class Run:
    """The state of one build or update.

    ``workers`` is how many processes extract and validate, by default as many as pay; ``cycle_cap`` is how
    many money cycles are listed at most.
    """

    make_tools: Callable[[], Tools]
    tools: Tools
    progress: Progress = untold
    workers: int | None = None
    cycle_cap: int = CAP
    report: Report = field(default_factory=Report)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Tell that a stage begins and ends, and take its time."""
        self.progress(name, 0, 1)
        start = perf_counter()
        yield
        self.report.add_time(name, perf_counter() - start)
        self.progress(name, 1, 1)

    def ingest(self, documents: Sequence[Document]) -> list[Ingested]:
        """Extract and validate the claims of documents."""
        self.progress("extract", 0, len(documents))
        found = []
        for one in ingest_all(documents, self.make_tools, self.tools, self.workers):
            found.append(one)
            self.progress("extract", len(found), len(documents))
        self.report.add_times(found)
        self.report.model = self.tools.usage()
        return found

    def entries(self, documents: Sequence[Document], ingested: Sequence[Ingested]) -> list[Entry]:
        """Return what is to be remembered of documents."""
        return [
            entry(document, one, self.decisions(document.name))
            for document, one in zip(documents, ingested, strict=True)
        ]

    def made_with(self) -> dict[str, object]:
        """Return what a dataset depends on besides its documents."""
        return self.tools.made_with() | {"cycleCap": self.cycle_cap}

    def decisions(self, name: str) -> str | None:
        """Return what tells the decisions on a document from others."""
        return None if self.tools.reviewed is None else self.tools.reviewed.digest(name)
