"""Text and metadata of a PDF."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Final

from moneyloop.errors import DocumentError
from moneyloop.graph.documents.draft import Draft, Reading, shown
from moneyloop.graph.documents.encoding import is_blank, unify_lines
from moneyloop.graph.documents.quiet import quiet

if TYPE_CHECKING:
    from pathlib import Path

    from pypdf import PdfReader

_FULL: Final = 0.75
_HYPHENATED: Final = re.compile(r"[^\W\d_][-\u2010\u00ad]")
_ITEM: Final = re.compile(r"\s*(?:[•◦‣▪▫●○■□–—*·-]\s|\d{1,3}[.)]\s)")
_UNUSABLE: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def read_pdf(path: Path, data: bytes) -> Reading:
    """Read one PDF by pypdf, with the lines of each paragraph joined.

    Raises:
        DocumentError: it is encrypted, broken, or holds no text; the message names no file.
    """
    with quiet("pypdf"):
        text, values = _extract(data)
    text = _UNUSABLE.sub("\ufffd", text)
    if is_blank(text):
        raise DocumentError("has no text (scanned pages?); give it one by text recognition (OCR)")
    reading = Reading()
    reading.drafts.append(Draft(path, path.stem, text, reading.understand(values, shown(path))))
    return reading


def _extract(data: bytes) -> tuple[str, dict[str, object]]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    if not data.strip():
        raise DocumentError("empty; leave it out, or fill it")
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("is encrypted; save it without a password")
        pages = [reflow(unify_lines(page.extract_text())) for page in reader.pages]
        return "\n\n".join(pages), _metadata(reader)
    except DocumentError:
        raise
    except DependencyError as error:
        raise DocumentError("is encrypted; save it without a password") from error
    except Exception as error:  # whatever a parser makes of a broken file
        what = " ".join(str(error).split())[:120] or type(error).__name__
        raise DocumentError(f"is a broken PDF ({what}); save it again, or as .txt") from error


def _metadata(reader: PdfReader) -> dict[str, object]:
    title = reader.metadata.title if reader.metadata else None
    language = reader.root_object.get("/Lang")
    return {"title": title, "language": str(language) if language else None}


def reflow(page: str) -> str:
    """Return the text of a page with the lines that fill its width joined to the next ones.

    A hyphen between two letters at the end of such a line is taken for a word division.
    """
    lines = [line.strip() for line in page.split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    full = _FULL * lengths[len(lengths) * 9 // 10] if lengths else 0
    parts: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if len(line) < full or not following or _ITEM.match(following):
            parts.append(line + "\n")
        elif _HYPHENATED.fullmatch(line[-2:]) and following[0].islower():
            parts.append(line[:-1])
        else:
            parts.append(line + " ")
    return "".join(parts).strip()
