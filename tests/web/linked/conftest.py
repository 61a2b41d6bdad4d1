"""A dataset with labels, quotes and addresses that would break out of a page, and the pages of it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from moneyloop.assets import asset
from moneyloop.graph.build import build
from moneyloop.graph.store import canonical_lines, write_store
from moneyloop.settings import DATA, PREFIXES, TERMS
from moneyloop.web.linked.routes import routes

NAMES = ("en-private-credit.txt", "he-nvidia-openai.md")
BREAKING = """</script><script>alert(1)</script>"'><img src=x onerror=alert(2)>&amp;\u2028"""
HOSTILE = f"""
@prefix ml: <{TERMS}> . @prefix skos: <{PREFIXES["skos"]}> . @prefix schema: <{PREFIXES["schema"]}> .
@prefix dcterms: <{PREFIXES["dcterms"]}> . @prefix oa: <{PREFIXES["oa"]}> .
<{DATA}party/unresolved/%3Cb%3E%2F%D7%90> a ml:Party ; ml:unresolved true ;
    skos:prefLabel '''{BREAKING}'''@en ; skos:altLabel "\\u0001"@en .
<{DATA}document/report.ttl> a ml:Document ; ml:documentName "report.ttl" ;
    dcterms:title '''{BREAKING}'''@he ; schema:url <javascript:alert(3)> .
<{DATA}claim/report.ttl/1> a ml:Claim ; oa:hasTarget <{DATA}claim/report.ttl/1/target> .
<{DATA}claim/report.ttl/1/target> oa:hasSelector <{DATA}claim/report.ttl/1/quote> .
<{DATA}claim/report.ttl/1/quote> oa:exact '''{BREAKING}'''@ar .
"""


@dataclass(frozen=True)
class Served:
    folder: Path
    base: str


def place(quads: list[ox.Quad], report: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    dataset = ox.Store()
    dataset.extend(quads)
    (folder / "dataset.nq").write_bytes(b"".join(canonical_lines(dataset)))
    shutil.copyfile(report, folder / "report.json")
    write_store(quads, folder / "store")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = tmp_path_factory.mktemp("linked")
    build([asset("graph", "examples", name) for name in NAMES], work / "built")
    graph = ox.NamedNode(f"{PREFIXES['mlg']}document/report.ttl")
    quads = list(ox.parse(path=work / "built" / "dataset.nq", format=ox.RdfFormat.N_QUADS))
    added = ox.parse(HOSTILE, format=ox.RdfFormat.TURTLE)
    quads += [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in added]
    place(quads, work / "built" / "report.json", work / "graph")
    return work / "graph"


@pytest.fixture(scope="session")
def store(folder: Path) -> ox.Store:
    return ox.Store.read_only(str(folder / "store"))


@pytest.fixture(scope="session")
def make_client() -> Callable[[Path], TestClient]:
    def make(folder: Path) -> TestClient:
        app = Starlette(routes=routes(Served(folder, "http://testserver/")))
        client = TestClient(app, follow_redirects=False)
        for _ in range(600):
            if client.get("/dumps/SHA256SUMS").status_code == 200:
                return client
            time.sleep(0.1)
        raise AssertionError("the dumps are not made")

    return make


@pytest.fixture(scope="session")
def client(folder: Path, make_client: Callable[[Path], TestClient]) -> TestClient:
    return make_client(folder)
