"""The shapes are held to the ontology and to five languages."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from moneyloop.assets import assets
from moneyloop.settings import BASE, PREFIXES, TERMS
from moneyloop.validation.shapes import files, load, triples

SH = PREFIXES["sh"]
SHAPES = BASE + "shapes/"
LANGUAGES = ["ar", "en", "fa", "fr", "he"]
NOT_IN_THE_ONTOLOGY = {TERMS + "textAtPosition"}
"""Added to the graph for validation only, never stored."""

ALL = [(path, list(triples([path]))) for path in files()]
each_file = pytest.mark.parametrize(("path", "shapes"), ALL, ids=[path.stem for path, _ in ALL])


@pytest.fixture(scope="module")
def ontology() -> set[str]:
    """The IRIs the ontology types."""
    return {
        quad.subject.value
        for quad in triples(assets("ontology", "*.ttl"))
        if quad.predicate.value == PREFIXES["rdf"] + "type" and isinstance(quad.subject, ox.NamedNode)
    }


@each_file
def test_every_term_is_in_the_ontology(path: Path, shapes: list[ox.Quad], ontology: set[str]) -> None:
    terms = {
        quad.object.value
        for quad in shapes
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(TERMS)
    }
    assert terms - ontology - NOT_IN_THE_ONTOLOGY == set(), f"{path.name}: terms the ontology lacks"


@each_file
def test_every_shape_that_constrains_has_a_message_in_five_languages(
    path: Path, shapes: list[ox.Quad]
) -> None:
    languages: dict[str, list[str]] = {}
    silent = {SH + name for name in ("property", "targetClass")}
    for quad in shapes:
        if isinstance(quad.subject, ox.NamedNode) and quad.predicate.value.startswith(SH):
            if quad.predicate.value == SH + "message":
                assert isinstance(quad.object, ox.Literal)
                languages.setdefault(quad.subject.value, []).append(quad.object.language or "")
            elif quad.predicate.value not in silent:
                languages.setdefault(quad.subject.value, [])
    assert {shape for shape, found in languages.items() if sorted(found) != LANGUAGES} == set(), path.name


@each_file
def test_messages_say_what_to_do(path: Path, shapes: list[ox.Quad]) -> None:
    for quad in shapes:
        if quad.predicate.value == SH + "message":
            text = quad.object.value if isinstance(quad.object, ox.Literal) else ""
            assert text.endswith("."), f"{path.name}: {text}"
            assert any(mark in text for mark in (";", "؛")), f"{path.name}: {text}"


@each_file
def test_shapes_are_named_under_the_base_of_the_project(path: Path, shapes: list[ox.Quad]) -> None:
    named = {quad.subject.value for quad in shapes if isinstance(quad.subject, ox.NamedNode)}
    assert named
    assert all(name.startswith(SHAPES) for name in named), path.name


@each_file
def test_every_property_shape_belongs_to_a_node_shape_with_a_target(
    path: Path, shapes: list[ox.Quad]
) -> None:
    targeted = {quad.subject for quad in shapes if quad.predicate.value == SH + "targetClass"}
    listed = {
        quad.object for quad in shapes if quad.predicate.value == SH + "property" and quad.subject in targeted
    }
    paths = {
        quad.subject
        for quad in shapes
        if quad.predicate.value == SH + "path" and isinstance(quad.subject, ox.NamedNode)
    }
    assert paths == listed, path.name


def test_every_type_of_deal_has_shapes_and_every_figure_falls_under_one(ontology: set[str]) -> None:
    parents = {
        quad.subject.value: quad.object.value
        for quad in triples(assets("ontology", "*.ttl"))
        if quad.predicate.value == PREFIXES["rdfs"] + "subClassOf"
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode)
    }
    targets = {
        quad.object.value
        for _, shapes in ALL
        for quad in shapes
        if quad.predicate.value == SH + "targetClass" and isinstance(quad.object, ox.NamedNode)
    }
    kinds = {child for child, parent in parents.items() if parent == TERMS + "Deal"} - constructed()
    assert len(kinds) == 16
    assert kinds <= targets
    assert TERMS + "Figure" in targets


def constructed() -> set[str]:
    """Return the classes that the ontology defines by an expression: no data says them."""
    return {
        quad.subject.value
        for quad in triples(assets("ontology", "*.ttl"))
        if quad.predicate.value == PREFIXES["owl"] + "equivalentClass"
        and isinstance(quad.subject, ox.NamedNode)
    }


def test_all_shapes_load_with_a_path_for_every_property_shape() -> None:
    shapes = load()
    assert shapes.paths[SHAPES + "Amount-min"] == TERMS + "minAmount"
    assert shapes.paths[SHAPES + "Deal-stated"] == f"^<{TERMS}states>"
    assert shapes.paths[SHAPES + "Amount-end"] == f"(<{TERMS}minAmount>|<{TERMS}maxAmount>)"


def test_currencies_are_those_of_iso_4217() -> None:
    codes = {
        quad.object.value
        for path, shapes in ALL
        if path.stem == "amount"
        for quad in shapes
        if quad.predicate.value == PREFIXES["rdf"] + "first" and isinstance(quad.object, ox.Literal)
    }
    assert len(codes) == 176
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in codes)
    assert {"USD", "EUR", "GBP", "ILS", "IRR", "AED", "SAR", "JPY", "CNY", "XCG"} <= codes
    assert not {"XXX", "XTS", "DEM", "HRK", "ANG"} & codes
