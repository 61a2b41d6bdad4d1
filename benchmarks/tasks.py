"""What is measured on a generated graph: each function is a job for a process of its own."""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from benchmarks.apart import peak
from benchmarks.rounds import PATIENCE, Timed, rounds
from moneyloop import assets
from moneyloop.graph import loops, projection
from moneyloop.graph.search import Limits, all_paths, cycles, reachable, shortest
from moneyloop.ontology.rules import infer

HOPS: Final = 5
_QUERY_PATIENCE: Final = 5.0
_NQUADS: Final = ox.RdfFormat.N_QUADS
Job = Callable[..., dict[str, Any]]
Actions = dict[str, Callable[[], Any]]


def _taken(action: Callable[[], Any]) -> tuple[dict[str, Any], Any]:
    """Return the seconds of one run, by the clock on the wall, and what it returned."""
    start = time.perf_counter()
    returned = action()
    seconds = time.perf_counter() - start
    return {"median": seconds, "low": seconds, "high": seconds, "runs": 1}, returned


def write(files: list[str], dataset: str) -> dict[str, Any]:
    """Load files into a new store on disk, mark loops and cycles, and write the projection beside it."""
    folder = Path(dataset)
    steps: dict[str, Any] = {}
    steps["load to disk"], quads = _step(lambda: _load(files, folder / "store"))
    steps["mark loops"], found = _step(lambda: _mark(folder / "store"))
    steps["project"], made = _step(lambda: _project(folder))
    size = sum(one.stat().st_size for one in (folder / "store").rglob("*") if one.is_file())
    steps["load to disk"]["about"] = {"quads": quads, "bytes": size}
    steps["mark loops"]["about"] = {"loops": found.loops, "cycles": found.cycles}
    steps["project"]["about"] = {"deals": len(made.deals), "bytes": made.bytes}
    return {"steps": steps, "loops": found.loops}


def _load(files: list[str], path: Path) -> int:
    store = ox.Store(path)
    for file in files:
        store.bulk_load(path=file, format=_NQUADS)
    store.flush()
    return len(store)


def _mark(path: Path) -> loops.Marked:
    store = ox.Store(path)
    found = loops.mark(store)
    store.flush()
    return found


def _project(folder: Path) -> projection.Projection:
    store = ox.Store.read_only(str(folder / "store"))
    made = projection.assemble(projection.collect(projection.of_store(store)))
    projection.write(made, folder)
    return made


def _step(action: Callable[[], Any]) -> tuple[dict[str, Any], Any]:
    """Return how long one run took, with the most memory there has been by its end, and what it returned."""
    seconds, returned = _taken(action)
    return {"seconds": seconds, "MiB": peak()}, returned


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
    seconds, found = _taken(lambda: len(list(dataset.query(_cycles(hops)))))
    return {"load": loaded, "seconds": seconds, "found": found}


def conclude(files: list[str]) -> dict[str, Any]:
    """Load what is asserted into memory, infer what follows, and mark, as a build does."""
    store = ox.Store()
    for file in files:
        store.load(path=file, format=_NQUADS)
    inferred, count = _taken(lambda: infer(store))
    marked, found = _taken(lambda: loops.mark(store))
    return {"infer": inferred, "inferred": count, "mark": marked, "cycles": found.cycles}


def cold(dataset: str) -> dict[str, Any]:
    """Open the projection of a dataset and list the cycles, from nothing."""
    steps: dict[str, Any] = {}
    start = time.perf_counter()
    steps["open"], opened = _taken(lambda: projection.written(Path(dataset)))
    steps["select"], chosen = _taken(lambda: projection.select(opened).graph)
    steps["search"], found = _taken(lambda: cycles(chosen, min_hops=2, max_hops=HOPS))
    return {"whole": time.perf_counter() - start, "steps": steps, "found": len(found.paths)}


def _flows(dataset: str) -> projection.Selected:
    opened = projection.written(Path(dataset))
    if opened is None:
        sys.exit(f"benchmarks: {dataset} has no projection")
    return projection.select(opened)


def search(dataset: str, start: str, end: str) -> dict[str, Any]:
    """Search cycles, paths and reach on the projection of a dataset."""
    chosen = _flows(dataset)
    graph = chosen.graph
    timed = rounds(_ours(chosen, start, end))
    answers = {
        name: _told(one) | {"stopped by": getattr(one.returned, "stopped_by", None)}
        for name, one in timed.items()
    }
    return {"answers": answers, "parties": graph.size, "flows": graph.pairs}


def compare(dataset: str, start: str, end: str, wanted: str) -> dict[str, Any]:
    """Search one thing by networkx, on a graph already built, in turn with the project's search.

    The graph of networkx is kept from the garbage collector, which would look through it in both searches.
    """
    import networkx as nx

    chosen = _flows(dataset)
    graph, one, other = chosen.graph, _number(chosen, start), _number(chosen, end)
    built: nx.DiGraph[int] = nx.DiGraph()
    pairs = zip(graph.tails.tolist(), graph.heads.tolist(), strict=True)
    building, _ = _taken(lambda: built.add_edges_from(pairs))
    gc.collect()
    gc.freeze()
    theirs: Actions = {
        "cycles": lambda: list(nx.simple_cycles(built, length_bound=HOPS)),
        "all cycles": lambda: list(nx.simple_cycles(built)),
        "paths": lambda: list(nx.all_simple_paths(built, one, other, cutoff=HOPS + 1)),
        "shortest": lambda: [nx.shortest_path(built, one, other)],
        "reach": lambda: nx.descendants(built, one),
    }
    timed = rounds({"theirs": theirs[wanted], "ours": _ours(chosen, start, end)[wanted]})
    ratio = timed["theirs"].seconds.median / timed["ours"].seconds.median
    return _told(timed["theirs"]) | {"ratio": ratio, "build": building}


def _number(chosen: projection.Selected, iri: str) -> int:
    number = chosen.projection.parties.find(iri)
    if number is None:
        sys.exit(f"benchmarks: {iri} has no flow")
    return number


def _ours(chosen: projection.Selected, start: str, end: str) -> Actions:
    one, other, digraph = _number(chosen, start), _number(chosen, end), chosen.graph
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


def _cycles(hops: int, *, marked: bool = False) -> str:
    """Return the query for the cycles of so many hops, over the flows that are marked or over all."""
    path = assets.asset("queries", "conformance", f"cycles-{hops}{'' if marked else '-all'}.rq")
    return path.read_text(encoding="utf-8")


def joined(store: str, hops: int, marked: bool) -> dict[str, Any]:
    """List cycles by SPARQL joins in a store on disk."""
    dataset = ox.Store.read_only(store)
    text = _cycles(hops, marked=marked)
    return _answered(lambda: sum(1 for _ in _rows(dataset, text)))


def ask(store: str, query: str, given: dict[str, str]) -> dict[str, Any]:
    """Answer a stored query from a store on disk."""
    from moneyloop.queries.catalogue import catalogue
    from moneyloop.queries.run import run

    dataset = ox.Store.read_only(store)
    stored = catalogue()[query]
    return _answered(lambda: len(run(stored, dataset, given).rows), patience=_QUERY_PATIENCE)


def _rows(dataset: ox.Store, text: str) -> ox.QuerySolutions:
    solutions = dataset.query(text, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions


def _answered(action: Callable[[], int], patience: float = PATIENCE) -> dict[str, Any]:
    timed = rounds({"answer": action}, patience=patience)["answer"]
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
