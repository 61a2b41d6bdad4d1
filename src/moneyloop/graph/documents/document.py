"""The document: one text with what is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Document:
    r"""One text, the unit of ingest, validation and replacement.

    Offsets of claims are character offsets in ``text``, whose line ends are ``\n``.

    Attributes:
        name: unique among the documents read together and safe as a file name; it may hold blanks and
            letters of any script, so it must be percent-encoded in an IRI.
        text: never blank, free of lone surrogates and NUL.
        language: BCP 47 primary subtag in lower case, or ``und``.
        title: one line.
        publisher: one line.
        published: ISO 8601 date, ``YYYY-MM-DD``.
        address: http or https IRI.
        path: the file that was read.
    """

    name: str
    text: str
    language: str
    title: str | None
    publisher: str | None
    published: str | None
    address: str | None
    path: Path
