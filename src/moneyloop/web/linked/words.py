"""What pages say in the reader's language: their own words, and labels of what they show."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import pyoxigraph as ox
import yaml

from moneyloop.graph.vocabulary import term
from moneyloop.ontology.terms import ML
from moneyloop.settings import BASE, PREFIXES

_LABELS: Final = (
    term("skos", "prefLabel"),
    term("rdfs", "label"),
    term("dcterms", "title"),
    ox.NamedNode(ML.documentName),
)


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8"))
    return words


def interface(language: str) -> dict[str, str]:
    """Return the words of the interface, by their names, in a language."""
    return {name: said[language] for name, said in _words()["interface"].items()}


def names() -> dict[str, str]:
    """Return the name of each language of the interface in itself."""
    return dict(_words()["languages"])


class Labels:
    """Labels of IRIs in one language, or else in English, or else in any other."""

    def __init__(self, store: ox.Store, language: str) -> None:
        self.language = language
        self._store = store
        self._found: dict[str, tuple[str, str]] = {}

    def of(self, iri: str) -> tuple[str, str]:
        """Return the label of an IRI and the language of that, "" if it has none."""
        if iri not in self._found:
            self._found[iri] = self._label(iri)
        return self._found[iri]

    def _label(self, iri: str) -> tuple[str, str]:
        node = ox.NamedNode(iri)
        for predicate in _LABELS:
            quads = self._store.quads_for_pattern(node, predicate, None, None)
            found = [quad.object for quad in quads if isinstance(quad.object, ox.Literal)]
            if found:
                best = min(found, key=lambda one: (self._rank(one.language or ""), one.value))
                return best.value, best.language or ""
        compact = self._compact(iri)
        said = _words()["terms"].get(compact, {})
        return (said[self.language], self.language) if self.language in said else (compact, "")

    def _rank(self, language: str) -> int:
        order = (self.language, "en", "")
        return order.index(language) if language in order else len(order)

    def _compact(self, iri: str) -> str:
        if iri.startswith(BASE):
            return unquote(iri.removeprefix(BASE).rpartition("/")[2], errors="replace")
        for prefix, space in PREFIXES.items():
            if iri.startswith(space):
                return f"{prefix}:{iri.removeprefix(space)}"
        return iri
