"""The fixture world of the stored queries, with what the ontology derives from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest
from tests.queries.states import states_of

from moneyloop import assets
from moneyloop.graph import loops
from moneyloop.ontology.rules import infer
from moneyloop.queries.answer import Value
from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.run import run
from moneyloop.settings import ONTOLOGY_GRAPH, TERMS

DATA: Final = Path(__file__).parent / "data"
TREES: Final = (DATA / "trees.trig").read_bytes()

Rows = list[tuple[Value, ...]]
Ask = Callable[..., Rows]
Triple = tuple[str, str, str]


def world(*, without: Sequence[Triple] = (), data: bytes = TREES) -> ox.Store:
    """Return the fixture dataset, built anew without some of its triples.

    A triple is given as subject and object below the base IRI of data or terms, and predicate below that of
    terms: ``("deal/chips", "status", "completed")``; an empty object stands for any.
    """
    store = ox.Store()
    store.load(input=data, format=ox.RdfFormat.TRIG)
    store.extend(list(states_of(store)))
    for subject, predicate, value in without:
        found = [
            quad
            for quad in store.quads_for_pattern(None, ox.NamedNode(TERMS + predicate), None)
            if str(quad.subject).strip("<>").endswith(f"/id/{subject}")
            and (not value or str(quad.object).strip('<>"').endswith(value))
        ]
        assert found, f"the fixture has no {subject} {predicate} {value}"
        for quad in found:
            store.remove(quad)
    ontology = ox.NamedNode(ONTOLOGY_GRAPH)
    for path in assets.assets("ontology", "*.ttl"):
        store.load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ontology)
    infer(store)
    loops.mark(store)
    return store


def ask_of(store: ox.Store) -> Ask:
    """Return a function that answers a stored query from a dataset: ``ask("chains", party="aster")``."""

    def ask(name: str, **parameters: str) -> Rows:
        return run(catalogue()[name], store, parameters).values()

    return ask


@pytest.fixture(scope="session")
def world_without() -> Callable[..., Ask]:
    """Build the fixture world without some triples and return what answers stored queries from it."""
    return lambda *triples: ask_of(world(without=triples))


@pytest.fixture(scope="session")
def world_of() -> Callable[[str], Ask]:
    """Build a world from TriG and return what answers stored queries from it."""
    return lambda trig: ask_of(world(data=trig.encode()))


@pytest.fixture(scope="session")
def trees() -> str:
    """Return the TriG of the fixture world."""
    return TREES.decode()


@pytest.fixture(scope="session")
def store() -> ox.Store:
    """Return the fixture world."""
    return world()


@pytest.fixture(scope="session")
def ask(store: ox.Store) -> Ask:
    """Return what answers stored queries from the fixture world."""
    return ask_of(store)


@pytest.fixture(scope="session")
def empty() -> Ask:
    """Return what answers stored queries from a world of parties and ontology without any deal."""
    text = TREES.decode()
    return ask_of(
        world(data=text[: text.index("<https://w3id.org/moneyloop/graph/document/north>")].encode())
    )
