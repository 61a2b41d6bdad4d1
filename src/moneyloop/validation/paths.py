"""SHACL paths written as SPARQL property paths, for people who read a violation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from moneyloop.errors import AssetError
from moneyloop.settings import PREFIXES

_SH: Final = PREFIXES["sh"]
_RDF: Final = PREFIXES["rdf"]
_SUFFIXES: Final = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}

_Index = dict[tuple[object, str], ox.NamedNode | ox.BlankNode]


def property_paths(shapes: Iterable[ox.Quad]) -> dict[str, str]:
    """Return the path of each property shape that has an IRI.

    A path of one property is its IRI; any other is a SPARQL property path with whole IRIs in angle brackets.

    Raises:
        AssetError: a path is none of the forms of SHACL.
    """
    index: _Index = {
        (quad.subject, quad.predicate.value): quad.object
        for quad in shapes
        if isinstance(quad.object, ox.NamedNode | ox.BlankNode)
    }
    return {
        subject.value: node.value if isinstance(node, ox.NamedNode) else _written(node, index)
        for (subject, predicate), node in index.items()
        if predicate == _SH + "path" and isinstance(subject, ox.NamedNode)
    }


def _written(node: ox.NamedNode | ox.BlankNode, index: _Index) -> str:
    if isinstance(node, ox.NamedNode):
        return f"<{node.value}>"
    if (node, _RDF + "first") in index:
        return "/".join(_members(node, index))
    if inverse := index.get((node, _SH + "inversePath")):
        return f"^{_written(inverse, index)}"
    if choice := index.get((node, _SH + "alternativePath")):
        return f"({'|'.join(_members(choice, index))})"
    for name, suffix in _SUFFIXES.items():
        if inner := index.get((node, _SH + name)):
            return f"({_written(inner, index)}){suffix}"
    raise AssetError("validation: a sh:path is none of the forms of SHACL; correct the shapes file")


def _members(node: ox.NamedNode | ox.BlankNode, index: _Index) -> list[str]:
    written = []
    while first := index.get((node, _RDF + "first")):
        written.append(_written(first, index))
        node = index[node, _RDF + "rest"]
    return written
