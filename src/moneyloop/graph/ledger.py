"""What a dataset remembers of its making, so that a later change need not look at everything again.

``documents.jsonl`` has a line for each document: what is known of it, and what became of it. ``names.tsv``
has, for each party and each name that claims give it, how many of them do; its lines are in order.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from moneyloop.errors import DatasetError
from moneyloop.graph.claims import Claim
from moneyloop.graph.deals import party_iri
from moneyloop.graph.documents.document import Document

if TYPE_CHECKING:
    from moneyloop.graph.ingest import Ingested

DOCUMENTS: Final = "documents.jsonl"
NAMES: Final = "names.tsv"


class Violated(BaseModel):
    """How often a constraint of a shape found a document wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    severity: str
    shape: str
    component: str
    count: int


class Decided(BaseModel):
    """What decisions did to a document.

    ``digest`` tells its decisions from others, None if it has none; ``counts`` is by kind, the others are
    messages.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    digest: str | None = None
    counts: dict[str, int] = {}
    lost: list[str] = []
    conflicts: list[str] = []
    refused: list[str] = []


class Entry(BaseModel):
    """A document of a dataset.

    The first fields are those of the document (its text is kept elsewhere); ``digest`` tells it from others
    of that name. ``lexicon`` says whether there is one for its language, ``claims`` and ``rejected`` how many
    claims entered and how many lines did not, ``found_by`` who found the claims, ``unread`` which parts could
    not be read.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    language: str
    title: str | None
    publisher: str | None
    published: str | None
    address: str | None
    digest: str
    lexicon: bool
    claims: int
    rejected: int
    found_by: dict[str, int]
    violations: list[Violated]
    unread: list[str]
    decided: Decided

    def document(self, path: Path) -> Document:
        """Return the document, with the text that a file holds.

        Raises:
            DatasetError: the file is missing or damaged.
        """
        try:
            text = path.read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            raise DatasetError(f"{path}: cannot be read ({error}); build the dataset again") from error
        about = (self.title, self.publisher, self.published, self.address)
        return Document(self.name, text, self.language, *about, path)


def entry(document: Document, ingested: Ingested, decisions: str | None) -> Entry:
    """Return what is to be remembered of a document; ``decisions`` tells those on it from others."""
    violated = Counter((one.severity, one.shape, one.component) for one in ingested.violations)
    return Entry(
        name=document.name,
        language=document.language,
        title=document.title,
        publisher=document.publisher,
        published=document.published,
        address=document.address,
        digest=digest(document),
        lexicon=ingested.lexicon,
        claims=len(ingested.claims),
        rejected=len(ingested.rejected),
        found_by=dict(
            sorted(Counter(" + ".join(one.found_by) for one in ingested.claims if one.found_by).items())
        ),
        violations=[
            Violated(severity=severity, shape=shape, component=component, count=count)
            for (severity, shape, component), count in sorted(violated.items())
        ],
        unread=ingested.failures,
        decided=decided(ingested, decisions),
    )


def decided(ingested: Ingested, decisions: str | None) -> Decided:
    """Return what decisions, told from others by a hash, did to a document."""
    return Decided(
        digest=decisions,
        counts=dict(sorted(ingested.review.counts.items())),
        lost=ingested.review.lost,
        conflicts=ingested.review.conflicts,
        refused=list(_refused(ingested)),
    )


def _refused(one: Ingested) -> Iterator[str]:
    """Yield why reviewed claims of a document did not pass validation."""
    for fields in map(json.loads, one.rejected):
        claim = fields.get("claim") or {}
        if claim.get("review"):
            reasons = "; ".join(reason["message"] for reason in fields["reasons"])
            yield f"{one.name}: {claim['id']} ({claim['type']}, {claim['review']['decision']}): {reasons}"


def digest(document: Document) -> str:
    """Return what tells a document from any other of its name: a hash of its text and description."""
    about = (document.title, document.publisher, document.published, document.address)
    told = json.dumps([document.text, document.language, *about])
    return sha256(told.encode()).hexdigest()


def write(entries: Iterable[Entry], folder: Path) -> None:
    """Write the lines of some documents, in order of their names."""
    ordered = sorted(entries, key=lambda one: one.name)
    text = "".join(one.model_dump_json() + "\n" for one in ordered)
    (folder / DOCUMENTS).write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")


def read(folder: Path) -> dict[str, Entry]:
    """Return the documents of a dataset by name.

    Raises:
        DatasetError: the file is missing or damaged.
    """
    path = folder / DOCUMENTS
    try:
        lines = path.read_bytes().splitlines()
        entries = [Entry.model_validate_json(line) for line in lines]
    except (OSError, ValidationError) as error:
        raise DatasetError(f"{path}: is missing or damaged; build the dataset again") from error
    return {one.name: one for one in entries}


Names = dict[str, Counter[str]]
"""For each party's IRI, how many claims give it which name."""


def names(claims: Iterable[Claim]) -> Names:
    """Count the names that claims give to parties."""
    found: Names = {}
    for claim in claims:
        fillings = [filling for role in claim.roles for filling in claim.filling(role)]
        for iri, name in dict.fromkeys((party_iri(one), one.name) for one in fillings):
            found.setdefault(iri, Counter())[name] += 1
    return found


def name_lines(counted: Names) -> list[bytes]:
    """Return the lines of names that at least one claim gives, in order."""
    return sorted(
        f"{iri}\t{json.dumps(name)}\t{count}\n".encode()
        for iri, one in counted.items()
        for name, count in one.items()
        if count
    )


def parsed_names(lines: Sequence[bytes]) -> Counter[str]:
    """Return the names in lines of one party."""
    found: Counter[str] = Counter()
    for line in lines:
        _, name, count = line.decode().split("\t")
        found[json.loads(name)] = int(count)
    return found
