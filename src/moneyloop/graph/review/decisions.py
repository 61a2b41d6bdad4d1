"""The decision: what a person said about one claim, as a line of a JSON Lines file.

A file of decisions is a log. Lines are only appended; of several decisions on the same claim the latest
holds. A line repeats the claim it is about, and its place in the document, so that it can be found again
after documents were read anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from moneyloop.errors import ReviewError
from moneyloop.graph.claims import Amount, Claim, Participant, Status, fault

CONTEXT: Final = 32
"""Characters kept before and after a quote."""
Kind = Literal["accepted", "corrected", "rejected", "added", "withdrawn"]


def _participants(value: object) -> object:
    """Let a name alone stand for what fills a role."""
    if isinstance(value, str):
        return {"name": value}
    return [_participants(one) for one in value] if isinstance(value, list) else value


Filling = Annotated[Participant | list[Participant], BeforeValidator(_participants)]
_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _whole_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


class Statement(BaseModel):
    """What a claim says, and where: the fields of a claim without those that follow from its document.

    ``start`` and ``end`` may be missing, the quote is looked for then; ``prefix`` and ``suffix`` are what
    stands around it. A name alone may stand for what fills a role.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = ""
    type: str
    roles: dict[str, Filling]
    amount: Amount | None = None
    share: float | None = None
    status: Status
    period: str | None = None
    attributed_to: str | None = None
    quote: str = Field(min_length=1)
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=0)
    prefix: str = ""
    suffix: str = ""
    found_by: list[str] = []

    @classmethod
    def of(cls, claim: Claim, text: str) -> Self:
        """Return what a claim of a document with that text says."""
        same = {name: getattr(claim, name) for name in cls.model_fields if name in Claim.model_fields}
        return cls(**same).at(text, claim.start, claim.end)

    def at(self, text: str, start: int, end: int) -> Self:
        """Return the statement with a place in a text: character offsets, end excluded."""
        place: dict[str, Any] = {"start": start, "end": end, "quote": text[start:end]}
        around = {"prefix": text[max(0, start - CONTEXT) : start], "suffix": text[end : end + CONTEXT]}
        return self.model_copy(update=place | around)

    def filling(self, role: str) -> list[Participant]:
        """Return what fills a role, as a list that may be empty."""
        value = self.roles.get(role, [])
        return value if isinstance(value, list) else [value]


class Decision(BaseModel):
    """One decision.

    ``claim`` is the claim as the reviewer saw it, or as the reviewer added it; ``corrected`` is what it
    should say, of corrections only. ``withdrawn`` takes back what was decided before; null decides nothing.
    ``decided`` is in UTC, to the second.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    decision: Kind | None
    document: str = Field(min_length=1)
    claim: Statement
    corrected: Statement | None = None
    reviewer: _Name
    decided: Annotated[AwareDatetime, AfterValidator(_whole_second)]
    note: str | None = None

    @model_validator(mode="after")
    def _corrections_say_what(self) -> Self:
        if self.decision == "corrected" and self.corrected is None:
            raise ValueError("a correction needs the field 'corrected'")
        if self.decision != "corrected" and self.corrected is not None:
            raise ValueError("only a correction has a field 'corrected'")
        return self

    @property
    def outcome(self) -> Statement | None:
        """What enters the dataset by this decision, if anything does."""
        return self.claim if self.decision in ("accepted", "added") else self.corrected


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision and where it was read, ``file:line``."""

    decision: Decision
    source: str = ""


def dump(decision: Decision) -> str:
    """Return a decision as one line of JSON, without a line end."""
    return json.dumps(decision.model_dump(mode="json"), ensure_ascii=False)


def read(paths: Sequence[Path]) -> list[Entry]:
    """Read files of decisions; the result is sorted by time, and at the same time by file and line.

    Blank lines, and lines whose decision is null, are left out.

    Raises:
        ReviewError: a file is missing or no UTF-8 text, or a line is no decision; the message names file,
            line and field.
    """
    entries = [entry for path in paths for entry in _entries(path)]
    return sorted(entries, key=lambda entry: entry.decision.decided)


def _entries(path: Path) -> Iterator[Entry]:
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except OSError as error:
        raise ReviewError(f"{path}: cannot be read ({error.strerror}); give a file of decisions") from error
    except UnicodeDecodeError as error:
        raise ReviewError(f"{path}: is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                decision = Decision.model_validate_json(line)
            except ValidationError as error:
                raise ReviewError(f"{path}:{number}: {fault(error)}; correct the line") from error
            if decision.decision is not None:
                yield Entry(decision, f"{path}:{number}")
