"""Which store is served: that of the current build, or the working copy that was made of it."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import uuid
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from moneyloop.graph.folder import existing
from moneyloop.web.sparql.source import Place


class Context(Protocol):
    """What changes need of the server: the dataset, and work done in a process that can be stopped."""

    @property
    def folder(self) -> Path:
        """The folder of the dataset."""
        ...

    async def run_foreign(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a function at the top of a module returns, called in a worker."""
        ...


class Copies:
    """The working copy of a build, which changes are made to; the build itself stays as it is.

    Each change makes a copy of the copy, files that stay the same being shared; readers see the one before
    or the one after. A new build takes the place of both.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._lock = asyncio.Lock()
        self._build: Path | None = None
        self._made: list[Path] = []
        self._scratch: Path | None = None

    def current(self) -> Place:
        """Return where the store that is served lies.

        Raises:
            DatasetError: the folder holds no dataset.
        """
        build = existing(self._context.folder, "store")
        return Place(self._made[-1], whole=False) if self._made and build == self._build else Place(build)

    async def change(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a function returns that changes the store: called with the former place and the new.

        Raises:
            ServerError: a limit was reached; nothing is changed then, as after any other error.
        """
        async with self._lock:
            build, former = existing(self._context.folder, "store"), self.current().store
            target = self._folder() / uuid.uuid4().hex
            try:
                result = await self._context.run_foreign(function, former, target, *arguments)
            except BaseException:
                shutil.rmtree(target, ignore_errors=True)
                raise
            self._made, gone = [*self._made[-1:], target], self._made[:-1]
            self._build = build
            for path in gone:
                shutil.rmtree(path, ignore_errors=True)
            return result

    def _folder(self) -> Path:
        if self._scratch is None:
            self._scratch = Path(tempfile.mkdtemp(prefix="moneyloop-"))
            weakref.finalize(self, shutil.rmtree, self._scratch, ignore_errors=True)
        return self._scratch
