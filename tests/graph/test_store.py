from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from moneyloop.errors import DatasetError
from moneyloop.graph.build import build
from moneyloop.graph.store import base_quads, canonical_lines, open_store
from moneyloop.settings import ONTOLOGY_GRAPH, PARTIES_GRAPH, RATES_GRAPH, TERMS


@pytest.fixture
def dataset(tmp_path: Path, tools: object) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Loan A B 5 committed", encoding="utf-8")
    build([tmp_path / "in"], tmp_path / "out", make_tools=tools)  # type: ignore[arg-type]
    return tmp_path / "out"


def test_the_store_holds_what_the_file_holds(dataset: Path) -> None:
    first, second = open_store(dataset), open_store(dataset)
    lines = b"".join(canonical_lines(first))
    assert lines == (dataset / "dataset.nq").read_bytes()
    assert first.query(f"ASK {{ ?a <{TERMS}flowsTo> ?b }}", use_default_graph_as_union=True)
    assert len(first) == len(second)


@pytest.mark.parametrize("portion", [10_000, 100_000, 1 << 30])
def test_lines_are_in_order_whatever_is_sorted_at_a_time(dataset: Path, tmp_path: Path, portion: int) -> None:
    (tmp_path / "scratch").mkdir()
    store = ox.Store()
    store.extend(list(open_store(dataset))[:2_000])
    lines = list(canonical_lines(store, tmp_path / "scratch", portion=portion))
    assert lines == sorted(set(lines))
    assert set(ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS)) == set(store)
    assert not list((tmp_path / "scratch").iterdir())


def test_an_open_store_survives_the_next_build(dataset: Path, tools: object) -> None:
    store = open_store(dataset)
    size = len(store)
    source = dataset.parent / "in" / "a.txt"
    source.write_text("Loan A B 5 committed\nLoan B C", encoding="utf-8")
    build([source], dataset, make_tools=tools)  # type: ignore[arg-type]
    assert len(list(store)) == size
    assert len(open_store(dataset)) > size


def test_a_store_cannot_be_written_by_readers(dataset: Path) -> None:
    with pytest.raises(RuntimeError, match="read-write"):
        open_store(dataset).update("INSERT DATA { <a:a> <a:a> <a:a> }")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "does not exist; build it"),
        (lambda path: path.mkdir(), "holds no dataset; build it"),
        (lambda path: path.write_text(""), "is a file"),
    ],
)
def test_a_missing_dataset_is_told(tmp_path: Path, make: object, words: str) -> None:
    path = tmp_path / "data"
    make(path)  # type: ignore[operator]
    with pytest.raises(DatasetError, match=words):
        open_store(path)


def test_a_missing_store_is_told(dataset: Path) -> None:
    (dataset / "store").resolve().rename(dataset.parent / "away")
    with pytest.raises(DatasetError, match="its store is missing; build the dataset again"):
        open_store(dataset)


@pytest.mark.parametrize("pattern", ["CURRENT", "MANIFEST-*", "*.sst"])
@pytest.mark.parametrize("damage", [b"", b"damaged\n" * 9])
def test_a_damaged_store_is_told(dataset: Path, pattern: str, damage: bytes) -> None:
    for path in (dataset / "store").glob(pattern):
        path.write_bytes(damage)
    with pytest.raises(DatasetError, match="build the dataset again"):
        open_store(dataset)


def test_a_store_with_missing_files_is_told(dataset: Path) -> None:
    for path in (dataset / "store").iterdir():
        path.unlink()
    with pytest.raises(DatasetError, match="incomplete"):
        open_store(dataset)


def test_the_base_is_always_the_same() -> None:
    first, second = base_quads(), base_quads()
    assert set(first) == set(second)
    graphs = {str(quad.graph_name) for quad in first}
    assert graphs == {f"<{graph}>" for graph in (ONTOLOGY_GRAPH, PARTIES_GRAPH, RATES_GRAPH)}
    deal = ox.NamedNode(TERMS + "Deal")
    assert any(quad.subject == deal for quad in first)
