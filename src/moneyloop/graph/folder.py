"""The folder of a dataset: replaced as a whole, by one writer at a time.

Each build fills a folder of its own, ``.builds/<id>``. What a reader sees, ``claims``, ``dataset.nq`` and
so on, are links through the link ``current``; replacing that one link replaces the dataset. A build that
ends in any other way leaves the link where it was, and what it left behind is removed by the next one. One
former build is kept, for readers that are still in it.
"""

from __future__ import annotations

import errno
import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from moneyloop.errors import DatasetError

ENTRIES: Final = (
    *("claims", "documents", "dataset.nq", "store", "projection", "rejected.jsonl", "report.json", "ledger"),
)
"""What a dataset consists of."""
_BUILDS: Final = ".builds"
_CURRENT: Final = "current"
_LOCK: Final = "lock"
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FULL_TEXTS: Final = ("No space left", "Disk quota exceeded", "File too large")


def existing(folder: Path, entry: str) -> Path:
    """Return the path of one entry of a built dataset, links followed, so that it stays the same build's.

    Raises:
        DatasetError: the folder, a dataset in it, or that entry of it does not exist.
    """
    path = Path(os.path.realpath(folder / entry))
    if path.exists():
        return path
    if not folder.exists():
        raise DatasetError(f"{folder}: does not exist; build it: moneyloop build PATH --out {folder}")
    if not folder.is_dir():
        raise DatasetError(f"{folder}: is a file; give the folder of a built dataset")
    if (folder / _CURRENT).exists():
        raise DatasetError(f"{folder}: its {entry} is missing; build the dataset again")
    raise DatasetError(f"{folder}: holds no dataset; build it: moneyloop build PATH --out {folder}")


def check(folder: Path, inputs: Sequence[Path]) -> None:
    """See that a dataset may be built into a folder, without changing anything.

    Raises:
        DatasetError: it is a file, holds something else, or lies among the inputs or they in it.
    """
    if folder.exists() and not folder.is_dir():
        raise DatasetError(f"{folder}: is a file; give a folder")
    target = folder.resolve()
    for path in inputs:
        source = path.resolve()
        if target == source or source in target.parents:
            raise DatasetError(
                f"{folder}: lies in {path}, its files would be read as documents; give another"
            )
        if target in source.parents:
            raise DatasetError(f"{path}: is part of the dataset {folder}; give the documents themselves")
    _check_content(folder)


def _check_content(folder: Path) -> None:
    try:
        content = [entry.name for entry in folder.iterdir()] if folder.exists() else []
    except OSError as error:
        raise DatasetError(f"{folder}: cannot be read ({error.strerror}); give another folder") from error
    if content and _BUILDS not in content:
        raise DatasetError(f"{folder}: is not empty and holds no dataset; give an empty or a new folder")
    for name in (*ENTRIES, _CURRENT):
        if name in content and not (folder / name).is_symlink():
            raise DatasetError(f"{folder / name}: was not put there by a build; move it away")


@contextmanager
def writing(folder: Path) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends without error, it becomes the dataset.

    Raises:
        DatasetError: another build is writing into the folder, or it cannot be written (for example a full
            disk). The dataset that was there is unchanged then, as after any other exception.
    """
    from filelock import FileLock, Timeout

    builds = folder / _BUILDS
    with reported(folder):
        builds.mkdir(parents=True, exist_ok=True)
        lock = FileLock(builds / _LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise DatasetError(
                f"{folder}: another build is writing into it; wait for it, or give another folder"
            ) from error
    try:
        with reported(folder):
            _clean(folder, keep={_target(folder)})
            build = builds / uuid.uuid4().hex
            build.mkdir()
        try:
            yield build
            with reported(folder):
                _publish(folder, build)
        finally:
            if _target(folder) != build.name:
                shutil.rmtree(build, ignore_errors=True)
    finally:
        lock.release()


@contextmanager
def reported(folder: Path) -> Iterator[None]:
    """Turn an error of the system while a dataset is written into a ``DatasetError`` that says what to do."""
    try:
        yield
    except OSError as error:
        full = next((words for words in _FULL_TEXTS if words in str(error)), None)
        reason = error.strerror or full or str(error)
        if full or error.errno in _FULL:
            advice = "make room"
        else:
            advice = "allow writing there, or give another folder"
        raise DatasetError(
            f"{folder}: cannot be written ({reason}); {advice}. A dataset that was there is unchanged."
        ) from error


def _target(folder: Path) -> str | None:
    """Return the name of the build that readers see."""
    try:
        return (folder / _CURRENT).readlink().name
    except OSError:
        return None


def _clean(folder: Path, keep: set[str | None]) -> None:
    """Remove all builds but some, and what else a killed build left."""
    for path in (folder / _BUILDS).iterdir():
        if path.name in keep or path.name == _LOCK:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _publish(folder: Path, build: Path) -> None:
    former = _target(folder)
    for entry in ENTRIES:
        link = folder / entry
        if not link.is_symlink():
            link.symlink_to(Path(_CURRENT, entry))
    new = build.with_suffix(".link")
    new.symlink_to(Path(_BUILDS, build.name))
    new.replace(folder / _CURRENT)
    _clean(folder, keep={former, build.name})
