"""What a build did: counts, seconds a stage, and what did not enter."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from moneyloop import __version__

if TYPE_CHECKING:
    from moneyloop.graph.ingest import Ingested
    from moneyloop.graph.ledger import Entry
    from moneyloop.graph.loops import Marked
    from moneyloop.graph.review.merge import Reviewed


@dataclass(slots=True)
class Report:
    """The report of one build.

    Attributes:
        counts: documents, unreadable, claims, rejected, deals, figures, unresolved, quads, inferred,
            flows, loops, cycles.
        seconds: wall-clock seconds of each stage.
        validation: what the shapes found, by severity and by shape.
        cycle_search: ``complete``; ``hopLimit`` (null if complete) up to which all cycles are listed;
            ``stoppedBy``, the limit that kept longer cycles out: ``rows`` or ``steps``.
        review: with decisions, how many of each kind hold, and messages about those that are ``lost``,
            in ``conflict`` with later ones, or ``refused`` by validation; ``suppressed`` is how many claims
            of the extractor rejections keep out.
        languages: number of documents by language.
        found_by: number of claims by the extractors that found them, joined by " + ".
        model: what a language model was asked and what that cost; empty where none was.
        unread: a message for each part of a document that could not be read.
        without_lexicon: documents whose language has no lexicon, so that no claim was extracted.
        errors: a message for each document or path that could not be read.
        made_with: what else than the documents the dataset depends on: hashes of the assets, the extractor,
            limits; a later update must be made with the same.
        version: of moneyloop.
    """

    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    validation: dict[str, object] = field(default_factory=dict)
    cycle_search: dict[str, object] = field(default_factory=dict)
    review: dict[str, object] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    found_by: dict[str, int] = field(default_factory=dict)
    model: dict[str, object] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    without_lexicon: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    made_with: dict[str, object] = field(default_factory=dict)
    version: str = __version__

    def to_json(self) -> str:
        """Return the report as indented JSON with a line end."""
        fields = {_camel(name): value for name, value in asdict(self).items()}
        fields["seconds"] = {stage: round(seconds, 4) for stage, seconds in self.seconds.items()}
        return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"

    def add_time(self, stage: str, seconds: float) -> None:
        """Add to the seconds of a stage."""
        self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds

    def add_times(self, ingested: Iterable[Ingested]) -> None:
        """Add what extraction and validation of documents took."""
        for one in ingested:
            for stage, seconds in one.seconds.items():
                self.add_time(stage, seconds)

    def add_documents(self, entries: Iterable[Entry]) -> None:
        """Count documents and what became of their claims."""
        from moneyloop.validation.summary import Summary

        languages: Counter[str] = Counter()
        finders: Counter[str] = Counter()
        summary = Summary()
        claims = rejected = documents = 0
        for one in entries:
            documents += 1
            languages[one.language] += 1
            for found in one.violations:
                summary.count(found.severity, found.shape, found.component, found.count)
            claims += one.claims
            finders.update(one.found_by)
            self.unread += [f"{one.name}: {failure}" for failure in one.unread]
            rejected += one.rejected
            if not one.lexicon:
                self.without_lexicon.append(one.name)
        self.found_by = dict(sorted(finders.items()))
        self.languages = dict(sorted(languages.items()))
        self.validation = summary.to_dict()
        self.counts |= {"documents": documents, "claims": claims, "rejected": rejected}

    def add_review(self, entries: Sequence[Entry], reviewed: Reviewed | None) -> None:
        """Say what decisions did, if there are any."""
        if reviewed is None:
            return
        counts: Counter[str] = Counter()
        for one in entries:
            counts.update(one.decided.counts)
        kinds = ("accepted", "corrected", "added", "rejected", "suppressed")
        lost = [message for one in entries for message in one.decided.lost]
        self.review = {kind: counts[kind] for kind in kinds} | {
            "lost": lost + reviewed.elsewhere({one.name for one in entries}),
            "conflicts": [message for one in entries for message in one.decided.conflicts],
            "refused": [message for one in entries for message in one.decided.refused],
        }

    def add_loops(self, marked: Marked) -> None:
        """Count loops and cycles, and say how far the search for cycles went."""
        self.counts |= {"flows": marked.flows, "loops": marked.loops, "cycles": marked.cycles}
        self.cycle_search = {
            "complete": marked.stopped_by is None,
            "hopLimit": marked.hop_limit,
            "stoppedBy": marked.stopped_by,
        }


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.title, rest))
