"""Reads the results that tests expect and those that the server gives, so that they can be compared."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from tests.web.sparql.w3c import term

XSD = "http://www.w3.org/2001/XMLSchema#"
_FORMATS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
_DECIMALS = {XSD + "integer", XSD + "decimal"}
_FLOATS = {XSD + "double", XSD + "float"}
Solutions = list[dict[str, Any]]


def expected(path: Path, base: str) -> bool | ox.Dataset:
    """Return what a file of results says: a truth value, else rows or a graph as a dataset to compare."""
    if path.suffix in _FORMATS:
        return found(path.read_bytes(), _FORMATS[path.suffix])
    graph = ox.Dataset(ox.parse(path=path, base_iri=base))
    described = next(iter(graph.quads_for_predicate(term("rs:resultVariable"))), None)
    if described is None:
        return _canonical(graph)
    return rows(_described(graph))


def found(body: bytes, form: ox.QueryResultsFormat) -> bool | ox.Dataset:
    """Return results as they are compared."""
    read = ox.parse_query_results(body, format=form)
    if isinstance(read, ox.QueryBoolean):
        return bool(read)
    assert isinstance(read, ox.QuerySolutions)
    names = [one.value for one in read.variables]
    return rows({name: row[name] for name in names if row[name] is not None} for row in read)


def graph(body: bytes, form: ox.RdfFormat) -> ox.Dataset:
    """Return RDF as it is compared."""
    return _canonical(ox.Dataset(ox.parse(body, format=form)))


def rows(solutions: Iterable[dict[str, Any]]) -> ox.Dataset:
    """Return rows, in any order, as a graph in which each is a blank node of its own."""
    quads = []
    for number, solution in enumerate(solutions):
        row = ox.BlankNode(f"row{number}")
        quads.append(ox.Quad(row, term("rdf:type"), term("rs:ResultSet")))
        for name, value in solution.items():
            quads.append(ox.Quad(row, ox.NamedNode(f"urn:variable:{name}"), _normal(value)))
    return _canonical(ox.Dataset(quads))


def csv_rows(text: str) -> list[list[str]]:
    """Return the header of CSV and its rows, sorted; numbers in one form, blank nodes without names."""
    header, *lines = csv.reader(text.splitlines())
    return [header, *sorted([_csv_cell(cell) for cell in line] for line in lines)]


def _csv_cell(cell: str) -> str:
    if cell.startswith("_:"):
        return "_:"
    try:
        return repr(float(cell))
    except ValueError:
        return cell


def _described(described: ox.Dataset) -> Solutions:
    """Return the rows that RDF describes in the vocabulary of result sets."""

    def objects(node: Any, name: str) -> list[Any]:
        return [quad.object for quad in described.quads_for_subject(node) if quad.predicate == term(name)]

    return [
        {
            objects(binding, "rs:variable")[0].value: objects(binding, "rs:value")[0]
            for binding in objects(quad.object, "rs:binding")
        }
        for quad in described.quads_for_predicate(term("rs:solution"))
    ]


def _canonical(dataset: ox.Dataset) -> ox.Dataset:
    normal = ox.Dataset(
        ox.Quad(one.subject, one.predicate, _normal(one.object), one.graph_name) for one in dataset
    )
    normal.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return normal


def _normal(value: Any) -> Any:
    """Return a number or truth value in one way of writing it, other terms as they are."""
    if not isinstance(value, ox.Literal):
        return value
    if value.datatype.value == f"{XSD}boolean":
        return ox.Literal(value.value in ("true", "1"))
    try:
        if value.datatype.value in _DECIMALS:
            text = format(Decimal(value.value).normalize(), "f")
            return ox.Literal(text, datatype=value.datatype)
        if value.datatype.value in _FLOATS:
            return ox.Literal(repr(float(value.value)), datatype=value.datatype)
    except (InvalidOperation, ValueError):
        pass
    return value
