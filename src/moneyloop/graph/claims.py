"""The claim: what one document says once about one deal or one figure.

The fields are those of the project's annotation guidelines, plus where the claim stands in which document.
Claims travel as JSON Lines, one file a document, so that a person, a rule or a model can supply them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from moneyloop.errors import ClaimError

LEXICON: Final = "lexicon"
"""The name of the extractor that goes by lexicon, in ``found_by``."""
Status = Literal["considered", "announced", "committed", "completed", "cancelled"]


class Participant(BaseModel):
    """What fills a role: a party, or a description of a product, project, asset or position.

    ``name`` is the canonical (English) name, ``text`` the form in the document, ``iri`` the party's IRI or
    null for a description.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    text: str | None = None
    iri: str | None = None


class Amount(BaseModel):
    """An interval of money in full currency units; an open end is null; ``currency`` is an ISO 4217 code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    min: float | None
    max: float | None
    currency: str
    unit: Literal["currency"] = "currency"


class Review(BaseModel):
    """What a person decided on a claim: ``accepted`` as it was read, ``corrected``, or ``added``.

    ``reviewer`` is the person's name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    decision: Literal["accepted", "corrected", "added"]
    reviewer: str


class Claim(BaseModel):
    """One claim.

    ``share`` is a fraction 0..1; ``start`` and ``end`` are character offsets of ``quote`` in the text of the
    document (0-based, end excluded), so that ``text[start:end] == quote``; ``period`` is ISO 8601 where
    possible; ``core`` says that two or more named parties are related; ``review`` is null where no person
    has looked at the claim; ``found_by`` names the extractors that found it: ``lexicon``, or ``llm:`` and
    the name of a model.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    type: str
    roles: dict[str, Participant | list[Participant]]
    amount: Amount | None = None
    share: float | None = None
    status: Status
    period: str | None = None
    attributed_to: str | None = None
    quote: str
    core: bool
    document: str
    language: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    review: Review | None = None
    found_by: list[str] = []

    def filling(self, role: str) -> list[Participant]:
        """Return what fills a role, as a list that may be empty."""
        value = self.roles.get(role, [])
        return value if isinstance(value, list) else [value]


def dump(claim: Claim) -> str:
    """Return a claim as one line of JSON, without a line end."""
    return json.dumps(claim.model_dump(mode="json"), ensure_ascii=False)


def write(claims: Iterable[Claim], path: Path) -> None:
    """Write claims to a JSON Lines file."""
    path.write_text("".join(dump(claim) + "\n" for claim in claims), encoding="utf-8")


def read(path: Path) -> Iterator[Claim]:
    """Read claims from a JSON Lines file; blank lines are skipped.

    Raises:
        ClaimError: a line is no claim; the message names file, line and field.
    """
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield Claim.model_validate_json(line)
                except ValidationError as error:
                    raise ClaimError(f"{path}:{number}: {fault(error)}; correct the line") from error


def fault(error: ValidationError) -> str:
    """Return in words the first thing that is wrong with a line, with the name of its field."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"])
    return f"{field}: {first['msg']}" if field else first["msg"]
