"""The kinds of files that are read."""

from __future__ import annotations

from typing import Final

SUFFIXES: Final = (".txt", ".md", ".html", ".htm", ".pdf", ".jsonl")
"""Suffixes of documents, in lower case."""
