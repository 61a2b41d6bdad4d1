"""Reading documents from files and folders."""

from __future__ import annotations

import stat
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from moneyloop.errors import DocumentError
from moneyloop.graph.documents import frontmatter
from moneyloop.graph.documents.document import Document
from moneyloop.graph.documents.draft import Draft, Reading, shown
from moneyloop.graph.documents.encoding import decode, is_blank
from moneyloop.graph.documents.find import find, unreadable
from moneyloop.graph.documents.language import identify
from moneyloop.graph.documents.lines import read_lines
from moneyloop.graph.documents.markup import read_html
from moneyloop.graph.documents.names import unique_names
from moneyloop.graph.documents.pdf import read_pdf
from moneyloop.graph.documents.sidecar import find_sidecar, read_sidecar

MAX_BYTES: Final = 1 << 30
"""Larger files are refused rather than let them fill the memory."""


def read_all(paths: Sequence[Path]) -> tuple[list[Document], list[DocumentError]]:
    """Read the documents in files and folders.

    Args:
        paths: files, and folders that are walked with their subfolders. Hidden files, files of other kinds
            and sidecars in folders are left out; a file met twice is read once.

    Returns:
        The documents, sorted by name, and what could not be read, sorted by message: each error says where,
        what, and what to do. No document fails because another does. The same files give the same documents
        and names, whatever the order of the paths.
    """
    files, problems = find([Path(path) for path in paths])
    drafts: list[Draft] = []
    for file in files:
        try:
            reading = _read(file)
        except DocumentError as error:
            problems.append(error)
        else:
            drafts += reading.drafts
            problems += reading.problems
    named = zip(unique_names(drafts), drafts, strict=True)
    documents = sorted((_document(name, draft) for name, draft in named), key=lambda document: document.name)
    return documents, sorted(problems, key=str)


def _document(name: str, draft: Draft) -> Document:
    known = draft.metadata
    language = known.language or identify(draft.text)
    return Document(
        name, draft.text, language, known.title, known.publisher, known.published, known.address, draft.path
    )


def _read(path: Path) -> Reading:
    reader = _READERS[path.suffix.lower()]
    try:
        sidecar = find_sidecar(path)
        values = read_sidecar(sidecar) if sidecar else {}
        reading = _named(path, reader)
    except OSError as error:
        raise unreadable(Path(error.filename or path), error) from error
    if sidecar:
        beside = reading.understand(values, shown(sidecar))
        lines = reader is read_lines
        reading.drafts = [
            replace(draft, metadata=draft.metadata.over(beside) if lines else beside.over(draft.metadata))
            for draft in reading.drafts
        ]
    return reading


def _named(path: Path, reader: Callable[[Path, bytes], Reading]) -> Reading:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError(f"{shown(path)}: is no regular file; save its content in one")
    if status.st_size > MAX_BYTES:
        raise DocumentError(f"{shown(path)}: is larger than {MAX_BYTES >> 20} MiB; split it")
    try:
        return reader(path, path.read_bytes())
    except DocumentError as error:
        raise DocumentError(f"{shown(path)}: {error}") from error


def read_text(path: Path, data: bytes) -> Reading:
    """Read one plain or Markdown text: as it stands, without its front matter.

    Raises:
        DocumentError: it is no text, blank, or has a malformed front matter; the message names no file.
    """
    values, text = frontmatter.split(decode(data))
    if is_blank(text):
        raise DocumentError("empty below its front matter; leave it out, or fill it")
    reading = Reading()
    reading.drafts.append(Draft(path, path.stem, text, reading.understand(values, shown(path))))
    return reading


_READERS: Final[dict[str, Callable[[Path, bytes], Reading]]] = {
    ".txt": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".jsonl": read_lines,
}
