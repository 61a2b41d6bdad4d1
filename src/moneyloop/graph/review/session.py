"""A review as a person does it: claims one after the other, decisions, undo. Knows nothing of the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from moneyloop.graph.claims import Claim
from moneyloop.graph.documents.document import Document
from moneyloop.graph.review import match
from moneyloop.graph.review.decisions import Decision, Entry, Kind, Statement
from moneyloop.graph.review.log import Log
from moneyloop.graph.review.sameness import Names


@dataclass(slots=True, eq=False)
class Item:
    """A claim under review.

    Attributes:
        document: the document that says it.
        claim: the claim as it was read, or as it was added.
        decision: the decision that holds for it, if there is one.
        decided_on: the claim that this decision was about, which an older reading may word otherwise.
    """

    document: Document
    claim: Statement
    decision: Decision | None = None
    decided_on: Statement | None = None

    @property
    def says(self) -> Statement:
        """What the claim says by the decision, as far as there is one."""
        corrected = self.decision.corrected if self.decision else None
        return corrected or self.claim


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims to show; what is empty excludes none. Letter case does not matter."""

    type: str = ""
    document: str = ""
    party: str = ""
    text: str = ""
    undecided: bool = False

    def holds(self, item: Item) -> bool:
        """Whether to show a claim."""
        return (
            (not self.type or item.says.type.casefold() == self.type.casefold())
            and (not self.document or item.document.name == self.document)
            and (not self.party or any(self.party.casefold() in one.casefold() for one in _names(item.says)))
            and (not self.text or self.text.casefold() in item.says.quote.casefold())
            and not (self.undecided and item.decision)
        )


def _names(statement: Statement) -> Iterator[str]:
    for role in statement.roles:
        for one in statement.filling(role):
            yield from (one.name, one.text or "", one.iri or "")


@dataclass(frozen=True, slots=True)
class _Step:
    """A decision that can be undone: the item before it, and whether the item came with it."""

    item: Item
    before: Item
    added: bool


class Session:
    """The claims of a dataset with what was decided on them; each decision is in the file at once.

    Attributes:
        reviewer: who decides.
        path: the file of decisions.
        items: all claims, in the order of documents and text.
        lost: decisions whose place is gone from its document, or whose document is gone.
    """

    def __init__(
        self, documents: Sequence[Document], claims: Iterable[Claim], log: Log, reviewer: str, names: Names
    ) -> None:
        self.reviewer = reviewer
        self.path = log.path
        self.names = names
        self.items: list[Item] = []
        self.lost: list[Entry] = []
        self._log = log
        self._steps: list[_Step] = []
        self._order = {document.name: index for index, document in enumerate(documents)}
        by_document: dict[str, list[Claim]] = {document.name: [] for document in documents}
        for claim in claims:
            by_document.setdefault(claim.document, []).append(claim)
        decided: dict[str, list[Entry]] = {}
        for entry in log.entries:
            decided.setdefault(entry.decision.document, []).append(entry)
        for document in documents:
            self._add(document, by_document[document.name], decided.pop(document.name, []))
        self.lost += [entry for entries in decided.values() for entry in entries]

    def _add(self, document: Document, claims: Sequence[Claim], entries: Sequence[Entry]) -> None:
        statements = [Statement.of(claim, document.text) for claim in claims]
        standing = match.standing(entries, document.text, self.names)
        matched = match.match(standing.held, statements, self.names)
        items = [Item(document, statements[index]) for index in matched.rest]
        for held, index in matched.pairs:
            again = None if index is None or _is_outcome(claims[index]) else statements[index]
            items.append(Item(document, again or held.seen, held.entry.decision, held.seen))
        self.items += sorted(items, key=_place)
        self.lost += standing.lost

    @property
    def progress(self) -> tuple[int, int]:
        """How many claims are decided on, and how many there are."""
        return sum(item.decision is not None for item in self.items), len(self.items)

    def decide(
        self, item: Item, kind: Kind, corrected: Statement | None = None, note: str | None = None
    ) -> None:
        """Decide on a claim, in place of what was decided on it before.

        A correction that changes nothing accepts the claim; a claim that was added stays an added one.

        Raises:
            ReviewError: the decision cannot be written; it is not taken then.
        """
        before = replace(item)
        if corrected and match.key(corrected, self.names) == match.key(item.claim, self.names):
            kind, corrected = "accepted", None
        if kind == "accepted" and item.decision and item.decision.decision == "added":
            kind = "added"
        decision = self._decision(item.document, kind, item.claim, corrected, note)
        self._log.append([*self._withdrawal(item), decision])
        item.decision, item.decided_on = decision, item.claim
        self._steps.append(_Step(item, before, added=False))

    def add(self, document: Document, claim: Statement, note: str | None = None) -> Item:
        """Add a claim that was missed, and return it.

        Raises:
            ReviewError: the decision cannot be written; the claim is not added then.
        """
        decision = self._decision(document, "added", claim, None, note)
        self._log.append([decision])
        item = Item(document, claim, decision, claim)
        self.items.append(item)
        self.items.sort(key=lambda one: (self._order[one.document.name], _place(one)))
        self._steps.append(_Step(item, item, added=True))
        return item

    def undo(self) -> Item | None:
        """Take back the last decision of this session that was not taken back yet, and return its claim.

        None if there is none. A claim that was added is no longer among the items.

        Raises:
            ReviewError: this cannot be written; the decision stands then.
        """
        if not self._steps:
            return None
        step = self._steps[-1]
        former = step.before.decision
        records = [*self._withdrawal(step.item, always=True)]
        if former and not step.added:
            records.append(former.model_copy(update={"decided": self._log.now()}))
        self._log.append(records)
        self._steps.pop()
        if step.added:
            self.items.remove(step.item)
        step.item.decision, step.item.decided_on = step.before.decision, step.before.decided_on
        return step.item

    def _withdrawal(self, item: Item, *, always: bool = False) -> Iterator[Decision]:
        """Yield what takes the decision on a claim back, unless a new one on the same claim does."""
        if item.decision and item.decided_on:
            same = match.key(item.decided_on, self.names) == match.key(item.claim, self.names)
            if always or not same:
                yield self._decision(item.document, "withdrawn", item.decided_on, None, None)

    def _decision(
        self, document: Document, kind: Kind, claim: Statement, corrected: Statement | None, note: str | None
    ) -> Decision:
        return Decision(
            decision=kind,
            document=document.name,
            claim=claim,
            corrected=corrected,
            reviewer=self.reviewer,
            decided=self._log.now(),
            note=note or None,
        )


def _is_outcome(claim: Claim) -> bool:
    """Whether a claim is in the dataset by a correction, and not what the correction was about."""
    return claim.review is not None and claim.review.decision == "corrected"


def _place(item: Item) -> tuple[int, int, int, str]:
    claim = item.claim
    return claim.start or 0, claim.end or 0, len(claim.id), claim.id
