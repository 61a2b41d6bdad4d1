"""Answers a query in a worker; what is too much is cut off, and the answer says so."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

import pyoxigraph as ox

from moneyloop.errors import QueryError, RequestError
from moneyloop.queries.answer import tsv_cell
from moneyloop.queries.paths.expand import as_groups, expand
from moneyloop.queries.paths.outcome import Outcome
from moneyloop.queries.paths.search import LIMITS
from moneyloop.web.sparql import formats, services, wall
from moneyloop.web.sparql.columns import columns_of
from moneyloop.web.sparql.guard import holds
from moneyloop.web.sparql.operation import Operation
from moneyloop.web.sparql.services import Fetched
from moneyloop.web.sparql.source import SERVICE_REFUSED, Place, Result, guarded

MOST_BYTES: Final = 64 * 2**20
"""Bytes of the terms of an answer at most."""
_PART: Final = 0.6
"""The part of the time limit that path searches may take: what they find is still to be asked and sent."""
_SAID: Final = 200
_SHORT: Final = 1_000
"""Bytes that are not worth compressing."""
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a query may do: rows that it answers, seconds that its worker has, endpoints that it asks."""

    rows: int
    seconds: float
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a query.

    ``stopped_by`` is the limit that keeps something out of it, or None; ``rows`` how many it was cut off at;
    ``coding`` how its body is encoded, or None.
    """

    body: bytes
    media: str
    stopped_by: str | None = None
    rows: int | None = None
    coding: str | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a client says of the form of its answer: its ``Accept`` header, and whether it takes gzip."""

    accept: str | None
    gzip: bool


def answered(place: Place, operation: Operation, base: str, wishes: Wishes, bounds: Bounds) -> Answered:
    """Return the answer to a query in the form that a client prefers.

    Args:
        place: where the store lies.
        operation: the query.
        base: what relative IRIs in it are resolved against.
        wishes: of the client. What is long is compressed here, not where others wait.
        bounds: what it may do.

    Raises:
        RequestError: it is no SPARQL 1.1, asks another server, or no accepted form fits.
        DatasetError: the store is damaged.
    """
    source = guarded(place, operation, base)
    limits = replace(LIMITS, seconds=min(LIMITS.seconds or bounds.seconds, _PART * bounds.seconds))
    try:
        fetched = Fetched(operation.text)
        if holds(operation.text, "SERVICE"):
            fetched = services.fetched(operation.text, bounds.services, services.ask_endpoint)
            _check(fetched.text, base)
        expanded = expand(source, fetched.text, limits)
        found = source.taken(
            expanded.text, lambda result: _written(result, operation.text, wishes.accept, bounds.rows)
        )
    except SyntaxError as error:
        raise RequestError(400, syntax(error)) from error
    except QueryError as error:
        raise RequestError(400, str(error)) from error
    stopped = found.stopped_by or _stopped(expanded.outcomes) or ("rows" if fetched.cut else None)
    if wishes.gzip and len(found.body) > _SHORT:
        found = replace(found, body=gzip.compress(found.body, 5, mtime=0), coding="gzip")
    return replace(found, stopped_by=stopped)


def syntax(error: SyntaxError) -> str:
    """Return what is wrong with a text, in one line."""
    said = " ".join(str(error).split())
    return f"this cannot be read: {said[:_SAID]}{'…' if len(said) > _SAID else ''}"


def _check(text: str, base: str) -> None:
    """See that a query with path searches is right, and asks no other server, before they run."""
    without = as_groups(text)
    if holds(without, "SERVICE"):
        raise RequestError(403, SERVICE_REFUSED)
    wall.behind(lambda: ox.Store().query(without, base_iri=base))


def _stopped(searches: Iterable[Outcome]) -> str | None:
    return next((one.stopped_by for one in searches if one.stopped_by is not None), None)


@dataclass(slots=True)
class _Cut:
    """Lets items through up to a number and a size; then says which it was, and after how many."""

    rows: int
    bytes: int = MOST_BYTES
    stopped_by: str | None = field(default=None, init=False)
    at: int | None = field(default=None, init=False)

    def through(self, items: Iterable[Item], size: Callable[[Item], int]) -> Iterator[Item]:
        for number, item in enumerate(items):
            self.bytes -= size(item)
            if number == self.rows or self.bytes < 0:
                self.stopped_by, self.at = "rows" if number == self.rows else "bytes", number
                return
            yield item


def _written(result: Result, text: str, accept: str | None, rows: int) -> Answered:
    """Return a result in the form that is preferred, or what there is room for."""
    cut = _Cut(rows)
    if isinstance(result, ox.QueryTriples):
        media = _accepted(formats.of_graphs(accept), "RDF", formats.GRAPHS)
        triples = list(cut.through(_each_once(result), lambda one: len(str(one))))
        return Answered(formats.rdf(triples, media), media, cut.stopped_by, cut.at)
    media = _accepted(formats.of_results(accept), "rows and truth values", formats.RESULTS)
    form = formats.RESULTS[media]
    if isinstance(result, ox.QuerySolutions):
        result = _shortened(result, text, cut)
    body = result.serialize(format=form)
    assert body is not None
    return Answered(body, media, cut.stopped_by, cut.at)


def _each_once(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    seen: set[ox.Triple] = set()
    for one in triples:
        if one not in seen:
            seen.add(one)
            yield one


def _shortened(solutions: ox.QuerySolutions, text: str, cut: _Cut) -> ox.QuerySolutions:
    """Return solutions up to where they are cut off; they pass through SPARQL 1.1 Query Results TSV."""
    columns = columns_of(text, [one.value for one in solutions.variables])
    lines = ["\t".join(f"?{name}" for name in columns)]
    rows = ("\t".join(tsv_cell(one[name]) for name in columns) for one in solutions)
    lines += cut.through(rows, len)
    written = "".join(f"{line}\n" for line in lines).encode()
    read = ox.parse_query_results(written, format=ox.QueryResultsFormat.TSV)
    assert isinstance(read, ox.QuerySolutions)
    return read


def _accepted(media: str | None, what: str, offered: Iterable[str]) -> str:
    if media is None:
        raise RequestError(406, f"{what} are written as {', '.join(offered)}; accept one of them")
    return media
