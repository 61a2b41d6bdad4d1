"""A description as a page shows it: properties with labels, values with links, parts inside their whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from moneyloop.graph.vocabulary import term
from moneyloop.web.linked.describe import Description
from moneyloop.web.linked.words import Labels

_TYPE: Final = term("rdf", "type")
_QUOTE: Final = term("oa", "exact")
_DEEPEST: Final = 4

Link = Callable[[str], str | None]
"""The address of the page that tells of an IRI; None if that is no page of ours."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value; ``href`` where it leads, ``ours`` whether to a page of ours; ``parts`` what is in it."""

    text: str
    language: str = ""
    href: str | None = None
    ours: bool = False
    parts: list[Property] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Property:
    """A property with its values; ``label`` in ``language``."""

    iri: str
    label: str
    language: str
    href: str | None
    ours: bool
    values: list[Value]


@dataclass(frozen=True, slots=True)
class View:
    """What the page of an IRI shows."""

    iri: str
    title: Value
    types: list[Value]
    quotes: list[Value]
    properties: list[Property]
    incoming: list[Property]
    members: list[Value]
    complete: bool


def view(description: Description, labels: Labels, link: Link) -> View:
    """Return a description as a page shows it; of an ontology or a graph, its subjects are the members."""
    return _Viewer(description, labels, link).view()


class _Viewer:
    def __init__(self, description: Description, labels: Labels, link: Link) -> None:
        self.told, self.labels, self.link = description, labels, link
        self.by_subject: defaultdict[ox.NamedNode | ox.BlankNode, list[ox.Triple]] = defaultdict(list)
        for triple in description.own:
            if isinstance(triple.subject, ox.NamedNode | ox.BlankNode):
                self.by_subject[triple.subject].append(triple)

    def view(self) -> View:
        node = self.told.iri
        text, language = self.labels.of(node.value)
        own = self.by_subject[node]
        types = [self._value(one.object, {node}) for one in own if one.predicate == _TYPE]
        rest = (one for one in own if one.predicate != _TYPE)
        incoming = self._grouped((one.predicate, one.subject) for one in self.told.incoming)
        return View(
            node.value,
            Value(text, language),
            sorted(types, key=lambda value: value.text),
            [self._value(one.object, None) for one in self.told.own if one.predicate == _QUOTE],
            self._grouped(((one.predicate, one.object) for one in rest), {node}),
            incoming,
            self._members(),
            self.told.complete,
        )

    def _members(self) -> list[Value]:
        start = self.told.iri.value + "/"
        others = (one for one in self.by_subject if isinstance(one, ox.NamedNode) and one != self.told.iri)
        found = [self._value(one, None) for one in others if not one.value.startswith(start)]
        return sorted(found, key=lambda value: value.text)

    def _grouped(
        self, pairs: Iterable[tuple[ox.NamedNode, object]], within: set[object] | None = None
    ) -> list[Property]:
        groups: defaultdict[str, list[Value]] = defaultdict(list)
        for predicate, term_ in pairs:
            groups[predicate.value].append(self._value(term_, within))
        found = [
            Property(
                iri,
                *self.labels.of(iri),
                self._href(iri),
                self.link(iri) is not None,
                sorted(values, key=self._order),
            )
            for iri, values in groups.items()
        ]
        return sorted(found, key=lambda one: (one.label, one.iri))

    def _order(self, value: Value) -> tuple[bool, str, str]:
        return value.language != self.labels.language, value.language, value.text

    def _href(self, iri: str) -> str | None:
        return self.link(iri) or (iri if iri.startswith(("http://", "https://")) else None)

    def _value(self, told: object, within: set[object] | None) -> Value:
        """Return a value; within a set of nodes that are being told, with what is told of it in turn."""
        if isinstance(told, ox.Literal):
            return Value(told.value, told.language or "")
        parts: list[Property] = []
        is_node = isinstance(told, ox.NamedNode | ox.BlankNode)
        if within is not None and is_node and told not in within and len(within) < _DEEPEST:
            triples = self.by_subject.get(told, []) if self._is_part(told) else []  # type: ignore[call-overload]
            parts = self._grouped(((one.predicate, one.object) for one in triples), within | {told})
        if not isinstance(told, ox.NamedNode):
            return Value("" if parts else str(told), parts=parts)
        text, language = self.labels.of(told.value)
        return Value(text, language, self._href(told.value), self.link(told.value) is not None, parts)

    def _is_part(self, told: object) -> bool:
        start = self.told.iri.value + "/"
        return not isinstance(told, ox.NamedNode) or told.value.startswith(start)
