"""The flows of a store as a graph on integers."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import pyoxigraph as ox

from moneyloop.graph.search import Digraph
from moneyloop.ontology.terms import ML
from moneyloop.settings import INFERRED_GRAPH


@dataclass(frozen=True, slots=True)
class Flows:
    """Who pays whom; parties are numbered as they came."""

    digraph: Digraph
    numbers: dict[str, int]


def flows(store: ox.Store) -> Flows:
    """Take the flows of live deals out of a store."""
    numbers: dict[str, int] = {}
    tails, heads = array("i"), array("i")
    for quad in store.quads_for_pattern(None, ox.NamedNode(ML.flowsTo), None, ox.NamedNode(INFERRED_GRAPH)):
        payer, payee = quad.subject, quad.object
        if isinstance(payer, ox.NamedNode) and isinstance(payee, ox.NamedNode):
            tails.append(numbers.setdefault(payer.value, len(numbers)))
            heads.append(numbers.setdefault(payee.value, len(numbers)))
    return Flows(Digraph(tails, heads, len(numbers)), numbers)
