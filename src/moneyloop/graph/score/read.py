"""Reads the claims and the aliases that a score is made from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from moneyloop.errors import ClaimError

RawClaim = dict[str, Any]
"""A claim as its JSON object: gold claims carry less, and more, than ``moneyloop.graph.claims.Claim``."""


def load(path: Path) -> dict[str, list[RawClaim]]:
    """Read the claims of a ``.jsonl`` file, or of each in a folder, by document name.

    Raises:
        ClaimError: the path does not exist, the folder holds no such file, or a line is no JSON object.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise ClaimError(f"{path}: holds no claims; give a .jsonl file or a folder of them")
    return {file.stem: list(_read(file)) for file in files}


def _read(file: Path) -> Iterator[RawClaim]:
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ClaimError(
            f"{file}: cannot be read as claims ({error}); give a .jsonl file or a folder"
        ) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            claim = json.loads(line)
        except json.JSONDecodeError as error:
            raise ClaimError(f"{file}:{number}: not JSON ({error.msg}); correct the line") from error
        if not isinstance(claim, dict):
            raise ClaimError(f"{file}:{number}: not a JSON object; correct the line")
        if "type" in claim:
            yield claim


def load_aliases(path: Path) -> dict[str, list[str]]:
    """Read a JSON object of canonical names, each with a list of the other forms that count as it.

    Raises:
        ClaimError: the file cannot be read, or holds something else.
    """
    try:
        aliases = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ClaimError(f"{path}: cannot be read as aliases ({error})") from error
    if not isinstance(aliases, dict) or not all(isinstance(forms, list) for forms in aliases.values()):
        raise ClaimError(f"{path}: not an object of name -> list of names; correct the file")
    return aliases
