"""Tests of how documents are spread over processes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from moneyloop.graph import ingest
from moneyloop.graph.documents import Document


@pytest.mark.parametrize(("count", "length", "workers"), [(10, 1_000, 1), (5, 1_000_000, 4), (5_000, 50, 4)])
def test_long_texts_and_many_documents_pay_for_processes(
    monkeypatch: pytest.MonkeyPatch, count: int, length: int, workers: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    document = Document("a", "x" * length, "en", None, None, None, None, Path("a.txt"))
    assert ingest._paying([document] * count) == workers
