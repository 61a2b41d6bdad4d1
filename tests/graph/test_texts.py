"""The documents of a dataset are what was read into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from moneyloop.errors import DatasetError
from moneyloop.graph import texts
from moneyloop.graph.build import build
from moneyloop.graph.documents import read_all
from moneyloop.graph.tools import Tools


def test_texts_and_what_is_known_of_them(tmp_path: Path, tools: Callable[[], Tools]) -> None:
    source = tmp_path / "in"
    source.mkdir()
    head = "---\ntitle: כותרת\npublisher: עיתון\ndate: 2025-11-10\nurl: https://example.org/a\n---\n"
    (source / "כתבה 1.txt").write_text(f"{head}שלום\u2028\u0085 \u00a0עולם\n\n", encoding="utf-8")
    (source / "plain.txt").write_bytes(b"one\r\ntwo")
    build([source], tmp_path / "out", make_tools=tools)
    read, _ = read_all([source])
    found = texts.read(tmp_path / "out")
    assert [replace(one, path=Path()) for one in found] == [replace(one, path=Path()) for one in read]
    assert all(one.path.read_bytes() == one.text.encode() for one in found)


def test_what_holds_no_dataset_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="holds no dataset"):
        texts.read(tmp_path)
