"""Applying decisions while a dataset is built: reviewed claims are a source beside the extractor."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING, Any

from moneyloop.graph import parties as party_file
from moneyloop.graph.claims import Claim, Review
from moneyloop.graph.review import match
from moneyloop.graph.review.decisions import Entry, Statement
from moneyloop.graph.review.sameness import Names

if TYPE_CHECKING:
    from moneyloop.graph.documents import Document
    from moneyloop.graph.tools import Tools
    from moneyloop.ontology.model import Model


@dataclass(slots=True)
class Outcome:
    """What decisions did to the claims of a document.

    Attributes:
        counts: decisions that hold, by kind; ``suppressed``, the claims of the extractor that a rejection
            keeps out.
        lost: a message for each decision whose place is gone.
        conflicts: a message for each decision that another person's later one overrides.
    """

    counts: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


class Reviewed:
    """Decisions, by document; applied to the claims of each."""

    def __init__(self, entries: Iterable[Entry], *, only: bool = False) -> None:
        """Take decisions in the order of time; ``only`` leaves out what nobody decided on."""
        self.only = only
        self._entries: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._entries[entry.decision.document].append(entry)

    def apply(
        self, document: Document, extract: Callable[[Document], list[Claim]], model: Model
    ) -> tuple[list[Claim], Outcome]:
        """Return the claims of a document in text order, and what the decisions did.

        Accepted, corrected and added claims enter whether or not they are extracted; a rejected one does not
        enter if it is. A claim that is extracted keeps its id, any other has the id that it had when it was
        seen, or if that is taken a new one.
        """
        extracted = [] if self.only else extract(document)
        entries = self._entries.get(document.name)
        if not entries:
            return extracted, Outcome()
        names = Names(model, party_file.listed())
        standing = match.standing(entries, document.text, names)
        statements = [Statement.of(claim, document.text) for claim in extracted]
        matched = match.match(standing.held, statements, names)
        claims = [extracted[index] for index in matched.rest]
        ids = {claim.id for claim in extracted}
        outcome = _outcome(standing)
        for held, index in matched.pairs:
            known = None if index is None else extracted[index]
            outcome.counts["suppressed"] += held.outcome is None and known is not None
            if held.outcome is not None:
                claim = _claim(held, held.outcome, known, document, names)
                claims.append(claim if known or claim.id not in ids else claim.model_copy(update={"id": ""}))
        return _numbered(claims, ids, document.name), outcome

    def digest(self, document: str) -> str | None:
        """Return what tells the decisions on a document from others: a hash; None if there are none."""
        entries = self._entries.get(document)
        if not entries:
            return None
        told = "\n".join(one.decision.model_dump_json() for one in entries)
        return sha256(told.encode()).hexdigest()

    def elsewhere(self, documents: Collection[str]) -> list[str]:
        """Return a message for each document that was decided on, but is none of those given."""
        return [
            f"{entries[-1].source}: no document {name!r} in this build; decisions on it: {len(entries)}"
            for name, entries in sorted(self._entries.items())
            if name not in documents
        ]


def reviewed_tools(make_tools: Callable[[], Tools], reviewed: Reviewed) -> Tools:
    """Return tools that apply decisions; those that apply nothing else need no lexicon for any language."""
    made = make_tools()
    how = {"decisions": "alone" if reviewed.only else "besides extraction"}
    tools = replace(made, reviewed=reviewed, made_with=lambda: made.made_with() | how)
    return replace(tools, reads=lambda _language: True) if reviewed.only else tools


def _outcome(standing: match.Standing) -> Outcome:
    outcome = Outcome(Counter(str(held.entry.decision.decision) for held in standing.held))
    outcome.lost = [f"{_shown(entry)}: its quote is no longer in the document" for entry in standing.lost]
    outcome.conflicts = [
        f"{_shown(former)} by {former.decision.reviewer}; overridden by {later.decision.reviewer} "
        f"({later.decision.decision}, {later.source})"
        for former, later in standing.conflicts
    ]
    return outcome


def _shown(entry: Entry) -> str:
    decision = entry.decision
    return f"{entry.source}: {decision.document}: {decision.claim.type} {decision.decision}"


def _claim(
    held: match.Held, outcome: Statement, known: Claim | None, document: Document, names: Names
) -> Claim:
    decision = held.entry.decision.decision
    review = Review.model_validate({"decision": decision, "reviewer": held.entry.decision.reviewer})
    if known and match.key(Statement.of(known, document.text), names) == match.key(outcome, names):
        return known.model_copy(update={"review": review})
    claim = to_claim(outcome, review, document, names)
    return claim.model_copy(update={"id": known.id if known else held.seen.id})


def to_claim(statement: Statement, review: Review, document: Document, names: Names) -> Claim:
    """Return a statement that has a place in a document as a claim of it."""
    fields = Statement.model_fields.keys() & Claim.model_fields.keys()
    said: dict[str, Any] = {name: getattr(statement, name) for name in fields}
    said |= {"document": document.name, "language": document.language, "core": is_core(statement, names)}
    return Claim(**said, review=review)


def is_core(statement: Statement, names: Names) -> bool:
    """Whether two or more parties are related; false where the ontology does not know the type."""
    relation = names.model.types.get(statement.type)
    if relation is None or relation.is_figure:
        return False
    named = (role for role in statement.roles if names.is_party(statement.type, role))
    return len({one.iri for role in named for one in statement.filling(role)}) > 1


def _numbered(claims: Iterable[Claim], ids: Collection[str], document: str) -> list[Claim]:
    """Return claims in text order, each with an id that no other has; a new id is none of those given."""
    ordered = sorted(claims, key=lambda claim: (claim.start, claim.end, len(claim.id), claim.id, claim.type))
    taken = {claim.id for claim in ordered} | set(ids)
    free = (name for number in count(1) if (name := f"{document}-r{number:02d}") not in taken)
    used: set[str] = set()
    numbered = []
    for claim in ordered:
        fits = claim.id and claim.id not in used
        used.add(claim.id)
        numbered.append(claim if fits else claim.model_copy(update={"id": next(free)}))
    return numbered
