"""The SPARQL 1.1 Graph Store HTTP Protocol at ``/sparql/graphs``, for who has the token."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Final, Protocol
from urllib.parse import parse_qsl, quote

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from moneyloop.errors import MoneyloopError, RequestError
from moneyloop.web.sparql import formats
from moneyloop.web.sparql.changes import Graph, removed, stored
from moneyloop.web.sparql.copies import Copies
from moneyloop.web.sparql.payload import payloads
from moneyloop.web.sparql.replies import allowed, authorize, problem, reply
from moneyloop.web.sparql.source import Place, opened

PATH: Final = "sparql/graphs"
_METHODS: Final = ("GET", "HEAD", "PUT", "POST", "DELETE")


class Context(Protocol):
    """What the graph store needs of the server."""

    @property
    def base(self) -> str:
        """The URL of the server, with a slash at its end."""
        ...

    @property
    def token(self) -> str | None:
        """What a client shows; None if nobody may."""
        ...

    async def run_foreign(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a function at the top of a module returns, called in a worker."""
        ...


class GraphStore:
    """Reads, replaces, extends and removes graphs, named by ``?graph=IRI``, ``?default`` or their address."""

    def __init__(self, context: Context, copies: Copies) -> None:
        self._context = context
        self._copies = copies
        self._address = f"{context.base}{PATH}"

    async def answer(self, request: Request) -> Response:
        """Answer a request."""
        if (response := allowed(request, _METHODS)) is not None:
            return response
        try:
            authorize(request, self._context.token)
            graph = self._graph(request)
            match request.method:
                case "GET" | "HEAD":
                    return await self._read(request, graph)
                case "DELETE":
                    await self._copies.change(removed, graph)
                    return reply(request, 204)
            return await self._write(request, graph)
        except MoneyloopError as error:
            return problem(request, error)

    async def _read(self, request: Request, graph: Graph) -> Response:
        media = formats.of_graphs(request.headers.get("Accept"))
        if media is None:
            raise RequestError(406, f"a graph is written as {', '.join(formats.GRAPHS)}; accept one of them")
        body = await self._context.run_foreign(written, self._copies.current(), graph, media)
        return reply(request, 200, body, media)

    async def _write(self, request: Request, graph: Graph) -> Response:
        documents = payloads(request.headers.get("Content-Type"), await request.body())
        replace = request.method == "PUT"
        is_new = await self._copies.change(stored, graph, documents, replace)
        if not is_new:
            return reply(request, 204)
        headers = {} if graph.iri is None else {"Location": quote(graph.iri, safe=_IRI)}
        return reply(request, 201, headers=headers)

    def _graph(self, request: Request) -> Graph:
        """Return the graph that a request names.

        Raises:
            RequestError: it names none, or several.
        """
        name = request.path_params.get("name")
        given = parse_qsl(request.url.query, keep_blank_values=True)
        named = [(key, value) for key, value in given if key in ("graph", "default")]
        if name:
            named.append(("graph", f"{self._address}/{quote(name)}"))
        elif not named and request.method == "POST":
            named.append(("graph", f"{self._address}/{uuid.uuid4()}"))
        if len(named) != 1:
            raise RequestError(400, "name one graph: ?graph=IRI or ?default")
        (key, iri), *_ = named
        if key == "default":
            return Graph(None)
        try:
            return Graph(ox.NamedNode(iri).value)
        except ValueError as error:
            raise RequestError(400, f"{iri!r} is no IRI") from error


_IRI: Final = ":/?#[]@!$&'()*+,;=%-._~"


def written(place: Place, graph: Graph, media: str) -> bytes:
    """Return a graph in the form of a media type.

    Raises:
        RequestError: there is no such graph.
    """
    store = opened(place).store
    if not graph.within(store):
        raise RequestError(404, f"there is no graph {graph.iri}")
    quads = store.quads_for_pattern(None, None, None, graph.node)
    return formats.rdf((ox.Triple(one.subject, one.predicate, one.object) for one in quads), media)
