"""The dataset of the examples, open to be looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool

from moneyloop.web.explorer import routes
from moneyloop.web.explorer.asked import Asked
from moneyloop.web.explorer.reader import Reader, reader

Look = Callable[..., Any]


@dataclass(frozen=True)
class Here:
    """A context whose workers are threads of the test."""

    folder: Path

    async def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return await run_in_threadpool(function, *arguments)


@pytest.fixture(scope="session")
def opened(examples: Path) -> Reader:
    return reader(examples)


@pytest.fixture(scope="session")
def look(opened: Reader) -> Look:
    """Look at a view: ``look(cycles.view, status="committed")``."""

    def looked(view: Callable[[Reader, Asked], Any], **given: str) -> Any:
        return view(opened, Asked(given))

    return looked


@pytest.fixture(scope="session")
def application(examples: Path) -> Starlette:
    return Starlette(routes=routes(Here(examples)))
