"""Telling the encoding of bytes that are not UTF-8."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from moneyloop.graph.documents.language import best_chance

_SAMPLE: Final = 1 << 18
_FEW: Final = 0.3
_WINDOWS: Final = ("cp1252", "cp1250", "cp1254", "cp1257", "cp1255", "cp1256")
_TELLING_WORDS: Final = 30
_BETTER: Final = 2.0
_ABOVE_ASCII: Final = bytes(range(128, 256))


def detect(data: bytes) -> Iterator[str]:
    """Yield the encodings some bytes may be in, the likeliest first.

    Where most letters are ASCII, statistics of bytes say little; there the encoding is chosen whose words
    with other letters look most like those of a language.
    """
    sample = data[:_SAMPLE]
    blanks = sum(map(sample.count, (b" ", b"\n", b"\r", b"\t")))
    above = len(sample) - len(sample.translate(None, _ABOVE_ASCII))
    if above < _FEW * (len(sample) - blanks):
        yield _most_like_a_language(sample)
    from charset_normalizer import from_bytes

    for match in from_bytes(sample, enable_fallback=False):
        yield match.encoding


def _most_like_a_language(sample: bytes) -> str:
    best, odds = _WINDOWS[0], 0.0
    for charset in _WINDOWS:
        words = (word for word in sample.decode(charset, "replace").split() if not word.isascii())
        telling = " ".join(islice(words, _TELLING_WORDS))
        if "\ufffd" not in telling:
            chance = best_chance(telling)
            new = chance / max(1 - chance, 1e-9)
            if new > (_BETTER * odds if odds else 0):
                best, odds = charset, new
    return best
