"""Folds text for matching without ever losing where each character stood.

Folding makes forms that a reader takes for the same equal: compatibility forms (Unicode NFKC), case, accents,
niqqud and harakat, tatweel, zero-width joiners, Arabic and Persian yeh and kaf, alef with and without hamza,
eastern digits, typographic quotes and hyphens, no-break spaces, bidi controls.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

_SAME: Final = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىیې", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ةۀۃہە", "ه"),
    "ؤ": "و",
    "ئ": "ي",
    **dict.fromkeys("“”„‟″«»״", '"'),
    **dict.fromkeys("‘’‚‛`´ʼ׳′", "'"),
    **dict.fromkeys("‐‑‒−־", "-"),
    "،": ",",
    "؛": ";",
    "؟": "?",
    "٪": "%",
    "٫": ".",
    "٬": ",",
    "ـ": "",
    "\u00ad": "",
}
_INVISIBLE: Final = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


@cache
def _fold_character(character: str) -> str:
    if _INVISIBLE.match(character):
        return ""
    folded = _SAME.get(character)
    if folded is not None:
        return folded
    if character in "\n\t":
        return character
    out = []
    for part in unicodedata.normalize("NFKD", character):
        if unicodedata.category(part) in ("Mn", "Me"):
            continue
        digit = unicodedata.digit(part, None)
        out.append(str(digit) if digit is not None and not part.isascii() else _SAME.get(part, part))
    return "".join(out).lower()


@dataclass(frozen=True, slots=True)
class NormalText:
    """Folded text and the way back: ``text[x:y]`` was made from ``original[a:b]``, ``a, b = span(x, y)``."""

    original: str
    text: str
    _folded_at: list[int] = field(repr=False)
    _shift: list[int] = field(repr=False)
    _original_at: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        starts = [start + shift for start, shift in zip(self._folded_at, self._shift, strict=True)]
        object.__setattr__(self, "_original_at", starts)

    def position(self, index: int) -> int:
        """Return the offset in the original of the character at ``index`` of the folded text."""
        return index + self._shift[bisect_right(self._folded_at, index) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original of a span of the folded text (end excluded)."""
        if end <= start:
            at = self.position(start) if start < len(self.text) else len(self.original)
            return at, at
        return self.position(start), self.position(end - 1) + 1

    def folded(self, offset: int) -> int:
        """Return the offset in the folded text of the character at ``offset`` of the original."""
        run = bisect_left(self._original_at, offset) - 1
        if run < 0:
            return 0
        end = self._folded_at[run + 1] if run + 1 < len(self._folded_at) else len(self.text)
        return min(self._folded_at[run] + offset - self._original_at[run], end)


def normalise(text: str) -> NormalText:
    """Fold a text, keeping the way back to every character's offset. Linear in the length of the text."""
    table = {ord(character): _fold_character(character) for character in set(text)}
    moving = [chr(code) for code, folded in table.items() if len(folded) != 1]
    folded_at, shift = [0], [0]
    if moving:
        for match in re.finditer("[" + re.escape("".join(moving)) + "]", text):
            _shift_after(match.start(), len(table[ord(match.group())]), folded_at, shift)
    return NormalText(text, text.translate(table), folded_at, shift)


def _shift_after(offset: int, length: int, folded_at: list[int], shift: list[int]) -> None:
    """Note that the character at ``offset`` of the original became ``length`` characters."""
    start = offset - shift[-1]
    for extra in range(1, length):
        folded_at.append(start + extra)
        shift.append(shift[-1] - 1)
    if length == 0:
        if folded_at[-1] == start:
            shift[-1] += 1
        else:
            folded_at.append(start)
            shift.append(shift[-1] + 1)


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Return the folded form of a word or name, without the way back."""
    return "".join(map(_fold_character, text))
