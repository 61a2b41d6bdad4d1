"""A projection after a change of its dataset, made anew for the deals that changed only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from moneyloop.graph import vocabulary as v
from moneyloop.graph.projection.assemble import assemble, replaced
from moneyloop.graph.projection.collect import collect, of_store
from moneyloop.graph.projection.table import Projection
from moneyloop.ontology.terms import ML
from moneyloop.settings import DATA

_DEALS = f"{DATA}deal/"


def changed(former: Projection | None, store: ox.Store, quads: Iterable[ox.Quad]) -> Projection:
    """Return the projection of a changed dataset; the same as one that is made of all of it.

    Args:
        former: the projection as it was; None if there was none, so that all deals are read.
        store: the dataset as it is.
        quads: all that were added or removed.
    """
    if former is None:
        return assemble(collect(of_store(store)))
    deals = {deal for quad in quads for deal in _deal(quad)}
    if not deals:
        return former
    part = ox.Store()
    for predicate in (ox.NamedNode(ML.statusRank), v.term("rdfs", "subClassOf")):
        part.extend(store.quads_for_pattern(None, predicate, None))
    for deal in sorted(deals):
        part.extend(_about(store, ox.NamedNode(deal)))
    read = collect(of_store(part))
    names = former.names
    if (read.classes, read.parents, read.ranks) != (names.classes, names.parents, names.ranks):
        return assemble(collect(of_store(store)))
    return replaced(former, deals, read)


def _deal(quad: ox.Quad) -> Iterator[str]:
    """Yield the deal that a quad is about, itself or one of its states or amounts."""
    if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(_DEALS):
        yield _DEALS + quad.subject.value[len(_DEALS) :].partition("/")[0]


def _about(store: ox.Store, deal: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield what is said of a deal, of its states, and of their amounts."""
    states = [quad.object for quad in store.quads_for_pattern(deal, ox.NamedNode(ML.hasState), None)]
    for holder in {deal, *(one for one in states if isinstance(one, ox.NamedNode))}:
        for quad in store.quads_for_pattern(holder, None, None):
            yield quad
            if quad.predicate == v.AMOUNT and isinstance(quad.object, ox.NamedNode):
                yield from store.quads_for_pattern(quad.object, None, None)
