"""Sorted strings in one block of bytes, so that a million of them are two arrays and open at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moneyloop.graph.search.digraph import Array


@dataclass(frozen=True, slots=True)
class Strings:
    """Strings in code point order, each once; string ``i`` is ``block[ends[i]:ends[i + 1]]`` in UTF-8."""

    block: Array
    ends: Array

    def __post_init__(self) -> None:
        """Take slices of plain arrays: of one mapped from disk each takes ten times as long."""
        import numpy as np

        for name in ("block", "ends"):
            object.__setattr__(self, name, np.asarray(getattr(self, name)))

    @classmethod
    def of(cls, strings: Iterable[str]) -> Strings:
        """Keep strings that are sorted already."""
        import numpy as np

        encoded = [one.encode() for one in strings]
        ends = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(one) for one in encoded], out=ends[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), ends)

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, number: int) -> str:
        return self._bytes(number).decode()

    def all(self) -> list[str]:
        """Return all strings."""
        block, ends = self.block.tobytes(), self.ends.tolist()
        return [block[low:high].decode() for low, high in pairwise(ends)]

    def find(self, string: str) -> int | None:
        """Return the number of a string; None if it is not there."""
        wanted = string.encode()
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self._bytes(low) == wanted else None

    def _bytes(self, number: int) -> bytes:
        return self.block[self.ends[number] : self.ends[number + 1]].tobytes()
