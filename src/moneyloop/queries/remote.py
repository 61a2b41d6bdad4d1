"""Asks a SPARQL 1.1 endpoint in place of the store of a dataset."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from moneyloop import __version__
from moneyloop.errors import EndpointError, UsageError
from moneyloop.queries.answer import Answer, answer_of
from moneyloop.queries.header import MARK
from moneyloop.settings import PREFIXES, TERMS

USER: Final = "MONEYLOOP_ENDPOINT_USER"
PASSWORD: Final = "MONEYLOOP_ENDPOINT_PASSWORD"
_HEADER: Final = re.compile(rf"\A(?:{re.escape(MARK)}.*\n)*")
_DATASET: Final = f"SELECT ?type WHERE {{ ?type <{PREFIXES['rdfs']}subClassOf> <{TERMS}Deal> }} LIMIT 1"
_WHERE: Final = "give the address of its query service, as http://localhost:7878/query"
_CREDENTIALS: Final = f"set {USER} and {PASSWORD} to credentials that may query it"
_ADVICE: Final = {400: _WHERE, 401: _CREDENTIALS, 403: _CREDENTIALS, 404: _WHERE, 405: _WHERE}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A SPARQL endpoint whose default graph is the union of the graphs of a dataset.

    ``timeout`` is in whole seconds, at least 1; it bounds each wait for the endpoint.
    """

    address: str
    timeout: int = 60
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    def select(self, text: str) -> Answer:
        """Return the answer to a SELECT query.

        Raises:
            EndpointError: the endpoint cannot be reached, refuses, takes too long or gives no SPARQL results.
        """
        body, kind = self._sent(text)
        try:
            solutions = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
            if isinstance(solutions, ox.QuerySolutions):
                return answer_of(solutions)
        except (SyntaxError, ValueError):
            pass
        raise EndpointError(f"{self.address}: answers with {kind} that is no SPARQL results JSON; {_WHERE}")

    def _sent(self, text: str) -> tuple[bytes, str]:
        """Send a query and return what comes back, and its media type."""
        wrapper = SPARQLWrapper(self.address, returnFormat=JSON, agent=f"moneyloop/{__version__}")
        wrapper.setOnlyConneg(True)
        wrapper.setMethod(POST)
        wrapper.setTimeout(self.timeout)
        if self.user and self.password:
            wrapper.setCredentials(self.user, self.password)
        # SPARQLWrapper takes words of comments for the form of the query.
        wrapper.setQuery(_HEADER.sub("", text))
        try:
            with closing(wrapper.query().response) as response:
                return response.read(), response.headers.get_content_type()
        except (SPARQLWrapperException, OSError, HTTPException, ValueError) as error:
            raise EndpointError(f"{self.address}: {self._explained(error)}") from error

    def _explained(self, error: Exception) -> str:
        # SPARQLWrapper raises errors of its own while it handles those of urllib.
        cause = error.__context__ if isinstance(error, SPARQLWrapperException) else error
        if isinstance(cause, HTTPError):
            cause.close()
            advice = _ADVICE.get(cause.code, "the log of the server may say why")
            return f"refuses the query with status {cause.code} {cause.reason}; {advice}"
        reason = cause.reason if isinstance(cause, URLError) else cause
        if isinstance(reason, TimeoutError):
            return f"has not answered within {self.timeout} s; allow more with --timeout"
        return f"cannot be asked ({reason}); check the address, and that the server runs"


def open_endpoint(address: str, timeout: int = 60, environment: Mapping[str, str] = os.environ) -> Endpoint:
    """Return an endpoint after making sure that it serves a dataset as its default graph.

    Args:
        address: where it takes queries, an http or https URL.
        timeout: whole seconds, at least 1, that each wait for the endpoint may take.
        environment: may hold credentials, as ``MONEYLOOP_ENDPOINT_USER`` and ``MONEYLOOP_ENDPOINT_PASSWORD``.

    Raises:
        UsageError: the address is no http or https URL or holds credentials, or one credential is missing.
        EndpointError: the endpoint does not answer as it must, or its default graph holds no dataset.
    """
    _check(address)
    user, password = environment.get(USER), environment.get(PASSWORD)
    if bool(user) != bool(password):
        raise UsageError(f"query: set both {USER} and {PASSWORD}, or neither")
    endpoint = Endpoint(address, timeout, user, password)
    if not endpoint.select(_DATASET).rows:
        raise EndpointError(
            f"{address}: its default graph holds no dataset; load dataset.nq, and serve the union of the "
            "named graphs as default graph, as `oxigraph serve --union-default-graph` does"
        )
    return endpoint


def _check(address: str) -> None:
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise UsageError("query: --endpoint is no URL; give one as http://localhost:7878/query") from error
    if parts.username is not None:
        raise UsageError(f"query: --endpoint must hold no credentials; set {USER} and {PASSWORD} instead")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"query: --endpoint {address!r} is no http or https URL")
