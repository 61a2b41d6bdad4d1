"""SERVICE asks the endpoints that the server was told it may, and no others."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from tests.web.conftest import Serve, Served
from tests.web.sparql.conftest import EXAMPLE, dataset, numbers


@pytest.fixture(scope="module")
def other(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(dataset(tmp_path_factory.mktemp("other"), numbers(3))) as served:
        yield served


@pytest.fixture(scope="module")
def client(serve: Serve, other: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = dataset(tmp_path_factory.mktemp("asking"), numbers(5, first=1))
    allowed = [f"{other.url}sparql", f"{other.url}nothing"]
    options = [option for one in allowed for option in ("--allow-service", one)]
    with serve(folder, *options) as served, httpx.Client(base_url=served.url, timeout=30) as client:
        yield client


def ask(client: httpx.Client, query: str) -> httpx.Response:
    return client.post("/sparql", data={"query": query})


def values(answer: httpx.Response) -> list[int]:
    assert answer.status_code == 200, answer.text
    return sorted(int(row["n"]["value"]) for row in answer.json()["results"]["bindings"])


def test_what_an_allowed_endpoint_says_is_joined(client: httpx.Client, other: Served) -> None:
    service = f"SERVICE <{other.url}sparql> {{ ?it :has ?n }}"
    query = f"PREFIX : <{EXAMPLE}> SELECT ?n {{ %s }}"
    assert values(ask(client, query % service)) == [0, 1, 2]
    assert values(ask(client, query % f"?it :has ?n . {service}")) == [1, 2]
    assert values(ask(client, query % f"?it :has ?n MINUS {{ {service} }}")) == [3, 4, 5]
    assert values(ask(client, query % f"{{ SELECT ?n {{ {service} }} ORDER BY DESC(?n) LIMIT 1 }}")) == [2]
    assert values(
        ask(client, f"PREFIX far: <{other.url}> SELECT (1 AS ?n) {{ SERVICE far:sparql {{}} }}")
    ) == [1]


def test_an_allowed_endpoint_gives_the_edges_of_a_path_search(client: httpx.Client, other: Served) -> None:
    query = f"""PREFIX path: <https://w3id.org/moneyloop/ns/path/>
        SELECT (COUNT(*) AS ?n) {{ SERVICE path:search {{
            [] path:algorithm path:reachable ; path:start ?it ; path:end ?n .
            SERVICE <{other.url}sparql> {{ ?it ?has ?n }} }} }}"""
    assert values(ask(client, query)) == [3]


def test_an_endpoint_that_fails_is_named(client: httpx.Client, other: Served) -> None:
    pattern = f"SERVICE %s <{other.url}nothing> {{ ?it ?has ?n }}"
    answer = ask(client, f"SELECT * {{ {pattern % ''} }}")
    assert (answer.status_code, f"{other.url}nothing" in answer.text) == (502, True)
    assert values(ask(client, f"SELECT ?n {{ BIND(1 AS ?n) {pattern % 'SILENT'} }}")) == [1]


def test_other_endpoints_stay_refused(client: httpx.Client, other: Served) -> None:
    for address in (f"{other.url}sparql/", f"{other.url}sparql?x", f"{other.url}"):
        answer = ask(client, f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}")
        assert answer.status_code == 403
    both = f"SERVICE <{other.url}sparql> {{ ?s ?p ?o }} SERVICE <{other.url}> {{ ?s ?p ?o }}"
    assert ask(client, f"SELECT * {{ {both} }}").status_code == 403


def test_the_description_says_that_it_asks_others(client: httpx.Client) -> None:
    assert "BasicFederatedQuery" in client.get("/sparql").text
