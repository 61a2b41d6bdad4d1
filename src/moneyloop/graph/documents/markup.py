"""Main text and metadata of an HTML page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from moneyloop.errors import DocumentError
from moneyloop.graph.documents.draft import Draft, Reading, shown
from moneyloop.graph.documents.encoding import decode, is_blank, unify_lines
from moneyloop.graph.documents.quiet import quiet

if TYPE_CHECKING:
    from pathlib import Path

_CHARSET: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*>")
_LANGUAGE: Final = re.compile(r"""<html\b[^>]*?\b(?:xml:)?lang\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_HEAD: Final = 1 << 14
_DATES: Final = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}
"""Only dates the page states, whatever the day it is read on."""
_NO_MAIN_TEXT: Final = "has no main text; save the article itself as .txt"


def read_html(path: Path, data: bytes) -> Reading:
    """Read one HTML page: its main text by trafilatura, its metadata from meta elements and JSON-LD.

    Raises:
        DocumentError: it is no text, or has no main text; the message names no file.
    """
    charset = _CHARSET.search(data[:_HEAD])
    page = decode(data, charset[1].decode("ascii", "replace") if charset else None)
    text, values = _extract(_DECLARATION.sub("", page, count=1))
    if text is None or is_blank(text):
        raise DocumentError(_NO_MAIN_TEXT)
    language = _LANGUAGE.search(page[:_HEAD])
    reading = Reading()
    values["language"] = language[1] if language else values["language"]
    metadata = reading.understand(values, shown(path))
    reading.drafts.append(Draft(path, path.stem, unify_lines(text), metadata))
    return reading


def _extract(page: str) -> tuple[str | None, dict[str, object]]:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    with quiet("trafilatura", "htmldate", "courlan", "justext"):
        try:
            found = bare_extraction(
                page, include_comments=False, with_metadata=True, date_extraction_params=dict(_DATES)
            )
        except Exception as error:  # whatever a parser makes of a broken page
            raise DocumentError(
                f"is no HTML that can be read ({type(error).__name__}); save it as .txt"
            ) from error
    if not isinstance(found, Document):
        raise DocumentError(_NO_MAIN_TEXT)
    values: dict[str, object] = {
        "title": found.title,
        "publisher": found.sitename,
        "date": found.date,
        "url": found.url,
        "language": found.language,
    }
    return found.text, values
