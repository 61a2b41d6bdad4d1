"""Worker processes, each of which can be stopped at any moment.

A query engine in Rust holds its thread until it has answered and knows no time limit, so nothing that reads
a dataset at length runs in the server's own process.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import TimeoutError as Expired
from typing import Any, Final

from pebble import ProcessExpired, ProcessPool

from moneyloop.errors import BusyError, MemoryLimitError, TimeLimitError
from moneyloop.web.limits import Limits

_WAITING: Final = 64
"""Requests that may wait for each worker."""
_ARENA_MAX: Final = -8
"""``M_ARENA_MAX`` of glibc's mallopt(3)."""


class Workers:
    """Processes that call functions, within limits of time and memory.

    A process that goes beyond them is killed, and another takes its place. They are started anew from an
    empty interpreter, not forked, and hold what a function keeps in its module until they end.
    """

    def __init__(self, number: int, limits: Limits) -> None:
        self._number = number
        self._limits = limits
        self._pending = 0
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPool(number, initializer=_begin, initargs=(limits.memory,), context=context)

    async def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a function at the top of a module returns; it and all it takes can be pickled.

        Raises:
            TimeLimitError: it took too long.
            MemoryLimitError: it took too much memory.
            BusyError: too many calls wait.
            Exception: what the function raised.
        """
        if self._pending >= self._number * _WAITING:
            raise BusyError("the server is busy; try again in a moment")
        self._pending += 1
        try:
            future = self._pool.schedule(function, args=arguments, timeout=self._limits.seconds)
            return await asyncio.wrap_future(future)
        except Expired as error:
            raise TimeLimitError(
                f"stopped after {self._limits.seconds:g} seconds, the time limit of this server; ask for less"
            ) from error
        except (MemoryError, ProcessExpired) as error:
            raise MemoryLimitError(
                f"stopped by the memory limit of this server, {self._limits.memory >> 20} MiB; ask for less"
            ) from error
        finally:
            self._pending -= 1

    async def warm(self, function: Callable[..., Any], *arguments: Any, in_turn: bool = False) -> None:
        """Start the processes, and let them call a function while there is nothing else to do.

        ``in_turn`` leaves all but one of them free meanwhile. Mostly each comes to its turn, for the one that
        has waited longest is given what comes next; but that is not certain.
        """
        size = 1 if in_turn else self._number
        for _ in range(self._number // size):
            futures = [self._pool.schedule(function, args=arguments) for _ in range(size)]
            await asyncio.gather(*map(asyncio.wrap_future, futures), return_exceptions=True)

    def close(self) -> None:
        """Kill the processes, whatever they do."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _begin(memory: int) -> None:
    """Prepare a worker: bounded memory, and a signal to end that does not wait for Python's turn."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _reserve_little()
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _reserve_little() -> None:
    """Let threads share what they allocate from: what is set aside for each counts as used by the limit.

    glibc reserves up to 128 MiB of addresses for a thread, OpenBLAS a buffer for each processor.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 2)
