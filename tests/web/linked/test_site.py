"""The static site: every link leads to a file of it, and every IRI has a page."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox
import pytest

from moneyloop.errors import DatasetError
from moneyloop.settings import BASE
from moneyloop.web.linked.names import address_of
from moneyloop.web.linked.site import MARK, file_of, write_site

from .conftest import place
from .test_routes import Page, iris


@pytest.fixture(scope="module")
def small(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset without the party file, the rates and what is inferred."""
    work = tmp_path_factory.mktemp("small")
    quads = [
        quad
        for quad in ox.parse(path=folder / "dataset.nq", format=ox.RdfFormat.N_QUADS)
        if any(f"/graph/{name}" in str(quad.graph_name) for name in ("document/", "deals", "ontology"))
    ]
    place(quads, folder / "report.json", work / "graph")
    return work / "graph"


@pytest.fixture(scope="module")
def site(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    assert write_site(small, out, "https://data.example.org/", ["en", "he"]) > 100
    return out


def test_every_iri_has_a_page_in_each_language_and_rdf(site: Path, small: Path) -> None:
    for iri in iris(ox.Store.read_only(str(small / "store"))):
        file = file_of(str(address_of(iri)))
        assert (site / f"{file}.html").is_file(), iri
        assert (site / "he" / f"{file}.html").is_file(), iri
        text = (site / f"{file}.ttl").read_bytes()
        assert f"<{iri}>" in text.decode() or b"ml:" in text
        assert list(ox.parse(text, format=ox.RdfFormat.TURTLE)), iri


def test_every_link_leads_to_a_file_of_the_site(site: Path) -> None:
    count = 0
    for path in site.rglob("*.html"):
        for link in Page(path.read_text(encoding="utf-8")).links():
            if not link.startswith(("http://", "https://", "#")):
                assert not link.startswith("/") and "?" not in link
                assert (path.parent / unquote(link)).is_file(), (path, link)
                count += 1
    assert count > 1000


def test_pages_are_in_their_language_and_hold_no_script(site: Path) -> None:
    text = (site / "he" / "id" / "document" / "he-nvidia-openai.html").read_text(encoding="utf-8")
    assert '<html lang="he" dir="rtl">' in text
    for path in (site / "id").rglob("*.html"):
        scripts = [said for tag, said in Page(path.read_text(encoding="utf-8")).elements if tag == "script"]
        assert all(said == {"type": "application/ld+json"} for said in scripts)


def test_the_catalogue_and_the_dumps_are_there(site: Path, small: Path) -> None:
    assert (site / "index.html").is_file() and (site / "he" / "index.html").is_file()
    described = (site / ".well-known" / "void").read_text(encoding="utf-8")
    assert "https://data.example.org/dumps/dataset.nq.gz" in described
    assert "sparql" not in described
    assert (site / "dumps" / "SHA256SUMS").read_text().count("\n") == 3


def test_a_former_site_is_replaced_and_nothing_else(small: Path, tmp_path: Path) -> None:
    quads = [
        quad
        for quad in ox.parse(path=small / "dataset.nq", format=ox.RdfFormat.N_QUADS)
        if str(quad.subject).startswith(f"<{BASE}id/document/")
    ]
    place(quads, small / "report.json", tmp_path / "graph")
    out = tmp_path / "site"
    out.mkdir()
    (out / "letter.txt").write_text("mine")
    with pytest.raises(DatasetError, match="holds something else"):
        write_site(tmp_path / "graph", out, "https://x.example/", ["en"])
    assert [path.name for path in out.iterdir()] == ["letter.txt"]
    (out / "letter.txt").rename(out / MARK)
    write_site(tmp_path / "graph", out, "https://x.example/", ["fr"])
    assert 'lang="fr"' in (out / "index.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph", "site"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("page/id/party/openai", "id/party/openai"),
        ("page/id/agent/reviewer/A.%20Reader", "id/agent/reviewer/A. Reader"),
        ("page/id/claim/a%2Fb/..", "id/claim/a%2Fb/.."),
        ("page/id/claim/%2e%2e/x", "id/claim/%2e%2e/x"),
        ("page/id/party/unresolved/%D7%90", "id/party/unresolved/א"),
    ],
)
def test_files_are_named_as_a_server_looks_for_them(address: str, expected: str) -> None:
    assert file_of(address) == expected


def test_long_names_are_cut(tmp_path: Path) -> None:
    name = file_of("page/id/party/" + "%D7%90" * 300).rpartition("/")[2]
    assert len(name.encode()) < 200
    assert name != file_of("page/id/party/" + "%D7%90" * 301).rpartition("/")[2]
    (tmp_path / f"{name}.jsonld").touch()


def test_the_store_is_only_read(small: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in small.rglob("*")}
    write_site(small, tmp_path / "site", "https://x.example/", ["en"])
    assert {path: path.stat().st_mtime_ns for path in small.rglob("*")} == before
