"""Runs stored queries."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from moneyloop.queries.answer import Answer
from moneyloop.queries.catalogue import StoredQuery
from moneyloop.queries.parameters import bound, terms
from moneyloop.queries.source import Embedded, Source


def run(query: StoredQuery, dataset: ox.Store | Source, parameters: Mapping[str, str]) -> Answer:
    """Answer a stored query from a dataset.

    Args:
        query: one of the catalogue.
        dataset: a store or another source; its named graphs are asked as one.
        parameters: name to value, as a person gives them: ``{"party": "Nvidia", "status": "committed"}``.

    Raises:
        QueryError: a parameter is unknown, missing, or its value does not fit.
        EndpointError: the source is an endpoint, and does not answer as it must.
    """
    source = Embedded(dataset) if isinstance(dataset, ox.Store) else dataset
    answer = source.select(bound(query, terms(query, source, parameters)))
    return Answer(answer.json, query.limit)
