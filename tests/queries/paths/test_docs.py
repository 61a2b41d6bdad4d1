"""The examples of docs/paths.md run, and its tables name every setting."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Final

import pyoxigraph as ox
import pytest

from moneyloop.queries.answer import Answer
from moneyloop.queries.paths import graphdb, own, qlever
from moneyloop.queries.sparql import answer

PAGE: Final = (Path(__file__).parents[3] / "docs" / "paths.md").read_text(encoding="utf-8")
EXAMPLES: Final = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_finds_something(deals: Callable[[str], ox.Store], example: str) -> None:
    found = answer(
        deals("nvidia>openai openai>oracle oracle>nvidia coreweave>nvidia openai>coreweave"), example
    )
    assert isinstance(found, Answer)
    assert found.rows
    assert found.complete


@pytest.mark.parametrize("vocabulary", [own, qlever, graphdb])
def test_every_setting_is_described(vocabulary: ModuleType) -> None:
    prefix = "path:" if vocabulary is own else ""
    known = set(vocabulary.KNOWN)
    assert {name for name in known if f"`{prefix}{name}" not in PAGE} == set()
    if vocabulary is own:
        used = set(re.findall(r"path:(\w+)", PAGE)) - {"search"}
        values = {"cycles", "allPaths", "shortest", "allShortest", "kShortest", "reachable"}
        assert used - known == values | {"flows", "exposures", "dependencies"}
