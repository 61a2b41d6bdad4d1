"""Stored queries on a SPARQL endpoint: the same rows from an Oxigraph server, errors that say what to do."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox
import pytest
from tests.scripted import Asked, Said, StartScripted
from tests.servers import StartOxigraph, free_port

from moneyloop.errors import EndpointError, QueryError, UsageError
from moneyloop.graph.publish import publish
from moneyloop.graph.writers import GraphStore
from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.remote import Endpoint, open_endpoint
from moneyloop.queries.run import run
from moneyloop.queries.source import Embedded
from moneyloop.queries.transport import PASSWORD, USER, Transport
from moneyloop.settings import TERMS

RESULTS: Final = (
    b'{"head": {"vars": ["type"]}, "results": {"bindings": [{"type": {"type": "uri", "value": "x:y"}}]}}'
)
XML: Final = b"""<sparql xmlns="http://www.w3.org/2005/sparql-results#">
<head/><boolean>false</boolean></sparql>"""
ANSWERED: Final = "SELECT ?type WHERE { ?type ?p ?o }"


@pytest.fixture(scope="module")
def endpoint(start_oxigraph: StartOxigraph, store: ox.Store) -> Endpoint:
    server = start_oxigraph("--union-default-graph")
    publish(store, Endpoint(server.query), GraphStore(server.graphs, Transport()))
    return open_endpoint(server.query, environment={})


@pytest.mark.parametrize("written", ["aster", "ASTER CORP.", "Aster", "a bank", "ליבנה"])
def test_parties_are_found_by_name(endpoint: Endpoint, store: ox.Store, written: str) -> None:
    query, given = catalogue()["party"], {"party": written}
    assert run(query, endpoint, given).json == run(query, store, given).json


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"party": "Astre"}, "there is no party 'Astre' in the dataset; did you mean aster"),
        ({"party": "the trees"}, "can be each of .*party/cedar, .*party/elm; give the IRI"),
        ({"party": 'x" } UNION { ?s ?p ?o } #'}, "there is no party"),
        ({"type": "Lone"}, "there is no class 'Lone'"),
    ],
)
def test_a_wrong_parameter_is_refused(endpoint: Endpoint, parameters: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        run(catalogue()["deals"], endpoint, parameters)


def test_other_forms_of_queries(endpoint: Endpoint, store: ox.Store) -> None:
    known = Embedded(store)
    for text in ("ASK { ?deal <https://w3id.org/moneyloop/ns/status> ?status }", "ASK { <x:y> ?p ?o }"):
        assert endpoint.ask(text) is known.ask(text)
    text = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <https://w3id.org/moneyloop/graph/deals> { ?s ?p ?o } }"
    assert set(endpoint.construct(text)) == set(known.construct(text)) != set()


def test_long_answers_are_whole(endpoint: Endpoint, store: ox.Store) -> None:
    text = f"""SELECT ?s ?p ?o WHERE {{
      ?s ?p ?o FILTER (isIRI(?s) && isIRI(?o) && STRSTARTS(STR(?s), "{TERMS}"))
    }} ORDER BY ?s ?p ?o"""
    assert endpoint.select(text).rows == Embedded(store).select(text).rows
    assert len(endpoint.select(text).rows) > 500


def test_a_query_that_the_server_refuses(endpoint: Endpoint) -> None:
    with pytest.raises(EndpointError, match="refuses the query with status 400"):
        endpoint.select("SELECT ?x WHERE { ?x")


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "status 400 Bad Request; give the address of its query service"),
        (401, f"status 401 Unauthorized; set {USER} and {PASSWORD}"),
        (403, f"status 403 Forbidden; set {USER} and {PASSWORD}"),
        (404, "status 404 Not Found; give the address of its query service"),
        (500, "status 500 Internal Server Error; the log of the server may say why"),
    ],
)
def test_a_refusal_says_what_to_do(scripted: StartScripted, status: int, message: str) -> None:
    server = scripted(lambda _: Said(status, b"no", "text/html"))
    with pytest.raises(EndpointError, match=f"^{server.address}: refuses the query with {message}"):
        open_endpoint(server.address, environment={})


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><p>hello",
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"head": {}, "boolean": true}',
        b'{"head": {"vars": ["type"]}, "results": {"bindings": [{"type": {"type": "no"}}]}}',
        RESULTS[:-9],
    ],
)
def test_what_is_no_sparql_result_is_refused(scripted: StartScripted, body: bytes) -> None:
    server = scripted(lambda _: Said(200, body, "text/html"))
    with pytest.raises(EndpointError, match="answers with text/html that is no SPARQL results JSON; give"):
        open_endpoint(server.address, environment={})


def test_a_slow_server_is_given_up(scripted: StartScripted) -> None:
    server = scripted(lambda _: Said(fault="silence"))
    with pytest.raises(EndpointError, match="has not answered within 1 s; allow more with --timeout"):
        open_endpoint(server.address, timeout=1, environment={})


def test_a_closed_port_cannot_be_asked() -> None:
    address = f"http://127.0.0.1:{free_port()}/query"
    with pytest.raises(EndpointError, match=f"^{address}: cannot be asked .*check the address"):
        open_endpoint(address, environment={})


@pytest.mark.parametrize("address", ["localhost:7878", "file:///etc/hosts", "http://", "http://[", ""])
def test_an_address_that_is_no_url_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match=r"^--endpoint .*is no"):
        open_endpoint(address, environment={})


def test_credentials_in_the_address_are_refused_and_not_shown() -> None:
    with pytest.raises(UsageError, match=f"must hold no credentials; set {USER}") as caught:
        open_endpoint("http://anna:secret@localhost/query", environment={})
    assert "secret" not in str(caught.value)


def test_credentials_come_from_the_environment(scripted: StartScripted) -> None:
    server = scripted(lambda _: Said(body=RESULTS))
    known = open_endpoint(server.address, environment={USER: "anna", PASSWORD: "secret"})
    assert server.asked[-1].headers["Authorization"] == "Basic YW5uYTpzZWNyZXQ="
    assert "secret" not in repr(known)
    open_endpoint(server.address, environment={})
    assert "Authorization" not in server.asked[-1].headers


def test_half_of_the_credentials_is_refused() -> None:
    with pytest.raises(UsageError, match=f"set both {USER} and {PASSWORD}"):
        open_endpoint("http://localhost/query", environment={USER: "anna"})


def test_a_query_is_posted_without_its_header(scripted: StartScripted) -> None:
    server = scripted(lambda _: Said(body=RESULTS))
    written = f"#+ title: Load, ask\n#+ question: drop?\n{ANSWERED}"
    answer = Endpoint(server.address).select(written)
    assert answer.rows == [(ox.NamedNode("x:y"),)]
    assert server.asked[-1].form == {"query": [ANSWERED]}
    assert "application/sparql-results+json" in server.asked[-1].headers["Accept"]


@pytest.mark.parametrize(
    ("form", "said", "truth"),
    [
        ("json", b'{"head": {}, "boolean": true}', True),
        (
            "xml",
            b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>false</boolean></sparql>',
            False,
        ),
        ("json", RESULTS.replace(b"x:y", b"1").replace(b"uri", b"literal"), True),
    ],
)
def test_truth_in_the_ways_that_servers_say_it(
    scripted: StartScripted, form: str, said: bytes, truth: bool
) -> None:
    server = scripted(lambda _: Said(body=said, kind=f"application/sparql-results+{form}"))
    assert Endpoint(server.address).ask("ASK { }") is truth


def test_what_is_no_truth_value_is_refused(scripted: StartScripted) -> None:
    server = scripted(lambda _: Said(body=RESULTS))
    with pytest.raises(EndpointError, match="that is no answer to an ASK query"):
        Endpoint(server.address).ask("ASK { }")


def test_rdf_of_a_kind_that_is_none_is_refused(scripted: StartScripted) -> None:
    server = scripted(lambda _: Said(body=b"<p>hello", kind="text/html"))
    with pytest.raises(EndpointError, match="answers with text/html that is no RDF"):
        Endpoint(server.address).construct("CONSTRUCT { } WHERE { }")


def test_blank_nodes_that_are_named_as_no_blank_node_can_be(scripted: StartScripted) -> None:
    said = RESULTS.replace(b"uri", b"bnode").replace(b"x:y", b"nodeID://b10000")
    server = scripted(lambda _: Said(body=said))
    ((node,),) = Endpoint(server.address).select(ANSWERED).rows
    assert isinstance(node, ox.BlankNode)


def test_a_part_of_an_answer_is_none(scripted: StartScripted) -> None:
    headers = {"X-SQL-State": "S1TAT", "X-SQL-Message": "RC...: Returning incomplete results"}
    server = scripted(lambda _: Said(body=RESULTS, headers=headers))
    with pytest.raises(EndpointError, match=r"gives a part of the answer .S1TAT RC...: Returning incomplete"):
        Endpoint(server.address).select(ANSWERED)


def test_a_server_without_a_dataset(start_oxigraph: StartOxigraph) -> None:
    server = start_oxigraph()
    with pytest.raises(EndpointError, match="holds no dataset; load one: moneyloop publish DIR --endpoint"):
        open_endpoint(server.query, environment={})


def test_named_graphs_are_asked_as_one_where_the_default_graph_is_empty(scripted: StartScripted) -> None:
    graph = "https://w3id.org/moneyloop/graph/deals"
    named = (
        RESULTS.replace(b"x:y", graph.encode())
        .replace(b'type": {', b'graph": {')
        .replace(b'["type"]', b'["graph"]')
    )
    nothing = b'{"head": {"vars": ["type"]}, "results": {"bindings": []}}'

    def script(asked: Asked) -> Said:
        if "default-graph-uri" in asked.form:
            return Said(body=RESULTS)
        return Said(body=named if "?graph" in asked.query else nothing)

    server = scripted(script)
    assert open_endpoint(server.address, environment={}).graphs == (graph,)
    assert server.asked[-1].form["default-graph-uri"] == [graph]
    assert server.asked[-1].form["named-graph-uri"] == [graph, "https://w3id.org/moneyloop/graph/publication"]
