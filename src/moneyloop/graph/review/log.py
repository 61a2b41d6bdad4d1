"""The file of decisions while somebody reviews: read once, held by a lock, appended to line by line."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from moneyloop.errors import ReviewError
from moneyloop.graph.review.decisions import Decision, Entry, dump, read

if TYPE_CHECKING:
    from types import TracebackType


class Log:
    """A file of decisions that one process writes to; a context manager that releases it at the end.

    Attributes:
        path: the file; it is created with the first decision.
        entries: what it held when it was opened, in the order of time.
    """

    def __init__(self, path: Path, *, writing: bool = True) -> None:
        """Read the file, and take hold of it if decisions are to be written.

        Raises:
            ReviewError: somebody else reviews into it, it is malformed, or it cannot be written.
        """
        from filelock import FileLock, Timeout

        self.path = path
        self._lock = FileLock(path.with_name(f".{path.name}.lock"))
        if writing:
            self._hold(Timeout)
        try:
            self.entries: list[Entry] = read([path]) if path.exists() else []
        except BaseException:
            self._lock.release()
            raise
        self._latest = self.entries[-1].decision.decided if self.entries else datetime.min.replace(tzinfo=UTC)

    def _hold(self, taken: type[Exception]) -> None:
        try:
            self._lock.acquire(timeout=0)
        except taken as error:
            raise ReviewError(
                f"{self.path}: somebody is reviewing into it; wait, or give another file: --decisions FILE"
            ) from error
        except OSError as error:
            raise ReviewError(
                f"{self.path}: cannot be written ({error.strerror}); give another: --decisions FILE"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let others have the file."""
        self._lock.release()

    def now(self) -> datetime:
        """Return the time of the next decision: now, and never before the last one."""
        self._latest = max(datetime.now(UTC).replace(microsecond=0), self._latest)
        return self._latest

    def append(self, decisions: Sequence[Decision]) -> None:
        """Write decisions to the disk, all in one go, before this returns.

        Raises:
            ReviewError: they cannot be written, for example because the disk is full.
        """
        lines = "".join(dump(decision) + "\n" for decision in decisions).encode()
        try:
            with self.path.open("ab+") as file:
                if file.tell() and not _ends_line(file.fileno(), file.tell()):
                    lines = b"\n" + lines
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise ReviewError(f"{self.path}: cannot be written ({error.strerror}); make room") from error


def _ends_line(descriptor: int, size: int) -> bool:
    return os.pread(descriptor, 1, size - 1) == b"\n"
