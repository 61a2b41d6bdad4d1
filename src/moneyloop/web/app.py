"""The server as one application: its rooms, and what holds for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from moneyloop.errors import BusyError, MoneyloopError, UsageError
from moneyloop.web import explorer
from moneyloop.web.context import Context
from moneyloop.web.explorer.views import looked_at
from moneyloop.web.guards import BoundedRequests, SafeHeaders
from moneyloop.web.linked import routes as linked
from moneyloop.web.sparql import routes as sparql
from moneyloop.web.stored import routes as stored


def make_app(context: Context) -> Starlette:
    """Return the application that serves a dataset; its workers live as long as it runs."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with context.working():
            warming = asyncio.create_task(_warm(context))
            yield
            warming.cancel()

    return Starlette(
        routes=[
            *explorer.routes(context),
            *stored.routes(context),
            *sparql.routes(context),
            *linked.routes(context),
        ],
        middleware=[
            Middleware(SafeHeaders),
            Middleware(BoundedRequests, limits=context.limits),
            Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=6),
        ],
        exception_handlers={HTTPException: _told, MoneyloopError: _failed, Exception: _broken},
        lifespan=lifespan,
    )


async def _warm(context: Context) -> None:
    """Let the workers read ahead what the first page shows, then what its search looks through."""
    await context.warm(looked_at, context.folder, "cycles", {})
    await context.warm(looked_at, context.folder, "search", {"q": "a"}, in_turn=True)


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _line(error.status_code, error.detail, dict(error.headers or {}))


def _failed(request: Request, error: Exception) -> Response:
    if isinstance(error, UsageError):
        return _line(400, str(error))
    return _line(503, str(error), {"Retry-After": "2"} if isinstance(error, BusyError) else {})


def _broken(request: Request, error: Exception) -> Response:
    return _line(500, HTTPStatus.INTERNAL_SERVER_ERROR.phrase)


def _line(status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(" ".join(text.split()) + "\n", status, headers)
