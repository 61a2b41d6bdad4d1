"""What a reader hands on: texts that have no name and no language yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from moneyloop.errors import DocumentError
from moneyloop.graph.documents.metadata import Metadata, interpret


@dataclass(frozen=True, slots=True)
class Draft:
    """One text of a file; ``label`` is the name it would like, ``line`` its line in a ``.jsonl`` file."""

    path: Path
    label: str
    text: str
    metadata: Metadata
    line: int | None = None


@dataclass(slots=True)
class Reading:
    """What one file gave: its texts, and what is wrong with it; both may be there."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[DocumentError] = field(default_factory=list)

    def understand(self, values: Mapping[str, object], where: str) -> Metadata:
        """Return the metadata in ``values``; what cannot be used is noted as a problem found at ``where``."""
        metadata, problems = interpret(values)
        self.problems += [
            DocumentError(f"{where}: {problem}; the document is read without it") for problem in problems
        ]
        return metadata


def shown(path: Path) -> str:
    """Return a path for a message, also where its bytes are no text."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
