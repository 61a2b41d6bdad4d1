"""What a document's graph needs from elsewhere to be judged: parties, subclasses and the text itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from moneyloop.assets import assets, root
from moneyloop.settings import PREFIXES, TERMS
from moneyloop.validation.shapes import triples

TEXT_AT_POSITION: Final = ox.NamedNode(TERMS + "textAtPosition")

_SUBCLASS: Final = PREFIXES["rdfs"] + "subClassOf"
_PARTY_FACTS: Final = frozenset({PREFIXES["rdf"] + "type", PREFIXES["skos"] + "prefLabel"})
_SELECTOR: Final = PREFIXES["oa"] + "hasSelector"
_EXACT: Final = PREFIXES["oa"] + "exact"
_START: Final = PREFIXES["oa"] + "start"
_END: Final = PREFIXES["oa"] + "end"


def subclasses() -> list[ox.Triple]:
    """Return the subclass links between the classes of the ontology.

    Raises:
        AssetError: the ontology is missing or malformed.
    """
    return [
        quad.triple
        for quad in triples(assets("ontology", "*.ttl"))
        if quad.predicate.value == _SUBCLASS and _is_term(quad.subject) and _is_term(quad.object)
    ]


def _is_term(term: object) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(TERMS)


def known_parties() -> list[ox.Quad]:
    """Return what the asset ``graph/parties.ttl`` says, nothing where there is no such file.

    Raises:
        AssetError: the file is malformed.
    """
    path = root() / "graph" / "parties.ttl"
    return list(triples([path])) if path.is_file() else []


class PartyFacts:
    """The classes and names of known parties."""

    def __init__(self, parties: Iterable[ox.Quad | ox.Triple]) -> None:
        self._facts: dict[str, list[ox.Triple]] = {}
        for found in parties:
            if isinstance(found.subject, ox.NamedNode) and found.predicate.value in _PARTY_FACTS:
                self._facts.setdefault(found.subject.value, []).append(
                    ox.Triple(found.subject, found.predicate, found.object)
                )

    def of(self, quads: Sequence[ox.Quad]) -> Iterator[ox.Triple]:
        """Yield the facts of the parties that the quads refer to."""
        referred = {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}
        for iri in referred & self._facts.keys():
            yield from self._facts[iri]


def texts_at_positions(quads: Sequence[ox.Quad], text: str) -> Iterator[ox.Triple]:
    """Yield ``<quote> ml:textAtPosition "…"``, what the document says at the position beside each quote.

    The literal has the language of the quote, so that the two can be equal. A quote without a position, or
    with a position that is no pair of numbers, gets none, and therefore fails.
    """
    selectors: dict[object, set[object]] = {}
    exact: dict[object, ox.Literal] = {}
    offsets: dict[object, dict[str, ox.Literal]] = {}
    for quad in quads:
        predicate = quad.predicate.value
        if predicate == _SELECTOR:
            selectors.setdefault(quad.subject, set()).add(quad.object)
        elif predicate == _EXACT and isinstance(quad.object, ox.Literal):
            exact[quad.subject] = quad.object
        elif predicate in (_START, _END) and isinstance(quad.object, ox.Literal):
            offsets.setdefault(quad.subject, {})[predicate] = quad.object
    for group in selectors.values():
        for quote in group & exact.keys():
            for position in group & offsets.keys():
                said = _slice(text, offsets[position])
                if said is not None and isinstance(quote, ox.NamedNode):
                    yield ox.Triple(quote, TEXT_AT_POSITION, _like(exact[quote], said))


def _slice(text: str, offsets: dict[str, ox.Literal]) -> str | None:
    try:
        start, end = int(offsets[_START].value), int(offsets[_END].value)
    except (KeyError, ValueError):
        return None
    return text[start:end] if 0 <= start <= end else None


def _like(literal: ox.Literal, text: str) -> ox.Literal:
    if literal.language:
        return ox.Literal(text, language=literal.language)
    return ox.Literal(text, datatype=literal.datatype)
