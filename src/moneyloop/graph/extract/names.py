"""Recognises the names of parties that no list has.

Three signs are enough in every language, and the lexicon says which of them hold: letters of another script
(Latin names in Hebrew, Arabic or Persian text), capital letters inside a sentence, a word that announces a
name («חברת X», «شركة X», «la société X»).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moneyloop.graph.extract.lexicon import Lexicon
from moneyloop.graph.extract.sentence import Cue, Sentence
from moneyloop.graph.text.matcher import same_word
from moneyloop.graph.text.normalise import NormalText, fold

_LATIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9&]*(?:[.\-' ](?:& )?[A-Za-z][A-Za-z0-9&]*)*")
_TOKEN: Final = re.compile(r"[^\W_]+(?:[\"'.\-][^\W_]+)*")
_LONGEST_NAME: Final = 5
_LONGEST_ANNOUNCED: Final = 2

Span = tuple[int, int]


def unlisted_names(
    normal: NormalText, sentence: Sentence, lexicon: Lexicon, taken: Sequence[Span]
) -> list[Span]:
    """Return the spans (in folded text) of unlisted names in a sentence, apart from those ``taken``."""
    spans: list[Span] = []
    if lexicon.script != "Latn":
        spans += _latin(normal, sentence, lexicon)
    elif lexicon.capitalised_names:
        spans += _capitalised(normal, sentence, lexicon)
    spans += _announced(sentence, lexicon)
    free: list[Span] = []
    for start, end in sorted(spans):
        blocked = [*taken, *free]
        if all(end <= other_start or start >= other_end for other_start, other_end in blocked):
            free.append((start, end))
    return free


def _latin(normal: NormalText, sentence: Sentence, lexicon: Lexicon) -> list[Span]:
    start, end = normal.span(sentence.start, sentence.end)
    spans = []
    for match in _LATIN.finditer(normal.original, start, end):
        words = match.group().split()
        if any(map(str.isupper, match.group())) and not all(
            fold(word) in lexicon.not_names for word in words
        ):
            spans.append(_trimmed(match.start(), words, match.group(), lexicon))
    return [(normal.folded(a), normal.folded(b)) for a, b in spans if b - a > 1]


def _trimmed(start: int, words: list[str], text: str, lexicon: Lexicon) -> Span:
    """Cut words that no name begins or ends with off a run of words."""
    end = start + len(text)
    while words and fold(words[0]) in lexicon.not_names:
        start += len(words.pop(0)) + 1
    while words and fold(words[-1]) in lexicon.not_names:
        end -= len(words.pop()) + 1
    return start, max(start, end)


def _capitalised(normal: NormalText, sentence: Sentence, lexicon: Lexicon) -> list[Span]:
    start, end = normal.span(sentence.start, sentence.end)
    spans: list[Span] = []
    for match in re.finditer(_TOKEN_RUN, normal.original[start:end]):
        words = match.group().split(" ")
        a, b = _trimmed(start + match.start(), list(words), match.group(), lexicon)
        kept = normal.original[a:b].split(" ")
        first = a == start
        if not kept[0] or len(kept) > _LONGEST_NAME or b - a < 2:
            continue
        if first and len(kept) == 1 and not _surely_a_name(normal, a, b):
            continue
        spans.append((normal.folded(a), normal.folded(b)))
    return spans


_CAPITAL_WORD: Final = r"(?:[A-ZÀ-ÖØ-Þ][\w&]*|[a-z][A-Z]\w*)(?:[.\-'’][A-ZÀ-ÖØ-Þ0-9][\w&]*)*"
_TOKEN_RUN: Final = re.compile(rf"(?<![\w]){_CAPITAL_WORD}(?: (?:(?:of|de|du|des|&) )?{_CAPITAL_WORD})*")


def _surely_a_name(normal: NormalText, start: int, end: int) -> bool:
    """Whether a sentence's first word is a name: written with a capital inside a sentence too."""
    word = normal.original[start:end]
    if any(character.isupper() or character.isdigit() for character in word[1:]):
        return True
    return bool(re.search(rf"[^\W\d_],? {re.escape(word)}\b", normal.original)) and not re.search(
        rf"\b{re.escape(word.lower())}\b", normal.original
    )


def _announced(sentence: Sentence, lexicon: Lexicon) -> list[Span]:
    spans = []
    stops = [cue for cue in sentence.cues if cue.kind != "DescriptorCue"]
    for cue in sentence.cues_of("DescriptorCue"):
        if cue.code in ("name", "in-name"):
            span = _name_after(sentence, cue, stops, lexicon)
            if span:
                spans.append((cue.start, span[1]) if cue.code == "in-name" else span)
    return spans


def _name_after(sentence: Sentence, cue: Cue, stops: Sequence[Cue], lexicon: Lexicon) -> Span | None:
    end = cue.end
    for _ in range(_LONGEST_ANNOUNCED):
        match = _TOKEN.match(sentence.text, end + 1, sentence.end) if end + 1 < sentence.end else None
        if match is None or sentence.text[end] not in ' "':
            break
        word = match.group()
        known = any(stop.start < match.end() and match.start() < stop.end for stop in stops)
        trigger = any(
            trigger.start < match.end() and match.start() < trigger.end
            for triggers in sentence.triggers.values()
            for trigger in triggers
        )
        if known or trigger or word in lexicon.not_names or word.isdigit():
            break
        end = match.start() + _one_script(word)
        if end < match.end():
            break
    return (cue.end + 1, end) if end > cue.end + 1 else None


def _one_script(word: str) -> int:
    """Return how many characters of a word are of the script that it begins with."""
    for index in range(1, len(word)):
        if (
            word[index].isalpha()
            and word[index - 1].isalpha()
            and not same_word(word[index - 1], word[index])
        ):
            return index
    return len(word)
