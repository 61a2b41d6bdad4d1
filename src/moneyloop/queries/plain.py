"""Answers of stored queries as plain data: what JSON can hold, for programs that know no RDF."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from moneyloop.queries.answer import Answer, Solved, Value
from moneyloop.queries.sentences import sentences
from moneyloop.queries.source import Source
from moneyloop.queries.stored import StoredQuery

Plain = str | int | float | bool | None


def plain(query: StoredQuery, answer: Answer, language: str, source: Source) -> dict[str, Any]:
    """Return the rows of an answer, values by column, a sentence for each, and whether they are all.

    Numbers are numbers, dates are written as 2025-12-31, IRIs are texts; what a row has no value for is None.

    Raises:
        EndpointError: the source is an endpoint, and does not answer as it must.
    """
    names = [column.name for column in query.columns]
    stopped = stopped_by(answer)
    return {
        "rows": [dict(zip(names, map(_plain, row), strict=True)) for row in answer.values()],
        "sentences": sentences(query, answer, language, source),
        "complete": stopped is None,
        "stoppedBy": stopped,
    }


def cut(answer: Answer, most: int) -> Answer:
    """Return an answer with no more than so many rows; what is cut counts as limited to them."""
    if len(answer.rows) <= most:
        return answer
    return Answer(Solved(answer.columns, answer.rows[:most]), most, answer.searches)


def stopped_by(answer: Answer) -> str | None:
    """Return the limit that rows are missing for: ``rows``, or that of a path search; None if none can be."""
    if answer.limit is not None and len(answer.rows) >= answer.limit:
        return "rows"
    return next((search.stopped_by for search in answer.searches if not search.complete), None)


def _plain(value: Value) -> Plain:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value
