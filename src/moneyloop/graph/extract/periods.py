"""Reads when a deal holds or a figure was reached, as ISO 8601 where the words allow it."""

from __future__ import annotations

import re
from typing import Final

from moneyloop.graph.extract.distance import apart
from moneyloop.graph.extract.match import Match
from moneyloop.graph.extract.sentence import Cue, Sentence

_YEAR: Final = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]*\d)")
_REACH: Final = 14
_KINDS: Final = ("MonthCue", "QuarterCue", "UntilCue", "DurationCue", "RelativeDateCue")


def period(sentence: Sentence, match: Match) -> str | None:
    """Return the period named nearest to the trigger, or None."""
    options = sorted(
        (apart(sentence, match.span, (start, end)), start, value) for start, end, value in _periods(sentence)
    )
    return options[0][2] if options and options[0][0] <= _REACH else None


def _periods(sentence: Sentence) -> list[tuple[int, int, str]]:
    cues = sentence.cues_of(*_KINDS)
    out = []
    for year in _YEAR.finditer(sentence.text, sentence.start, sentence.end):
        if not any(q.start <= year.start() < q.end for q in sentence.quantities):
            out.append(_dated(sentence, cues, year))
    for cue in cues:
        if cue.kind == "DurationCue":
            number = _number_before(sentence, cue)
            if number:
                out.append((cue.start, cue.end, f"P{number}{cue.code}"))
        elif cue.kind == "RelativeDateCue":
            out.append((cue.start, cue.end, sentence.original(cue.start, cue.end)))
    return out


def _dated(sentence: Sentence, cues: list[Cue], year: re.Match[str]) -> tuple[int, int, str]:
    """Refine a year by the month, quarter or «until» that stands right before it."""
    start, value = year.start(), year.group()
    for cue in reversed(cues):
        if start - cue.end >= 0 and sentence.words_between(cue.end, start) <= 1:
            if cue.kind == "QuarterCue":
                return cue.start, year.end(), f"{value}-Q{int(cue.value)}"
            if cue.kind == "MonthCue":
                return cue.start, year.end(), f"{value}-{int(cue.value):02d}"
            if cue.kind == "UntilCue":
                return cue.start, year.end(), f"../{value}"
    return start, year.end(), value


def _number_before(sentence: Sentence, cue: Cue) -> str | None:
    match = re.search(r"(\d{1,3})[\s\-]*$", sentence.text[sentence.start : cue.start])
    if match:
        return match.group(1)
    if cue.value:
        return f"{cue.value:g}"
    near = [n for n in sentence.cues_of("NumberCue") if 0 <= cue.start - n.end <= 2 + len(cue.prefix)]
    return f"{near[-1].value:g}" if near else None
