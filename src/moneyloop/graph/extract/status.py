"""How far a deal has come, by the cues around its trigger; and whether the sentence denies it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from moneyloop.graph.claims import Status
from moneyloop.graph.extract.distance import apart, distance
from moneyloop.graph.extract.insertions import COMMA
from moneyloop.graph.extract.match import Match
from moneyloop.graph.extract.sentence import Cue, Sentence

_BEFORE: Final = 12
_AFTER: Final = 7
_TO_THE_END: Final = 12
_NEGATION: Final = 3
_WEAKEST_FIRST: Final[tuple[Status, ...]] = ("cancelled", "considered", "announced", "committed", "completed")


def denied(sentence: Sentence, match: Match) -> bool:
    """Whether a negation denies a match: one right before its trigger; with code "after" in or behind it.

    Code "around" means either; with code "none" a cue only looks like a negation («not only»).
    """
    for cue in sentence.cues_of("NegationCue"):
        behind = match.start <= cue.start and distance(sentence, match.end, cue.start) < _NEGATION
        ahead = cue.end <= match.start and _between(sentence, cue.end, match.start) < _NEGATION
        if (behind and cue.code in ("after", "around")) or (ahead and cue.code in ("", "around")):
            return True
    return False


def _between(sentence: Sentence, start: int, end: int) -> float:
    """Return how far apart two places are, the words of parties and quantities not counted."""
    counted = sum(start <= q.start < end for q in sentence.quantities)
    named = sum(sentence.words_between(a, b) for a, b in sentence.taken() if start <= a and b <= end)
    return distance(sentence, start, end) - counted - named


def status(sentence: Sentence, match: Match, chosen: Sequence[Match]) -> Status:
    """Return the status that the sentence gives a deal: the weakest one that a cue near the trigger says.

    ``chosen`` are all matches of the sentence: a cue in another clause belongs to the match nearest to it.
    """
    said = {cue.code for cue in sentence.cues_of("StatusCue") if _governs(sentence, cue, match, chosen)}
    usual = match.pattern.status or match.frame.status
    return next(status for status in _WEAKEST_FIRST if status in said or (not said and status == usual))


def _governs(sentence: Sentence, cue: Cue, match: Match, chosen: Sequence[Match]) -> bool:
    if match.start < cue.end and cue.start < match.end:
        return True
    away = _away(sentence, cue, match)
    after = cue.start >= match.end
    reach = _TO_THE_END if cue.code == "cancelled" else _AFTER
    if away > (reach if after else _BEFORE):
        return False
    if not _other_clause(sentence, cue, match):
        return True
    if after:
        return cue.code == "cancelled"
    return all(other is match or _away(sentence, cue, other) >= away for other in chosen)


def _away(sentence: Sentence, cue: Cue, match: Match) -> float:
    return apart(sentence, (cue.start, cue.end), match.span)


def _other_clause(sentence: Sentence, cue: Cue, match: Match) -> bool:
    """Whether a comma, or after the trigger a conjunction, parts a cue from a trigger."""
    start, end = (cue.end, match.start) if cue.end <= match.start else (match.end, cue.start)
    joints = (
        sentence.cues_of("ClauseCue", "conjunction") if start == match.end else sentence.cues_of("ClauseCue")
    )
    parted = (
        any(start <= joint.start < end for joint in joints) or cue.prefix in sentence.conjunction_prefixes
    )
    return parted or bool(COMMA.search(sentence.text, start, end))
