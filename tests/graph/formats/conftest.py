"""A small dataset of real sentences, and names that formats must quote."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from moneyloop.assets import asset
from moneyloop.graph.build import build
from moneyloop.graph.store import open_store

NAMES = ("en-amd-warrants.md", "en-private-credit.txt", "he-nvidia-openai.md", "fr-softbank-openai.md")
HOSTILE = """---
title: '"Quoted", <script>alert(1)</script>; a & b'
language: en
publisher: "Gazette, Inc."
url: https://example.org/a?b=1&c="2"
date: 2025-03-01
---
Oracle will lend Meta $5 billion, says "the <b>Gazette</b>".
Sam Altman is the chief executive of OpenAI.
Meta cancelled the acquisition of Oracle for $3 billion.
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("formats")
    hostile = place / "hostile, «one».md"
    hostile.write_text(HOSTILE, encoding="utf-8")
    build([*(asset("graph", "examples", name) for name in NAMES), hostile], place / "out")
    return place / "out"


@pytest.fixture(scope="session")
def store(folder: Path) -> ox.Store:
    return open_store(folder)
