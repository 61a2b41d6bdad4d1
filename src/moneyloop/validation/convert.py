"""Terms of pyoxigraph as terms of rdflib, which pySHACL reads.

rdflib is imported where it is needed: it takes longer to load than the rest of moneyloop.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_LANGUAGE_STRING: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


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
        """Return a term for rdflib; the lexical form of a literal stays as it is."""
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
        raise TypeError(f"validation: {term} is neither an IRI, a blank node nor a literal")


def _literal(term: ox.Literal) -> Node:
    from rdflib import Literal

    datatype = term.datatype.value
    if datatype == _LANGUAGE_STRING:
        return Literal(term.value, lang=term.language)
    if datatype == _STRING:
        return Literal(term.value)
    return Literal(term.value, datatype=datatype, normalize=False)


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
