"""Answers over HTTP as every address of this room gives them."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from moneyloop.errors import BusyError, MoneyloopError, RequestError, UsageError
from moneyloop.web.sparql import formats

COMPLETE: Final = "Moneyloop-Complete"
STOPPED: Final = "Moneyloop-Stopped-By"
MAX_ROWS: Final = "X-SPARQL-MaxRows"
"""As Virtuoso says that an answer was cut off, which clients know."""
_HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": f"{COMPLETE}, {STOPPED}, {MAX_ROWS}, Location, Retry-After",
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'none'; sandbox; base-uri 'none'; frame-ancestors 'none'",
    "Vary": "Accept",
}
_DAY: Final = str(24 * 60 * 60)


def reply(
    request: Request,
    status: int,
    body: bytes = b"",
    media: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return an answer; one to HEAD has the length of the body in place of it."""
    sent = {**_HEADERS, **(headers or {})}
    if media:
        sent["Content-Type"] = formats.header(media)
    if request.method == "HEAD":
        sent["Content-Length"] = str(len(body))
        return Response(status_code=status, headers=sent)
    return Response(body, status, sent)


def problem(request: Request, error: MoneyloopError) -> Response:
    """Return the answer for a request that is not carried out: its status, and why in one line."""
    headers = {}
    if isinstance(error, RequestError):
        status = error.status
    elif isinstance(error, UsageError):
        status = 400
    else:
        status = 503
        if isinstance(error, BusyError):
            headers["Retry-After"] = "2"
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    line = " ".join(str(error).split()) or HTTPStatus(status).phrase
    return reply(request, status, f"{line}\n".encode(), "text/plain", headers)


def allowed(request: Request, methods: Iterable[str]) -> Response | None:
    """Return the answer to OPTIONS, or to a method that is not among some; None for the others."""
    allow = ", ".join([*methods, "OPTIONS"])
    if request.method == "OPTIONS":
        preflight = {
            "Access-Control-Allow-Methods": allow,
            "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type",
            "Access-Control-Max-Age": _DAY,
        }
        return reply(request, 204, headers={"Allow": allow, **preflight})
    if request.method not in methods:
        line = f"{request.url.path} takes {allow}\n"
        return reply(request, 405, line.encode(), "text/plain", {"Allow": allow})
    return None


def authorize(request: Request, token: str | None) -> None:
    """See that a client may change something.

    Raises:
        RequestError: nobody may, or the client has not shown the token.
    """
    if not token:
        raise RequestError(403, "this server is read-only: it was started without --token")
    scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(shown.strip().encode(), token.encode()):
        raise RequestError(401, "changes need the token of this server: Authorization: Bearer TOKEN")
