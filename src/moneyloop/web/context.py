"""What the rooms of the server share: the dataset, the limits, and processes that work for them."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from moneyloop.errors import ServerError
from moneyloop.web.limits import Limits
from moneyloop.web.workers import Workers


@dataclass(eq=False)
class Context:
    """A dataset that is served.

    ``folder`` is where a build or an update puts it: rooms ask anew for its current build at each request.
    ``base`` is the URL of the server as its users know it, with a slash at its end; ``token`` what a client
    must show to change something, None if nobody may; ``services`` the endpoints that a query may ask;
    ``processes`` how many workers there are of each kind, None for one a processor.
    """

    folder: Path
    base: str
    token: str | None = field(default=None, repr=False)
    limits: Limits = field(default_factory=Limits)
    services: tuple[str, ...] = ()
    processes: int | None = None
    _own: Workers | None = field(default=None, init=False, repr=False)
    _foreign: Workers | None = field(default=None, init=False, repr=False)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Hold workers for the while of a block."""
        number = self.processes or os.cpu_count() or 1
        self._own, self._foreign = Workers(number, self.limits), Workers(number, self.limits)
        try:
            yield
        finally:
            own, foreign, self._own, self._foreign = self._own, self._foreign, None, None
            own.close()
            foreign.close()

    async def warm(self, function: Callable[..., Any], *arguments: Any, in_turn: bool = False) -> None:
        """Let every worker that answers for the pages call a function once, ahead of the first request.

        With ``in_turn`` one after the other, so that the others can answer.
        """
        await _there(self._own).warm(function, *arguments, in_turn=in_turn)

    async def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a function at the top of a module returns, called in a worker of the server's own.

        Raises:
            ServerError: a limit was reached, as `moneyloop.web.workers.Workers.run` says.
        """
        return await _there(self._own).run(function, *arguments)

    async def run_foreign(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return the same from a worker for what strangers wrote, which cannot hold up the pages.

        Raises:
            ServerError: a limit was reached, as `moneyloop.web.workers.Workers.run` says.
        """
        return await _there(self._foreign).run(function, *arguments)


def _there(workers: Workers | None) -> Workers:
    if workers is None:
        raise ServerError("the server is not running")
    return workers
