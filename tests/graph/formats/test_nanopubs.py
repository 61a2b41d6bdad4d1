"""Nanopublications, as the nanopub package checks them."""

from __future__ import annotations

import warnings
from pathlib import Path

import pyoxigraph as ox
import pytest

from moneyloop.graph.export import quads
from moneyloop.graph.formats.nanopubs import write_nanopubs

ML = "https://w3id.org/moneyloop/ns/"


@pytest.fixture(scope="module")
def found(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[ox.Quad]]:
    """The quads of each nanopublication, by its IRI, as they are read from the file."""
    out = tmp_path_factory.mktemp("nanopubs") / "out.trig"
    write_nanopubs(quads(folder / "dataset.nq"), out)
    groups: dict[str, list[ox.Quad]] = {}
    for quad in ox.parse(path=out, format=ox.RdfFormat.TRIG):
        assert isinstance(quad.graph_name, ox.NamedNode)
        groups.setdefault(quad.graph_name.value.partition("#")[0], []).append(quad)
    return groups


def test_there_is_one_for_each_claim(found: dict[str, list[ox.Quad]], store: ox.Store) -> None:
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    claims = {quad.subject for quad in store.quads_for_pattern(None, kind, ox.NamedNode(ML + "Claim"), None)}
    assert {ox.NamedNode(base.removesuffix("/nanopub")) for base in found} == claims


def test_nanopub_finds_them_well_formed(found: dict[str, list[ox.Quad]]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import rdflib
        from nanopub.nanopub import Nanopub

        for base, group in found.items():
            graph = rdflib.ConjunctiveGraph()
            graph.parse(data=ox.serialize(group, format=ox.RdfFormat.N_QUADS), format="nquads")
            read = Nanopub(rdf=graph)
            assert read.is_valid, base
            assert str(read.metadata.np_uri) == base


def test_the_assertion_says_the_deal_and_the_provenance_the_sentence(
    found: dict[str, list[ox.Quad]],
) -> None:
    group = next(
        group for base, group in found.items() if any("/id/deal/Loan-" in str(quad) for quad in group)
    )
    parts: dict[str, str] = {}
    for quad in group:
        part = str(quad.graph_name).rstrip(">").rpartition("#")[2]
        parts[part] = parts.get(part, "") + f"{quad.triple}\n"
    assert f"{ML}lender" in parts["assertion"] and f"{ML}minAmount" in parts["assertion"]
    assert "oa#exact" not in parts["assertion"] and "oa#exact" in parts["provenance"]
    assert "terms/publisher" in parts["provenance"]
    assert "licenses/by/4.0" in parts["pubinfo"]


def test_the_same_dataset_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_nanopubs(quads(folder / "dataset.nq"), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
