"""Files and folders that appear when they are whole, or not at all."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from moneyloop.errors import DatasetError


@contextmanager
def whole_file(out: Path) -> Iterator[Path]:
    """Give a path to write; the file takes its place when the block ends well.

    Raises:
        DatasetError: it cannot be written.
    """
    part = _beside(out)
    try:
        yield part
        part.replace(out)
    except OSError as error:
        raise _unwritable(out, "file", error) from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def whole_folder(out: Path, mark: str) -> Iterator[Path]:
    """Give a new folder to fill; it takes its place when the block ends well.

    Args:
        out: a folder that is not there, is empty, or holds a file ``mark`` as the last one written did: that
            one is replaced.
        mark: the name of a file that each such folder holds.

    Raises:
        DatasetError: something else is there, or it cannot be written.
    """
    _check(out, mark)
    part = _beside(out)
    try:
        part.mkdir()
        yield part
        _exchange(part, out)
    except OSError as error:
        raise _unwritable(out, "folder", error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _check(out: Path, mark: str) -> None:
    if not out.exists() or (out / mark).is_file():
        return
    if not out.is_dir():
        raise DatasetError(f"{out}: is a file; give a folder")
    if any(out.iterdir()):
        raise DatasetError(f"{out}: holds something else (no {mark}); give a new or empty folder")


def _exchange(part: Path, out: Path) -> None:
    former = _beside(out)
    if out.exists():
        out.rename(former)
    try:
        part.rename(out)
    except OSError:
        if former.exists():
            former.rename(out)
        raise
    shutil.rmtree(former, ignore_errors=True)


def _beside(out: Path) -> Path:
    resolved = out.resolve()
    return resolved.with_name(f".{resolved.name}.{uuid.uuid4().hex}")


def _unwritable(out: Path, kind: str, error: OSError) -> DatasetError:
    return DatasetError(f"{out}: cannot be written ({error.strerror or error}); give another {kind}")
