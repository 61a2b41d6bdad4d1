"""Path search reads deals from the projection of a built dataset, and answers what it answers without."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final

import pyoxigraph as ox
import pytest
from tests.random_deals import store_of

from moneyloop.graph.projection import FOLDER, assemble, collect, of_store, write
from moneyloop.graph.store import write_store
from moneyloop.ontology.terms import ML
from moneyloop.queries.answer import Answer
from moneyloop.queries.source import Embedded, Source, open_dataset
from moneyloop.queries.sparql import answer
from moneyloop.settings import DEALS_GRAPH, INFERRED_GRAPH

from .conftest import PREFIXES

SEEDS: Final = range(12)
DEALS: Final = 16
ALGORITHMS: Final = (
    "cycles",
    "cycles ; path:source party:p1",
    "cycles ; path:maxLength 3 ; path:limitRows 2",
    "allPaths ; path:maxLength 4 ; path:source party:p0 , party:p9",
    "shortest",
    "allShortest ; path:target party:p2",
    "kShortest ; path:k 2 ; path:source party:p3",
    "reachable",
)
FILTERS: Final = {
    "status": [f"ml:{one}" for one in ("considered", "announced", "committed", "completed")],
    "type": [
        "ml:Loan",
        "ml:FinancingDeal",
        "ml:Lease , ml:PurchaseAgreement",
        "ml:Deal",
        "ml:LiveDeal",
        "ml:None",
    ],
    "currency": ['"USD"', '"USD" , "EUR"', '"XXX"', '"USD"@en'],
    "minAmount": ["4", "2.5"],
    "maxAmount": ["6", "5.5"],
    "asOf": ['"2025-01-06"', '"2025-01-02"'],
    "knownOn": ['"2025-01-05"', '"2025-01-11"', '"2024-01-01"'],
    "edges": ["path:flows", "path:exposures", "path:dependencies"],
}


def built(folder: Path, seed: int) -> Path:
    folder.mkdir()
    store = store_of(seed, DEALS)
    write_store(store, folder / "store")
    write(assemble(collect(of_store(store))), folder)
    return folder


def query(algorithm: str, filters: dict[str, str], around: str = "%s", clauses: str = "") -> str:
    columns = "path:start ?start ; path:end ?end ; path:length ?length"
    if "reachable" not in algorithm:
        columns += " ; path:id ?id ; path:hop ?hop ; path:edge ?deal"
    return f"{PREFIXES}\nSELECT * {clauses} WHERE {{ {around % block(algorithm, filters, f' ; {columns}')} }}"


def outcome(algorithm: str, filters: dict[str, str]) -> str:
    return f"{PREFIXES}\nSELECT * {{ {block(algorithm, filters)} }}"


def block(algorithm: str, filters: dict[str, str], columns: str = "") -> str:
    settings = "".join(f" ; path:{name} {value}" for name, value in filters.items())
    told = "path:complete ?complete ; path:stoppedBy ?by ; path:skipped ?skipped ; path:count ?count"
    return f"SERVICE path:search {{ [] path:algorithm path:{algorithm}{settings}{columns} ; {told} }}"


def asked(source: Source, text: str) -> tuple[object, ...]:
    found = answer(source, text)
    assert isinstance(found, Answer)
    return found.columns, found.rows, tuple(replace(one, seconds=0.0) for one in found.searches)


def some_filters(random: Random) -> dict[str, str]:
    chosen = {name: random.choice(values) for name, values in FILTERS.items() if random.random() < 0.35}
    if "minAmount" in chosen or "maxAmount" in chosen:
        chosen["currency"] = '"USD"'
    return chosen


@pytest.mark.parametrize("seed", SEEDS)
def test_random_deals_give_the_same_rows_with_a_projection_and_without(tmp_path: Path, seed: int) -> None:
    with_arrays = open_dataset(built(tmp_path / "dataset", seed))
    without = Embedded(with_arrays.store)
    random = Random(seed)
    for algorithm in ALGORITHMS:
        for filters in ({}, some_filters(random), some_filters(random)):
            for text in (query(algorithm, filters), outcome(algorithm, filters)):
                assert asked(with_arrays, text) == asked(without, text), text


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("projected") / "dataset", 3)


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_leaves_the_same_with_a_projection_and_without(dataset: Path, name: str) -> None:
    with_arrays = open_dataset(dataset)
    without = Embedded(with_arrays.store)
    for value in FILTERS[name]:
        filters = {name: value} | ({"currency": '"USD"'} if name.endswith("Amount") else {})
        for algorithm in ("cycles", "allPaths ; path:maxLength 3", "reachable"):
            text = query(algorithm, filters)
            assert asked(with_arrays, text) == asked(without, text), text


@pytest.mark.parametrize(
    ("around", "clauses"),
    [
        (f"GRAPH <{DEALS_GRAPH}> {{ %s }}", ""),
        ("%s", f"FROM <{DEALS_GRAPH}>"),
        ("%s", f"FROM <{INFERRED_GRAPH}>"),
        ("VALUES ?start { party:p1 party:p2 } %s", ""),
    ],
)
def test_what_stands_around_a_block_means_the_same(dataset: Path, around: str, clauses: str) -> None:
    with_arrays = open_dataset(dataset)
    text = query("cycles", {}, around, clauses)
    assert asked(with_arrays, text) == asked(Embedded(with_arrays.store), text)


def test_deals_are_read_from_the_projection_alone(dataset: Path) -> None:
    only_arrays = Embedded(ox.Store(), dataset)
    whole = open_dataset(dataset)
    text = query("cycles", {"status": "ml:announced", "type": "ml:Loan , ml:Lease"})
    rows = asked(whole, text)[1]
    assert rows
    assert asked(only_arrays, text)[1] == rows


@pytest.mark.parametrize(
    "text",
    [
        query("cycles", {}, clauses=f"FROM <{DEALS_GRAPH}>"),
        query("cycles", {"type": "ml:LiveDeal"}),
        query("cycles", {}, "{ %s }").replace(
            "path:count ?count", f"path:count ?count . ?deal <{ML.payer}> ?start ; <{ML.payee}> ?end"
        ),
    ],
)
def test_what_the_projection_does_not_hold_is_read_by_sparql(dataset: Path, text: str) -> None:
    assert asked(Embedded(ox.Store(), dataset), text)[1] == []


def test_without_files_the_projection_is_made_from_the_store(tmp_path: Path) -> None:
    folder = built(tmp_path / "dataset", 5)
    (folder / FOLDER / "about.json").unlink()
    source = open_dataset(folder)
    text = query("cycles", {})
    assert asked(source, text) == asked(Embedded(source.store), text)
    assert source.projection is not None
    assert source.projection is source.projection
