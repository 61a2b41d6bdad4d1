"""Reads the tests of the W3C, and says in EARL which of them passed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml

ROOT = Path(__file__).parents[3]
TESTS = Path(os.environ.get("W3C_TESTS", ROOT.parent / "shared" / "w3c")) / "sparql" / "sparql11"
"""Those of github.com/w3c/rdf-tests; W3C_TESTS names the folder that holds its ``sparql``."""
needed = pytest.mark.skipif(not TESTS.is_dir(), reason="needs the tests of the W3C beside the checkout")
BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
PREFIXES = {
    "cnt": "http://www.w3.org/2011/content#",
    "earl": "http://www.w3.org/ns/earl#",
    "ht": "http://www.w3.org/2011/http#",
    "mf": "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#",
    "qt": "http://www.w3.org/2001/sw/DataAccess/tests/test-query#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rs": "http://www.w3.org/2001/sw/DataAccess/tests/result-set#",
    "ut": "http://www.w3.org/2009/sparql/tests/test-update#",
}
MISSES: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("misses.yaml").read_text("utf-8"))
"""By suite, the tests that are known to fail, and why."""
Node = Any


def term(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


class Manifest:
    """A manifest of tests; what it names lies beside it."""

    def __init__(self, path: str) -> None:
        self.folder = (TESTS / path).parent
        self.base = f"{BASE}{path}"
        self.store = ox.Store()
        self.store.load(path=TESTS / path, format=ox.RdfFormat.TURTLE, base_iri=self.base)

    def all(self, node: Node, name: str) -> list[Node]:
        return [quad.object for quad in self.store.quads_for_pattern(node, term(name), None)]

    def one(self, node: Node, name: str) -> Node | None:
        return next(iter(self.all(node, name)), None)

    def text(self, node: Node, name: str) -> str:
        found = self.one(node, name)
        return "" if found is None else str(found.value)

    def list(self, node: Node) -> Iterator[Node]:
        while (first := self.one(node, "rdf:first")) is not None:
            yield first
            node = self.one(node, "rdf:rest")

    def each(self, name: str) -> Iterator[Node]:
        """Yield the members of the lists that the manifest has by a property."""
        for quad in self.store.quads_for_pattern(None, term(name), None):
            yield from self.list(quad.object)

    def kind(self, test: Node) -> str:
        return self.text(test, "rdf:type").rpartition("#")[2]

    def path(self, iri: Node) -> Path:
        return TESTS / str(iri.value).removeprefix(BASE)


def check(suite: str, outcomes: Mapping[str, str | None]) -> None:
    """Write what became of the tests of a suite to `build/earl`, and see that just the known ones fail.

    Args:
        suite: the name of the suite.
        outcomes: by IRI of a test why it failed, None where it passed.
    """
    folder = ROOT / "build" / "earl"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{suite}.ttl").write_bytes(_earl(outcomes))
    failed = {iri.removeprefix(BASE): why for iri, why in outcomes.items() if why is not None}
    known = MISSES.get(suite, {})
    surprising = {name: why for name, why in failed.items() if name not in known}
    assert not surprising, f"{len(surprising)} of {len(outcomes)} tests fail that should pass: {surprising}"
    assert not set(known) - set(failed), "tests pass that are named in misses.yaml"


def _earl(outcomes: Mapping[str, str | None]) -> bytes:
    project = ox.NamedNode("https://w3id.org/moneyloop/")
    triples = []
    for index, (iri, why) in enumerate(sorted(outcomes.items())):
        assertion, result = ox.BlankNode(f"assertion{index}"), ox.BlankNode(f"result{index}")
        outcome = term("earl:passed" if why is None else "earl:failed")
        triples += [
            ox.Triple(assertion, term("rdf:type"), term("earl:Assertion")),
            ox.Triple(assertion, term("earl:assertedBy"), project),
            ox.Triple(assertion, term("earl:subject"), project),
            ox.Triple(assertion, term("earl:test"), ox.NamedNode(iri)),
            ox.Triple(assertion, term("earl:mode"), term("earl:automatic")),
            ox.Triple(assertion, term("earl:result"), result),
            ox.Triple(result, term("rdf:type"), term("earl:TestResult")),
            ox.Triple(result, term("earl:outcome"), outcome),
        ]
        if why is not None:
            triples.append(ox.Triple(result, term("earl:info"), ox.Literal(why)))
    prefixes = {"earl": PREFIXES["earl"]}
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""
