"""The words of the report itself, in the reader's language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = yaml.safe_load(
        Path(__file__).with_name("words.yaml").read_text("utf-8")
    )
    return words


def interface(language: str) -> dict[str, str]:
    """Return the words of the report, by their names, in a language."""
    return {name: said[language] for name, said in _words().items()}
