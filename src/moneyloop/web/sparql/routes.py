"""The addresses of the SPARQL protocol: `/sparql`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from moneyloop.errors import MoneyloopError, RequestError
from moneyloop.web.accept import quality, ranges, takes
from moneyloop.web.limits import Limits
from moneyloop.web.sparql import formats
from moneyloop.web.sparql.asked import Answered, Bounds, Wishes, answered
from moneyloop.web.sparql.changes import updated
from moneyloop.web.sparql.copies import Copies
from moneyloop.web.sparql.description import described
from moneyloop.web.sparql.graph_store import PATH, GraphStore
from moneyloop.web.sparql.operation import Operation, read
from moneyloop.web.sparql.replies import COMPLETE, MAX_ROWS, STOPPED, allowed, authorize, problem, reply

EDITOR: Final = "?view=sparql"
"""Where the explorer has its editor."""
_METHODS: Final = ("GET", "HEAD", "POST")
_ALL: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_PAGES: Final = ("text/html", "application/xhtml+xml")


class Context(Protocol):
    """What the protocol needs of the server: the dataset, limits, and work done in workers."""

    @property
    def folder(self) -> Path:
        """The folder of the dataset."""
        ...

    @property
    def base(self) -> str:
        """The URL of the server, with a slash at its end."""
        ...

    @property
    def token(self) -> str | None:
        """What a client shows to change something; None if nobody may."""
        ...

    @property
    def limits(self) -> Limits:
        """What an answer may cost."""
        ...

    @property
    def services(self) -> tuple[str, ...]:
        """The endpoints that queries may ask."""
        ...

    async def run_foreign(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a function at the top of a module returns, called in a worker for strangers."""
        ...


def routes(context: Context) -> list[BaseRoute]:
    """Return the addresses of the SPARQL protocol and of the Graph Store Protocol."""
    copies = Copies(context)
    endpoint, graphs = _Endpoint(context, copies), GraphStore(context, copies)
    return [
        Route("/sparql", endpoint.answer, methods=_ALL),
        Route(f"/{PATH}", graphs.answer, methods=_ALL),
        Route(f"/{PATH}/{{name:path}}", graphs.answer, methods=_ALL),
    ]


class _Endpoint:
    """Answers queries, and carries out updates."""

    def __init__(self, context: Context, copies: Copies) -> None:
        self._context = context
        self._copies = copies
        self._address = f"{context.base}sparql"

    async def answer(self, request: Request) -> Response:
        """Answer a request."""
        if (response := allowed(request, _METHODS)) is not None:
            return response
        try:
            content_type = request.headers.get("Content-Type")
            query_string = request.scope["query_string"]
            operation = read(request.method, query_string, content_type, await request.body())
            if operation is None:
                return await self._described(request)
            if operation.kind == "update":
                return await self._updated(request, operation)
            return await self._answered(request, operation)
        except MoneyloopError as error:
            return problem(request, error)

    async def _answered(self, request: Request, operation: Operation) -> Response:
        limits, accept = self._context.limits, request.headers.get("Accept")
        found: Answered = await self._context.run_foreign(
            answered,
            self._copies.current(),
            operation,
            self._address,
            Wishes(accept, takes(request.headers.get("Accept-Encoding"), "gzip")),
            Bounds(limits.rows, limits.seconds, self._context.services),
        )
        headers = {COMPLETE: "true" if found.stopped_by is None else "false"}
        headers["Vary"] = "Accept, Accept-Encoding"
        if found.coding is not None:
            headers["Content-Encoding"] = found.coding
        if found.stopped_by is not None:
            headers[STOPPED] = found.stopped_by
        if found.rows is not None:
            headers[MAX_ROWS] = str(found.rows)
        return reply(request, 200, found.body, found.media, headers)

    async def _updated(self, request: Request, operation: Operation) -> Response:
        authorize(request, self._context.token)
        await self._copies.change(updated, operation, self._address)
        return reply(request, 204)

    async def _described(self, request: Request) -> Response:
        """Answer who asks nothing: a person with the editor, a machine with what the endpoint is."""
        accept = request.headers.get("Accept")
        media = formats.of_graphs(accept)
        accepted = ranges(accept)
        for_people = max(quality(one, accepted) for one in _PAGES) if accepted else 0.0
        if for_people > 0 and (media is None or for_people > quality(media, accepted)):
            return reply(request, 303, headers={"Location": f"{self._context.base}{EDITOR}"})
        if media is None:
            raise RequestError(
                406, f"the service is described as {', '.join(formats.GRAPHS)}; or give a query"
            )
        body = await self._context.run_foreign(
            described,
            self._copies.current(),
            self._context.base,
            media,
            bool(self._context.token),
            bool(self._context.services),
        )
        return reply(request, 200, body, media)
