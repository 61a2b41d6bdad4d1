"""Runs stored queries."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox

from moneyloop.queries.answer import Answer
from moneyloop.queries.parameters import Given, bound, terms
from moneyloop.queries.source import Embedded, Source
from moneyloop.queries.sparql import select
from moneyloop.queries.stored import StoredQuery


def run(query: StoredQuery, dataset: ox.Store | Source, parameters: Given) -> Answer:
    """Answer a stored query from a dataset.

    Args:
        query: one of the catalogue.
        dataset: a store or another source; its named graphs are asked as one.
        parameters: name to value, as a person gives them: ``{"party": "Nvidia", "status": "committed"}``; to
            several values for a parameter that takes many.

    Raises:
        QueryError: a parameter is unknown, missing, or its value does not fit.
        EndpointError: the source is an endpoint, and does not answer as it must.
    """
    source = Embedded(dataset) if isinstance(dataset, ox.Store) else dataset
    answer = select(source, bound(query, terms(query, source, parameters)))
    return replace(answer, limit=query.limit)
