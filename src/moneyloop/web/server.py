"""The server's process: a socket, and connections that are not held open by who says nothing."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from moneyloop.errors import UsageError
from moneyloop.web.limits import Limits

_CONNECTIONS = 512
"""Connections and requests at a time; who comes beyond gets 503."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address; at a free port for port 0.

    Raises:
        UsageError: it is taken, or not an address of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=_CONNECTIONS)
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"serve: cannot listen at {host} port {port} ({error}); choose another with --host and --port"
        ) from error
    # The event loop sets this itself, but only on sockets that say they are TCP. Accepted ones inherit it.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def serve(app: ASGIApp, listening: socket.socket, limits: Limits) -> None:
    """Answer at a socket until the process is told to end."""

    class Protocol(_Patient):
        patience = limits.patience

    config = uvicorn.Config(
        app,
        http=Protocol,
        ws="none",
        log_level="warning",
        server_header=False,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,
    )
    uvicorn.Server(config).run(sockets=[listening])


class _Patient(H11Protocol):
    """HTTP/1.1 with a client that has to say what it wants in time: the headers of each request."""

    patience: float
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._waiting = self.loop.call_later(self.patience, transport.close)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        asked = self.cycle is not None and not self.cycle.response_complete
        unfinished = bool(self.conn.trailing_data[0])
        if asked or not unfinished:
            self._stop_waiting()
        elif self._waiting is None:
            self._waiting = self.loop.call_later(self.patience, self.transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
