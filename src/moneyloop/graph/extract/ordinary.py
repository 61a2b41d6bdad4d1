"""Tells the ordinary words of a language from those that may be somebody's name.

The dictionaries are simplemma's (A. Barbaresi, https://github.com/adbar/simplemma, from the lemmatization
lists project, UniMorph and Wiktionary). What a language writes as one word with an ordinary word (particles,
endings, parts of a compound) is taken off by what its lexicon says.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from moneyloop.graph.extract.lexicon import Lexicon
from moneyloop.graph.text.matcher import LONGEST_PREFIX
from moneyloop.graph.text.normalise import fold

_PARTS: Final = re.compile(r"[^\W_]+")
_MARKS: Final = re.compile("[\u0591-\u05c7\u0640\u064b-\u0652\u0670]")
"""Niqqud, harakat and tatweel, which dictionaries leave out."""
_SHORTEST_STEM: Final = 2
_SHORTEST_NAME: Final = 4
_SHORTEST_LEFT: Final = 4
_SHORTEST_RIGHT: Final = 5


class OrdinaryWords:
    """The ordinary words of one language; without a dictionary for it every word counts as ordinary."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._language = lexicon.language
        self._known: dict[str, bool] = {}
        self._nouns: dict[str, bool] = {}
        self._has_dictionary: bool | None = None

    def __contains__(self, word: str) -> bool:
        """Whether all parts of a word (as the text writes it) are ordinary."""
        known = self._known.get(word)
        if known is None:
            bare = _MARKS.sub("", unicodedata.normalize("NFC", word))
            known = self._known[word] = all(map(self._part, _PARTS.findall(bare)))
        return known

    def listed(self, word: str) -> bool:
        """Whether the dictionary has a word, perhaps with another ending; compounds it does not have."""
        return self._form(word)

    def is_noun(self, word: str) -> bool:
        """Whether a word is an ordinary noun, also behind a hyphen («US-Unternehmen»), and no given name."""
        known = self._nouns.get(word)
        if known is None:
            *heads, noun = word.split("-")
            ordinary = noun[1:].islower() and noun in self and fold(word) not in self._lexicon.given_names
            known = self._nouns[word] = ordinary and all(map(self.says_nothing, heads))
        return known

    def says_nothing(self, word: str) -> bool:
        """Whether a word before a hyphen tells nobody's name: an ordinary one, or a short abbreviation."""
        short = word.isupper() and len(word) < _SHORTEST_NAME
        return short or self._lexicon.is_no_name(fold(word)) or word in self

    def as_it_is(self, word: str) -> bool:
        """Whether the dictionary has a word in the very form in which the text writes it."""
        return self._base(word)

    def _part(self, word: str) -> bool:
        if self._form(word):
            return True
        for length in range(1, min(LONGEST_PREFIX, len(word) - _SHORTEST_STEM) + 1):
            if fold(word[:length]) in self._lexicon.clitics and self._form(word[length:]):
                return True
        return self._lexicon.compound_words and self._compound(word)

    def _form(self, word: str) -> bool:
        """Whether a word is an ordinary one, perhaps with another ending or another beginning."""
        if self._base(word) or self._inflected(word):
            return True
        for beginning in self._lexicon.word_beginnings:
            stem = word.removeprefix(beginning)
            if stem == word or len(stem) <= _SHORTEST_STEM:
                continue
            others = ("", *self._lexicon.word_beginnings)
            if any(self._base(other + stem) for other in others):
                return True
        return False

    def _base(self, word: str) -> bool:
        from simplemma import is_known

        if self._has_dictionary is None:
            self._has_dictionary = _has_dictionary(self._language)
        return not self._has_dictionary or is_known(word, lang=self._language)

    def _inflected(self, word: str) -> bool:
        """Whether a word is an ordinary one with another ending."""
        for ending in self._lexicon.word_endings:
            stem = word.removesuffix(ending)
            if stem == word or len(stem) <= _SHORTEST_STEM:
                continue
            if self._base(stem) or any(self._base(stem + other) for other in self._lexicon.word_endings):
                return True
        return False

    def _compound(self, word: str) -> bool:
        for at in range(_SHORTEST_LEFT, len(word) - _SHORTEST_RIGHT + 1):
            if self._base(word[at:].capitalize()) and self._left(word[:at]):
                return True
        return False

    def _left(self, word: str) -> bool:
        if self._base(word):
            return True
        joints = self._lexicon.compound_joints
        return any(word.endswith(joint) and self._base(word[: -len(joint)]) for joint in joints)


def _has_dictionary(language: str) -> bool:
    from simplemma import is_known

    try:
        is_known("a", lang=language)
    except ValueError:
        return False
    return True
