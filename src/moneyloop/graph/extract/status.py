"""How far a deal has come, by the cues around its trigger; and whether the sentence denies it."""

from __future__ import annotations

from typing import Final

from moneyloop.graph.claims import Status
from moneyloop.graph.extract.distance import distance
from moneyloop.graph.extract.match import Match
from moneyloop.graph.extract.sentence import Cue, Sentence

_BEFORE: Final = 12
_AFTER: Final = 7
_NEGATION: Final = 3
_WEAKEST_FIRST: Final[tuple[Status, ...]] = ("cancelled", "considered", "announced", "committed", "completed")


def denied(sentence: Sentence, match: Match) -> bool:
    """Whether a negation stands right before the trigger, or in or after it where verbs come last."""
    for cue in sentence.cues_of("NegationCue"):
        if cue.code == "after":
            if match.start <= cue.start and distance(sentence, match.end, cue.start) < _NEGATION:
                return True
        elif cue.end <= match.start and distance(sentence, cue.end, match.start) < _NEGATION:
            return True
    return False


def status(sentence: Sentence, match: Match) -> Status:
    """Return the status that the sentence gives a deal: the weakest one that a cue near the trigger says."""
    said = {cue.code for cue in sentence.cues_of("StatusCue") if _governs(sentence, cue, match)}
    usual = match.pattern.status or match.frame.status
    return next(status for status in _WEAKEST_FIRST if status in said or (not said and status == usual))


def _governs(sentence: Sentence, cue: Cue, match: Match) -> bool:
    if cue.end <= match.start:
        return distance(sentence, cue.end, match.start) <= _BEFORE
    if cue.start >= match.end:
        return distance(sentence, match.end, cue.start) <= _AFTER
    return True
