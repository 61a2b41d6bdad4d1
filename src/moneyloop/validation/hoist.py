"""Gives property shapes the targets of their node shapes, so that pySHACL checks all focus nodes at once.

pySHACL builds every constraint of a nested property shape anew for each focus node (the list of currencies,
for example, is read once an amount). A property shape with a target of its own is built once a graph. The
results are the same, in a fraction of the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from moneyloop.settings import PREFIXES

Resource = ox.NamedNode | ox.BlankNode
_Index = dict[Resource, list[Resource]]

_SH: Final = PREFIXES["sh"]
_RDF: Final = PREFIXES["rdf"]
_PROPERTY: Final = ox.NamedNode(_SH + "property")
_TARGET_CLASS: Final = ox.NamedNode(_SH + "targetClass")
_IGNORED: Final = ox.NamedNode(_SH + "ignoredProperties")


def hoist(shapes: Sequence[ox.Quad]) -> list[ox.Quad]:
    """Return shapes with the same results whose property shapes stand on their own.

    Each ``sh:property`` of a node shape with target classes becomes target classes of the property shape; a
    closed node shape ignores the properties that it no longer lists.
    """
    targets = _index(shapes, _TARGET_CLASS)
    properties = {node: shape for node, shape in _index(shapes, _PROPERTY).items() if node in targets}
    moved = {_PROPERTY: properties.keys(), _IGNORED: properties.keys()}
    hoisted = [quad for quad in shapes if quad.subject not in moved.get(quad.predicate, ())]
    for node, listed in properties.items():
        hoisted += (ox.Quad(shape, _TARGET_CLASS, target) for shape in listed for target in targets[node])
    return [*hoisted, *_ignored(shapes, properties)]


def _index(shapes: Sequence[ox.Quad], predicate: ox.NamedNode) -> _Index:
    index: _Index = {}
    for quad in shapes:
        subject, value = quad.subject, quad.object
        if quad.predicate == predicate and isinstance(value, Resource) and isinstance(subject, Resource):
            index.setdefault(subject, []).append(value)
    return index


def _ignored(shapes: Sequence[ox.Quad], properties: _Index) -> Iterator[ox.Quad]:
    """Yield the lists of what closed node shapes ignore: what they listed, then what they ignored before."""
    paths = _index(shapes, ox.NamedNode(_SH + "path"))
    before = _index(shapes, _IGNORED)
    closed = {quad.subject for quad in shapes if quad.predicate.value == _SH + "closed"}
    for node, listed in properties.items():
        if node in closed:
            tail = before.get(node, [ox.NamedNode(_RDF + "nil")])[0]
            for path in (path for shape in listed for path in paths[shape] if isinstance(path, ox.NamedNode)):
                head = ox.BlankNode()
                yield ox.Quad(head, ox.NamedNode(_RDF + "first"), path)
                yield ox.Quad(head, ox.NamedNode(_RDF + "rest"), tail)
                tail = head
            yield ox.Quad(node, _IGNORED, tail)
