"""The W3C's tests of the SPARQL 1.1 Service Description, on the server as it runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pyshacl
import rdflib
from tests.web.conftest import Served
from tests.web.sparql.w3c import Manifest, check, needed

pytestmark = needed
_SHAPES = Path(__file__).with_name("service-description.ttl")
_SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


def test_service_description(client: httpx.Client, writable: Served) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    tests: dict[str, Callable[[httpx.Response, str], str | None]] = {
        "returns-rdf": _is_rdf,
        "has-endpoint-triple": _names_the_endpoint,
        "conforms-to-schema": _conforms,
    }
    manifest = Manifest("service-description/manifest.ttl")
    outcomes = {
        test.value: tests[test.value.rpartition("#")[2]](answer, f"{writable.url}sparql")
        for test in manifest.each("mf:entries")
    }
    assert len(outcomes) == 3
    check("service-description", outcomes)


def _is_rdf(answer: httpx.Response, endpoint: str) -> str | None:
    return None if len(list(ox.parse(answer.content, format=ox.RdfFormat.TURTLE))) > 10 else "says too little"


def _names_the_endpoint(answer: httpx.Response, endpoint: str) -> str | None:
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    return None if list(graph.subjects(_SD.endpoint, rdflib.URIRef(endpoint))) else "names another endpoint"


def _conforms(answer: httpx.Response, endpoint: str) -> str | None:
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    known = {_SD[name] for name in _TERMS}
    used = {one for triple in graph for one in triple if str(one).startswith(str(_SD))}
    if unknown := used - known:
        return f"not in the vocabulary: {sorted(map(str, unknown))}"
    shapes = rdflib.Graph().parse(_SHAPES)
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes)
    return None if conforms else str(text)


_TERMS = (
    *("Service", "Feature", "Language", "Function", "Aggregate", "EntailmentRegime", "EntailmentProfile"),
    *("GraphCollection", "Dataset", "Graph", "NamedGraph"),
    *(
        "endpoint",
        "feature",
        "defaultEntailmentRegime",
        "entailmentRegime",
        "defaultSupportedEntailmentProfile",
    ),
    *("supportedEntailmentProfile", "extensionFunction", "extensionAggregate", "languageExtension"),
    *(
        "supportedLanguage",
        "propertyFeature",
        "defaultDataset",
        "availableGraphs",
        "resultFormat",
        "inputFormat",
    ),
    *("defaultGraph", "namedGraph", "name", "graph"),
    *("SPARQL10Query", "SPARQL11Query", "SPARQL11Update"),
    *("DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs", "BasicFederatedQuery"),
)
