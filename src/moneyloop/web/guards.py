"""What holds for every request and answer, whatever room they are for."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from moneyloop.web.limits import Limits

_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class SafeHeaders:
    """Middleware that gives an answer the headers of safety that its room did not set."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sent if scope["type"] == "http" else send)


class BoundedRequests:
    """Middleware that refuses a body that is too large, or that does not come."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; answer 413 or 408 in place of the room if its body breaks the limits."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            try:
                body = await self._body(receive)
            except TimeoutError:
                refusal = _refused(408, "the request did not arrive in time")
            else:
                refusal = self._too_large() if body is None else None
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await self._app(scope, _replay(body or b"", receive), send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        length = dict(scope["headers"]).get(b"content-length", b"0")
        return self._too_large() if not length.isdigit() or int(length) > self._limits.request_bytes else None

    def _too_large(self) -> PlainTextResponse:
        return _refused(413, f"the body of a request has at most {self._limits.request_bytes} bytes here")

    async def _body(self, receive: Receive) -> bytes | None:
        """Return the whole body, None if it is too large."""
        body = bytearray()
        async with asyncio.timeout(self._limits.patience):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if len(body) > self._limits.request_bytes:
                    return None
                if message["type"] == "http.disconnect" or not message.get("more_body"):
                    return bytes(body)


def _refused(status: int, why: str) -> PlainTextResponse:
    return PlainTextResponse(why + "\n", status, {"Connection": "close"})


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a channel on which the body comes at once, and then what the client still sends."""
    told = False

    async def replayed() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
