"""The conformance suite: path search embedded and behind a server, fixed-length queries on three engines."""

from __future__ import annotations

import socket
import subprocess
import sysconfig
import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from urllib.error import URLError
from urllib.request import Request, urlopen

import pyoxigraph as ox
import pytest
import rdflib

from moneyloop import assets
from moneyloop.graph import loops
from moneyloop.ontology.rules import infer
from moneyloop.ontology.terms import ML
from moneyloop.queries.answer import Answer
from moneyloop.queries.remote import Endpoint
from moneyloop.queries.source import Source
from moneyloop.queries.sparql import answer
from moneyloop.settings import DEALS_GRAPH, ONTOLOGY_GRAPH

from .conftest import PARTY, PREFIXES, Case, Names, cases, conformance_dataset, dataset

CASES: Final = cases()
FIXED: Final = [case for case in CASES if case.fixed_length]
FILES: Final = sorted({case.data for case in CASES})
SERVER: Final = Path(sysconfig.get_path("scripts")) / "oxigraph"
OUTCOME: Final = " ; ".join(f"path:{name} ?{name}" for name in ("complete", "stoppedBy", "skipped", "count"))
LENGTHS: Final = (2, 3, 4, 5)
QUERIES: Final = [f"cycles-{length}{over}.rq" for length in LENGTHS for over in ("", "-all")]
_WRITTEN: Final[dict[str, Callable[[Any], str]]] = {
    "algorithm": lambda name: f"path:{name}",
    "source": lambda names: " , ".join(f"party:{name}" for name in names),
    "target": lambda names: " , ".join(f"party:{name}" for name in names),
    "status": lambda name: f"ml:{name}",
    "type": lambda names: " , ".join(f"ml:{name}" for name in names),
    "currency": lambda names: " , ".join(f'"{name}"' for name in names),
    "asOf": lambda day: f'"{day}"^^xsd:date',
    "knownOn": lambda day: f'"{day}"^^xsd:date',
}


def block(case: Case, columns: str) -> str:
    """Return the SERVICE block of a case."""
    settings = [
        f"path:{name} {_WRITTEN.get(name, str)(value)}"
        for name, value in case.search.items()
        if name != "edges"
    ]
    ends = " ; path:edgeStart ?start ; path:edgeEnd ?end" if "edges" in case.search else ""
    pattern = case.search.get("edges", "")
    return f"SERVICE path:search {{ [] {' ; '.join(settings)} ; {columns}{ends} . {pattern} }}"


def found_paths(source: ox.Store | Source, case: Case) -> tuple[list[Names], Answer]:
    """Return the paths of a case, put together again from their hops, and the whole answer."""
    if case.search["algorithm"] == "reachable":
        columns, order = "path:start ?start ; path:end ?end ; path:length ?length", "?start ?end ?length"
    else:
        columns, order = (
            "path:id ?id ; path:hop ?hop ; path:start ?start ; path:end ?end",
            "?id ?hop ?start ?end",
        )
    text = f"{PREFIXES} SELECT DISTINCT {order} WHERE {{ {block(case, columns)} }} ORDER BY {order}"
    found = answer(source, text)
    assert isinstance(found, Answer)
    rows = [tuple(str(value).removeprefix(PARTY) for value in row) for row in found.values()]
    if case.search["algorithm"] == "reachable":
        return rows, found
    hops: dict[str, list[Names]] = {}
    for row in rows:
        hops.setdefault(row[0], []).append(row[1:])
    return [_parties(found, case.search["algorithm"] == "cycles") for found in hops.values()], found


def _parties(hops: list[Names], closed: bool) -> Names:
    ordered = sorted(hops, key=lambda hop: int(hop[0]))
    assert [int(hop[0]) for hop in ordered] == list(range(1, len(hops) + 1))
    assert all(one[2] == other[1] for one, other in pairwise(ordered))
    assert (ordered[-1][2] == ordered[0][1]) == closed
    names = [hop[1] for hop in ordered]
    assert not closed or names[0] == min(names)
    return tuple(names if closed else [*names, ordered[-1][2]])


def check(source: ox.Store | Source, case: Case) -> None:
    found, whole = found_paths(source, case)
    assert len(found) == len(set(found)) == case.count
    if case.expected is not None:
        assert sorted(found) == sorted(case.expected)
    (search,) = whole.searches
    assert (search.complete, search.stopped_by) == (case.complete, case.stopped_by)
    assert (case.skipped or "") in search.skipped
    told = answer(
        source,
        f"{PREFIXES} SELECT ?complete ?stoppedBy ?skipped ?count WHERE {{ {block(case, OUTCOME)} }}",
    )
    assert isinstance(told, Answer)
    assert told.values() == [(case.complete, case.stopped_by, search.skipped or None, case.count)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_path_search_on_a_store(case: Case) -> None:
    check(conformance_dataset(case.data), case)


def test_the_suite_is_whole() -> None:
    folder = assets.asset("queries", "conformance")
    used = {case.data.name for case in CASES}
    assert used == {path.name for path in (*folder.glob("*.ttl"), *folder.glob("*.trig"))}
    expected = {f"{case.name}.tsv" for case in CASES if case.expected is not None}
    assert expected == {path.name for path in (folder / "expected").iterdir()}
    assert len({case.name for case in CASES}) == len(CASES)
    assert {path.name for path in folder.glob("*.rq")} == set(QUERIES)
    assert {len(path) for case in FIXED for path in case.expected or []} >= set(LENGTHS)


def built(data: Path) -> ox.Store:
    """Return the dataset of what a file says, with what follows worked out anew, as a build does it."""
    store = dataset(data.read_bytes())
    for name in (ML.flowsTo, ML.flowsInLoop):
        for quad in list(store.quads_for_pattern(None, ox.NamedNode(name), None)):
            store.remove(quad)
    for quad in list(store.quads_for_pattern(None, None, None, ox.DefaultGraph())):
        store.remove(quad)
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(DEALS_GRAPH)))
    infer(store)
    loops.mark(store)
    return store


@pytest.mark.parametrize("data", FILES, ids=lambda path: path.stem)
def test_what_the_data_say_follows_does_follow(data: Path) -> None:
    def derived(store: ox.Store, name: str) -> set[tuple[str, str]]:
        quads = store.quads_for_pattern(None, ox.NamedNode(name), None)
        return {(str(quad.subject), str(quad.object)) for quad in quads}

    written, worked_out = conformance_dataset(data), built(data)
    for name in (ML.flowsTo, ML.flowsInLoop):
        assert derived(worked_out, name) == derived(written, name)


def test_a_cycle_has_the_id_that_a_build_gives_it() -> None:
    case = next(case for case in CASES if case.name == "dense")
    store = built(case.data)
    query = f"{PREFIXES} SELECT ?id WHERE {{ ?cycle ml:cycleId ?id }}"
    searched = f"{PREFIXES} SELECT ?id WHERE {{ {block(case, 'path:id ?id')} }}"
    given, found = (answer(store, text) for text in (query, searched))
    assert isinstance(given, Answer)
    assert isinstance(found, Answer)
    assert sorted(found.values()) == sorted(given.values())
    assert len(found.rows) == case.count


def fixed_length(name: str) -> str:
    return assets.asset("queries", "conformance", name).read_text(encoding="utf-8")


def expected_of(case: Case, query: str) -> list[Names]:
    length = int(query.split("-")[1][0])
    return sorted(path for path in case.expected or [] if len(path) == length)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("case", FIXED, ids=lambda case: case.name)
def test_fixed_length_queries_on_pyoxigraph(case: Case, query: str) -> None:
    found = answer(conformance_dataset(case.data), fixed_length(query))
    assert isinstance(found, Answer)
    assert [tuple(str(name).removeprefix(PARTY) for name in row) for row in found.values()] == expected_of(
        case, query
    )


@cache
def _rdflib_dataset(path: Path) -> rdflib.Dataset:
    loaded = rdflib.Dataset(default_union=True)
    loaded.parse(path, format="trig")
    return loaded


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("case", FIXED, ids=lambda case: case.name)
def test_fixed_length_queries_on_rdflib(case: Case, query: str) -> None:
    rows = _rdflib_dataset(case.data).query(fixed_length(query))
    found = [tuple(str(name).removeprefix(PARTY) for name in row) for row in rows]  # type: ignore[union-attr]
    assert found == expected_of(case, query)


class Server:
    """An Oxigraph server that holds the ontology and one data file at a time."""

    def __init__(self, process: subprocess.Popen[bytes], place: str) -> None:
        self._process, self._place = process, place
        self._loaded: Path | None = None
        self.endpoint = Endpoint(f"http://{place}/query")

    def send(self, path: str, data: bytes, kind: str) -> None:
        deadline = time.monotonic() + 30
        while True:
            try:
                with urlopen(
                    Request(f"http://{self._place}{path}", data, {"Content-Type": kind}), timeout=30
                ):
                    return
            except URLError:
                assert self._process.poll() is None, "the server ended"
                assert time.monotonic() < deadline, "the server does not start"
                time.sleep(0.05)

    def load(self, data: Path) -> Endpoint:
        if self._loaded != data:
            quads = conformance_dataset(data).dump(format=ox.RdfFormat.N_QUADS) or b""
            self.send("/update", b"CLEAR ALL", "application/sparql-update")
            self.send("/store", quads, "application/n-quads")
            self._loaded = data
        return self.endpoint


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if not SERVER.exists():
        pytest.skip("the oxigraph program is not installed")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = f"127.0.0.1:{listening.getsockname()[1]}"
    with (
        pytest.MonkeyPatch.context() as patch,
        subprocess.Popen(
            [SERVER, "serve", "--bind", place, "--union-default-graph"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process,
    ):
        patch.setenv("no_proxy", "127.0.0.1")
        try:
            yield Server(process, place)
        finally:
            process.terminate()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_path_search_behind_a_server(server: Server, case: Case) -> None:
    check(server.load(case.data), case)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("case", FIXED, ids=lambda case: case.name)
def test_fixed_length_queries_behind_a_server(server: Server, case: Case, query: str) -> None:
    found = server.load(case.data).select(fixed_length(query))
    assert [tuple(str(name).removeprefix(PARTY) for name in row) for row in found.values()] == expected_of(
        case, query
    )


def test_the_ontology_is_no_part_of_the_data() -> None:
    for data in FILES:
        assert ONTOLOGY_GRAPH not in data.read_text(encoding="utf-8")
