"""What an update has to do: which documents come, go, or are read anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from moneyloop.errors import DatasetError, DocumentError, UsageError
from moneyloop.graph import ledger
from moneyloop.graph.documents import Document
from moneyloop.graph.former import Former

_BESIDES: Final = {"decisions": "besides extraction"}
_HASH: Final = 64


@dataclass(slots=True)
class Plan:
    """The documents of an update.

    Attributes:
        added: those that are new.
        replaced: those that take the place of another version of that name.
        again: those that stay, but whose decisions changed.
        removed: the names of those that go.
        unchanged: the names of those that were given, and are there already.
        errors: why others do not come in.
    """

    added: list[Document] = field(default_factory=list)
    replaced: list[Document] = field(default_factory=list)
    again: list[Document] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    errors: list[DocumentError] = field(default_factory=list)

    @property
    def documents(self) -> list[Document]:
        """Those to be read, in order of their names."""
        return sorted([*self.added, *self.replaced, *self.again], key=lambda one: one.name)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.removed and not self.documents

    def keep(self, names: Sequence[str]) -> set[str]:
        """Leave some documents as they are, if they are there; return the names of these."""
        there = {one.name for one in (*self.replaced, *self.again)} & set(names)
        self.replaced = [one for one in self.replaced if one.name not in names]
        self.again = [one for one in self.again if one.name not in names]
        return there


def plan(
    known: Former,
    documents: Sequence[Document],
    remove: Sequence[str],
    decisions: Callable[[str], str | None],
    *,
    everything: bool = False,
) -> Plan:
    """Compare documents with those of a dataset.

    Args:
        known: the dataset.
        documents: those to add; one whose name is there takes the place of that one if they differ.
        remove: the names of those to remove.
        decisions: tells the decisions on a document, by its name, from others.
        everything: whether all documents are read anew.

    Raises:
        UsageError: a document to remove is not there, or is to be added as well, or none would be left.
    """
    found = Plan(removed=_removed(known, documents, remove))
    folded = {name.casefold(): name for name in known.entries if name not in found.removed}
    for document in documents:
        same = folded.get(document.name.casefold(), document.name)
        entry = known.entries.get(document.name)
        if same != document.name:
            found.errors.append(_clash(document, same))
        elif entry is None:
            found.added.append(document)
        elif everything or (entry.digest, entry.decided.digest) != _told(document, decisions):
            found.replaced.append(document)
        else:
            found.unchanged.append(document.name)
    given = {document.name for document in documents} | set(found.removed)
    found.again = [
        entry.document(known.text(name))
        for name, entry in known.entries.items()
        if name not in given and (everything or entry.decided.digest != decisions(name))
    ]
    if not found.added and len(found.removed) == len(known.entries):
        raise UsageError("update: no document would be left; build another dataset, or delete the folder")
    return found


def _told(document: Document, decisions: Callable[[str], str | None]) -> tuple[str, str | None]:
    return ledger.digest(document), decisions(document.name)


def _removed(known: Former, documents: Sequence[Document], remove: Sequence[str]) -> list[str]:
    coming = {document.name for document in documents}
    for name in remove:
        if name not in known.entries:
            near = get_close_matches(name, known.entries, 3)
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            raise UsageError(f"update: there is no document {name!r} to remove{hint}")
        if name in coming:
            raise UsageError(f"update: {name!r} is to be added and removed; name it once")
    return sorted(set(remove))


def _clash(document: Document, same: str) -> DocumentError:
    return DocumentError(
        f"{document.path}: its name differs from that of the document {same!r} in case only; rename it"
    )


def check_made_with(out: Path, known: Former, now: dict[str, object]) -> None:
    """See that an update would go by the same assets and extractor as the dataset was made with.

    Raises:
        DatasetError: it would not; the message says what differs.
    """
    then = known.made_with()
    if "decisions" in then and "decisions" not in now:
        raise DatasetError(f"{out}: was made with decisions of reviewers; give them: --reviewed FILE")
    if "decisions" not in then:
        then |= {name: how for name, how in now.items() if {name: how} == _BESIDES}
    other = sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))
    if other:
        former_ones = ", ".join(f"another {name}{_short(then.get(name))}" for name in other)
        raise DatasetError(
            f"{out}: was made with {former_ones}; give the same, or read all its documents again: "
            f"moneyloop update {out} --all"
        )


def _short(value: object) -> str:
    """Return a value in brackets, if it is one that says something to people."""
    said = "" if value is None else str(value)
    return f" ({said})" if said and len(said) < _HASH else ""
