"""A built dataset as the ground that an update stands on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

from moneyloop.errors import DatasetError
from moneyloop.graph import claims as claim_files
from moneyloop.graph import ledger
from moneyloop.graph import vocabulary as v
from moneyloop.graph.claims import Claim
from moneyloop.graph.folder import existing
from moneyloop.graph.lines import mapped
from moneyloop.graph.states import Stated
from moneyloop.ontology.terms import ML
from moneyloop.settings import DOCUMENT_GRAPHS

_STATES = ox.NamedNode(ML.states)


@dataclass(frozen=True, slots=True)
class Former:
    """A dataset: its folder of this one build, its documents by name, and its report."""

    folder: Path
    entries: dict[str, ledger.Entry]
    report: dict[str, Any]

    def made_with(self) -> dict[str, object]:
        """Return what the dataset depends on besides its documents."""
        return dict(self.report["madeWith"])

    def claims(self, document: str) -> list[Claim]:
        """Return the claims of a document."""
        return list(claim_files.read(self.folder / "claims" / f"{document}.jsonl"))

    def text(self, document: str) -> Path:
        """Return the file with the text of a document."""
        return self.folder / "documents" / f"{document}.txt"

    def stating(self, store: ox.Store, deals: Iterable[str], besides: Collection[str]) -> Iterator[Stated]:
        """Yield the claims that state some deals or figures, but for those of some documents."""
        wanted: dict[str, set[str]] = {}
        for deal in deals:
            for quad in store.quads_for_pattern(None, _STATES, ox.NamedNode(deal)):
                document = _document(quad)
                if document not in besides and isinstance(quad.subject, ox.NamedNode):
                    wanted.setdefault(document, set()).add(quad.subject.value)
        for document, iris in sorted(wanted.items()):
            for claim in self.claims(document):
                if v.claim_iri(document, claim.id).value in iris:
                    yield Stated(claim, self.entries[document].published)

    def names(self, parties: Iterable[str]) -> ledger.Names:
        """Return how many claims give which name to each of some parties."""
        found: ledger.Names = {}
        with mapped(self.folder / "ledger" / ledger.NAMES) as lines:
            for iri in parties:
                found[iri] = Counter(ledger.parsed_names(lines.starting(f"{iri}\t".encode())))
        return found

    def left_out(self) -> dict[str | None, list[str]]:
        """Return the lines of what does not enter the dataset, by document."""
        found: dict[str | None, list[str]] = {}
        with (self.folder / "rejected.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                found.setdefault(json.loads(line)["document"], []).append(line.rstrip("\n"))
        return found


def former(out: Path) -> Former:
    """Return the dataset that is in a folder now.

    Raises:
        DatasetError: there is none, it is damaged, or it was built by a version that kept no ledger.
    """
    folder = existing(out, "ledger").parent
    entries = ledger.read(folder / "ledger")
    try:
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        if not isinstance(report["madeWith"], dict) or not isinstance(report["counts"], dict):
            raise ValueError
    except (OSError, ValueError, KeyError) as error:
        raise DatasetError(f"{out}: its report.json is damaged; build the dataset again") from error
    return Former(folder, entries, report)


def _document(quad: ox.Quad) -> str:
    graph = quad.graph_name
    return unquote(graph.value.removeprefix(DOCUMENT_GRAPHS)) if isinstance(graph, ox.NamedNode) else ""
