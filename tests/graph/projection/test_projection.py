from __future__ import annotations

import dataclasses
from pathlib import Path
from random import Random

import numpy as np
import pyoxigraph as ox
import pytest
from tests.random_deals import BASE, CLASSES, STATUSES, day, deal_quads, named, store_of

from moneyloop.graph import vocabulary as v
from moneyloop.graph.projection import (
    KINDS,
    Filters,
    Projection,
    assemble,
    changed,
    collect,
    of_store,
    open_projection,
    select,
    write,
)
from moneyloop.graph.search import cycles
from moneyloop.graph.store import write_store
from moneyloop.ontology.terms import ML
from moneyloop.settings import DATA, DEALS_GRAPH, PREFIXES

PREFIX = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def projected(store: ox.Store) -> Projection:
    return assemble(collect(of_store(store)))


def same(one: Projection, other: Projection) -> bool:
    arrays, others = one.arrays(), other.arrays()
    return (
        one.names == other.names
        and arrays.keys() == others.keys()
        and all(
            array.dtype == others[name].dtype and array.tobytes() == others[name].tobytes()
            for name, array in arrays.items()
        )
    )


def some_filters(random: Random) -> Filters:
    def perhaps(value: object) -> object:
        return value if random.random() < 0.4 else None

    return Filters(
        status=perhaps(random.choice(STATUSES[:-1])),  # type: ignore[arg-type]
        classes=perhaps(random.sample((*CLASSES, ML.Deal), 2)) or (),  # type: ignore[arg-type]
        currencies=perhaps(["USD"]) or (),  # type: ignore[arg-type]
        min_amount=perhaps(random.randint(2, 8)),  # type: ignore[arg-type]
        max_amount=perhaps(random.randint(2, 8)),  # type: ignore[arg-type]
        as_of=perhaps(day(random)),  # type: ignore[arg-type]
        known_on=perhaps(day(random)),  # type: ignore[arg-type]
    )


def asked(store: ox.Store, kind: str, filters: Filters) -> set[tuple[str, ...]]:
    """Ask by SPARQL what the filters say in words."""
    start, end = KINDS[kind]
    text = f"SELECT DISTINCT ?start ?end ?deal {{ ?deal <{start}> ?start ; <{end}> ?end .\n"
    text += "?deal ml:hasState ?known .\n"
    text += "OPTIONAL { ?known ml:knownFrom ?from } OPTIONAL { ?known ml:knownUntil ?until }\n"
    if filters.known_on:
        on = f'"{filters.known_on}"^^xsd:date'
        text += f"FILTER(?from <= {on} && (!BOUND(?until) || {on} < ?until))\n"
    else:
        text += "FILTER(!BOUND(?from))\n"
    text += f"<{filters.status or ML.considered}> ml:statusRank ?least .\n"
    text += "?known ml:status/ml:statusRank ?rank FILTER(?rank >= ?least)\n"
    if filters.classes:
        classes = " ".join(f"<{one}>" for one in filters.classes)
        text += f"VALUES ?class {{ {classes} }} ?deal a/rdfs:subClassOf* ?class .\n"
    if filters.as_of:
        on = f'"{filters.as_of}"^^xsd:date'
        text += "OPTIONAL { ?deal ml:validFrom ?s } OPTIONAL { ?deal ml:validUntil ?u }\n"
        text += f"FILTER((!BOUND(?s) || ?s <= {on}) && (!BOUND(?u) || {on} < ?u))\n"
    if filters.currencies or filters.min_amount is not None or filters.max_amount is not None:
        text += "?known ml:amount ?a OPTIONAL { ?a ml:minAmount ?l } OPTIONAL { ?a ml:maxAmount ?h }\n"
    if filters.currencies:
        text += f'?a ml:currency "{next(iter(filters.currencies))}" .\n'
    if filters.min_amount is not None:
        text += f"FILTER(COALESCE(?h, ?l) >= {filters.min_amount})\n"
    if filters.max_amount is not None:
        text += f"FILTER(COALESCE(?l, ?h) <= {filters.max_amount})\n"
    rows = of_store(store)(PREFIX + text + "}")
    return {tuple(term.value for term in row) for row in rows}


@pytest.mark.parametrize("seed", range(40))
def test_what_is_selected_is_what_sparql_finds(seed: int) -> None:
    store = store_of(seed)
    projection = projected(store)
    random = Random(seed)
    for _ in range(6):
        filters = some_filters(random)
        for kind in KINDS:
            selected = select(projection, kind, filters)
            found = {
                (projection.parties[start], projection.parties[end], projection.deals[deal])
                for start, end, deal in zip(selected.start, selected.end, selected.deal, strict=True)
            }
            assert len(found) == len(selected.deal)
            assert found == asked(store, kind, filters), filters
            of_states = selected.states.deal[selected.state]
            assert of_states.tolist() == selected.deal.tolist()


def test_deals_that_only_an_unknown_amount_keeps_out_are_counted() -> None:
    for seed in range(20):
        store = store_of(seed)
        projection = projected(store)
        without = (
            {row[2] for row in asked(store, "flows", Filters())}
            - {row[2] for row in asked(store, "flows", Filters(currencies=["USD"]))}
            - {row[2] for row in asked(store, "flows", Filters(currencies=["EUR"]))}
        )
        assert select(projection, "flows", Filters(currencies=["USD"])).skipped == len(without)
        assert select(projection).skipped == 0


def test_the_hops_of_a_cycle_tell_their_deals() -> None:
    store = ox.Store()
    store.extend(BASE)
    ends = {"d1": ("a", "b"), "d2": ("a", "b"), "d3": ("b", "a"), "d4": ("b", "c")}
    for name, (payer, payee) in ends.items():
        deal, graph = named(f"{DATA}deal/{name}"), named(DEALS_GRAPH)
        store.extend(
            [
                ox.Quad(deal, named(ML.payer), named(DATA + payer), graph),
                ox.Quad(deal, named(ML.payee), named(DATA + payee), graph),
                ox.Quad(deal, v.STATUS, named(ML.committed), graph),
                ox.Quad(deal, named(ML.claimCount), v.integer(1), graph),
            ]
        )
    selected = select(projected(store))
    (cycle,) = cycles(selected.graph).paths
    assert selected.parties(cycle) == [DATA + "a", DATA + "b"]
    assert selected.deals(cycle, closed=True) == [
        [f"{DATA}deal/d1", f"{DATA}deal/d2"],
        [f"{DATA}deal/d3"],
    ]


def test_what_is_not_there_cannot_be_selected() -> None:
    projection = projected(store_of(1))
    with pytest.raises(ValueError, match="kind"):
        select(projection, "loans")
    with pytest.raises(ValueError, match="status"):
        select(projection, filters=Filters(status=ML.cancelled))
    assert len(select(projection, filters=Filters(classes=[ML.Backstop])).deal) == 0


@pytest.mark.parametrize("seed", range(25))
def test_a_changed_projection_is_that_of_the_changed_dataset(seed: int) -> None:
    random = Random(seed)
    before, after = store_of(seed), store_of(seed + 1000, random.randint(0, 14))
    mixed = ox.Store()
    mixed.extend(BASE)
    for name in range(14):
        chosen = random.choice((before, before, after))
        prefix = f"{DATA}deal/d{name}"
        for quad in chosen:
            iri = str(getattr(quad.subject, "value", ""))
            if iri == prefix or iri.startswith(prefix + "/"):
                mixed.add(quad)
    difference = set(before) ^ set(mixed)
    assert same(changed(projected(before), mixed, difference), projected(mixed))
    assert same(changed(None, mixed, difference), projected(mixed))


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    store = store_of(7)
    write_store(store, tmp_path / "store")
    write(projected(store), tmp_path)
    return tmp_path


def test_a_projection_is_read_from_its_files(dataset: Path) -> None:
    read = open_projection(dataset)
    assert isinstance(read.valid_since, np.memmap)
    assert same(read, projected(store_of(7)))
    assert read.bytes == sum(array.nbytes for array in read.arrays().values())


@pytest.mark.parametrize("damage", ["missing", "cut", "version", "other store", "no array"])
def test_a_projection_that_does_not_fit_is_made_from_the_store(dataset: Path, damage: str) -> None:
    about = dataset / "projection" / "about.json"
    if damage == "missing":
        about.unlink()
    elif damage == "cut":
        about.write_text("{")
    elif damage == "version":
        about.write_text(about.read_text().replace('"version": 1', '"version": 0'))
    elif damage == "no array":
        (dataset / "projection" / "flows-deal.npy").unlink()
    else:
        store = ox.Store(str(dataset / "store"))
        store.extend(deal_quads(Random(5), 99))
        store.flush()
        del store
    read = open_projection(dataset)
    assert not isinstance(read.valid_since, np.memmap)
    expected = store_of(7)
    if damage == "other store":
        expected.extend(deal_quads(Random(5), 99))
    assert same(read, projected(expected))


def test_an_empty_dataset_has_an_empty_projection(tmp_path: Path) -> None:
    store = ox.Store()
    store.extend(BASE)
    projection = projected(store)
    assert (len(projection.deals), len(projection.parties)) == (0, 0)
    assert cycles(select(projection).graph).paths == []
    write_store(store, tmp_path / "store")
    write(projection, tmp_path)
    assert same(open_projection(tmp_path), projection)


def test_strings_are_found_by_their_bytes() -> None:
    projection = projected(store_of(3))
    for number, iri in enumerate(projection.deals.all()):
        assert projection.deals.find(iri) == number
        assert projection.deals.find(iri + "x") is None
    assert projection.deals.find("") is None
    assert dataclasses.is_dataclass(projection.deals)
