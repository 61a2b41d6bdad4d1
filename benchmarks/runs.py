"""What is measured on one generated graph, in which order, and what it is compared with."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from benchmarks.apart import StoppedError, apart
from benchmarks.draw import OURS
from benchmarks.graphs import IN_MEMORY, WITH_CLAIMS, Graph
from benchmarks.report import Row
from benchmarks.tasks import HOPS

PEERS: Final = ("pyoxigraph", "rdflib", "networkx")
_RDFLIB: Final = 10_000
"""Deals that rdflib is given at most: it takes 1.3 kB a quad."""
_QUERY_LIMIT: Final = 60.0


@dataclass(frozen=True, slots=True)
class Run:
    """The measurements on one graph."""

    graph: Graph
    peers: Sequence[str]
    limit: float
    queries: Sequence[str] | None

    def rows(self) -> Iterator[Row]:
        """Measure, and yield a row for each figure."""
        yield from self._loads()
        if self.graph.variant == WITH_CLAIMS:
            yield from self._queries()
            return
        yield from self._cold()
        yield from self._searches()
        yield from self._joins()

    def _do(self, task: str, limit: float | None = None, /, **job: Any) -> dict[str, Any]:
        answer: dict[str, Any] = apart("benchmarks.tasks", {"task": task, **job}, limit=limit)
        return answer

    def _row(self, what: str, by: str, seconds: dict[str, Any] | None, **more: Any) -> Row:
        return Row(what, by, self.graph.deals, self.graph.variant, seconds, **more)

    def _peer(self, what: str, by: str, task: str, **job: Any) -> dict[str, Any] | Row:
        """Return what a peer answers, or the row that says that it was stopped."""
        try:
            return self._do(task, self.limit, **job)
        except StoppedError:
            return self._row(what, by, None, at_least=self.limit)

    def _loads(self) -> Iterator[Row]:
        graph = self.graph
        written = self._do("write", files=graph.whole, dataset=graph.folder)
        self._check("loops", written["loops"], graph.truth.loops)
        for what, one in written["steps"].items():
            yield self._row(what, OURS, one["seconds"], mebibytes=one["MiB"], about=one["about"])
        if graph.deals <= IN_MEMORY:
            done = self._do("conclude", files=graph.asserted)
            about = {"quads": done["inferred"]}
            yield self._row("infer", OURS, done["infer"], mebibytes=done["MiB"], about=about)
            if "pyoxigraph" in self.peers:
                done = self._do("remember", files=graph.whole)
                yield self._row("load to memory", "pyoxigraph", done["load"], mebibytes=done["MiB"])
        if graph.deals <= _RDFLIB and "rdflib" in self.peers:
            done = self._do("read_rdflib", files=graph.whole)
            yield self._row("load to memory", "rdflib", done["load"], mebibytes=done["MiB"])

    def _cold(self) -> Iterator[Row]:
        runs = [self._do("cold", dataset=self.graph.folder) for _ in range(3)]
        runs.sort(key=lambda one: float(one["whole"]))
        whole = [one["whole"] for one in runs]
        seconds = {"median": whole[1], "low": whole[0], "high": whole[-1], "runs": len(runs)}
        steps = {name: round(one["median"], 3) for name, one in runs[1]["steps"].items()}
        yield self._row("cycles from disk", OURS, seconds, mebibytes=runs[1]["MiB"], about=steps)

    def _searches(self) -> Iterator[Row]:
        graph = self.graph
        done = self._do("search", dataset=graph.folder, **graph.ends)
        ours = done["answers"]
        if graph.truth.cycles:
            short = sum(count for hops, count in graph.truth.cycles.items() if hops <= HOPS)
            self._check("cycles", ours["cycles"]["found"], short)
            self._check("all cycles", ours["all cycles"]["found"], sum(graph.truth.cycles.values()))
        self._check("flows", done["flows"], graph.truth.flows)
        for name, one in ours.items():
            about = {"rows": one["found"], "stopped by": one["stopped by"]}
            yield self._row(name, OURS, one["seconds"], mebibytes=done["MiB"], about=about)
        if "networkx" in self.peers:
            yield from self._networkx(ours)

    def _networkx(self, ours: dict[str, Any]) -> Iterator[Row]:
        """Compare each search with networkx, in a process of its own, for it may not end."""
        for name in [name for name, one in ours.items() if one["stopped by"] is None]:
            job = {"dataset": self.graph.folder, **self.graph.ends, "wanted": name}
            done = self._peer(name, "networkx", "compare", **job)
            if isinstance(done, Row):
                yield done
                continue
            self._check(name, done["found"], ours[name]["found"])
            about = {"rows": done["found"], "build": round(done["build"]["median"], 3)}
            more = {"mebibytes": done["MiB"], "about": about, "ratio": done["ratio"]}
            yield self._row(name, "networkx", done["seconds"], **more)

    def _joins(self) -> Iterator[Row]:
        what = f"{HOPS} hops in SPARQL"
        marked = self._do("joined", store=self.graph.store, hops=HOPS, marked=True)
        yield self._row(
            what, OURS, marked["seconds"], mebibytes=marked["MiB"], about={"rows": marked["found"]}
        )
        jobs: dict[str, dict[str, Any]] = {}
        if "pyoxigraph" in self.peers:
            jobs["pyoxigraph"] = {
                "task": "joined",
                "store": self.graph.store,
                "hops": HOPS,
                "marked": False,
            }
        if "rdflib" in self.peers and self.graph.deals <= _RDFLIB:
            jobs["rdflib"] = {"task": "read_rdflib", "files": self.graph.whole, "hops": HOPS}
        for by, job in jobs.items():
            done = self._peer(what, by, **job)
            if isinstance(done, Row):
                yield done
            else:
                self._check(what, done["found"], marked["found"])
                yield self._row(what, by, done["seconds"], mebibytes=done["MiB"])

    def _queries(self) -> Iterator[Row]:
        from moneyloop.queries.catalogue import catalogue

        for name in catalogue() if self.queries is None else self.queries:
            given = self._given(name)
            try:
                done = self._do("ask", _QUERY_LIMIT, store=self.graph.store, query=name, given=given)
            except StoppedError:
                yield self._row(f"query {name}", OURS, None, at_least=_QUERY_LIMIT)
                continue
            about = {"rows": done["found"]}
            yield self._row(f"query {name}", OURS, done["seconds"], mebibytes=done["MiB"], about=about)

    def _given(self, name: str) -> dict[str, str]:
        """Return values for the parameters that a stored query cannot do without."""
        from moneyloop.queries.catalogue import catalogue

        needed = [one for one in catalogue()[name].parameters if one.required]
        return {one.name: self._value(one.name, one.type) for one in needed}

    def _value(self, name: str, kind: str) -> str:
        if kind == "party":
            return self.graph.ends["start"]
        if kind == "date":
            return "2024-06-30"
        if name == "cycle":
            return self._first_cycle()
        sys.exit(f"benchmarks: no value is known for the parameter {name} ({kind})")

    def _first_cycle(self) -> str:
        from moneyloop.ontology.terms import ML

        store = ox.Store.read_only(self.graph.store)
        found = store.quads_for_pattern(None, ox.NamedNode(ML.cycleId), None)
        return min(quad.object.value for quad in found if isinstance(quad.object, ox.Literal))

    def _check(self, what: str, found: int, known: int | None) -> None:
        if known is not None and found != known:
            sys.exit(f"benchmarks: {self.graph.deals} deals have {known} {what}, not {found}")
