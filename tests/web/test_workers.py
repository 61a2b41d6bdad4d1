"""Work that goes beyond its limits is stopped, and other work goes on."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from moneyloop.errors import BusyError, DatasetError, MemoryLimitError, TimeLimitError
from moneyloop.graph.folder import existing
from moneyloop.web import workers
from moneyloop.web.explorer.views import looked_at
from moneyloop.web.limits import Limits
from moneyloop.web.workers import Workers


def working(act: Callable[[Workers], Awaitable[Any]], number: int = 1, **limits: Any) -> Any:
    async def acted() -> Any:
        pool = Workers(number, Limits(**limits))
        try:
            return await act(pool)
        finally:
            pool.close()

    return asyncio.run(acted())


def test_what_a_function_returns_or_raises_comes_back(tmp_path: Any) -> None:
    async def act(pool: Workers) -> None:
        assert await pool.run(sum, [1, 2]) == 3
        assert await pool.run(os.getpid) != os.getpid()
        with pytest.raises(DatasetError, match="does not exist"):
            await pool.run(existing, tmp_path / "none", "store")

    working(act)


def test_a_function_that_takes_too_long_is_stopped_and_the_next_is_answered() -> None:
    async def act(pool: Workers) -> None:
        first = await pool.run(os.getpid)
        with pytest.raises(TimeLimitError, match=r"after 0.5 seconds"):
            await pool.run(time.sleep, 600)
        assert await pool.run(os.getpid) != first
        with pytest.raises(ProcessLookupError):
            os.kill(first, 0)

    working(act, seconds=0.5)


@pytest.mark.parametrize(("function", "argument"), [(bytes, 2 * 2**30), (os._exit, 3)])
def test_a_function_that_takes_too_much_memory_is_stopped(
    function: Callable[[int], Any], argument: int
) -> None:
    async def act(pool: Workers) -> None:
        with pytest.raises(MemoryLimitError, match="1024 MiB"):
            await pool.run(function, argument)
        assert await pool.run(abs, -1) == 1

    working(act, memory=2**30)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell")
def test_a_worker_with_threads_sets_little_aside(examples: Path) -> None:
    async def act(pool: Workers) -> None:
        for view in ("cycles", "drawing", "search"):
            assert await pool.run(looked_at, examples, view, {"q": "a"})
        status = await pool.run(Path.read_text, Path("/proc/self/status"))
        peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmPeak"))
        assert int(peak) < 600 * 1024

    working(act)


def test_a_runaway_function_does_not_hold_up_another_worker() -> None:
    async def act(pool: Workers) -> None:
        await pool.warm(abs, 1)
        runaway = asyncio.create_task(pool.run(time.sleep, 600))
        await asyncio.sleep(0)
        assert await pool.run(abs, -2) == 2
        assert not runaway.done()
        runaway.cancel()

    working(act, number=2)


def test_who_comes_when_too_many_wait_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_WAITING", 2)

    async def act(pool: Workers) -> None:
        waiting = [asyncio.create_task(pool.run(time.sleep, 0.2)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await pool.run(abs, -1)
        await asyncio.gather(*waiting)
        assert await pool.run(abs, -1) == 1

    working(act)


def test_while_one_worker_is_warmed_another_answers() -> None:
    async def act(pool: Workers) -> None:
        await pool.warm(abs, 1)
        warming = asyncio.create_task(pool.warm(time.sleep, 600, in_turn=True))
        await asyncio.sleep(0)
        assert await pool.run(abs, -2) == 2
        assert not warming.done()
        warming.cancel()

    working(act, number=2)
