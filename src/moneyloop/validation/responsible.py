"""Which claims are responsible for what a shape finds in a document's graph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from moneyloop.settings import PREFIXES, TERMS

_TYPE: Final = PREFIXES["rdf"] + "type"
_CLAIM: Final = TERMS + "Claim"
_TO_DOCUMENT: Final = frozenset(
    PREFIXES[prefix] + name
    for prefix, name in (("prov", "wasDerivedFrom"), ("prov", "wasGeneratedBy"), ("oa", "hasSource"))
)


class Responsible:
    """Finds, from anything described in a document's graph, the claims that lead to it.

    A claim leads to its amount and its target, to the quote and position of that, to the deal or figure it
    states and to the parties of that; not to its document, which no claim is to blame for.
    """

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._claims: set[str] = set()
        self._leading: dict[str, set[str]] = {}
        for quad in quads:
            if not isinstance(quad.object, ox.NamedNode) or not isinstance(quad.subject, ox.NamedNode):
                continue
            if quad.predicate.value == _TYPE:
                if quad.object.value == _CLAIM:
                    self._claims.add(quad.subject.value)
            elif quad.predicate.value not in _TO_DOCUMENT:
                self._leading.setdefault(quad.object.value, set()).add(quad.subject.value)

    def claims(self, focus: str) -> tuple[str, ...]:
        """Return the IRIs of the claims that lead to a focus node, sorted; a claim leads to itself alone."""
        if focus in self._claims:
            return (focus,)
        seen = {focus}
        waiting = [focus]
        while waiting:
            for subject in self._leading.get(waiting.pop(), ()):
                if subject not in seen:
                    seen.add(subject)
                    if subject not in self._claims:
                        waiting.append(subject)
        return tuple(sorted(seen & self._claims))
