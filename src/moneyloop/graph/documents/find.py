"""Which files are documents: given ones, and those in folders."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from moneyloop.errors import DocumentError
from moneyloop.graph.documents.draft import shown
from moneyloop.graph.documents.formats import SUFFIXES
from moneyloop.graph.documents.sidecar import is_sidecar


def find(paths: Sequence[Path]) -> tuple[list[Path], list[DocumentError]]:
    """Return the files to read below some paths, each once, sorted, and what is wrong with the paths.

    Folders are walked with their subfolders; hidden files and files of other kinds are left out there.
    """
    found: dict[str, Path] = {}
    errors: list[DocumentError] = []
    for path in sorted(set(paths)):
        try:
            for file in _files(path, errors):
                real = os.path.realpath(file)
                found[real] = min(file, found.get(real, file), key=_own_name_first)
        except (OSError, ValueError) as error:
            errors.append(unreadable(path, error))
        except DocumentError as error:
            errors.append(error)
    return sorted(found.values()), errors


def _own_name_first(path: Path) -> tuple[bool, Path]:
    return path.is_symlink(), path


def unreadable(path: Path, error: OSError | ValueError) -> DocumentError:
    """Return the error that says why the system does not give a file, and what to do."""
    match error:
        case FileNotFoundError():
            return DocumentError(f"{shown(path)}: does not exist; check the path")
        case PermissionError():
            return DocumentError(f"{shown(path)}: permission denied; allow reading it")
        case OSError():
            return DocumentError(f"{shown(path)}: cannot be read ({error.strerror}); check the file")
        case _:
            return DocumentError(f"{shown(path)!r}: is not a path ({error}); check it")


def _files(path: Path, errors: list[DocumentError]) -> Iterator[Path]:
    path.stat()
    if path.is_dir():
        yield from _walk(path, errors)
    elif path.suffix.lower() in SUFFIXES:
        yield path
    elif not is_sidecar(path):
        kinds = ", ".join(SUFFIXES)
        raise DocumentError(f"{shown(path)}: documents of this kind are not read; give one of {kinds}")


def _walk(top: Path, errors: list[DocumentError]) -> Iterator[Path]:
    seen: set[str] = set()

    def failed(error: OSError) -> None:
        errors.append(unreadable(Path(error.filename), error))

    for folder, subfolders, names in os.walk(top, onerror=failed, followlinks=True):
        real = os.path.realpath(folder)
        if real in seen:
            subfolders.clear()
            continue
        seen.add(real)
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in names:
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(folder, name)
