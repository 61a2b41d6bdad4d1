"""Main text and metadata of an HTML page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from moneyloop.errors import DocumentError
from moneyloop.graph.documents.draft import Draft, Reading, shown
from moneyloop.graph.documents.encoding import decode, is_blank, unify_lines
from moneyloop.graph.documents.quiet import quiet

if TYPE_CHECKING:
    from pathlib import Path

_CHARSET: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*>")
_WHOLE: Final = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[ \t\n\f]+")
_AS_WRITTEN: Final = frozenset({"pre", "textarea", "script", "style"})
_JOINERS: Final = "\u200c\u200d"
_HEAD: Final = 1 << 14
_DATES: Final = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}
"""Only dates the page states, whatever the day it is read on."""


def read_html(path: Path, data: bytes) -> Reading:
    """Read one HTML page: its main text by trafilatura, its metadata from meta elements and JSON-LD.

    Raises:
        DocumentError: it is no text, or has no main text; the message names no file.
    """
    charset = _CHARSET.search(data[:_HEAD])
    page = decode(data, charset[1].decode("ascii", "replace") if charset else None)
    page = _DECLARATION.sub("", page, count=1)
    if not _WHOLE.search(page):
        page = f"<html><body>{page}</body></html>"
    with quiet("trafilatura", "htmldate", "courlan", "justext"):
        try:
            text, values = _extract(page)
        except Exception as error:  # whatever the parsers make of a broken page
            raise DocumentError(
                f"is no HTML that can be read ({type(error).__name__}); save it as .txt"
            ) from error
    if is_blank(text) or "\0" in text:
        raise DocumentError("has no main text; save the article itself as .txt")
    reading = Reading()
    reading.drafts.append(Draft(path, path.stem, unify_lines(text), reading.understand(values, shown(path))))
    return reading


def _extract(page: str) -> tuple[str, dict[str, object]]:
    from trafilatura import bare_extraction, load_html
    from trafilatura.settings import Document

    tree = load_html(page)
    if tree is None:
        return "", {}
    language = tree.get("lang") or tree.get("xml:lang")
    _unwrap_lines(tree)
    joiners = _hide_joiners(tree)
    found: Any = bare_extraction(
        tree, include_comments=False, with_metadata=True, date_extraction_params=dict(_DATES)
    )
    if not isinstance(found, Document):
        return "", {}
    return (found.text or "").translate(joiners), {
        "title": (found.title or "").translate(joiners),
        "publisher": (found.sitename or "").translate(joiners),
        "date": found.date,
        "url": found.url,
        "language": language or found.language,
    }


def _unwrap_lines(tree: Any) -> None:
    """Make every run of blanks one blank, as a browser does, so that a line end means a paragraph."""
    as_written = {inner for element in tree.iter(*_AS_WRITTEN) for inner in element.iter()}
    for element in tree.iter():
        if element.text and element not in as_written:
            element.text = _BLANKS.sub(" ", element.text)
        if element.tail and element.getparent() not in as_written:
            element.tail = _BLANKS.sub(" ", element.tail)


def _hide_joiners(tree: Any) -> dict[int, str]:
    """Put letters that the page does not use for the joiners of Persian, which trafilatura would drop.

    Returns:
        The table that brings the joiners back.
    """
    used = set(tree.xpath("string()"))
    letters = (chr(code) for code in range(0x10000, 0x1005E) if chr(code).isalpha() and chr(code) not in used)
    hidden = {ord(joiner): next(letters) for joiner in _JOINERS}
    for element in tree.iter():
        element.text = element.text and element.text.translate(hidden)
        element.tail = element.tail and element.tail.translate(hidden)
        if "content" in element.attrib:
            element.set("content", element.get("content").translate(hidden))
    return {ord(letter): chr(joiner) for joiner, letter in hidden.items()}
