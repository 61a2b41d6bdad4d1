"""Finds words and names in folded text, in time linear in the text and flat in their number.

An Aho-Corasick automaton (A. V. Aho, M. J. Corasick, "Efficient string matching", CACM 18(6), 1975) finds
every occurrence; what is kept stands between word boundaries, allowing for the particles that a language
writes as one word with what follows (Hebrew and Arabic prepositions) or precedes (Persian plural).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick

LONGEST_PREFIX: Final = 4
_LONGEST_ENDING: Final = 12
_SHORTEST_WITH_CLITIC: Final = 3
FIRST_NOT_LATIN: Final = "\u0250"


class Hit(NamedTuple):
    """An occurrence of word number ``word``; ``prefix`` is what is written as one word with it before it."""

    start: int
    end: int
    word: int
    prefix: str


class Matcher:
    """Finds any of many words.

    A word that ends in ``*`` may go on, one of the ``units`` may follow a digit; words of one or two letters
    take no particle before them, for they would be found in too many others.
    """

    def __init__(self, words: Sequence[str], units: frozenset[int] = frozenset()) -> None:
        self._open = [word.endswith("*") for word in words]
        self._long = [len(word) >= _SHORTEST_WITH_CLITIC for word in words]
        self._units = units
        self._automaton = AhoCorasick([word.rstrip("*") for word in words])

    def find(self, text: str, clitics: Collection[str], enclitics: Collection[str]) -> list[Hit]:
        """Return all hits in folded text, by start, the longest first.

        ``clitics`` may be written as one word before a hit, ``enclitics`` after it.
        """
        hits: list[tuple[int, int, int, str]] = []
        padded = text + " "
        particles = clitics if any(clitics) else ()
        for word, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if padded[end].isalnum() and self._is_cut(text, end, word, enclitics):
                continue
            prefix: str | None = ""
            if start and text[start - 1] != " ":
                prefix = self._prefix(text, start, word, particles)
            if prefix is not None:
                hits.append((start, -end, word, prefix))
        hits.sort()
        return [Hit(start, -end, word, prefix) for start, end, word, prefix in hits]

    def _is_cut(self, text: str, end: int, word: int, enclitics: Collection[str]) -> bool:
        """Whether a word of the text goes on at ``end`` as none of the words sought does."""
        if not same_word(text[end - 1], text[end]):
            return False
        return not ((enclitics or self._open[word]) and self._may_go_on(text, end, word, enclitics))

    def _may_go_on(self, text: str, end: int, word: int, enclitics: Collection[str]) -> bool:
        stop = end
        while stop < len(text) and stop - end <= _LONGEST_ENDING and text[stop].isalnum():
            stop += 1
        if self._open[word]:
            return stop - end <= _LONGEST_ENDING
        return text[end:stop] in enclitics

    def _prefix(self, text: str, start: int, word: int, clitics: Collection[str]) -> str | None:
        """Return what stands as one word before ``start``, or None if that makes it another word."""
        if start == 0 or not text[start].isalnum():
            return ""
        before = text[start - 1]
        if before in '-"':
            return (_clitic(text, start - 1, clitics) or "") if self._long[word] else ""
        if not before.isalnum() or (before.isdigit() and word in self._units):
            return ""
        prefix = _clitic(text, start, clitics) if clitics and self._long[word] else None
        return "" if prefix is None and not same_word(before, text[start]) else prefix


def same_word(before: str, after: str) -> bool:
    """Whether two neighbouring characters belong to one word: letters or digits, both Latin or neither.

    A digit belongs to a Latin letter beside it, but not to one of another script: «و10» is «and 10».
    """
    same_script = (before < FIRST_NOT_LATIN) == (after < FIRST_NOT_LATIN)
    return same_script and before.isalnum() and after.isalnum()


def _clitic(text: str, end: int, clitics: Collection[str]) -> str | None:
    start = end
    while start > 0 and end - start <= LONGEST_PREFIX and text[start - 1].isalnum():
        start -= 1
    prefix = text[start:end]
    return prefix if prefix in clitics else None
