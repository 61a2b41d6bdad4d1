"""Sentences of a text, in any script.

What a language knows about its abbreviations comes in as data; what is here holds for all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LINE: Final = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_INVISIBLE: Final = "\u00ad\u061c\ufeff" + "".join(
    map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)))
)
_HARD: Final = "。｡！？؟।॥۔։።។။"
_SOFT: Final = ".!?…．‼⁇⁈⁉"
_OPENING: Final = "\"'“‘„‚«‹»›([{¿¡「『【〈《*_״׳"
_CLOSING: Final = re.escape("\"'”’“‘»›«‹)]}」』】〉》*_״׳")
_BULLETS: Final = re.escape("•◦‣⁃▪▫●○■□◆◇►▶–—*·+>#-")

_BREAK: Final = re.compile(
    rf"[{_LINE}]\s*|(?P<stop>[{_SOFT}{_HARD}])[{_SOFT}{_HARD}{_CLOSING}{_INVISIBLE}]*"
    r"(?:\[\d{1,3}\])*(?:[ \u00a0\u202f]»(?![^\s.,;:]))?"
)
"""A line end; or a stop with what is closed after it: quotation marks, brackets, references such as [12]."""
_LEADING: Final = re.compile(rf"[\s{_INVISIBLE}]*")
_BULLET: Final = re.compile(rf"[\s{_INVISIBLE}]*(?:[{_BULLETS}]+(?:[\s{_INVISIBLE}]+|\Z))*")
_NEXT: Final = re.compile(rf"[^\S{_LINE}]+[{re.escape(_OPENING)}{_INVISIBLE}]{{0,6}}(\w*)")
_WORD: Final = re.compile(r"[^\W_]")
_ELISION: Final = re.compile(r"\w{1,2}['’](?=\w)")
_LETTER: Final = r"[^\W\d_\u2e80-\ud7ff][\u0300-\u036f\u05b0-\u05c7\u064b-\u0652]*['׳’]?"
_INITIALS: Final = re.compile(rf"(?:{_LETTER}\.)*{_LETTER}")
_ACRONYM: Final = re.compile(rf"(?:{_LETTER}\.)+{_LETTER}")
_COMPOUND: Final = re.compile(r"[-־‐‑–—/]")
_HARD_STOPS: Final = frozenset(_HARD)
_LONGEST_WORD: Final = 40
_LONGEST_NUMBERING: Final = 3


@dataclass(slots=True)
class _Open:
    """The sentence that is being read.

    ``start`` is where it starts, ``head`` says whether that is the head of a line; ``word`` is where its
    first word starts, and ``searched`` how far that has been looked for.
    """

    start: int = 0
    head: bool = True
    searched: int = 0
    word: int | None = None

    def first_word(self, text: str, end: int) -> int | None:
        if self.word is None:
            found = _WORD.search(text, self.searched, end)
            self.word, self.searched = found.start() if found else None, end
        return self.word


def sentences(text: str, abbreviations: frozenset[str]) -> list[tuple[int, int]]:
    """Return the spans of the sentences of a text, in order, start included and end excluded.

    A line end always ends a sentence. So does a stop, with the quotation marks and brackets closed after it,
    unless what stands before or after says otherwise: an abbreviation, an initial, a decimal point, a name
    with a dot in it, a number at the head of a list, a word in lower case. The spans hold every character of
    the text but blanks, invisible marks and the bullets at the head of lines. Time is linear in the length of
    the text.

    Args:
        text: any text.
        abbreviations: in casefolded form, with or without the last dot, such as ``corp.``, ``u.s`` or ``د.``;
            a numeral such as ``3.`` is possible too, for languages that write ordinals so.
    """
    spans: list[tuple[int, int]] = []
    current = _Open()
    for match in _BREAK.finditer(text):
        if match["stop"] is None or _ends(text, match, current, abbreviations):
            _add(spans, text, current, match.end())
            current = _Open(match.end(), match["stop"] is None, match.end())
    _add(spans, text, current, len(text))
    return spans


def _add(spans: list[tuple[int, int]], text: str, sentence: _Open, end: int) -> None:
    lead = (_BULLET if sentence.head else _LEADING).match(text, sentence.start, end)
    start = lead.end() if lead else sentence.start
    while end > start and (text[end - 1].isspace() or text[end - 1] in _INVISIBLE):
        end -= 1
    if start < end:
        spans.append((start, end))


def _ends(text: str, match: re.Match[str], current: _Open, abbreviations: frozenset[str]) -> bool:
    stop, end = match.start(), match.end()
    run = match[0]
    following = _NEXT.match(text, end)
    hard = not _HARD_STOPS.isdisjoint(run)
    if following is None and not hard:
        return end == len(text)
    word = current.first_word(text, stop)
    if word is None:
        return False
    if hard or following is None:
        return True
    if _is_lower(following[1]):
        return False
    if len(run) > 1 and run[1] in _SOFT:
        return True
    token = _last_word(text[max(current.start, stop - _LONGEST_WORD) : stop])
    return not (_is_abbreviated(token, run[0], abbreviations) or _is_numbering(text[word:stop]))


def _last_word(text: str) -> str:
    """Return the word at the end of a text, without the brackets and quotation marks opened before it."""
    words = text.rsplit(None, 1)
    return words[-1].lstrip(_OPENING) if words and not text[-1].isspace() else ""


def _is_lower(word: str) -> bool:
    """Say whether a word goes on with a sentence; names such as xAI may begin one."""
    return word[:1].islower() and not any(map(str.isupper, word))


def _is_numbering(sentence: str) -> bool:
    return len(sentence) <= _LONGEST_NUMBERING and sentence.isdecimal()


def _is_abbreviated(token: str, stop: str, abbreviations: frozenset[str]) -> bool:
    folded = token.casefold()
    if stop != ".":
        return folded + stop in abbreviations
    if _INITIALS.fullmatch(token) or folded in abbreviations or folded + "." in abbreviations:
        return bool(token)
    last = _COMPOUND.split(_ELISION.sub("", token, count=1))[-1]
    folded = last.casefold()
    known = folded in abbreviations or folded + "." in abbreviations
    return last != token and (known or _ACRONYM.fullmatch(last) is not None)
