"""Finds names that the text itself explains: «ענן נגב (Negev Cloud)», «Caisse de dépôt (CDP)»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from moneyloop.graph.extract.lexicon import Lexicon
from moneyloop.graph.extract.sentence import Sentence
from moneyloop.graph.parties import Party, unlisted
from moneyloop.graph.text.matcher import FIRST_NOT_LATIN

_GLOSS: Final = re.compile(r" ?\( ?\"?([A-Za-z][\w&.\-']*(?: [A-Z&][\w&.\-']*){0,4})\"? ?\)")
_WORD: Final = re.compile(r"[^\s,.;:()\"]+")
_SHORTEST: Final = 2

Named = tuple[Party, str]


def glosses(sentence: Sentence, lexicon: Lexicon) -> Iterator[Named]:
    """Yield parties with a further form of their names, where a name in brackets stands behind it.

    In a text of another script a name in Latin letters says who the words before it are; in Latin script only
    an abbreviation of them does.
    """
    original = sentence.normal.original
    start, stop = sentence.normal.span(sentence.start, sentence.end)
    for match in _GLOSS.finditer(original, start, stop):
        gloss = match.group(1)
        if not any(map(str.isupper, gloss)):
            continue
        if lexicon.script == "Latn":
            yield from _abbreviation(sentence, match, gloss)
        else:
            yield from _other_script(sentence, match, gloss)


def _abbreviation(sentence: Sentence, match: re.Match[str], gloss: str) -> Iterator[Named]:
    """Yield the party named before an abbreviation, if the initials of its name make it up."""
    end = sentence.normal.folded(match.start())
    for mention in sentence.mentions:
        if mention.end == end and mention.party is not None:
            words = re.findall(r"[^\W_]+", sentence.original(mention.start, mention.end))
            if len(gloss) >= _SHORTEST and _in_order(gloss, "".join(word[0] for word in words)):
                yield mention.party, gloss


def _other_script(sentence: Sentence, match: re.Match[str], gloss: str) -> Iterator[Named]:
    """Yield the party in the brackets with the words before them, as many as it has itself."""
    begin = sentence.normal.folded(match.start(1))
    inside = [m.party for m in sentence.mentions if m.start == begin and m.party is not None]
    party = inside[0] if inside else unlisted(gloss)
    start, end = sentence.normal.span(sentence.start, sentence.normal.folded(match.start()))
    if any(
        m.end == sentence.normal.folded(match.start()) and m.party and m.party.listed
        for m in sentence.mentions
    ):
        return
    words = list(_WORD.finditer(sentence.normal.original, start, end))[-len(gloss.split()) :]
    if len(words) < len(gloss.split()) or words[-1].end() != end:
        return
    form = sentence.normal.original[words[0].start() : end]
    if _WORD.sub("", form).strip() or form[0] < FIRST_NOT_LATIN:
        return
    yield party, form


def _in_order(letters: str, initials: str) -> bool:
    """Whether the letters of an abbreviation stand among initials in this order."""
    rest = iter(initials.casefold())
    return all(letter in rest for letter in letters.casefold())
