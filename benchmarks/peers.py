"""What other software does with the same text, words and names, so that a figure does not stand alone.

- ``automaton``: one Aho-Corasick pass that finds every word of the lexicon and every name, and nothing else:
  the least that any engine of this kind must do.
- ``spaCy``: a blank pipeline of the language that splits words and sentences, finds the parties by an
  ``EntityRuler``, and the words of the triggers by a ``PhraseMatcher``. It reads no roles, amounts or status.
  Only where spaCy is installed.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Final

import pyoxigraph as ox
from ahocorasick_rs import AhoCorasick

from moneyloop import assets
from moneyloop.graph.documents import Document
from moneyloop.graph.extract import lexicon as lexicons
from moneyloop.graph.text.normalise import fold, normalise
from moneyloop.settings import PREFIXES

NAMES: Final = ("automaton", "spaCy")

Read = Callable[[Document], object]


def available(language: str) -> dict[str, Read]:
    """Return what reads a document, by name of the peer."""
    found: dict[str, Read] = {"automaton": _automaton(language)}
    if find_spec("spacy"):
        found["spaCy"] = _spacy(language)
    return found


def _labels() -> set[str]:
    labels = {PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "altLabel"}
    parsed = ox.parse(path=assets.asset("graph", "parties.ttl"), format=ox.RdfFormat.TURTLE)
    return {quad.object.value for quad in parsed if quad.predicate.value in labels}


def _triggers(language: str) -> set[str]:
    patterns = lexicons.load(language).patterns
    return {word.rstrip("*") for _, pattern in patterns for part in pattern.parts for word in part.words}


def _automaton(language: str) -> Read:
    words = {word.rstrip("*") for word in lexicons.load(language).words} | set(map(fold, _labels()))
    automaton = AhoCorasick(sorted(words))
    return lambda document: automaton.find_matches_as_indexes(normalise(document.text).text, overlapping=True)


def _spacy(language: str) -> Read:
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank(language)
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PARTY", "pattern": label} for label in sorted(_labels())])
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("TRIGGER", list(nlp.tokenizer.pipe(sorted(_triggers(language)))))
    return lambda document: matcher(nlp(document.text))
