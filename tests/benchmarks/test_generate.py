"""Generated graphs have the shape of a dataset, and the cycles that are said of them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from benchmarks.generate import Truth, generate
from benchmarks.topology import topology

from moneyloop.ontology.rules import infer
from moneyloop.ontology.terms import ML
from moneyloop.settings import DATA, INFERRED_GRAPH, PARTIES_GRAPH, PREFIXES
from moneyloop.validation import Validator

ROOT = Path(__file__).parents[2]
DEALS = 1000
OA = PREFIXES["oa"]
INFERRED = ox.NamedNode(INFERRED_GRAPH)


def generated(deals: int = DEALS, **options: bool | int) -> tuple[bytes, Truth]:
    file = io.BytesIO()
    truth = generate(deals, file, **options)  # type: ignore[arg-type]
    return file.getvalue(), truth


def loaded(text: bytes) -> ox.Store:
    store = ox.Store()
    store.load(text, format=ox.RdfFormat.N_QUADS)
    return store


def flows(store: ox.Store) -> nx.DiGraph[str]:
    found = store.quads_for_pattern(None, ox.NamedNode(ML.flowsTo), None)
    return nx.DiGraph((quad.subject.value, quad.object.value) for quad in found)  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def plain() -> tuple[bytes, Truth]:
    return generated()


def test_what_follows_is_what_the_axioms_say(plain: tuple[bytes, Truth]) -> None:
    store = loaded(generated(asserted=True)[0])
    assert not list(store.quads_for_pattern(None, None, None, INFERRED))
    infer(store)
    assert set(store) == set(loaded(plain[0]))


def test_the_cycles_are_those_that_are_planted(plain: tuple[bytes, Truth]) -> None:
    text, truth = plain
    graph = flows(loaded(text))
    cycles = list(nx.simple_cycles(graph))
    assert Counter(map(len, cycles)) == truth.cycles == dict.fromkeys((2, 3, 4, 5, 6), 1)
    loops = [one for one in nx.strongly_connected_components(graph) if len(one) > 1]
    assert truth.loops == len(loops) == 5
    hops = {
        (f"{DATA}party/{payer}", f"{DATA}party/{payee}")
        for cycle in truth.planted
        for payer, payee in zip(cycle, [*cycle[1:], cycle[0]], strict=True)
    }
    assert hops == {hop for cycle in cycles for hop in zip(cycle, [*cycle[1:], cycle[0]], strict=True)}


def test_chains_are_flows_and_pairs_are_counted(plain: tuple[bytes, Truth]) -> None:
    text, truth = plain
    graph = flows(loaded(text))
    assert truth.flows == graph.number_of_edges()
    assert [len(chain) - 1 for chain in truth.chains] == [25, 50]
    for chain in truth.chains:
        assert nx.is_path(graph, [f"{DATA}party/{name}" for name in chain])


def test_documents_and_claims_pass_the_shapes() -> None:
    store = loaded(generated(claims=True)[0])
    named = store.quads_for_pattern(None, ox.NamedNode(ML.documentName), None)
    graphs = sorted((quad.graph_name for quad in named), key=str)
    assert len(graphs) == 600
    parties = list(store.quads_for_pattern(None, None, None, ox.NamedNode(PARTIES_GRAPH)))
    validator, claims = Validator(), 0
    for graph in graphs[:20]:
        quads = list(store.quads_for_pattern(None, None, None, graph))
        claims += sum(quad.predicate.value == ML.states for quad in quads)
        known = [ox.Quad(one.subject, one.predicate, one.object, graph) for one in parties]
        assert not [one.message for one in validator.validate(quads + known, told(quads)) if one.rejects]
    assert claims > 20


def told(quads: list[ox.Quad]) -> str:
    """Return a text in which the quotes stand where they are said to stand."""
    values = {(quad.subject.value, quad.predicate.value): quad.object.value for quad in quads}  # type: ignore[union-attr]
    text = [" "] * 10_000
    for (subject, predicate), quote in values.items():
        if predicate == OA + "exact":
            start = int(values[subject.removesuffix("quote") + "position", OA + "start"])
            text[start : start + len(quote)] = quote
    return "".join(text)


def test_the_same_numbers_give_the_same_bytes(plain: tuple[bytes, Truth]) -> None:
    assert generated() == plain
    assert generated(seed=2)[0] != plain[0]


def test_a_tangle_draws_many_parties_into_one_loop() -> None:
    sizes = []
    for tangle in (False, True):
        found = topology(10_000, 1, tangle=tangle)
        graph = nx.DiGraph(zip(found.payer.tolist(), found.payee.tolist(), strict=True))
        sizes.append(max(map(len, nx.strongly_connected_components(graph))))
        assert len(found.payer) == 10_000
    assert sizes[0] == 6
    assert sizes[1] > 500


def test_parties_are_drawn_by_a_skewed_law() -> None:
    found = topology(10_000, 1)
    most = Counter(found.payer.tolist()).most_common(25)
    assert sum(count for _, count in most) > 10_000 / 10
    pairs = set(zip(found.payer.tolist(), found.payee.tolist(), strict=True))
    assert 0.6 < len(pairs) / 10_000 < 0.75


def test_the_command_writes_a_file_and_says_what_is_known(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "benchmarks.generate",
        "--deals",
        str(DEALS),
        "--out",
        str(tmp_path / "a.nq"),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["cycles"] == dict.fromkeys("23456", 1)
    assert len(loaded((tmp_path / "a.nq").read_bytes())) > 20 * DEALS


@pytest.mark.parametrize(
    ("deals", "out", "message"), [("10", "a.nq", "10 deals are too few"), ("1000", "no/a.nq", "No such file")]
)
def test_what_cannot_be_done_is_said_in_a_line(tmp_path: Path, deals: str, out: str, message: str) -> None:
    command = [sys.executable, "-m", "benchmarks.generate", "--deals", deals, "--out", str(tmp_path / out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert message in done.stderr
