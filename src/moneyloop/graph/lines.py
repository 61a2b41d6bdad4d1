"""Files of sorted lines: looked into by bisection, and changed by merging."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_BLOCK: Final = 1 << 22


@contextmanager
def mapped(path: Path) -> Iterator[Lines]:
    """Give the lines of a file that are in byte order, each with its line feed."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            yield Lines(b"")
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            yield Lines(content)


class Lines:
    """Sorted lines, as one piece of bytes."""

    def __init__(self, content: bytes | mmap.mmap) -> None:
        self._content = content

    def place(self, line: bytes, start: int = 0) -> int:
        """Return where the first line stands that is not before a given one, from a line's start on."""
        low, high = start, len(self._content)
        while low < high:
            middle = self._content.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._content.find(b"\n", middle) + 1
            if self._content[middle:end] < line:
                low = end
            else:
                high = middle
        return low

    def starting(self, prefix: bytes) -> list[bytes]:
        """Return the lines that start with a prefix."""
        found = []
        at = self.place(prefix)
        while at < len(self._content):
            end = self._content.find(b"\n", at) + 1
            line = self._content[at:end]
            if not line.startswith(prefix):
                break
            found.append(line)
            at = end
        return found

    def merged(self, removed: Iterable[bytes], added: Iterable[bytes]) -> Iterator[bytes]:
        """Yield, in blocks, the content without some of its lines and with others in their places.

        Raises:
            KeyError: a line to be removed is not there.
        """
        coming = set(added)
        changes = sorted(coming.union(removed))
        at = 0
        for line in changes:
            place = self.place(line, at)
            yield from self._blocks(at, place)
            at = place
            there = self._content[at : at + len(line)] == line
            if line in coming:
                yield line
            elif not there:
                raise KeyError(line)
            if there:
                at += len(line)
        yield from self._blocks(at, len(self._content))

    def _blocks(self, start: int, end: int) -> Iterator[bytes]:
        for at in range(start, end, _BLOCK):
            yield self._content[at : min(at + _BLOCK, end)]


def merge(source: Path, target: Path, removed: Sequence[bytes], added: Sequence[bytes]) -> None:
    """Write a file of sorted lines anew, without some of its lines and with others in their places.

    Raises:
        KeyError: a line to be removed is not there.
    """
    with mapped(source) as lines, target.open("wb") as file:
        file.writelines(lines.merged(removed, added))
