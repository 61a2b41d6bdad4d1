"""Each file of ``cases`` holds data, and in its graph ``:expected`` the exact report on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from moneyloop.settings import PREFIXES
from moneyloop.validation import Validator
from moneyloop.validation.shapes import TEXT_SHAPES, files, triples

CASES = sorted((Path(__file__).parent / "cases").glob("*.trig"))
EXPECTED = ox.NamedNode("https://example.org/expected")
TEXT = ox.NamedNode("https://example.org/text")
SH = PREFIXES["sh"]
COMPONENTS = {
    name: f"{name[0].upper()}{name[1:]}ConstraintComponent"
    for name in (
        *("minCount", "maxCount", "class", "datatype", "nodeKind", "in", "or", "hasValue", "closed"),
        *("minLength", "maxLength", "pattern", "uniqueLang", "minInclusive", "maxInclusive"),
        *("equals", "disjoint", "lessThan", "lessThanOrEquals", "qualifiedMinCount", "qualifiedMaxCount"),
    )
}
NOT_CONSTRAINTS = {
    *("path", "property", "targetClass", "ignoredProperties", "severity", "message", "qualifiedValueShape"),
}


class Found(NamedTuple):
    """What is compared of a result."""

    focus: str
    path: str | None
    value: str | None
    shape: str
    component: str
    severity: str


def read(path: Path) -> tuple[list[ox.Quad], str | None, Counter[Found]]:
    """Return the data, the text and the expected results of a case."""
    data: list[ox.Quad] = []
    text = None
    expected: dict[object, dict[str, str]] = {}
    for quad in ox.parse(path=path, format=ox.RdfFormat.TRIG):
        assert not isinstance(quad.object, ox.Triple)
        if quad.graph_name == EXPECTED:
            properties = expected.setdefault(quad.subject, {})
            properties[quad.predicate.value.removeprefix(SH)] = quad.object.value
        elif quad.subject == TEXT:
            text = quad.object.value
        else:
            data.append(quad)
    return data, text, Counter(_found(properties) for properties in expected.values())


def _found(properties: dict[str, str]) -> Found:
    return Found(
        properties["focusNode"],
        properties.get("resultPath"),
        properties.get("value"),
        properties["sourceShape"],
        properties["sourceConstraintComponent"].removeprefix(SH),
        properties["resultSeverity"].removeprefix(SH),
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_report_is_exactly_the_expected_one(path: Path, validator: Validator) -> None:
    data, text, expected = read(path)
    found = validator.validate(data, text)
    assert (
        Counter(Found(f.focus, f.path, f.value, f.shape, f.component, f.severity) for f in found) == expected
    )


def test_every_shapes_file_has_a_case_of_its_name() -> None:
    assert [path.stem for path in files()] == [path.stem for path in CASES]


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_every_constraint_fails_on_some_datum_of_the_case(path: Path) -> None:
    _, _, expected = read(Path(__file__).parent / "cases" / f"{path.stem}.trig")
    assert {(found.shape, found.component) for found in expected} == constraints(triples([path]))


def constraints(shapes: Iterable[ox.Quad]) -> set[tuple[str, str]]:
    """Return the shapes with an IRI and the components of their constraints."""
    return {
        (quad.subject.value, COMPONENTS[name])
        for quad in shapes
        if isinstance(quad.subject, ox.NamedNode)
        and quad.predicate.value.startswith(SH)
        and (name := quad.predicate.value.removeprefix(SH)) not in NOT_CONSTRAINTS
    }


def test_without_a_text_quotes_are_not_compared(validator: Validator) -> None:
    data, _, expected = read(Path(__file__).parent / "cases" / TEXT_SHAPES.replace(".ttl", ".trig"))
    assert expected
    assert validator.validate(data) == []


def test_shapes_find_the_same_as_written_and_as_run(validator: Validator) -> None:
    """Moving targets to the property shapes, for speed, changes no result."""
    import pyshacl
    from rdflib import SH as SHACL
    from rdflib import Graph

    from moneyloop.validation.convert import TermConverter

    data, _, _ = read(Path(__file__).parent / "cases" / "claim.trig")
    _, report, _ = pyshacl.validate(
        TermConverter().graph([*data, *(quad for quad in triples(_ontology()) if _subclass(quad))]),
        shacl_graph=TermConverter().graph(triples(files(text=False))),
    )
    assert isinstance(report, Graph)
    as_written = Counter(
        (str(report.value(result, SHACL.focusNode)), str(report.value(result, SHACL.sourceShape)))
        for result in report.objects(None, SHACL.result)
    )
    assert Counter((found.focus, found.shape) for found in validator.validate(data)) == as_written


def _ontology() -> list[Path]:
    from moneyloop.assets import assets

    return assets("ontology", "*.ttl")


def _subclass(quad: ox.Quad) -> bool:
    return quad.predicate.value == PREFIXES["rdfs"] + "subClassOf" and isinstance(quad.object, ox.NamedNode)
