"""What a stored query is: its texts, parameters, columns and limits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

PARAMETER_TYPES: Final = (
    "status",
    "party",
    "date",
    "currency",
    "integer",
    "decimal",
    "class",
    "choice",
    "string",
)
COLUMN_TYPES: Final[Mapping[str, str]] = {
    "string": "string",
    "text": "string",
    "integer": "integer",
    "decimal": "decimal",
    "amount": "decimal",
    "share": "decimal",
    "date": "date",
    "boolean": "boolean",
    "iri": "iri",
    "deal": "iri",
    "name": "string",
    "names": "string",
    "status": "string",
    "class": "string",
    "word": "string",
    "currency": "string",
    "period": "string",
    "language": "string",
}
"""What a column may hold, with the datatype in XML Schema, or iri.

A text is a string that may have a language; an amount is in full units of the currency beside it; a share is
a fraction 0..1; a deal is the IRI of a deal or figure; a name is that of a party, names are several joined by
arrows; a status and a class are names of terms of the ontology; a word is one of ``queries/words.yaml``.
"""
FLOORS: Final = ("considered", "announced", "committed", "completed")
UNDEFINED: Final = "UNDEF"
_TERM: Final = r'(?:"[^"\\\n]*"(?:\^\^[^\s{}]+)?|[^\s{}"()]+)'
PLACE: Final = re.compile(rf"(VALUES\s+\?_(\w+)\s*\{{\s*)({_TERM}(?:\s+{_TERM})*)(\s*\}})")
"""A place where the values of a parameter stand: ``VALUES ?_name { value }``."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a stored query.

    ``type`` is one of ``PARAMETER_TYPES``, ``description`` is by language. ``default`` is written as a person
    would give it, and empty if a parameter that is left out does not restrict the answer; only one that
    takes ``many`` values can have several. ``allowed`` lists the values of a choice; for a class, those it
    must be below. ``minimum`` and ``maximum`` bound a number or a date, ``pattern`` is a regular
    expression for a string.
    """

    name: str
    type: str
    description: Mapping[str, str]
    required: bool = False
    default: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    minimum: str | None = None
    maximum: str | None = None
    pattern: str | None = None
    many: bool = False

    @property
    def option(self) -> str:
        """How the command line calls it: ``as-of`` for ``asOf``."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", self.name).lower()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer; ``type`` is one of ``COLUMN_TYPES``."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a query stops at the latest, None where it does not: rows, hops of a path, seconds."""

    rows: int | None = None
    hops: int | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A stored query.

    Titles, questions and the sentence that a row is told with are by language. ``others`` holds the keys of
    the header that only grlc reads.
    """

    name: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    tags: tuple[str, ...]
    text: str
    row: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = Limits()
    others: Mapping[str, Any] = field(default_factory=dict)

    @property
    def limit(self) -> int | None:
        """The most rows that it returns, None if there is no limit."""
        return self.limits.rows
