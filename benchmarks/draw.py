"""How the seconds grow with the deals, as a plot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from benchmarks.report import Row

OURS: Final = "moneyloop"
_DRAWN: Final = ("load to disk", "project", "cycles from disk", "cycles", "reach", "5 hops in SPARQL")
_WHO: Final = (OURS, "networkx", "pyoxigraph", "rdflib")


def plot(rows: Sequence[Row], path: Path) -> None:
    """Draw the seconds over the deals on logarithmic axes, a panel for each thing done by several."""
    if not find_spec("matplotlib"):
        print("matplotlib is not installed: no plot")
        return
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = OURS
    mpl.rcParams["svg.fonttype"] = "none"
    from matplotlib import pyplot

    shown = [
        (what, growing)
        for what in _DRAWN
        if (growing := list(_lines([row for row in rows if row.what == what])))
    ]
    if not shown:
        return
    columns = min(3, len(shown))
    height = -(-len(shown) // columns)
    figure, axes = pyplot.subplots(height, columns, figsize=(4 * columns, 3 * height), squeeze=False)
    for axis in axes.flat[len(shown) :]:
        axis.axis("off")
    for axis, (what, growing) in zip(axes.flat, shown, strict=False):
        for by, deals, seconds in growing:
            axis.loglog(deals, seconds, marker="o", markersize=3, label=by, color=f"C{_WHO.index(by)}")
        axis.set_title(what, fontsize=9)
        axis.set_xlabel("deals", fontsize=8)
        axis.set_ylabel("seconds", fontsize=8)
        axis.tick_params(labelsize=7)
        axis.minorticks_off()
        axis.legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def _lines(rows: Sequence[Row]) -> Iterator[tuple[str, list[int], list[float]]]:
    for by in dict.fromkeys(row.by for row in rows):
        points = sorted(
            (row.deals, row.least) for row in rows if row.by == by and row.seconds and not row.variant
        )
        if len(points) > 1:
            yield by, [deals for deals, _ in points], [seconds for _, seconds in points]
