"""Reads the ``#+`` header of a stored query: YAML in comment lines at the top of the file."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from moneyloop.errors import AssetError

MARK: Final = "#+"
LANGUAGES: Final = ("en", "fr", "he", "fa", "ar")
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def header_of(path: Path, text: str) -> dict[str, Any]:
    """Return the header of a stored query as the mapping it holds.

    Raises:
        AssetError: there is no header, or it is no YAML mapping.
    """
    lines = []
    for line in text.splitlines():
        if not line.startswith(MARK):
            break
        lines.append(line.removeprefix(MARK).removeprefix(" "))
    if not lines:
        raise AssetError(f"{path}: no header; begin the file with lines of YAML after {MARK}")
    try:
        loaded = yaml.load("\n".join(lines), Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        raise AssetError(f"{path}{where}: the header is no YAML: {error}") from error
    if not isinstance(loaded, dict):
        raise AssetError(f"{path}:1: the header is no YAML mapping; write `#+ key: value` lines")
    return loaded


class Part:
    """A mapping inside a header that is read key by key; each complaint names file, line and key."""

    def __init__(self, path: Path, text: str, values: Any, known: Collection[str], where: str = "") -> None:
        """Take a mapping and the keys that it may have.

        Raises:
            AssetError: it is no mapping, or has a key that is not known.
        """
        self._path, self._text, self._where = path, text, where
        if not isinstance(values, dict):
            raise self.error(where or "header", "is not a mapping")
        self._values: Mapping[str, Any] = values
        for key in values:
            if key not in known:
                raise self.error(str(key), f"is an unknown key; known are {', '.join(sorted(known))}")

    def error(self, key: str, problem: str) -> AssetError:
        """Return the error that says what is wrong with a key, and on which line."""
        pattern = re.compile(rf"^#\+[\s-]*{re.escape(key)}\s*:")
        numbers = (number for number, line in enumerate(self._text.splitlines(), 1) if pattern.match(line))
        inside = f" of {self._where}" if self._where and self._where != key else ""
        return AssetError(f"{self._path}:{next(numbers, 1)}: {key}{inside} {problem}")

    def get(self, key: str) -> Any:
        """Return a value, or None."""
        return self._values.get(key)

    def string(self, key: str) -> str:
        """Return a text that must be there.

        Raises:
            AssetError: it is missing, empty or something else than text.
        """
        value = self._values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, "must be a text that is not empty")
        return value.strip()

    def strings(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; none if the key is missing.

        Raises:
            AssetError: the value is no list of texts.
        """
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(key, "must be a list of texts")
        return tuple(value)

    def parts(self, key: str) -> list[dict[str, Any]]:
        """Return a list of mappings; none if the key is missing.

        Raises:
            AssetError: the value is no list.
        """
        value = self._values.get(key, [])
        if not isinstance(value, list):
            raise self.error(key, "must be a list")
        return value

    def translations(self, key: str) -> dict[str, str]:
        """Return a text in each of the five languages.

        Raises:
            AssetError: a language is missing, empty or unknown.
        """
        value = self._values.get(key)
        if not isinstance(value, dict):
            raise self.error(key, f"must have a text in each of {', '.join(LANGUAGES)}")
        wrong = sorted(set(value) ^ set(LANGUAGES), key=str)
        empty = [language for language in LANGUAGES if not str(value.get(language) or "").strip()]
        if wrong or empty:
            raise self.error(
                key, f"needs exactly {', '.join(LANGUAGES)}; see {', '.join(map(str, wrong or empty))}"
            )
        return {language: str(value[language]).strip() for language in LANGUAGES}
