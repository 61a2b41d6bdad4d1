"""Reports of the examples, and of a dataset that somebody made to do harm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest

from moneyloop.graph.build import build
from moneyloop.graph.folder import existing
from moneyloop.graph.vocabulary import term
from moneyloop.web.explorer.reader import PARTIES, Reader, reader
from moneyloop.web.report.page import page

VOID = {"meta", "br", "link", "img", "base"}
EVIL_NAME = '</title><script>alert("name")</script>'
EVIL_TEXT = """---
title: '"><img src=x onerror=alert(1)>'
publisher: "<script>alert('publisher')</script>"
date: 2025-09-23
language: en
url: "%s"
---

Nvidia plans to invest up to $100bn in OpenAI <script src="https://evil.example/x.js"></script> this year.

OpenAI will pay Nvidia up to $100bn for chips </blockquote><style>*{display:none}</style> by 2030.
"""


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.texts)


class Parsed(HTMLParser):
    """Every element of a page with the text in it; elements must be closed as they were opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(one)
        if tag not in VOID:
            self._open.append(one)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for one in self._open:
            one.texts.append(data)

    def all(self, tag: str, kind: str = "") -> list[Element]:
        found = (one for one in self.elements if one.tag == tag)
        return [one for one in found if not kind or kind in one.attributes.get("class", "").split()]


Show = Callable[[str], Parsed]


@pytest.fixture(scope="session")
def opened(examples: Path) -> Reader:
    return reader(existing(examples, "store").parent)


@pytest.fixture(scope="session")
def show(opened: Reader) -> Show:
    """The report of the examples in a language, parsed."""
    return cache(lambda language: Parsed(page(opened, language, date(2025, 11, 23))))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    place = tmp_path_factory.mktemp("hostile")
    texts = place / "texts"
    texts.mkdir()
    for name, url in (("a", "javascript:alert(1)"), ("b", 'https://example.org/"onmouseover="alert(1)')):
        (texts / f"{name}.md").write_text(EVIL_TEXT % url.replace('"', '\\"'), encoding="utf-8")
    build([texts], place / "graph")
    folder = existing(place / "graph", "store").parent
    store = ox.Store(str(folder / "store"))
    party, label = ox.NamedNode(f"{PARTIES}nvidia"), term("skos", "prefLabel")
    for quad in list(store.quads_for_pattern(party, label, None)):
        store.remove(quad)
        store.add(ox.Quad(party, label, ox.Literal(EVIL_NAME, language="en"), quad.graph_name))
    store.flush()
    del store
    (folder / "report.json").write_text('{"counts": {"documents": 2}}', encoding="utf-8")
    return page(reader(folder), "en", date(2025, 11, 23))
