"""The stored queries are plain SPARQL 1.1: rdflib gives the same rows in the same order."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.parameters import bound, terms
from moneyloop.queries.run import run
from moneyloop.queries.source import Embedded

PARAMETERS: Final[dict[str, dict[str, str]]] = {
    "capital-structure": {"party": "birch"},
    "chains": {"party": "birch", "length": "2"},
    "cycle-evidence": {"cycle": "86e886b8fef8"},
    "exposure": {"party": "birch"},
    "party": {"party": "aster"},
    "timeline": {"party": "aster"},
}
QUICK: Final = sorted(set(catalogue()) - {"chains", "exposure", "longest-chains"})


@pytest.fixture(scope="module")
def dataset(store: ox.Store) -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=store.dump(format=ox.RdfFormat.N_QUADS) or b"", format="nquads")
    return dataset


@pytest.mark.parametrize("name", catalogue())
def test_rdflib_parses_it(name: str) -> None:
    assert prepareQuery(catalogue()[name].text)


def _agrees(name: str, store: ox.Store, dataset: rdflib.Dataset, status: str | None = None) -> bool:
    query = catalogue()[name]
    given = PARAMETERS.get(name, {}) | ({"status": status} if status else {})
    expected = [tuple(_text(term) for term in row) for row in run(query, store, given).rows]
    found = dataset.query(bound(query, terms(query, Embedded(store), given)))
    rows = [tuple(None if term is None else str(term) for term in row) for row in found]  # type: ignore[union-attr]
    assert rows == expected
    return bool(rows)


def _text(term: object) -> str | None:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else None


@pytest.mark.parametrize("name", QUICK)
def test_rdflib_gives_the_same_rows(name: str, store: ox.Store, dataset: rdflib.Dataset) -> None:
    assert _agrees(name, store, dataset)


@pytest.mark.parametrize("name", ["cycles", "deals", "round-trips"])
def test_rdflib_gives_the_same_rows_at_a_floor(name: str, store: ox.Store, dataset: rdflib.Dataset) -> None:
    assert _agrees(name, store, dataset, "announced") is (name != "round-trips")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["chains", "exposure", "longest-chains"])
def test_rdflib_gives_the_same_rows_slowly(name: str, store: ox.Store, dataset: rdflib.Dataset) -> None:
    assert _agrees(name, store, dataset)
