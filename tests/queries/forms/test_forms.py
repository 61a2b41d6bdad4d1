"""The stored queries in the forms of others, each read back as its readers do."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
import yaml
from openapi_spec_validator import validate
from rdflib import RDF, RDFS, SH

from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.forms import grlc, openapi, shacl
from moneyloop.queries.header import LANGUAGES
from moneyloop.queries.parameters import terms
from moneyloop.queries.run import run
from moneyloop.queries.source import Embedded
from moneyloop.settings import PREFIXES

DATA: Final = Path(__file__).parents[1] / "data"
CASES: Final[dict[str, tuple[str, dict[str, str]]]] = json.loads((DATA / "cases.json").read_text("utf-8"))
ENDPOINT: Final = "http://localhost:7878/query"
VARIABLE: Final = re.compile(
    r"\?(_{1,2})([a-zA-Z0-9]+)(?:_(iri|number|literal|integer))?(?:_([a-zA-Z0-9]+)_([a-zA-Z0-9]+))?"
)
"""How grlc finds parameters in a query."""


def decorators(text: str) -> dict[str, Any]:
    """Read the header of a query as grlc does."""
    loaded = yaml.safe_load(
        "\n".join(line.lstrip("#+") for line in text.split("\n") if line.startswith("#+"))
    )
    assert isinstance(loaded, dict)
    return loaded


def rewritten(text: str, given: dict[str, str]) -> str:
    """Write values into a query as grlc does."""
    variables = {match[2]: match for match in VARIABLE.finditer(text)}
    for name, value in given.items():
        found = variables[name]
        datatype = "xsd:integer" if found[3] == "integer" else f"{found[4]}:{found[5]}" if found[4] else ""
        written = f"<{value}>" if found[3] == "iri" else f'"{value}"' + (f"^^{datatype}" if datatype else "")
        text = text.replace(found[0], written)
    return text


@pytest.mark.parametrize("case", CASES)
def test_what_grlc_serves_gives_the_same_rows(store: ox.Store, case: str) -> None:
    name, parameters = CASES[case]
    query = catalogue()[name]
    text = grlc.text_of(query, ENDPOINT)
    found = terms(query, Embedded(store), parameters)
    given = {key: found[key][0].value for key in parameters}
    solutions = store.query(rewritten(text, given), use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    assert [tuple(row) for row in solutions] == run(query, store, parameters).rows


@pytest.mark.parametrize("name", catalogue())
def test_grlc_reads_the_header_and_the_parameters(name: str) -> None:
    query = catalogue()[name]
    text = grlc.text_of(query, ENDPOINT)
    header = decorators(text)
    assert (header["summary"], header["endpoint"], header["tags"]) == (
        query.title["en"],
        ENDPOINT,
        list(query.tags),
    )
    found = {match[2]: len(match[1]) == 1 for match in VARIABLE.finditer(text)}
    assert found == {parameter.name: parameter.required for parameter in query.parameters}
    defaults = {key for item in header.get("defaults", []) for key in item}
    assert defaults == {parameter.name for parameter in query.parameters if parameter.default}


def test_shacl_passes_the_shape_of_the_sparql_examples() -> None:
    graph = rdflib.Graph().parse(data=shacl.turtle_of(catalogue().values(), ENDPOINT), format="turtle")
    conforms, _, report = pyshacl.validate(graph, shacl_graph=str(DATA / "example-shape.ttl"))
    assert conforms, report
    assert len(set(graph.subjects(RDF.type, SH.SPARQLSelectExecutable))) == len(catalogue())


@pytest.mark.parametrize("predicate", [SH.select, RDFS.comment, rdflib.URIRef("https://schema.org/target")])
def test_the_shape_notices_what_is_missing(predicate: rdflib.URIRef) -> None:
    graph = shacl.graph_of([catalogue()["cycles"]], ENDPOINT)
    graph.remove((None, predicate, None))
    assert not pyshacl.validate(graph, shacl_graph=str(DATA / "example-shape.ttl"))[0]


@pytest.mark.parametrize("name", catalogue())
def test_shacl_says_question_query_and_parameters(store: ox.Store, name: str) -> None:
    query = catalogue()[name]
    graph = rdflib.Graph().parse(data=shacl.turtle_of([query], ENDPOINT), format="turtle")
    subject = rdflib.URIRef(shacl.QUERIES + name)
    comments = {str(comment.language): str(comment) for comment in graph.objects(subject, RDFS.comment)}  # type: ignore[attr-defined]
    assert comments == dict(query.question)
    assert tuple(sorted(comments)) == tuple(sorted(LANGUAGES))
    names = {str(graph.value(one, SH.name)) for one in graph.objects(subject, SH.parameter)}
    assert names == {parameter.name for parameter in query.parameters}
    if not any(parameter.required for parameter in query.parameters):
        solutions = store.query(str(graph.value(subject, SH.select)), use_default_graph_as_union=True)
        assert isinstance(solutions, ox.QuerySolutions)
        assert [tuple(row) for row in solutions] == run(query, store, {}).rows


def test_shacl_types_the_parameters() -> None:
    graph = shacl.graph_of([catalogue()["chains"], catalogue()["cycle-evidence"]], ENDPOINT)
    length, kind, status, party, cycle = (
        rdflib.URIRef(f"{shacl.QUERIES}{name}")
        for name in (
            "chains/parameter/length",
            "chains/parameter/kind",
            "chains/parameter/status",
            "chains/parameter/party",
            "cycle-evidence/parameter/cycle",
        )
    )
    assert graph.value(length, SH.datatype) == rdflib.XSD.integer
    bounds = (SH.minInclusive, SH.defaultValue, SH.maxInclusive)
    assert [str(graph.value(length, bound)) for bound in bounds] == ["1", "3", "5"]
    allowed = graph.value(kind, SH["in"])
    assert allowed is not None
    assert [str(item) for item in graph.items(allowed)] == ["dependency", "exposure", "flow"]
    assert graph.value(status, SH.defaultValue) == rdflib.URIRef(PREFIXES["ml"] + "considered")
    assert graph.value(party, SH.nodeKind) == SH.IRI
    assert graph.value(party, SH.optional) is None
    assert str(graph.value(cycle, SH.pattern)) == "^(?:[0-9a-f]{12})$"


def test_the_openapi_document_is_valid_and_says_every_query() -> None:
    document = json.loads(json.dumps(openapi.document_of(catalogue().values(), ENDPOINT)))
    validate(document)
    assert document["openapi"].startswith("3.1")
    assert list(document["paths"]) == ["/queries", *(f"/queries/{name}" for name in catalogue())]
    for name, query in catalogue().items():
        operation = document["paths"][f"/queries/{name}"]["get"]
        assert [parameter["name"] for parameter in operation["parameters"]] == [
            *(p.name for p in query.parameters),
            "lang",
            "format",
        ]
        rows = operation["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["rows"]
        assert list(rows["items"]["properties"]) == [column.name for column in query.columns]
    length = next(
        p for p in document["paths"]["/queries/chains"]["get"]["parameters"] if p["name"] == "length"
    )
    assert length["schema"] == {"type": "integer", "minimum": 1, "maximum": 5, "default": 3}
