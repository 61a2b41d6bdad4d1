"""Tells what introduces a mention and what follows it, looking through the words that describe it."""

from __future__ import annotations

import re
from typing import Final

from moneyloop.graph.extract.distance import BRACKETED
from moneyloop.graph.extract.lexicon import Lexicon
from moneyloop.graph.extract.sentence import Cue, Mention, Sentence, free

_LONGEST_WALK: Final = 4
_WORD: Final = re.compile(r"[^\W_]+")


def marker(sentence: Sentence, mention: Mention, lexicon: Lexicon) -> tuple[str, int]:
    """Return the word or particle that introduces a mention, looking through «the company», «such as».

    Second comes where the words begin through which it was looked.
    """
    marker = mention.marker or lexicon.clitics.get(mention.prefix, "")
    position = begin = mention.outer(sentence.text)
    described = False
    if marker and (part := _part_before(sentence, begin)):
        marker, position, begin = lexicon.clitics.get(part.prefix, ""), part.start, part.start
    while not marker:
        found = _introducing(sentence, position, described)
        described = True
        if found is None:
            break
        if found.kind == "before" and (part := _part_before(sentence, found.start)):
            found = part
        elif found.kind == "before" and _leads_group(sentence, found, lexicon):
            pass
        elif found.kind == "before":
            return sentence.text[found.start : found.end], begin
        marker = found.marker or lexicon.clitics.get(found.prefix, "")
        begin = found.start - len(found.prefix)
        parted = found.kind == "ListCue" and any(lexicon.clitics.values())
        position = _before_comma(sentence, begin) if parted else begin
        position = _before_genitive(sentence, position)
    return marker, begin


def _leads_group(sentence: Sentence, introducing: Cue, lexicon: Lexicon) -> bool:
    """Whether «led by» stands behind a word for a group, which acts as who leads it: «banks led by X»."""
    word = sentence.text[introducing.start : introducing.end]
    if not any(word in words for words in lexicon.alike):
        return False
    return any(0 <= introducing.start - cue.end <= 1 for cue in sentence.cues_of("DescriptorCue"))


def _part_before(sentence: Sentence, place: int) -> Cue | None:
    """Return the word for a part of a party that ends before a place: «the venture arm of X»."""
    return next((cue for cue in sentence.cues_of("PartCue") if 0 <= place - cue.end <= 1), None)


def _before_comma(sentence: Sentence, position: int) -> int:
    """Return where the words end that a comma parts from a list: «from banks, among them X».

    Only a particle that is joined to those words surely introduces the list.
    """
    before = sentence.text[sentence.start : position].rstrip()
    return sentence.start + len(before) - 1 if before.endswith(",") else position


def _before_genitive(sentence: Sentence, position: int) -> int:
    """Return where the name begins that has to do with a word at a position («OpenAI's rival»), else that."""
    for cue in sentence.cues_of("after"):
        before = sentence.text[cue.end : position].strip() == "" and cue.end <= position
        if before or cue.start < position < cue.end:
            for mention in sentence.mentions:
                if mention.end == cue.start:
                    return mention.outer(sentence.text)
    return position


def _introducing(sentence: Sentence, position: int, described: bool) -> Cue | None:
    """Return the word that introduces or describes what stands at a position, or shortly after it.

    One unknown word may stand between what introduces and what ``described`` it: «vom Berliner Versorger X»,
    or between a noun and its owner: «سهام عادی X».
    """
    for step in range(_LONGEST_WALK):
        position = _before_amount(sentence, position)
        introducing = () if step > described else ("before",)
        found = _ending_at(sentence, position, "DescriptorCue", "ListCue", *introducing)
        if found is None and step == 1 and not introducing:
            noun = _ending_at(sentence, position, "before")
            found = noun if noun and noun.code == "noun" else None
        if found:
            return found
        word = sentence.word_before(position)
        if word is None or sentence.text[word[1] : position].strip(" -'\""):
            return None
        if _known_whole(sentence, *word):
            return None
        position = word[0]
    return None


def _known_whole(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a word, with the ending that it has, is one of the lexicon or of a name."""
    if not free(start, end, sentence.taken()):
        return True
    if any(trigger.start < end <= trigger.end for trigger in sentence.triggers):
        return True
    return any(cue.start < end <= cue.end for cue in sentence.cues)


def _before_amount(sentence: Sentence, position: int) -> int:
    """Return where an amount begins that ends at a position and is said as an adjective, else the position.

    Its unit has an ending then, and parts a noun from its owner: «وام دو میلیارد دلاری اوراکل».
    """
    units = sentence.cues_of("CurrencyCue", "PercentCue")
    word = sentence.word_before(position) if units else None
    if word is None or sentence.text[word[1] : position].strip(' "'):
        return position
    if not any(unit.start <= word[0] < unit.end < word[1] for unit in units):
        return position
    counting = sentence.cues_of("NumberCue", "MagnitudeCue", "BoundCue", "RangeCue", "CurrencyCue")
    start = word[0]
    while (word := sentence.word_before(start)) is not None:
        digits = sentence.text[slice(*word)].isdigit()
        if not digits and not any(cue.start <= word[0] and word[1] <= cue.end for cue in counting):
            break
        start = word[0]
    return start


def _ending_at(sentence: Sentence, position: int, *kinds: str) -> Cue | None:
    """Return the longest cue of some kinds that ends at a position, white space aside."""
    end = position
    while end > sentence.start and sentence.text[end - 1] in " \"'(":
        end -= 1
    places = {end, position}
    found = [cue for cue in sentence.cues_ending(*places) if cue.kind in kinds and cue.start < end]
    longest = min(found, key=lambda cue: cue.start, default=None)
    return None if longest and _part_of_relative(sentence, longest) else longest


def _part_of_relative(sentence: Sentence, cue: Cue) -> bool:
    """Whether a word is part of what begins a relative clause: «, an dem»."""
    return any(
        relative.start <= cue.start and cue.end <= relative.end
        for relative in sentence.cues_of("RelativeCue")
        if relative.end - relative.start > cue.end - cue.start
    )


def follower(sentence: Sentence, mention: Mention, lexicon: Lexicon) -> str:
    """Return the word that follows a mention, also behind a remark or a word that names nobody."""
    found = sentence.cues_of("after")
    if not found or found[-1].start < mention.end:
        return ""
    for end in (mention.end, _over_remark(sentence, mention.end, lexicon)):
        for cue in found:
            if cue.start >= end and not sentence.text[end : cue.start].strip(' "'):
                return sentence.text[cue.start : cue.end]
    return ""


def _over_remark(sentence: Sentence, end: int, lexicon: Lexicon) -> int:
    """Return where a remark, or a word that names nobody, ends that stands at a place; else the place."""
    begin = end + (sentence.text[end : end + 1] in ('"', " "))
    for start, stop in sentence.insertions:
        if start in (end, begin):
            return stop
    bracket = BRACKETED.match(sentence.text, begin, sentence.end)
    if bracket:
        return bracket.end()
    word = _WORD.match(sentence.text, begin, sentence.end)
    if word and lexicon.is_no_name(word.group()) and not sentence.known(*word.span()):
        return word.end()
    return end
