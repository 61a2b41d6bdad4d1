"""Datasets for path search: the conformance suite's, and any that a test writes down."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import pytest

from moneyloop import assets
from moneyloop.settings import DATA, ONTOLOGY_GRAPH

PARTY: Final = f"{DATA}party/"
PREFIXES: Final = f"""PREFIX path: <https://w3id.org/moneyloop/ns/path/>
PREFIX ml: <https://w3id.org/moneyloop/ns/>
PREFIX party: <{PARTY}>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
Names = tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """A case of the conformance suite."""

    name: str
    data: Path
    search: dict[str, Any]
    complete: bool
    stopped_by: str | None
    skipped: str | None
    fixed_length: bool
    count: int
    expected: list[Names] | None


def cases() -> list[Case]:
    manifest = json.loads(assets.asset("queries", "conformance", "manifest.json").read_text(encoding="utf-8"))
    found = []
    for entry in manifest["cases"]:
        expected = None
        if "expected" in entry:
            path = assets.asset("queries", "conformance", *entry["expected"].split("/"))
            with path.open(encoding="utf-8", newline="") as file:
                expected = [tuple(row) for row in csv.reader(file, delimiter="\t")]
        found.append(
            Case(
                name=entry["name"],
                data=assets.asset("queries", "conformance", entry["data"]),
                search=entry["search"],
                complete=entry["complete"],
                stopped_by=entry.get("stoppedBy"),
                skipped=entry.get("skipped"),
                fixed_length=entry.get("fixedLength", False),
                count=entry.get("count", len(expected or [])),
                expected=expected,
            )
        )
    return found


@cache
def _ontology() -> bytes:
    store = ox.Store()
    for path in assets.assets("ontology", "*.ttl"):
        store.load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(ONTOLOGY_GRAPH))
    return store.dump(format=ox.RdfFormat.N_QUADS) or b""


def dataset(trig: bytes) -> ox.Store:
    store = ox.Store()
    store.bulk_load(input=_ontology(), format=ox.RdfFormat.N_QUADS)
    store.load(input=trig, format=ox.RdfFormat.TRIG)
    return store


@cache
def conformance_dataset(path: Path) -> ox.Store:
    return dataset(path.read_bytes())


@pytest.fixture
def deals() -> Callable[[str], ox.Store]:
    """Make a dataset of deals, each at least committed: ``deals("a>b b>c")``."""

    def build(written: str) -> ox.Store:
        lines = []
        for number, deal in enumerate(written.split()):
            payer, payee = deal.split(">")
            lines.append(
                f"<{DATA}deal/{number}> a ml:Loan ; ml:status ml:committed ; "
                f"ml:payer <{PARTY}{payer}> ; ml:payee <{PARTY}{payee}> ."
            )
        return dataset(("@prefix ml: <https://w3id.org/moneyloop/ns/> .\n" + "\n".join(lines)).encode())

    return build
