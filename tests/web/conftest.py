"""A server of its own, as ``moneyloop serve`` starts it."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from moneyloop.graph.build import build

EXAMPLES = Path(__file__).parents[2] / "graph" / "examples"


@dataclass(frozen=True)
class Served:
    """A running server: its URL with a slash at the end, its process."""

    url: str
    process: subprocess.Popen[str]


Serve = Callable[..., contextlib.AbstractContextManager[Served]]


@contextlib.contextmanager
def serving(folder: Path, *options: str) -> Iterator[Served]:
    command = [sys.executable, "-m", "moneyloop", "serve", str(folder), "--port", "0", "--workers", "1"]
    environment = {**os.environ, "TMPDIR": str(folder.parent)}
    with subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        try:
            assert process.stdout
            found = re.search(r"served at (\S+)", process.stdout.readline())
            assert found
            yield Served(found[1], process)
        finally:
            process.kill()


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Serve a dataset for the while of a block: ``with serve(folder, "--seconds", "1") as served``."""
    return serving


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of the examples."""
    folder = tmp_path_factory.mktemp("served") / "graph"
    build([EXAMPLES], folder)
    return folder


@pytest.fixture(scope="module")
def served(examples: Path) -> Iterator[Served]:
    """A server of the examples, one for the tests of a module."""
    with serving(examples) as running:
        yield running
