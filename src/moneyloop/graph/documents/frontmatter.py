"""Metadata between two lines of ``---`` at the top of a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from moneyloop.errors import DocumentError
from moneyloop.graph.documents.metadata import KEYS

_KEY: Final = re.compile(r"---[ \t]*\n(?:[ \t]*(?:#.*)?\n)*([\w][\w .-]*?)[ \t]*:(?:[ \t\n]|$)")
_END: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_NAMES: Final = frozenset(name for names in KEYS.values() for name in names)
_MAX_LENGTH: Final = 1 << 16


def split(text: str) -> tuple[Mapping[str, object], str]:
    """Return the front matter of a text and the rest, which is the text itself if there is no front matter.

    Two rules of dashes around prose are no front matter: it begins with a key and a colon.

    Raises:
        DocumentError: the front matter is malformed or not closed; the message names the line, but no file.
    """
    key = _KEY.match(text)
    if key is None:
        return {}, text
    start = text.index("\n") + 1
    end = _END.search(text, start, start + _MAX_LENGTH)
    if end is None:
        if key[1].casefold() not in _NAMES:
            return {}, text
        raise DocumentError("front matter begins in line 1 and does not end; close it with a line of ---")
    try:
        values = parse_yaml(text[start : end.start()])
    except ValueError as error:
        raise DocumentError(
            f"malformed front matter ({error}); correct the lines between --- and ---"
        ) from error
    return (values, text[end.end() :]) if isinstance(values, Mapping) else ({}, text)


def parse_yaml(text: str) -> object:
    """Return what a YAML text holds, every scalar as the text it is written with (``no`` stays ``no``).

    Raises:
        ValueError: it is no YAML; the message gives the line.
    """
    import yaml

    try:
        return yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f"line {mark.line + 1}: " if mark else ""
        raise ValueError(f"{line}{error.problem or 'no YAML'}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError("no YAML") from error
