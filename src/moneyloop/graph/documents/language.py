"""Which language a text is in."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Final, Protocol

from moneyloop.graph.documents.metadata import UNDETERMINED, primary_subtag

_PIECE: Final = 3000
_FEW_LETTERS: Final = 12
_MANY_LETTERS: Final = 200
_SURE: Final = 0.5
_LIKELY: Final = 0.09
_LEAD: Final = 1.4


class _Identifier(Protocol):
    def rank(self, text: str) -> list[tuple[str, float]]: ...


@cache
def _identifier() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return identifier


def identify(text: str) -> str:
    """Return the BCP 47 primary subtag of the language of a text, or ``und`` where it cannot be told.

    Looks at the beginning, the middle and the end only. In short texts the best language must be well ahead
    of the second, in longer ones it must be likelier than all others together.
    """
    sample = _sample(text)
    letters = sum(map(str.isalpha, sample))
    if letters < _FEW_LETTERS and not any("\u2e80" <= char <= "\ud7ff" for char in sample):
        return UNDETERMINED
    chances: Counter[str] = Counter()
    for code, chance in _identifier().rank(sample):
        chances[primary_subtag(code) or UNDETERMINED] += chance  # type: ignore[assignment]
    (best, first), (_, second) = chances.most_common(2)
    known = first >= _SURE or (letters < _MANY_LETTERS and first >= _LIKELY and first >= _LEAD * second)
    return best if known else UNDETERMINED


def best_chance(text: str) -> float:
    """Return how likely a text is in the language it looks most like, 0..1."""
    return _identifier().rank(text)[0][1]


def _sample(text: str) -> str:
    if len(text) <= 3 * _PIECE:
        return text
    middle = len(text) // 2
    return "\n".join((text[:_PIECE], text[middle : middle + _PIECE], text[-_PIECE:]))
