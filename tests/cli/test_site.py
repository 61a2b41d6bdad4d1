"""Tests of ``moneyloop site``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from moneyloop.graph.store import canonical_lines, write_store

Run = Callable[..., tuple[int, str, str]]
BASE = "https://w3id.org/moneyloop/"
DATA = f"""
<{BASE}id/party/meta> <{BASE}ns/flowsTo> <{BASE}id/party/oracle> <{BASE}graph/inferred> .
<{BASE}id/party/meta> <http://www.w3.org/2004/02/skos/core#prefLabel> "מטא"@he <{BASE}graph/parties> .
"""


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    folder = tmp_path / "graph"
    folder.mkdir()
    quads = list(ox.parse(DATA, format=ox.RdfFormat.N_QUADS))
    store = ox.Store()
    store.extend(quads)
    (folder / "dataset.nq").write_bytes(b"".join(canonical_lines(store)))
    (folder / "report.json").write_text(json.dumps({"counts": {"quads": 2}}))
    write_store(quads, folder / "store")
    return folder


def test_site_writes_pages_in_the_languages_asked_for(run: Run, dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert run("site", dataset, "--out", out, "--lang", "he", "--lang", "en") == (0, f"{out}: 10 pages\n", "")
    assert '<bdi lang="he">מטא</bdi></h1>' in (out / "id" / "party" / "meta.html").read_text(encoding="utf-8")
    assert (out / "en" / "id" / "party" / "oracle.html").is_file()
    assert run("site", dataset, "--out", out) == (0, f"{out}: 5 pages\n", "")
    assert not (out / "en").exists()


def test_a_base_that_is_no_url(run: Run, dataset: Path, tmp_path: Path) -> None:
    code, _, err = run("site", dataset, "--out", tmp_path / "site", "--base", "javascript:x")
    assert (code, "is no http(s) URL" in err) == (2, True)
    assert not (tmp_path / "site").exists()


def test_no_dataset(run: Run, tmp_path: Path) -> None:
    code, out, err = run("site", tmp_path / "none", "--out", tmp_path / "site")
    assert (code, out) == (1, "")
    assert "does not exist" in err
    assert list(tmp_path.iterdir()) == []
