"""Reads the ``#+`` header of a stored query: YAML in comment lines at the top of the file."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

import yaml

from moneyloop.errors import AssetError

MARK: Final = "#+"
LANGUAGES: Final = ("en", "fr", "he", "fa", "ar")
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Mapped(dict[str, Any]):
    """A mapping in a file, which knows the line of each of its keys."""

    def __init__(self, line: int) -> None:
        """Make an empty mapping that begins on a line, counted from 1."""
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


def header_of(path: Path, text: str) -> Mapped:
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
    return mapping_of(path, "\n".join(lines), "the header")


def mapping_of(path: Path, text: str, what: str) -> Mapped:
    """Return the mapping that YAML holds, whose first line is the first of the file.

    Raises:
        AssetError: it is no YAML, no mapping, or gives a key twice.
    """
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
        loaded = None if node is None else _built(path, loader, node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        raise AssetError(f"{path}{where}: {what} is no YAML: {error}") from error
    finally:
        loader.dispose()
    if not isinstance(loaded, Mapped):
        raise AssetError(f"{path}:1: {what} is no YAML mapping; write `key: value` lines")
    return loaded


def _built(path: Path, loader: Any, node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_built(path, loader, item) for item in node.value]
    if not isinstance(node, yaml.MappingNode):
        return loader.construct_object(node)
    built = Mapped(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key, line = str(loader.construct_object(key_node, deep=True)), key_node.start_mark.line + 1
        if key in built:
            raise AssetError(f"{path}:{line}: {key} is given twice")
        built[key], built.lines[key] = _built(path, loader, value_node), line
    return built


class Part:
    """A mapping inside a file that is read key by key; each complaint names file, line and key."""

    def __init__(self, path: Path, values: Any, known: Collection[str], where: str = "") -> None:
        """Take a mapping and the keys that it may have.

        Raises:
            AssetError: it is no mapping, or has a key that is not known.
        """
        self._path, self._where = path, where
        if not isinstance(values, Mapped):
            raise AssetError(f"{path}: {where or 'the header'} holds {values!r}, which is not a mapping")
        self._values = values
        for key in values:
            if key not in known:
                raise self.error(key, f"is an unknown key; known are {', '.join(sorted(known))}")

    def error(self, key: str, problem: str) -> AssetError:
        """Return the error that says what is wrong with a key, and on which line."""
        inside = f" of {self._where}" if self._where and self._where != key else ""
        return AssetError(f"{self._path}:{self.line(key)}: {key}{inside} {problem}")

    def line(self, key: str) -> int:
        """Return the line that a key stands on, or that of the mapping."""
        return self._values.lines.get(key, self._values.line)

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

    def items(self, key: str) -> list[Any]:
        """Return a list; empty if the key is missing.

        Raises:
            AssetError: the value is no list.
        """
        value = self._values.get(key, [])
        if not isinstance(value, list):
            raise self.error(key, "must be a list")
        return value

    def count(self, key: str) -> int | None:
        """Return a whole number from 1 on; None if the key is missing.

        Raises:
            AssetError: the value is something else.
        """
        value = self._values.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise self.error(key, "must be a whole number from 1 on")
        return value

    def flag(self, key: str) -> bool:
        """Return a truth value; False if the key is missing.

        Raises:
            AssetError: the value is neither true nor false.
        """
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            raise self.error(key, "must be true or false")
        return value

    def translations(self, key: str) -> dict[str, str]:
        """Return a text in each of the five languages.

        Raises:
            AssetError: a language is missing, empty or unknown.
        """
        value = self._values.get(key)
        if not isinstance(value, dict):
            raise self.error(key, f"must have a text in each of {', '.join(LANGUAGES)}")
        wrong = sorted(set(value) ^ set(LANGUAGES))
        empty = [language for language in LANGUAGES if not str(value.get(language) or "").strip()]
        if wrong or empty:
            raise self.error(
                key, f"needs exactly {', '.join(LANGUAGES)}; see {', '.join(map(str, wrong or empty))}"
            )
        return {language: str(value[language]).strip() for language in LANGUAGES}

    def texts(self, key: str) -> dict[str, str]:
        """Return a text in each of the five languages with the spaces at its ends, where they matter.

        Raises:
            AssetError: a language is missing, empty or unknown.
        """
        self.translations(key)
        return {language: str(text) for language, text in self._values[key].items()}
