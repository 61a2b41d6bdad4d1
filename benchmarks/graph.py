"""Measures loading, inference, marking, path search and stored queries on generated graphs, beside others.

Usage: python -m benchmarks.graph --out DIR [--deals N …] [--tangle N …] [--claims N …] [--peers NAME …]
           [--queries NAME …] [--limit SECONDS] [--seed N] [--keep]

In one run, each job in a process of its own: loading, inference, marking and path search on graphs of
``--deals`` deals, and of ``--tangle`` deals in which a large part of the parties comes round; stored queries
on graphs of ``--claims`` deals that hold the documents and claims as well. Peers do the same work: plain
pyoxigraph (joins in SPARQL), rdflib and networkx; what they cannot do within ``--limit`` is stopped and
counts as taking so long at least. ``DIR`` gets ``graph.json``, ``graph.md`` with tables and, if matplotlib is
installed (``pip install --group bench``), ``graph.svg`` with the growth. Counts are compared with what is
known of the graph; a wrong one ends the run.
"""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Final

from benchmarks.graphs import PLAIN, TANGLED, WITH_CLAIMS, make
from benchmarks.report import Row, write
from benchmarks.runs import PEERS, Run

_SIZES: Final = (1_000, 10_000, 100_000)


def main() -> None:
    """Measure and write."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--out", type=Path, required=True)
    cli.add_argument("--deals", nargs="*", type=int, default=list(_SIZES), metavar="N")
    cli.add_argument("--tangle", nargs="*", type=int, default=[], metavar="N")
    cli.add_argument("--claims", nargs="*", type=int, default=[_SIZES[0]], metavar="N")
    cli.add_argument("--peers", nargs="*", choices=PEERS, default=list(PEERS))
    cli.add_argument("--queries", nargs="*", metavar="NAME", help="stored queries; by default all")
    cli.add_argument("--limit", type=float, default=600.0, help="seconds that a peer may take")
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--keep", action="store_true", help="keep the graphs and stores in DIR/graphs")
    options = cli.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    graphs = [(deals, PLAIN) for deals in options.deals]
    graphs += [(deals, TANGLED) for deals in options.tangle] + [
        (deals, WITH_CLAIMS) for deals in options.claims
    ]
    for deals, variant in graphs:
        place = options.out / "graphs" / f"{deals}{variant.replace(' ', '-')}"
        graph = make(place, deals, options.seed, variant)
        run = Run(graph, options.peers, options.limit, options.queries)
        for row in run.rows():
            print(row.line, flush=True)
            rows.append(row)
        if not options.keep:
            shutil.rmtree(place)
        figures = json.dumps([asdict(row) for row in rows], indent=1)
        (options.out / "graph.json").write_text(figures, encoding="utf-8")
        write(rows, options.out)


if __name__ == "__main__":
    main()
