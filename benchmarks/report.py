"""The figures of runs as tables in Markdown, and their growth as a plot.

Usage: python -m benchmarks.report --out DIR RUN/graph.json …

Writes ``graph.md`` and ``graph.svg`` of several runs together.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from benchmarks.draw import OURS, plot

_PACKAGES: Final = ("pyoxigraph", "rdflib", "networkx", "numpy", "scipy")
_MILLI: Final = 0.9995
_TITLES: Final = {
    "load to disk": "Load a dataset into a store on disk",
    "load to memory": "Load it into memory",
    "infer": "Infer what follows from the axioms (in memory)",
    "mark loops": "Find loops and cycles and mark them",
    "project": "Make the projection of a store and write it beside it",
    "cycles from disk": "Cycles up to 5 hops, by a process that starts with the projection on disk",
    "cycles": "Cycles up to 5 hops",
    "all cycles": "Cycles of any number of hops",
    "paths": "Paths up to 6 hops between two parties",
    "shortest": "A shortest path between them",
    "reach": "Everybody whom a party reaches",
    "5 hops in SPARQL": "Cycles of 5 hops by joins in SPARQL: over marked loops, or over all flows",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A figure: what was done by whom on how many deals, with its seconds and the most memory it took.

    ``variant`` tells special graphs: ``tangled``, ``with claims``. ``seconds`` is None for what was stopped
    after ``at_least`` seconds; ``ratio`` is that to ours where both were timed in turn.
    """

    what: str
    by: str
    deals: int
    variant: str
    seconds: dict[str, Any] | None
    mebibytes: float | None = None
    at_least: float | None = None
    ratio: float | None = None
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def least(self) -> float:
        """The median, or the seconds after which it was stopped."""
        return float(self.seconds["median"]) if self.seconds else float(self.at_least or 0)

    @property
    def size(self) -> str:
        """The size of the graph in words."""
        return f"{self.deals:,}{f' {self.variant}' if self.variant else ''}"

    @property
    def line(self) -> str:
        """The row for a terminal."""
        more = "" if self.mebibytes is None else f"{self.mebibytes:8,.0f} MiB"
        return f"{self.size:>18}  {self.what:22} {self.by:10} {_seconds(self):>24} {more}  {self.about}"


def markdown(rows: Sequence[Row]) -> str:
    """Return the tables."""
    parts = [_about(), *(_section(title, _of(rows, what)) for what, title in _TITLES.items())]
    queries = [row for row in rows if row.what.startswith("query ")]
    parts += [_queries(queries), _growth(rows)]
    return "\n".join(part for part in parts if part)


def _about() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return f"Python {platform.python_version()}, {os.cpu_count()} cores; {packages}.\n"


def _of(rows: Iterable[Row], what: str) -> list[Row]:
    return [row for row in rows if row.what == what]


def _section(title: str, rows: Sequence[Row]) -> str:
    """Return a table with a line for each size, and the ratio of each peer to us."""
    if not rows:
        return ""
    names = list(dict.fromkeys(row.by for row in rows))
    peers = [name for name in names if name != OURS and OURS in names]
    head = ["deals", *names, *(f"{name} ÷ {OURS}" for name in peers), "peak MiB"]
    lines = [f"### {title}\n", _line(head), _line("---" for _ in head)]
    for size in dict.fromkeys(row.size for row in rows):
        found = {row.by: row for row in rows if row.size == size}
        cells = [_seconds(found[name]) if name in found else "–" for name in names]
        ratios = [_ratio(found.get(name), found.get(OURS)) for name in peers]
        peaks = [_mebibytes(found.get(name)) for name in names]
        lines.append(_line([size, *cells, *ratios, " / ".join(peaks)]))
    return "\n".join(lines) + "\n"


def _queries(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    sizes = list(dict.fromkeys(row.size for row in rows))
    head = ["query", *sizes, "rows"]
    lines = ["### Stored queries, from a store on disk, warm\n", _line(head), _line("---" for _ in head)]
    for what in dict.fromkeys(row.what for row in rows):
        found = {row.size: row for row in _of(rows, what)}
        cells = [_seconds(found[size]) if size in found else "–" for size in sizes]
        counts = [str(found[size].about.get("rows", "–")) if size in found else "–" for size in sizes]
        lines.append(_line([what.removeprefix("query "), *cells, " / ".join(counts)]))
    return "\n".join(lines) + "\n"


def _growth(rows: Sequence[Row]) -> str:
    lines = []
    for what, title in _TITLES.items():
        for by, exponents in growth(_of(rows, what)).items():
            cells = [f"{small:,} → {large:,}: {exponent:.2f}" for small, large, exponent in exponents]
            lines.append(_line([title, by, "; ".join(cells)]))
    if not lines:
        return ""
    head = ["what", "by", "exponent of the seconds in the deals"]
    return "\n".join(["### Growth: 1 is linear\n", _line(head), _line("---" for _ in head), *lines]) + "\n"


def growth(rows: Iterable[Row]) -> dict[str, list[tuple[int, int, float]]]:
    """Return by whom: from how many deals to how many, with the exponent; from 10,000 to the most at last."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.seconds and not row.variant:
            found.setdefault(row.by, []).append(row)
    result = {}
    for by, ours in found.items():
        ours.sort(key=lambda row: row.deals)
        steps = [*pairwise(ours)]
        large = [row for row in ours if row.deals >= 10_000]
        if len(large) > 2:
            steps.append((large[0], large[-1]))
        if steps:
            result[by] = [(one.deals, other.deals, _exponent(one, other)) for one, other in steps]
    return result


def _exponent(one: Row, other: Row) -> float:
    return math.log(other.least / one.least) / math.log(other.deals / one.deals)


def _mebibytes(row: Row | None) -> str:
    return f"{row.mebibytes:,.0f}" if row and row.mebibytes else "–"


def _ratio(peer: Row | None, ours: Row | None) -> str:
    if peer is None or ours is None or not ours.least:
        return "–"
    ratio = peer.ratio or peer.least / ours.least
    return f"{'' if peer.seconds else '> '}{_figure(ratio)}"


def _seconds(row: Row) -> str:
    """Return the median and, of several runs, the fewest and the most."""
    if row.seconds is None:
        return f"> {row.at_least:,.0f} s"
    median, low, high = (float(row.seconds[key]) for key in ("median", "low", "high"))
    scale, unit = (1, "s") if median >= _MILLI else (1000, "ms")
    spread = f" ({_figure(low * scale)}–{_figure(high * scale)})" if row.seconds["runs"] > 1 else ""
    return f"{_figure(median * scale)}{spread} {unit}"


def _figure(value: float) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 3
    return f"{value:,.{digits}f}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def write(rows: Sequence[Row], folder: Path) -> None:
    """Write the tables and the plot to a folder."""
    (folder / "graph.md").write_text(markdown(rows), encoding="utf-8")
    plot(rows, folder / "graph.svg")


def main() -> None:
    """Read the figures of runs and write them together."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("runs", nargs="+", type=Path, metavar="RUN/graph.json")
    cli.add_argument("--out", type=Path, required=True)
    options = cli.parse_args()
    read = (json.loads(path.read_text(encoding="utf-8")) for path in options.runs)
    rows = [Row(**fields) for run in read for fields in run]
    options.out.mkdir(parents=True, exist_ok=True)
    write(sorted(rows, key=lambda row: (row.variant, row.deals)), options.out)


if __name__ == "__main__":
    main()
