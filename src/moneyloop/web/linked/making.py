"""The dumps of a dataset that is served: written by another process while the server goes on."""

from __future__ import annotations

import logging
import multiprocessing
import shutil
import tempfile
import weakref
from concurrent.futures import Future
from pathlib import Path
from typing import Final

from pebble import ProcessFuture, concurrent

from moneyloop.web.linked.dumps import Dump, write_dumps

_LOG: Final = logging.getLogger(__name__)
_SPAWN: Final = multiprocessing.get_context("spawn")


class Making:
    """The dumps of one build, begun when they are first asked for and kept as long as this object."""

    def __init__(self, build: Path) -> None:
        self._build = build
        self._future: ProcessFuture[list[Dump]] | None = None
        self.folder = Path(tempfile.mkdtemp(prefix="moneyloop-dumps-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def made(self) -> list[Dump] | None:
        """Return the dumps; None while they are being made, or if they cannot be."""
        if self._future is None:
            self._future = _written(self._build, self.folder)
            self._future.add_done_callback(_tell)
        if not self._future.done() or self._future.cancelled() or self._future.exception():
            return None
        return self._future.result()


_written = concurrent.process(daemon=True, mp_context=_SPAWN)(write_dumps)


def _tell(future: Future[list[Dump]]) -> None:
    if not future.cancelled() and (error := future.exception()):
        _LOG.warning("the dumps cannot be made: %s", error)
