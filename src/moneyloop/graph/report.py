"""What a build did: counts, seconds a stage, and what did not enter."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from moneyloop import __version__

if TYPE_CHECKING:
    from moneyloop.graph.ingest import Ingested
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
            ``stoppedBy``, the limit that kept longer cycles out: ``cycles`` or ``steps``.
        review: with decisions, how many of each kind hold, and messages about those that are ``lost``,
            in ``conflict`` with later ones, or ``refused`` by validation; ``suppressed`` is how many claims
            of the extractor rejections keep out.
        languages: number of documents by language.
        found_by: number of claims by the extractors that found them, joined by " + ".
        model: what a language model was asked and what that cost; empty where none was.
        unread: a message for each part of a document that could not be read.
        without_lexicon: documents whose language has no lexicon, so that no claim was extracted.
        errors: a message for each document or path that could not be read.
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
    version: str = __version__

    def to_json(self) -> str:
        """Return the report as indented JSON with a line end."""
        fields = {_camel(name): value for name, value in asdict(self).items()}
        fields["seconds"] = {stage: round(seconds, 4) for stage, seconds in self.seconds.items()}
        return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"

    def add_time(self, stage: str, seconds: float) -> None:
        """Add to the seconds of a stage."""
        self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds

    def add_documents(self, ingested: Iterable[Ingested]) -> None:
        """Count documents and what became of their claims."""
        from moneyloop.validation.summary import Summary

        languages: Counter[str] = Counter()
        finders: Counter[str] = Counter()
        summary = Summary()
        claims = rejected = documents = 0
        for one in ingested:
            documents += 1
            languages[one.language] += 1
            summary.add(one.violations)
            claims += len(one.claims)
            finders.update(" + ".join(claim.found_by) for claim in one.claims if claim.found_by)
            self.unread += [f"{one.name}: {failure}" for failure in one.failures]
            rejected += len(one.rejected)
            if not one.lexicon:
                self.without_lexicon.append(one.name)
            for stage, seconds in one.seconds.items():
                self.add_time(stage, seconds)
        self.found_by = dict(sorted(finders.items()))
        self.languages = dict(sorted(languages.items()))
        self.validation = summary.to_dict()
        self.counts |= {"documents": documents, "claims": claims, "rejected": rejected}

    def add_review(self, ingested: Sequence[Ingested], reviewed: Reviewed | None) -> None:
        """Say what decisions did, if there are any."""
        if reviewed is None:
            return
        counts = sum((one.review.counts for one in ingested), Counter[str]())
        kinds = ("accepted", "corrected", "added", "rejected", "suppressed")
        lost = [message for one in ingested for message in one.review.lost]
        self.review = {kind: counts[kind] for kind in kinds} | {
            "lost": lost + reviewed.elsewhere({one.name for one in ingested}),
            "conflicts": [message for one in ingested for message in one.review.conflicts],
            "refused": [message for one in ingested for message in _refused(one)],
        }

    def add_loops(self, marked: Marked) -> None:
        """Count loops and cycles, and say how far the search for cycles went."""
        self.counts |= {"flows": marked.flows, "loops": marked.loops, "cycles": marked.cycles}
        self.cycle_search = {
            "complete": marked.stopped_by is None,
            "hopLimit": marked.hop_limit,
            "stoppedBy": marked.stopped_by,
        }


def _refused(one: Ingested) -> Iterator[str]:
    """Yield why reviewed claims of a document did not pass validation."""
    for fields in map(json.loads, one.rejected):
        claim = fields.get("claim") or {}
        if claim.get("review"):
            reasons = "; ".join(reason["message"] for reason in fields["reasons"])
            yield f"{one.name}: {claim['id']} ({claim['type']}, {claim['review']['decision']}): {reasons}"


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.title, rest))
