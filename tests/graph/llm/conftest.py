"""Documents, claims as models say them, and readers, for the tests of the language-model extractor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from moneyloop.graph.documents import Document
from moneyloop.graph.llm import Settings
from moneyloop.graph.llm.reader import Reader

Json = dict[str, Any]
MakeReader = Callable[..., Reader]
MakeDocument = Callable[..., Document]
Say = Callable[..., Json]


@pytest.fixture
def reader(serve: object) -> Iterator[MakeReader]:
    """Make readers that ask the server at an address, once each time unless told to try again."""
    opened: list[Reader] = []

    def make(url: str, **fields: Any) -> Reader:
        opened.append(Reader(Settings("model", url, **({"retries": 0} | fields))))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


@pytest.fixture
def document() -> MakeDocument:
    def make(text: str, language: str = "en", name: str = "a", published: str | None = None) -> Document:
        return Document(name, text, language, None, None, published, None, Path(f"{name}.txt"))

    return make


@pytest.fixture
def say() -> Say:
    """Make a claim as a model says it; a role is given as its name, or as (text, name)."""

    def make(quote: str, kind: str, status: str = "completed", **fields: Any) -> Json:
        rest = {name: fields.pop(name, None) for name in ("amount", "share", "period", "attributed_to")}
        forms = {role: form if isinstance(form, tuple) else (form, form) for role, form in fields.items()}
        roles = [{"role": role, "text": text, "name": name} for role, (text, name) in forms.items()]
        return {"quote": quote, "type": kind, "status": status, "roles": roles, **rest}

    return make
