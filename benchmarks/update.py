"""Measures an update against a build: a dataset of N documents, to which one is added, and then removed.

Usage: python -m benchmarks.update [--documents N …] [--language CODE] [--repeat N]

The documents are articles made of the sentences that ``texts`` knows. Seconds are wall clock of the command,
its start included, the median of the repeats; the dataset after the update is compared with that of a build.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks import texts

_SHARE: Final = 0.3
"""The share of sentences that state something."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds for a dataset of so many documents; ``same`` says that updates gave what builds give."""

    documents: int
    build: float
    add: float
    remove: float
    same: bool

    def __str__(self) -> str:
        ratio = self.build / max(self.add, self.remove)
        seconds = "".join(f"{one:>10.2f}" for one in (self.build, self.add, self.remove))
        same = "same bytes" if self.same else "NOT the same"
        return f"{self.documents:>9,}{seconds} {ratio:>7.1f}  {same}"


def measure(number: int, language: str, repeat: int) -> Measured:
    """Build a dataset of so many documents, and update it.

    Raises:
        SystemExit: a command failed.
    """
    with tempfile.TemporaryDirectory(prefix="moneyloop-") as scratch:
        documents, one = Path(scratch, "documents"), Path(scratch, "one")
        first, later, whole = (Path(scratch, name) for name in ("first", "later", "whole"))
        _write(documents, number + 1, language)
        one.mkdir()
        last = max(documents.iterdir())
        build = _seconds("build", documents, "--out", whole)
        last.rename(one / last.name)
        builds = [build, *(_seconds("build", documents, "--out", first) for _ in range(repeat))]
        _seconds("build", documents, "--out", later)
        adds, removes, same = [], [], True
        for _ in range(repeat):
            adds.append(_seconds("update", later, one))
            same &= _content(later) == _content(whole)
            removes.append(_seconds("update", later, "--remove", last.stem))
            same &= _content(later) == _content(first)
    median = statistics.median
    return Measured(number, median(builds), median(adds), median(removes), same)


def _write(folder: Path, number: int, language: str) -> None:
    folder.mkdir()
    made = texts.articles(texts.sources(language), number * texts.ARTICLE * 2, _SHARE, seed=1)
    for index, document in zip(range(number), made, strict=False):
        head = f"---\nlanguage: {language}\npublished: 2025-{index % 12 + 1:02d}-01\n---\n"
        (folder / f"document-{index:06d}.md").write_text(head + document.text, encoding="utf-8")


def _seconds(*arguments: str | Path) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-m", "moneyloop", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(run.stderr)
    return time.perf_counter() - start


def _content(dataset: Path) -> bytes:
    return (dataset / "dataset.nq").read_bytes()


def measures(numbers: list[int], language: str, repeat: int) -> Iterator[Measured]:
    """Measure datasets of several sizes."""
    for number in numbers:
        yield measure(number, language, repeat)


def main() -> None:
    """Measure and print."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--documents", type=int, nargs="+", default=[100, 400])
    cli.add_argument("--language", default="en")
    cli.add_argument("--repeat", type=int, default=3)
    options = cli.parse_args()
    print(f"{'documents':>9} {'build s':>9} {'add 1 s':>9} {'remove 1':>9} {'ratio':>7}")
    for measured in measures(options.documents, options.language, options.repeat):
        print(measured, flush=True)


if __name__ == "__main__":
    main()
