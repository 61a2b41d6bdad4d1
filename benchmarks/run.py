"""Measures the start-up and a build: seconds of wall clock (median) and peak memory of the process.

Usage: python benchmarks/run.py [FOLDER] [--repeat N] [--json]

FOLDER is built; by default the examples. Figures of one machine: nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "graph" / "examples"
MEBIBYTE = 2**20


@dataclass(frozen=True)
class Measure:
    """Median seconds of some runs of a command, and the most memory that one of them took, in MiB."""

    name: str
    seconds: float
    mebibytes: float
    runs: int


def measure(name: str, arguments: Sequence[str], repeat: int) -> Measure:
    """Run ``moneyloop`` with the arguments, and measure it.

    Raises:
        SystemExit: a run failed.
    """
    seconds, peaks = [], []
    for _ in range(repeat):
        start = time.perf_counter()
        peaks.append(_peak_memory(arguments))
        seconds.append(time.perf_counter() - start)
    return Measure(name, round(statistics.median(seconds), 3), round(max(peaks) / MEBIBYTE), repeat)


def _peak_memory(arguments: Sequence[str]) -> int:
    """Run the command to its end and return the peak of its resident memory, in bytes."""
    command = [sys.executable, "-m", "moneyloop", *arguments]
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        process = os.posix_spawn(
            sys.executable, command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1)]
        )
        _, status, usage = os.wait4(process, 0)
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(command)} failed with exit status {code}")
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Measure and print."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("folder", nargs="?", type=Path, default=EXAMPLES)
    cli.add_argument("--repeat", type=int, default=3)
    cli.add_argument("--json", action="store_true")
    options = cli.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        data = str(Path(scratch) / "graph")
        measures = [
            measure("--help", ["--help"], max(options.repeat, 5)),
            measure("build", ["build", str(options.folder), "--out", data], options.repeat),
            measure("query cycles", ["query", "cycles", "--data", data], options.repeat),
        ]
    if options.json:
        print(json.dumps([asdict(item) for item in measures], indent=1))
        return
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {options.folder}")
    for item in measures:
        print(f"{item.name:14} {item.seconds:8.3f} s  {item.mebibytes:6.0f} MiB  ({item.runs} runs)")


if __name__ == "__main__":
    main()
