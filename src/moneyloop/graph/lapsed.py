"""Flows of deals that are cancelled now but were live once: cycles that were known on a day may need them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

import pyoxigraph as ox

from moneyloop.graph import vocabulary as v
from moneyloop.ontology.terms import ML
from moneyloop.settings import DEALS_GRAPH

_GRAPH: Final = ox.NamedNode(DEALS_GRAPH)
_CANCELLED: Final = ox.NamedNode(ML.cancelled)
_STATE: Final = ox.NamedNode(ML.hasState)
_PAYER: Final = ox.NamedNode(ML.payer)
_PAYEE: Final = ox.NamedNode(ML.payee)


def lapsed_flows(store: ox.Store) -> Iterator[tuple[str, str]]:
    """Yield payer and payee of each deal that lapsed, by their IRIs."""
    for quad in store.quads_for_pattern(None, v.STATUS, _CANCELLED, _GRAPH):
        if isinstance(quad.subject, ox.NamedNode) and _lapsed(store, quad.subject):
            for payer in _parties(store, quad.subject, _PAYER):
                for payee in _parties(store, quad.subject, _PAYEE):
                    yield payer.value, payee.value


def lapsed_neighbours(store: ox.Store, party: ox.NamedNode, *, forward: bool) -> Iterator[ox.NamedNode]:
    """Yield whom a party paid by deals that lapsed, or if not ``forward``, who paid it."""
    here, there = (_PAYER, _PAYEE) if forward else (_PAYEE, _PAYER)
    for quad in store.quads_for_pattern(None, here, party):
        if isinstance(quad.subject, ox.NamedNode) and _lapsed(store, quad.subject):
            yield from _parties(store, quad.subject, there)


def concerns_lapsed(store: ox.Store, removed: Collection[ox.Quad], added: Collection[ox.Quad]) -> bool:
    """Whether a deal that changed is cancelled, or was.

    Args:
        store: has the deals as they are.
        removed: all quads that went.
        added: all quads that came.
    """
    if any(_cancels(quad) for quad in removed):
        return True
    changed = {quad.subject for quad in (*removed, *added) if quad.graph_name == _GRAPH}
    deals = changed | {
        quad.subject
        for state in changed
        if isinstance(state, ox.NamedNode)
        for quad in store.quads_for_pattern(None, _STATE, state, _GRAPH)
    }
    return any(ox.Quad(deal, v.STATUS, _CANCELLED, _GRAPH) in store for deal in deals)


def _cancels(quad: ox.Quad) -> bool:
    return quad.predicate == v.STATUS and quad.object == _CANCELLED and quad.graph_name == _GRAPH


def _lapsed(store: ox.Store, deal: ox.NamedNode) -> bool:
    """Whether a deal is cancelled, and has a state in which it is not."""
    now = (ox.Quad(deal, v.STATUS, _CANCELLED, _GRAPH), ox.Quad(deal, _STATE, deal, _GRAPH))
    if not all(quad in store for quad in now):
        return False
    states = [quad.object for quad in store.quads_for_pattern(deal, _STATE, None, _GRAPH)]
    return any(
        isinstance(state, ox.NamedNode) and ox.Quad(state, v.STATUS, _CANCELLED, _GRAPH) not in store
        for state in states
    )


def _parties(store: ox.Store, deal: ox.NamedNode, role: ox.NamedNode) -> Iterator[ox.NamedNode]:
    for quad in store.quads_for_pattern(deal, role, None):
        if isinstance(quad.object, ox.NamedNode):
            yield quad.object
