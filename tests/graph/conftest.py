"""Documents, claims and tools for the tests of the dataset."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph as ox
import pytest

from moneyloop.graph.claims import Amount, Claim, Participant
from moneyloop.graph.documents import Document
from moneyloop.graph.tools import Extraction, Tools
from moneyloop.ontology.model import Model, load
from moneyloop.settings import DATA, DEALS_GRAPH, INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, TERMS
from moneyloop.validation.violation import Violation

ROLES = {
    "EquityInvestment": ("investor", "investee"),
    "Loan": ("lender", "borrower"),
    "PurchaseAgreement": ("customer", "supplier"),
    "Revenue": ("party",),
}
RULE = f"""PREFIX ml: <{TERMS}>
INSERT {{ GRAPH <{INFERRED_GRAPH}> {{ ?payer ml:flowsTo ?payee }} }}
WHERE {{ GRAPH ?said {{ ?deal ?pays ?payer ; ?paid ?payee }}
  GRAPH <{DEALS_GRAPH}> {{ ?deal ml:status ?status FILTER (?status != ml:cancelled) }}
  VALUES (?pays ?paid) {{ (ml:investor ml:investee) (ml:lender ml:borrower) (ml:customer ml:supplier) }} }}"""


class MakeClaim(Protocol):
    def __call__(self, kind: str, *parties: str, **fields: Any) -> Claim: ...


class MakeDocument(Protocol):
    def __call__(self, name: str = "a", text: str = "", **fields: Any) -> Document: ...


def party(name: str, iri: str | None = None) -> Participant:
    return Participant(name=name, text=name, iri=iri or f"{DATA}party/{name.lower()}")


def usd(low: float | None, high: float | None = None) -> Amount:
    return Amount(min=low, max=low if high is None else high, currency="USD")


@pytest.fixture
def model() -> Model:
    return load()


@pytest.fixture
def claim() -> MakeClaim:
    """Make a claim of a type between parties, given in the order of the roles."""

    def make(kind: str, *parties: str, **fields: Any) -> Claim:
        roles = dict(zip(ROLES[kind], map(party, parties), strict=True))
        values: dict[str, Any] = {
            "id": "a-01",
            "type": kind,
            "roles": roles,
            "status": "announced",
            "quote": "pays",
            "core": True,
            "document": "a",
            "language": "en",
            "start": 0,
            "end": 4,
        }
        return Claim(**(values | fields))

    return make


@pytest.fixture
def document() -> MakeDocument:
    def make(name: str = "a", text: str = "pays", **fields: Any) -> Document:
        values: dict[str, Any] = {
            "language": "en",
            "title": None,
            "publisher": None,
            "published": None,
            "address": None,
            "path": Path(f"{name}.txt"),
        }
        return Document(name=name, text=text, **(values | fields))

    return make


def extract(document: Document) -> Extraction:
    """Read lines of the form ``Type Payer Payee [Amount [status]]``, each a claim."""
    claims: list[Claim] = []
    start = 0
    for line in document.text.splitlines(keepends=True):
        words = line.split()
        if len(words) > 1 and words[0] in ROLES:
            names = words[1 : 1 + len(ROLES[words[0]])]
            rest = words[1 + len(names) :]
            claims.append(
                Claim(
                    id=f"{document.name}-{len(claims) + 1:02d}",
                    type=words[0],
                    roles=dict(zip(ROLES[words[0]], map(party, names), strict=True)),
                    amount=usd(float(rest[0])) if rest else None,
                    status=rest[1] if len(rest) > 1 else "announced",  # type: ignore[arg-type]
                    quote=line.strip(),
                    core=True,
                    document=document.name,
                    language=document.language,
                    start=start,
                    end=start + len(line.strip()),
                )
            )
        start += len(line)
    return Extraction(claims)


def infer(store: ox.Store) -> int:
    before = len(store)
    store.update(RULE)
    return len(store) - before


def validate(quads: Sequence[ox.Quad], text: str) -> list[Violation]:
    return []


def base() -> list[ox.Quad]:
    terms = ox.NamedNode(ONTOLOGY_GRAPH)
    label = ox.NamedNode(PREFIXES["rdfs"] + "label")
    return [ox.Quad(ox.NamedNode(TERMS + "Deal"), label, ox.Literal("deal", language="en"), terms)]


def make_tools() -> Tools:
    return Tools(extract, validate, infer, base, lambda language: language != "xx", load())


@pytest.fixture
def tools() -> Callable[[], Tools]:
    return make_tools
