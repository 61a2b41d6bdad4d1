"""Every IRI resolves, in the form and language that is asked for, and no text breaks out of a page."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from starlette.applications import Starlette
from starlette.testclient import TestClient

from moneyloop.settings import BASE, PREFIXES
from moneyloop.web.linked.describe import describe
from moneyloop.web.linked.names import FORMS, address_of
from moneyloop.web.linked.routes import routes

from .conftest import BREAKING, Served, place

PARSERS = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}
UNRESOLVED = "party/unresolved/%3Cb%3E%2F%D7%90"


class Page(HTMLParser):
    """What a browser would make of a page: its elements, and the text of its data blocks."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.data: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] == "script":
            self.data.append(data)

    def links(self) -> set[str]:
        return {str(said["href"]) for tag, said in self.elements if said.get("href") and tag in ("a", "link")}


def iris(store: ox.Store) -> list[str]:
    terms = {term for quad in store for term in (*quad.triple, quad.graph_name)}
    found = (term.value for term in terms if isinstance(term, ox.NamedNode))
    return sorted(iri for iri in found if iri.startswith(BASE))


def parsed(body: bytes, form: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=body, format=PARSERS[form])


def test_every_iri_of_the_dataset_is_known(store: ox.Store) -> None:
    found = iris(store)
    assert len(found) > 2000
    assert [iri for iri in found if address_of(iri) is None or describe(store, iri) is None] == []


def test_every_kind_of_iri_resolves(client: TestClient, store: ox.Store) -> None:
    kinds: dict[str, str] = {}
    for iri in iris(store):
        parts = iri.removeprefix(BASE).split("/")
        kinds.setdefault("/".join([*parts[:2], str(len(parts))]) if parts[0] == "id" else iri, iri)
    assert len(kinds) > 250
    for iri in [*[*kinds.values()][::3], f"{BASE}id/{UNRESOLVED}"]:
        path = iri.removeprefix(BASE)
        answer = client.get(f"/{path}", headers={"Accept": "text/turtle"})
        if path.startswith(("id/", "ns/")):
            assert answer.status_code == 303, iri
            answer = client.get(answer.headers["location"])
        assert answer.status_code == 200, iri
        assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
        assert answer.content, iri


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, "html"),
        ("*/*", "html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("text/turtle", "ttl"),
        ("TEXT/TURTLE", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/json", "jsonld"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "rdf"),
        ("text/*", "html"),
        ("application/*", "jsonld"),
        ("text/html;q=0.3, text/turtle;q=0.7", "ttl"),
        ("text/html;q=0, */*", "ttl"),
        ("text/turtle;q=0, application/rdf+xml;q=0.1", "rdf"),
        ("text/turtle;q=nonsense, application/n-triples;q=0.1", "nt"),
        ("image/png", None),
        ("text/html;q=0", None),
    ],
)
@pytest.mark.parametrize(
    "path", ["id/party/openai", "ns/Loan", "page/id/party/openai", "ontology", "catalog"]
)
def test_the_form_that_is_accepted_is_given(
    client: TestClient, path: str, accept: str | None, form: str | None
) -> None:
    answer = client.get(f"/{path}", headers={"Accept": accept} if accept else {"Accept": ""})
    if form is None:
        assert answer.status_code == 406
        assert ".ttl" in answer.text
        return
    assert "accept" in answer.headers["vary"].lower()
    if path.startswith(("id/", "ns/")):
        assert (answer.status_code, answer.headers["location"]) == (303, f"/page/{path}.{form}")
    else:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(FORMS[form])
        assert answer.headers["content-location"] == f"/{path}.{form}"


@pytest.mark.parametrize("form", PARSERS)
@pytest.mark.parametrize(
    "path", ["page/id/party/openai", f"page/id/{UNRESOLVED}", "ontology/deals", "catalog"]
)
def test_each_form_says_the_same(client: TestClient, path: str, form: str) -> None:
    told = parsed(client.get(f"/{path}.{form}", headers={"Accept": "text/html"}).content, form)
    expected = parsed(client.get(f"/{path}.nt").content, "nt")
    assert len(expected) > 3
    if form == "rdf":
        assert len(told) == len(expected)
    else:
        assert set(told.predicates()) == set(expected.predicates())
        assert len(told) == len(expected)


def test_a_thing_says_all_that_the_dataset_says_of_it(client: TestClient, store: ox.Store) -> None:
    openai = ox.NamedNode(BASE + "id/party/openai")
    own = {quad.triple for quad in store.quads_for_pattern(openai, None, None, None)}
    own |= {quad.triple for quad in store.quads_for_pattern(None, None, openai, None)}
    read = ox.parse(client.get("/page/id/party/openai.nt").content, format=ox.RdfFormat.N_TRIPLES)
    assert {quad.triple for quad in read} == own


def test_a_claim_brings_its_quote_and_a_graph_its_triples(client: TestClient, store: ox.Store) -> None:
    body = client.get("/page/id/claim/en-private-credit/en-private-credit-01.ttl").text
    assert "oa:exact" in body and "oa:start" in body
    graph = ox.NamedNode(BASE + "graph/document/he-nvidia-openai")
    read = ox.parse(client.get("/graph/document/he-nvidia-openai.nt").content, format=ox.RdfFormat.N_TRIPLES)
    expected = {quad.triple for quad in store.quads_for_pattern(None, None, None, graph)}
    assert {quad.triple for quad in read} == expected


def test_links_lead_from_a_document_to_its_other_forms(client: TestClient) -> None:
    link = client.get("/page/id/party/openai").headers["link"]
    assert f'<{BASE}id/party/openai>; rel="describes"' in link
    assert '</page/id/party/openai.ttl>; rel="alternate"; type="text/turtle"' in link
    assert 'rel="license"' in link
    assert client.head("/page/id/party/openai.ttl").status_code == 200
    assert client.get("/ns/").headers["location"] == "/ontology"


@pytest.mark.parametrize(
    ("query", "accept", "language", "expected"),
    [
        ("", "he-IL,he;q=0.9,en;q=0.5", "he", "אנבידיה"),
        ("", "de, fr;q=0.4, en;q=0.3", "fr", "Nvidia"),
        ("", "de", "en", "Nvidia"),
        ("?lang=ar", "he", "ar", "إنفيديا"),
        ("?lang=xx", "fa", "fa", "انویدیا"),
    ],
)
def test_pages_speak_the_language_of_the_reader(
    client: TestClient, query: str, accept: str, language: str, expected: str
) -> None:
    answer = client.get(f"/page/id/party/nvidia.html{query}", headers={"Accept-Language": accept})
    assert answer.headers["content-language"] == language
    direction = "rtl" if language in ("he", "fa", "ar") else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in answer.text
    assert re.search(rf"<h1><bdi[^>]*>{expected}", answer.text)


@pytest.mark.parametrize(
    "path", ["id/party/nix", "page/id/party/nix.ttl", "ontology/nix", "graph/nix", "ns/nix"]
)
@pytest.mark.parametrize("tail", ["", "%0d%0aSet-Cookie:x", "/../../etc/passwd", "%00", "<script>"])
def test_what_the_dataset_does_not_know_is_not_found(client: TestClient, path: str, tail: str) -> None:
    answer = client.get(f"/{path}{tail}")
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers
    assert "<script>" not in answer.text


@pytest.mark.parametrize("name", ["", "..%2Freport.json", "%2e%2e/report.json", "report.json", "dataset.nq"])
def test_only_dumps_are_given_as_dumps(client: TestClient, name: str) -> None:
    assert client.get(f"/dumps/{name}").status_code == 404


@pytest.mark.parametrize("path", [f"id/{UNRESOLVED}", "id/document/report.ttl", "id/claim/report.ttl/1"])
@pytest.mark.parametrize("lang", ["en", "he"])
def test_no_text_breaks_out_of_a_page(client: TestClient, path: str, lang: str) -> None:
    answer = client.get(f"/page/{path}.html?lang={lang}")
    assert answer.status_code == 200
    page = Page(answer.text)
    scripts = [said for tag, said in page.elements if tag == "script"]
    assert scripts == [{"type": "application/ld+json"}]
    assert not [
        tag for tag, _ in page.elements if tag in ("img", "iframe", "object", "base", "form", "style")
    ]
    assert not [
        name for _, said in page.elements for name in said if name.startswith("on") or name == "style"
    ]
    assert not [link for link in page.links() if not link.startswith(("/", "?", "#", "http://", "https://"))]
    assert BREAKING in json.dumps(json.loads(page.data[0]), ensure_ascii=False).replace('\\"', '"')
    outside = [said for tag, said in page.elements if str(said.get("href")).startswith("http") and tag == "a"]
    assert all("noopener noreferrer" in str(said["rel"]) for said in outside)


@pytest.mark.parametrize(
    "path", ["page/id/party/openai", "catalog", "id/party/nix", "ns/Loan", "linked/style.css"]
)
def test_every_answer_forbids_what_it_does_not_need(client: TestClient, path: str) -> None:
    headers = client.get(f"/{path}").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_name_of_a_document_may_end_as_a_form_does(client: TestClient) -> None:
    answer = client.get("/id/document/report.ttl", headers={"Accept": "application/n-triples"})
    assert answer.headers["location"] == "/page/id/document/report.ttl.nt"
    assert "report.ttl" in client.get(answer.headers["location"]).text
    assert client.get("/page/id/document/report.ttl", headers={"Accept": "text/html"}).text.startswith(
        "<!DOC"
    )


def test_the_catalogue_says_version_and_checksums_that_are_true(client: TestClient, folder: Path) -> None:
    graph = parsed(client.get("/.well-known/void").content, "ttl")
    dcat, void = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.Namespace("http://rdfs.org/ns/void#")
    spdx = rdflib.Namespace("http://spdx.org/rdf/terms#")
    (dataset,) = graph.subjects(rdflib.RDF.type, void.Dataset)
    assert (dataset, rdflib.RDF.type, dcat.Dataset) in graph
    assert re.fullmatch(r"\d+\.\d+\.\d+\+\d{8}T\d{6}Z", str(graph.value(dataset, dcat.version)))
    assert {str(title.language) for title in graph.objects(dataset, rdflib.DCTERMS.title)} >= {"en", "fa"}  # type: ignore[attr-defined]
    dumps = list(graph.objects(dataset, dcat.distribution))
    assert len(dumps) == 3
    for dump in dumps:
        body = client.get(str(graph.value(dump, dcat.downloadURL)).removeprefix("http://testserver")).content
        checksum = graph.value(graph.value(dump, spdx.checksum), spdx.checksumValue)
        assert sha256(body).hexdigest() == str(checksum)
        assert len(body) == int(str(graph.value(dump, dcat.byteSize)))
    assert gzip.decompress(client.get("/dumps/dataset.nq.gz").content) == (folder / "dataset.nq").read_bytes()
    turtle = client.get("/dumps/dataset.ttl.gz").content
    assert (
        f"{sha256(turtle).hexdigest()}  dataset.ttl.gz" in client.get("/dumps/SHA256SUMS").text.splitlines()
    )


def test_while_dumps_are_made_the_catalogue_is_there_without_them(folder: Path) -> None:
    with TestClient(Starlette(routes=routes(Served(folder, "http://testserver/")))) as client:
        answer = client.get("/dumps/dataset.nq.gz")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        assert "being made" in answer.text
        catalogue = client.get("/catalog.ttl")
        assert catalogue.status_code == 200
        assert "dumps/" not in catalogue.text


def test_the_turtle_dump_holds_every_triple(client: TestClient, store: ox.Store) -> None:
    text = gzip.decompress(client.get("/dumps/dataset.ttl.gz").content)
    read = {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)}
    named = {triple for triple in read if not _blank(triple)}
    assert named == {quad.triple for quad in store if not _blank(quad.triple)}


def _blank(triple: ox.Triple) -> bool:
    return any(isinstance(term, ox.BlankNode) for term in triple)


def test_a_page_says_in_schema_org_what_it_is(client: TestClient) -> None:
    def data(path: str) -> Any:
        return json.loads(Page(client.get(path).text).data[0])

    party = data("/page/id/party/nvidia.html")
    assert (party["@type"], party["@id"]) == ("Organization", BASE + "id/party/nvidia")
    assert {"@value": "אנבידיה", "@language": "he"} in party["name"]
    document = data("/page/id/document/he-nvidia-openai.html")
    assert document["@type"] == "Article" and document["datePublished"]
    claim = data("/page/id/claim/en-private-credit/en-private-credit-01.html")
    assert claim["@type"] == "Claim" and claim["text"]["@language"] == "en"
    assert data("/catalog")["distribution"][0]["sha256"]


def test_another_build_is_shown_when_it_took_the_place_of_the_former(
    folder: Path, tmp_path: Path, make_client: Callable[[Path], TestClient]
) -> None:
    quads = [
        quad
        for quad in ox.parse(path=folder / "dataset.nq", format=ox.RdfFormat.N_QUADS)
        if "party/openai" in str(quad.subject)
    ]
    other = [quad for quad in quads if quad.predicate.value != PREFIXES["skos"] + "prefLabel"]
    for name, said in (("one", quads), ("two", other)):
        place(said, folder / "report.json", tmp_path / name)
    (tmp_path / "graph").symlink_to("one")
    client = make_client(tmp_path / "graph")
    assert "prefLabel" in client.get("/page/id/party/openai.nt").text
    (tmp_path / "new").symlink_to("two")
    (tmp_path / "new").rename(tmp_path / "graph")
    assert "prefLabel" not in client.get("/page/id/party/openai.nt").text
