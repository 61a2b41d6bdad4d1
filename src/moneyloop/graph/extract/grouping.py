"""Tells how mentions stand in a sentence: what introduces and follows them, what list they are part of."""

from __future__ import annotations

import re
from typing import Final

from moneyloop.graph.extract.lexicon import Lexicon
from moneyloop.graph.extract.lists import groups
from moneyloop.graph.extract.markers import follower, marker
from moneyloop.graph.extract.sentence import Cue, Group, Mention, Sentence

_WORDS_TO_SOURCE: Final = 3
_WORDS_AFTER_SAYING: Final = 4
_PRESS: Final = "press"
_APPOSED: Final = re.compile(r"\s*(?:\(\s*(?:[^():,]{1,20}:\s?)?)?")


def group(sentence: Sentence, lexicon: Lexicon) -> None:
    """Set marker and follower of each mention of a sentence, and the groups that they form."""
    sentence.mentions = _absorbed(sentence)
    for mention in sentence.mentions:
        mention.marker, mention.begin = marker(sentence, mention, lexicon)
        mention.follower = mention.follower or follower(sentence, mention, lexicon)
    sentence.groups = groups(sentence, lexicon)
    for one in sentence.groups:
        one.source = _is_source(sentence, one)


def _is_source(sentence: Sentence, group: Group) -> bool:
    """Whether «according to» stands right before a group, «said» before the press, or «estimates» behind."""
    press = any(party.sector == _PRESS for party in group.parties)
    start = group.mentions[0].outer(sentence.text)
    for cue in sentence.cues_of("AttributionCue"):
        if (cue.code == "after" or (press and cue.code == "before")) and cue.end <= start:
            gap, words = sentence.text[cue.end : start], sentence.words_between(cue.end, start)
        elif cue.code == "before" and _ends_remark(sentence, group, cue):
            return True
        elif cue.code == "estimate" and cue.start >= group.end:
            gap, words = sentence.text[group.end : cue.start], sentence.words_between(group.end, cue.start)
        else:
            continue
        between = [
            other
            for other in sentence.groups
            if min(cue.end, group.end) <= other.start < max(cue.start, start)
        ]
        if words <= _WORDS_TO_SOURCE and not between and not any(mark in gap for mark in ",;:."):
            return True
    return False


def _ends_remark(sentence: Sentence, group: Group, verb: Cue) -> bool:
    """Whether a sentence ends with who said it: «…, the company announced on Monday»."""
    start = group.mentions[0].outer(sentence.text)
    if not 0 <= verb.start - group.end <= 1 or not sentence.text[:start].rstrip().endswith(","):
        return False
    return sentence.words_between(verb.end, sentence.end) <= _WORDS_AFTER_SAYING


def _absorbed(sentence: Sentence) -> list[Mention]:
    """Merge a mention with the one right before it where the second only repeats or spells out the first."""
    kept: list[Mention] = []
    for mention in sentence.mentions:
        last = kept[-1] if kept else None
        if (
            last is not None
            and last.party is not None
            and mention.party is not None
            and not mention.prefix
            and _APPOSED.fullmatch(sentence.text, last.end, mention.start)
            and (last.party.iri == mention.party.iri or (last.party.listed and not mention.party.listed))
        ):
            last.end = _behind_bracket(sentence.text, last.end, mention.end)
        else:
            kept.append(mention)
    return kept


def _behind_bracket(text: str, start: int, end: int) -> int:
    """Return where a name ends that a bracket spells out: behind the bracket."""
    return end + 1 if "(" in text[start:end] and text.startswith(")", end) else end
