"""Asks a SPARQL 1.1 endpoint in place of the store of a dataset."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlsplit

import pyoxigraph as ox
from SPARQLWrapper import ASK, CONSTRUCT, INSERT, JSON, SELECT, TURTLE

from moneyloop.errors import EndpointError, UsageError
from moneyloop.queries import results
from moneyloop.queries.answer import Answer, joined
from moneyloop.queries.header import MARK
from moneyloop.queries.paging import Pages, limit_of, pages
from moneyloop.queries.transport import PASSWORD, USER, Reply, Transport, Wrapper, account_of
from moneyloop.settings import GRAPHS, PREFIXES, PUBLICATION, PUBLICATION_GRAPH, TERMS

_HEADER: Final = re.compile(rf"\A(?:{re.escape(MARK)}.*\n)*")
_DATASET: Final = f"""SELECT ?type ?begun WHERE {{
  ?type <{PREFIXES["rdfs"]}subClassOf> <{TERMS}Deal> .
  OPTIONAL {{
    GRAPH <{PUBLICATION_GRAPH}> {{ <{PUBLICATION}> <{PREFIXES["prov"]}startedAtTime> ?begun .
      OPTIONAL {{ <{PUBLICATION}> <{PREFIXES["prov"]}endedAtTime> ?ended }} }}
    FILTER (!BOUND(?ended))
  }}
}} LIMIT 1"""
_NAMED: Final = f"""SELECT DISTINCT ?graph WHERE {{
  GRAPH ?graph {{ ?subject ?predicate ?object }} FILTER (STRSTARTS(STR(?graph), "{GRAPHS}"))
}}"""
_WHERE: Final = "give the address of its query service, as http://localhost:7878/query"
_TRIPLES: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
_UNSUSPECTED: Final = 500
"""Rows that no server is known to cut an answer off below."""
_MAX_ROWS: Final = "X-SPARQL-MaxRows"
_STATE: Final = "X-SQL-State"
_SORTED_TOP: Final = "SR353"
"""What Virtuoso answers where it should sort more rows than it likes."""


@dataclass(slots=True)
class Endpoint:
    """A SPARQL endpoint with a dataset.

    ``graphs`` are the named graphs whose union it shall take for the default graph; none where it does so by
    itself. ``update_address`` takes updates, by default the same. ``whole`` is the most rows that it is known
    to answer with uncut.
    """

    address: str
    transport: Transport = field(default_factory=Transport)
    graphs: tuple[str, ...] = ()
    update_address: str | None = None
    whole: int = field(default=_UNSUSPECTED, repr=False)

    def select(self, text: str) -> Answer:
        """Return the answer to a SELECT query, page by page where the endpoint cuts it off.

        Raises:
            EndpointError: the endpoint cannot be reached, refuses, takes too long, gives no SPARQL results,
                or cuts off an answer that cannot be asked for by pages.
        """
        # Comments hold what is no part of the query; servers have limits of length.
        text = _HEADER.sub("", text)
        answer, reply = self._selected(text)
        limit = limit_of(text)
        count = len(answer.rows)
        if (count <= self.whole and _MAX_ROWS not in reply.headers) or (limit is not None and count >= limit):
            return answer
        cut = pages(text, answer.columns)
        if cut is None:
            raise self._cut(count, "put ORDER BY and LIMIT at its end")
        if _MAX_ROWS not in reply.headers and not self._selected(cut.page(1, count))[0].rows:
            self.whole = count
            return answer
        return self._paged(cut, count)

    def ask(self, text: str) -> bool:
        """Return the answer to an ASK query.

        Raises:
            EndpointError: as for ``select``.
        """
        reply = self._sent(ASK, _HEADER.sub("", text))
        found = results.truth(reply.body, reply.kind)
        if found is None:
            raise self._unreadable(reply, "answer to an ASK query")
        return found

    def construct(self, text: str) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT query, each once.

        Raises:
            EndpointError: as for ``select``; an answer that may have been cut off is refused.
        """
        reply = self._sent(CONSTRUCT, _HEADER.sub("", text), _TRIPLES)
        found = results.triples(reply.body, reply.kind)
        if found is None:
            raise self._unreadable(reply, "RDF")
        if _MAX_ROWS in reply.headers:
            raise self._cut(len(found), "ask for less")
        return found

    def update(self, text: str) -> None:
        """Run an update.

        Raises:
            EndpointError: the endpoint cannot be reached, refuses or takes too long.
        """
        self._sent(INSERT, text)

    def _selected(self, text: str) -> tuple[Answer, Reply]:
        reply = self._sent(SELECT, text)
        answer = results.solutions(reply.body, reply.kind)
        if answer is None:
            raise self._unreadable(reply, "SPARQL results JSON")
        return answer, reply

    def _paged(self, cut: Pages, size: int) -> Answer:
        found: list[Answer] = []
        done = 0
        ask: Callable[[int, int], str] = cut.page
        while True:
            wanted = size if cut.limit is None else min(size, cut.limit - done)
            try:
                page, _ = self._selected(ask(wanted, done))
            except EndpointError as error:
                if _SORTED_TOP not in str(error) or ask == cut.nested:
                    raise
                ask = cut.nested
                continue
            if any(isinstance(term, ox.BlankNode) for row in page.rows for term in row):
                raise self._cut(size, "its blank nodes have no names that hold from page to page")
            found.append(page)
            done += len(page.rows)
            if len(page.rows) < wanted or done == cut.limit:
                return joined(found)

    def _sent(self, form: str, text: str, accept: str | None = None) -> Reply:
        address = (form == INSERT and self.update_address) or self.address
        what = "the update" if form == INSERT else "the query"

        def send(opener: Callable[[Any], Any]) -> Any:
            wrapper = Wrapper(address, form, text, opener)
            wrapper.setReturnFormat(JSON if accept is None else TURTLE)
            if accept:
                wrapper.addCustomHttpHeader("Accept", accept)
            for graph in self.graphs if form != INSERT else ():
                wrapper.addParameter("default-graph-uri", graph)
            for graph in (*self.graphs, PUBLICATION_GRAPH) if self.graphs and form != INSERT else ():
                wrapper.addParameter("named-graph-uri", graph)
            return wrapper.query().response

        reply = self.transport.send(address, what, send)
        if state := reply.headers.get(_STATE):
            said = reply.headers.get("X-SQL-Message", "")
            raise EndpointError(f"{address}: gives a part of the answer ({state} {said}); allow it more time")
        return reply

    def _unreadable(self, reply: Reply, wanted: str) -> EndpointError:
        return EndpointError(f"{self.address}: answers with {reply.kind} that is no {wanted}; {_WHERE}")

    def _cut(self, count: int, advice: str) -> EndpointError:
        return EndpointError(
            f"{self.address}: cuts the answer off at {count} rows, and it cannot be asked for by pages; "
            f"{advice}, or raise that limit of the server"
        )


def open_endpoint(address: str, timeout: int = 60, environment: Mapping[str, str] = os.environ) -> Endpoint:
    """Return an endpoint after making sure that it serves a dataset.

    Where the default graph is empty, the named graphs of the dataset are asked as one.

    Args:
        address: where it takes queries, an http or https URL.
        timeout: whole seconds, at least 1, that each wait for the endpoint may take.
        environment: may hold credentials, as ``MONEYLOOP_ENDPOINT_USER``, ``MONEYLOOP_ENDPOINT_PASSWORD`` and
            ``MONEYLOOP_ENDPOINT_AUTH`` (basic or digest).

    Raises:
        UsageError: the address is no http or https URL or holds credentials, or one credential is missing.
        EndpointError: the endpoint does not answer as it must, holds no dataset or only a part of one.
    """
    return checked(connect(address, timeout, environment))


def checked(endpoint: Endpoint) -> Endpoint:
    """Return an endpoint as one that gives the answers of a dataset, whole and with its graphs as one.

    Raises:
        EndpointError: as for ``open_endpoint``.
    """
    address = endpoint.address
    rows = _probed(endpoint)
    if not rows:
        found = {str(graph) for (graph,) in endpoint.select(_NAMED).values()}
        named = tuple(sorted(found - {PUBLICATION_GRAPH}))
        endpoint = replace(endpoint, graphs=named)
        rows = _probed(endpoint) if named else []
    if not rows:
        raise EndpointError(
            f"{address}: holds no dataset; load one: moneyloop publish DIR --endpoint {address}"
        )
    if begun := rows[0].get("begun"):
        raise EndpointError(
            f"{address}: its dataset is there only in part, its publication of {begun.value} did not end; "
            f"publish it again: moneyloop publish DIR --endpoint {address}"
        )
    return endpoint


def connect(address: str, timeout: int = 60, environment: Mapping[str, str] = os.environ) -> Endpoint:
    """Return an endpoint without asking it anything.

    Raises:
        UsageError: as for ``open_endpoint``.
    """
    check_address("--endpoint", address)
    return Endpoint(address, Transport(account_of(environment), timeout))


def check_address(option: str, address: str) -> None:
    """See that what an option gives is an http or https URL without credentials.

    Raises:
        UsageError: it is not.
    """
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise UsageError(f"{option} is no URL; give one as http://localhost:7878/query") from error
    if parts.username is not None:
        raise UsageError(f"{option} must hold no credentials; set {USER} and {PASSWORD} instead")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{option} {address!r} is no http or https URL")


def _probed(endpoint: Endpoint) -> list[dict[str, Any]]:
    answer = endpoint.select(_DATASET)
    return [
        {name: term for name, term in zip(answer.columns, row, strict=True) if term is not None}
        for row in answer.rows
    ]
