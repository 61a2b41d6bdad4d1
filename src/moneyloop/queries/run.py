"""Runs stored queries."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from moneyloop.queries.answer import Answer
from moneyloop.queries.catalogue import StoredQuery
from moneyloop.queries.parameters import bound, terms


def run(query: StoredQuery, store: ox.Store, parameters: Mapping[str, str]) -> Answer:
    """Answer a stored query from a dataset.

    Args:
        query: one of the catalogue.
        store: the dataset; its named graphs are asked as one.
        parameters: name to value, as a person gives them: ``{"party": "Nvidia", "status": "committed"}``.

    Raises:
        QueryError: a parameter is unknown, missing, or its value does not fit.
    """
    text = bound(query, terms(query, store, parameters))
    solutions = store.query(text, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    serialized = solutions.serialize(format=ox.QueryResultsFormat.JSON)
    assert serialized is not None
    return Answer(serialized, query.limit)
