"""Terms of pyoxigraph as terms of rdflib, which pySHACL reads.

rdflib is imported where it is needed: it takes longer to load than the rest of moneyloop.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from moneyloop.errors import DatasetError
from moneyloop.settings import PREFIXES

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

_XSD: Final = PREFIXES["xsd"]
_STRING: Final = _XSD + "string"
_LANGUAGE_STRING: Final = PREFIXES["rdf"] + "langString"
_NUMBERS: Final = {
    _XSD + "decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "nonNegativeInteger": re.compile(r"\+?[0-9]+|-0+"),
}
"""The numbers of XML Schema; rdflib takes ``NaN`` and ``1e5`` for decimals as well."""

_INVALID: Final = "x-invalid"
"""Language that stands in for the datatype of a literal that is no valid value of it.

pySHACL fails with an error where it compares such a value with another; a text in this language fails the
shape instead.
"""


class TermConverter:
    """Converts terms, each IRI once."""

    def __init__(self) -> None:
        self._iris: dict[str, Node] = {}

    def graph(self, triples: Iterable[ox.Triple | ox.Quad]) -> rdflib.Graph:
        """Return the triples as an rdflib graph; the names of graphs are dropped."""
        import rdflib

        graph = rdflib.Graph(bind_namespaces="none")
        with quiet_literals():
            graph.addN(
                (self.term(t.subject), self.term(t.predicate), self.term(t.object), graph) for t in triples
            )
        return graph

    def term(self, term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
        """Return a term for rdflib; the lexical form of a literal stays as it is.

        Raises:
            DatasetError: the term is a triple term, which SHACL does not know.
        """
        import rdflib

        if isinstance(term, ox.NamedNode):
            known = self._iris.get(term.value)
            if known is None:
                known = self._iris[term.value] = rdflib.URIRef(term.value)
            return known
        if isinstance(term, ox.BlankNode):
            return rdflib.BNode(term.value)
        if isinstance(term, ox.Literal):
            return _literal(term)
        raise DatasetError(
            f"validation: {term} is neither an IRI, a blank node nor a literal; write it as a resource"
        )


def _literal(term: ox.Literal) -> Node:
    from rdflib import Literal

    datatype = term.datatype.value
    if datatype == _LANGUAGE_STRING:
        return Literal(term.value, lang=term.language)
    if datatype == _STRING:
        return Literal(term.value)
    pattern = _NUMBERS.get(datatype)
    if pattern and not pattern.fullmatch(term.value):
        return Literal(term.value, lang=_INVALID)
    literal = Literal(term.value, datatype=datatype, normalize=False)
    nan = isinstance(literal.value, float) and math.isnan(literal.value)
    if literal.ill_typed or nan:
        return Literal(term.value, lang=_INVALID)
    return literal


@contextmanager
def quiet_literals() -> Iterator[None]:
    """Keep rdflib from logging literals that are no valid value of their datatype: the shapes report them."""
    logger = logging.getLogger("rdflib.term")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
