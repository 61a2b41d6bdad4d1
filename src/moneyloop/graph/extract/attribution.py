"""Who the text names as the origin of a statement."""

from __future__ import annotations

import re
from typing import Final

from moneyloop.graph.extract.sentence import Cue, Sentence

_REACH: Final = 5
_WORDS: Final = 4


def attribution(sentence: Sentence) -> str | None:
    """Return the party or the few words that an attribution cue («according to …», «… said») points to."""
    for cue in sentence.cues_of("AttributionCue"):
        if cue.code == "itself":
            return sentence.original(cue.start, cue.end)
        source = _after(sentence, cue) if cue.code == "after" else _before(sentence, cue)
        if source:
            return source
    return None


def _after(sentence: Sentence, cue: Cue) -> str | None:
    for group in sentence.groups:
        if group.start >= cue.end and sentence.words_between(cue.end, group.start) < _REACH:
            return group.parties[0].name
    match = re.compile(r"[\s\-]*([^,.;:()\"]+)").match(sentence.text, cue.end, sentence.end)
    if match is None:
        return None
    words = sentence.original(*match.span(1)).split()
    return " ".join(words[:_WORDS]) or None


def _before(sentence: Sentence, cue: Cue) -> str | None:
    behind = [g for g in sentence.groups if g.source and g.parties and g.start >= cue.end]
    if behind and sentence.words_between(cue.end, behind[0].start) < _REACH:
        return behind[0].parties[0].name
    near = [
        group
        for group in sentence.groups
        if group.end <= cue.start
        and not group.marker
        and sentence.words_between(group.end, cue.start) < _REACH
    ]
    people = [group for group in near if group.parties[0].kind == "Person"]
    return (people or near)[-1].parties[0].name if near else None
