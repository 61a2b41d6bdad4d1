"""What is measured on a generated graph: each function is a job for a process of its own."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from benchmarks import fixed
from benchmarks.apart import peak
from benchmarks.flows import Flows, flows
from benchmarks.rounds import Timed, rounds
from moneyloop.graph import loops
from moneyloop.graph.search import Limits, all_paths, cycles, reachable, shortest
from moneyloop.ontology.rules import infer

HOPS: Final = 5
_NQUADS: Final = ox.RdfFormat.N_QUADS
Job = Callable[..., dict[str, Any]]
Actions = dict[str, Callable[[], Any]]


def _taken(action: Callable[[], Any]) -> tuple[dict[str, Any], Any]:
    """Return the seconds of one run, by the clock on the wall, and what it returned."""
    start = time.perf_counter()
    returned = action()
    seconds = time.perf_counter() - start
    return {"median": seconds, "low": seconds, "high": seconds, "runs": 1}, returned


def write(files: list[str], store: str) -> dict[str, Any]:
    """Load files into a new store on disk, and mark loops and cycles there."""
    target = ox.Store(store)

    def load() -> None:
        for file in files:
            target.bulk_load(path=file, format=_NQUADS)
        target.flush()

    loaded, _ = _taken(load)
    loading = peak()
    marked, found = _taken(lambda: loops.mark(target))
    target.flush()
    size = sum(one.stat().st_size for one in Path(store).rglob("*") if one.is_file())
    about = {"quads": len(target), "bytes": size, "cycles": found.cycles, "loops": found.loops}
    return {"loading MiB": loading, "load": loaded, "mark": marked, **about}


def remember(files: list[str]) -> dict[str, Any]:
    """Load files into a store in memory."""
    store = ox.Store()

    def load() -> None:
        for file in files:
            store.load(path=file, format=_NQUADS)

    seconds, _ = _taken(load)
    return {"load": seconds, "quads": len(store)}


def read_rdflib(files: list[str], hops: int = 0) -> dict[str, Any]:
    """Load files into rdflib, and list cycles by SPARQL joins there if a number of hops is given."""
    from rdflib import Dataset

    dataset = Dataset(default_union=True)
    loaded, _ = _taken(lambda: [dataset.parse(file, format="nquads") for file in files])
    if not hops:
        return {"load": loaded}
    seconds, found = _taken(lambda: len(list(dataset.query(fixed.cycles(hops)))))
    return {"load": loaded, "seconds": seconds, "found": found}


def conclude(files: list[str]) -> dict[str, Any]:
    """Load what is asserted into memory, infer what follows, and mark, as a build does."""
    store = ox.Store()
    for file in files:
        store.load(path=file, format=_NQUADS)
    inferred, count = _taken(lambda: infer(store))
    marked, found = _taken(lambda: loops.mark(store))
    return {"infer": inferred, "inferred": count, "mark": marked, "cycles": found.cycles}


def cold(store: str) -> dict[str, Any]:
    """Open a store, take the flows out of it and list the cycles, from nothing."""
    steps: dict[str, Any] = {}
    start = time.perf_counter()
    steps["open"], dataset = _taken(lambda: ox.Store.read_only(store))
    steps["project"], graph = _taken(lambda: flows(dataset))
    steps["search"], found = _taken(lambda: cycles(graph.digraph, min_hops=2, max_hops=HOPS))
    return {"whole": time.perf_counter() - start, "steps": steps, "found": len(found.paths)}


def search(store: str, start: str, end: str) -> dict[str, Any]:
    """Search cycles, paths and reach on the projection of a store."""
    graph = flows(ox.Store.read_only(store))
    timed = rounds(_ours(graph, start, end))
    answers = {
        name: _told(one) | {"stopped by": getattr(one.returned, "stopped_by", None)}
        for name, one in timed.items()
    }
    return {"answers": answers, "parties": graph.digraph.size, "flows": graph.digraph.pairs}


def compare(store: str, start: str, end: str, wanted: list[str]) -> dict[str, Any]:
    """Search the same by networkx, on a graph already built, in turn with the project's search."""
    import networkx as nx

    graph = flows(ox.Store.read_only(store))
    one, other = graph.numbers[start], graph.numbers[end]
    built: nx.DiGraph[int] = nx.DiGraph()
    pairs = zip(graph.digraph.tails.tolist(), graph.digraph.heads.tolist(), strict=True)
    building, _ = _taken(lambda: built.add_edges_from(pairs))
    theirs: Actions = {
        "cycles": lambda: list(nx.simple_cycles(built, length_bound=HOPS)),
        "all cycles": lambda: list(nx.simple_cycles(built)),
        "paths": lambda: list(nx.all_simple_paths(built, one, other, cutoff=HOPS + 1)),
        "shortest": lambda: [nx.shortest_path(built, one, other)],
        "reach": lambda: nx.descendants(built, one),
    }
    ours = _ours(graph, start, end)
    answers = {}
    for name in wanted:
        timed = rounds({"theirs": theirs[name], "ours": ours[name]})
        ratio = timed["theirs"].seconds.median / timed["ours"].seconds.median
        answers[name] = _told(timed["theirs"]) | {"ratio": ratio}
    return {"build": building, "answers": answers}


def _ours(graph: Flows, start: str, end: str) -> Actions:
    one, other, digraph = graph.numbers[start], graph.numbers[end], graph.digraph
    return {
        "cycles": lambda: cycles(digraph, min_hops=2, max_hops=HOPS),
        "all cycles": lambda: cycles(digraph, min_hops=2, limits=Limits(rows=100_000)),
        "paths": lambda: all_paths(digraph, [one], [other], max_hops=HOPS + 1),
        "shortest": lambda: shortest(digraph, [one], [other]),
        "reach": lambda: reachable(digraph, [one]),
    }


def _told(timed: Timed) -> dict[str, Any]:
    return {
        "seconds": asdict(timed.seconds),
        "found": len(getattr(timed.returned, "paths", timed.returned)),
    }


def joined(store: str, hops: int, edge: str) -> dict[str, Any]:
    """List cycles by SPARQL joins in a store on disk."""
    dataset = ox.Store.read_only(store)
    text = fixed.cycles(hops, edge)
    return _answered(lambda: sum(1 for _ in _rows(dataset, text)))


def ask(store: str, query: str, given: dict[str, str]) -> dict[str, Any]:
    """Answer a stored query from a store on disk."""
    from moneyloop.queries.catalogue import catalogue
    from moneyloop.queries.run import run

    dataset = ox.Store.read_only(store)
    stored = catalogue()[query]
    return _answered(lambda: len(run(stored, dataset, given).rows))


def _rows(dataset: ox.Store, text: str) -> ox.QuerySolutions:
    solutions = dataset.query(text, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions


def _answered(action: Callable[[], int]) -> dict[str, Any]:
    timed = rounds({"answer": action})["answer"]
    return {"seconds": asdict(timed.seconds), "found": timed.returned}


TASKS: Final[Mapping[str, Job]] = {
    task.__name__: task
    for task in (write, remember, read_rdflib, conclude, cold, search, compare, joined, ask)
}


def main() -> None:
    """Do the job that is read from the standard input, and write what came of it."""
    job = json.load(sys.stdin)
    answer = TASKS[job.pop("task")](**job)
    json.dump(answer | {"MiB": peak()}, sys.stdout)


if __name__ == "__main__":
    main()
