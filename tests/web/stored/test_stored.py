"""Stored queries over HTTP: the rows of the command, in each form, for programs and for people."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from openapi_spec_validator import validate
from tests.web.conftest import Serve, Served

from moneyloop.graph.store import open_store
from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.run import run

NEEDED = {"party": "OpenAI", "other": "Nvidia"}
HOSTILE = """"><script>alert(1)</script>'} } #"""


@pytest.fixture(scope="module")
def client(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def cycle(client: httpx.Client) -> str:
    return str(client.get("/queries/cycles").json()["rows"][0]["cycle"])


def needed(name: str, cycle: str) -> dict[str, str]:
    required = [one.name for one in catalogue()[name].parameters if one.required]
    return {one: (NEEDED | {"cycle": cycle})[one] for one in required}


@pytest.mark.parametrize("name", ["cycles", "deals", "contradictions", "largest-deals", "coverage"])
def test_each_form_has_the_rows_of_the_command(client: httpx.Client, examples: Path, name: str) -> None:
    expected = run(catalogue()[name], open_store(examples), {})
    rows = client.get(f"/queries/{name}").json()["rows"]
    assert [list(map(str, row.values())) for row in rows] == [
        [_shown(value) for value in row] for row in expected.values()
    ]
    assert client.get(f"/queries/{name}.csv").text == expected.to_csv()
    assert client.get(f"/queries/{name}.tsv").text == expected.to_tsv()
    assert client.get(f"/queries/{name}.srj").json() == json.loads(expected.to_json())


def _shown(value: Any) -> str:
    text = str(value)
    return text.removesuffix(".0") if re.fullmatch(r"\d+\.0", text) else text


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "text/csv"),
        ("text/*", "text/csv"),
        ("application/sparql-results+json;q=0.9, text/csv;q=0.5", "application/sparql-results+json"),
        ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "text/html"),
    ],
)
def test_the_form_that_is_accepted_is_given(client: httpx.Client, accept: str | None, media: str) -> None:
    headers = {"Accept": accept} if accept else {}
    answer = client.get("/queries/cycles", headers=headers)
    assert answer.headers["Content-Type"].startswith(media)
    assert "Accept" in answer.headers["Vary"]
    assert client.get("/queries/cycles.csv", headers=headers).headers["Content-Type"].startswith("text/csv")


def test_a_form_that_there_is_none_of_is_refused(client: httpx.Client) -> None:
    assert client.get("/queries/cycles", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/queries/nothing", 404, "no stored query 'nothing'"),
        ("/queries/cycles.exe", 404, "no stored query 'cycles.exe'"),
        ("/queries/exposure", 400, "exposure needs party"),
        ("/queries/exposure?party=Nvidai", 400, "did you mean nvidia"),
        ("/queries/cycles?statsu=committed", 400, "did you mean status?"),
        ("/queries/cycles?status=firm", 400, "must be one of considered"),
        ("/queries/deals?asOf=yesterday", 400, "must be a date as 2025-12-31"),
        ("/queries/cycles?status=committed&status=completed", 400, "takes one value, not 2"),
        (f"/queries/exposure?party={'x' * 5000}", 414, "more than 4000 characters"),
    ],
)
def test_what_does_not_fit_is_said_in_one_line(
    client: httpx.Client, address: str, status: int, said: str
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.text.count("\n")) == (status, 1)
    assert said in answer.text


def test_a_value_is_never_text_of_the_query(client: httpx.Client) -> None:
    answer = client.get("/queries/exposure", params={"party": HOSTILE})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_sentences_are_in_the_language_of_the_reader(client: httpx.Client) -> None:
    by_header = client.get("/queries/cycles", headers={"Accept-Language": "he, en;q=0.5"}).json()
    assert re.search("[א-ת]", by_header["sentences"][0])
    by_name = client.get("/queries/cycles?lang=fr", headers={"Accept-Language": "he"}).json()
    assert not re.search("[א-ת]", by_name["sentences"][0].split("→")[0])
    assert len(by_name["sentences"]) == len(by_name["rows"])


def test_who_has_an_answer_already_is_told_so(client: httpx.Client) -> None:
    first = client.get("/queries/cycles")
    again = client.get("/queries/cycles", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    others = (
        "/queries/cycles?lang=fa",
        "/queries/cycles?status=committed",
        "/queries/deals",
        "/queries/cycles.csv",
    )
    assert first.headers["ETag"] not in {client.get(other).headers["ETag"] for other in others}
    wrong = client.get("/queries/cycles?status=firm", headers={"If-None-Match": first.headers["ETag"]})
    assert wrong.status_code == 400


def test_an_answer_that_is_cut_says_so(serve: Serve, examples: Path) -> None:
    with serve(examples, "--rows", "2") as served:
        answer = httpx.get(f"{served.url}queries/deals")
        assert len(answer.json()["rows"]) == len(answer.json()["sentences"]) == 2
        assert (answer.json()["complete"], answer.json()["stoppedBy"]) == (False, "rows")
        assert answer.headers["Moneyloop-Complete"] == "false"
        table = httpx.get(f"{served.url}queries/deals.csv")
        assert len(list(csv.reader(io.StringIO(table.text)))) == 3
        assert table.headers["Moneyloop-Stopped-By"] == "rows"


@pytest.mark.parametrize("name", catalogue())
def test_the_openapi_document_describes_every_answer(client: httpx.Client, cycle: str, name: str) -> None:
    document = client.get("/openapi.json").json()
    operation = document["paths"][f"/queries/{name}"]["get"]
    answer = client.get(f"/queries/{name}", params=needed(name, cycle))
    assert answer.status_code == 200
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(answer.json(), schema)
    assert answer.json()["complete"] or catalogue()[name].limit


def test_the_openapi_document_is_valid_and_names_parties(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    validate(document)
    (party,) = [
        one for one in document["paths"]["/queries/exposure"]["get"]["parameters"] if one["name"] == "party"
    ]
    assert "OpenAI" in party["schema"]["examples"]
    assert (
        client.get("/queries/exposure", params={"party": party["schema"]["examples"][0]}).status_code == 200
    )


def test_the_list_has_every_query(client: httpx.Client) -> None:
    listed = client.get("/queries").json()["queries"]
    assert [one["name"] for one in listed] == list(catalogue())
    page = client.get("/queries?lang=ar", headers={"Accept": "text/html"}).text
    assert all(query.title["ar"] in page for query in catalogue().values())


class Page(HTMLParser):
    """The parts of a page that a person fills in and reads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.named: dict[str, list[str]] = {}
        self.direction = ""
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.tags.append(tag)
        if tag == "html":
            self.direction = given["dir"]
        if tag == "select":
            self._select = given["name"]
        if tag == "option" and self._select and "list" not in given:
            self.named.setdefault(self._select, []).append(given.get("value", ""))
        if tag == "datalist":
            self._select = "parties"
        if tag == "input":
            self.named.setdefault(given["name"], []).append(given.get("value", ""))


def page(client: httpx.Client, address: str) -> tuple[httpx.Response, Page]:
    answer = client.get(address, headers={"Accept": "text/html"})
    return answer, Page(answer.text)


def test_a_page_asks_for_what_is_missing_and_lists_what_is_allowed(client: httpx.Client) -> None:
    answer, found = page(client, "/queries/exposure")
    assert answer.status_code == 200
    assert found.named["status"] == ["", "considered", "announced", "committed", "completed"]
    assert found.named["party"] == [""]
    assert "OpenAI" in found.named["parties"]
    assert "ol" not in found.tags


def test_a_page_answers_in_the_language_and_direction_of_the_reader(client: httpx.Client) -> None:
    answer, found = page(client, "/queries/exposure?party=OpenAI&status=committed&lang=he")
    assert found.direction == "rtl"
    assert {"ol", "table", "form"} <= set(found.tags)
    assert 'value="committed" selected' in answer.text
    assert "/queries/exposure.csv?party=OpenAI&amp;status=committed" in answer.text


def test_nothing_that_is_given_breaks_out_of_a_page(client: httpx.Client) -> None:
    answer, found = page(client, f"/queries/exposure?{httpx.QueryParams(party=HOSTILE)}")
    assert answer.status_code == 400
    assert found.named["party"] == [HOSTILE]
    assert "script" not in found.tags
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
