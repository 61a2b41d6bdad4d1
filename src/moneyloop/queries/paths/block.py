"""Reads a SERVICE block: its settings in one vocabulary, and the pattern that is left without them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moneyloop.errors import QueryError
from moneyloop.queries.answer import Term
from moneyloop.queries.paths.prologue import Prologue
from moneyloop.queries.paths.tokens import Token, closing

_TERMS: Final = ("iri", "name", "variable", "blank", "string", "number")
_TRUTH: Final = ("TRUE", "FALSE")


@dataclass(frozen=True, slots=True)
class Value:
    """What a setting is set to: a term, or a variable by its name."""

    written: str
    term: Term | None = None
    variable: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """The settings of a block by their local names, in order, and the text of the pattern beside them."""

    settings: tuple[tuple[str, Value], ...]
    pattern: str


@dataclass(slots=True)
class _Reader:
    text: str
    found: Sequence[Token]
    prologue: Prologue
    namespace: str
    index: int = 0

    def token(self, ahead: int = 0) -> Token | None:
        place = self.index + ahead
        return self.found[place] if place < len(self.found) else None

    def is_mark(self, *marks: str, ahead: int = 0) -> bool:
        token = self.token(ahead)
        return token is not None and token.kind == "mark" and token.text in marks

    def setting_at(self, ahead: int) -> str | None:
        """Return the local name of the setting that a token names, None if it names none."""
        token = self.token(ahead)
        iri = self.prologue.iri(token) if token else None
        return iri.removeprefix(self.namespace) if iri and iri.startswith(self.namespace) else None


def read(text: str, found: Sequence[Token], prologue: Prologue, namespace: str) -> Block:
    """Return what stands in a block.

    Args:
        text: the query.
        found: the tokens between the braces of the block.
        prologue: gives the tokens their meaning.
        namespace: what the settings' IRIs begin with.

    Raises:
        QueryError: a setting is malformed.
    """
    reader = _Reader(text, found, prologue, namespace)
    settings: list[tuple[str, str]] = []
    pattern: list[str] = []
    kept, at_start = 0, True
    while (token := reader.token()) is not None:
        begun = reader.index
        if at_start and _skip_subject(reader):
            pattern.append(_between(reader, kept, begun))
            settings += _settings(reader)
            kept = reader.index
            continue
        reader.index = _after(reader)
        at_start = token.kind == "mark" and token.text in (".", "{", "(")
    pattern.append(_between(reader, kept, len(found)))
    return Block(_with_terms(settings, prologue), " ".join(part for part in pattern if part).strip())


def _between(reader: _Reader, first: int, last: int) -> str:
    if first >= last:
        return ""
    return reader.text[reader.found[first].start : reader.found[last - 1].end]


def _after(reader: _Reader) -> int:
    """Return the index behind the token, or behind what it opens."""
    if reader.is_mark("{", "(", "["):
        end = closing(reader.found, reader.index)
        return len(reader.found) if end is None else end + 1
    return reader.index + 1


def _skip_subject(reader: _Reader) -> bool:
    """Go behind the subject of settings and return True; stay where no settings begin."""
    token = reader.token()
    begun = reader.index
    if token is None:
        return False
    if reader.is_mark("["):
        if reader.setting_at(1) is not None:
            return True
        reader.index = _after(reader)
    elif token.kind in _TERMS:
        reader.index += 1
    else:
        return False
    if reader.setting_at(0) is not None:
        return True
    reader.index = begun
    return False


def _settings(reader: _Reader) -> list[tuple[str, str]]:
    """Read settings up to the end of their statement; each is a name and the text of a value."""
    enclosed = reader.is_mark("[")
    reader.index += enclosed
    read_settings: list[tuple[str, str]] = []
    while (name := reader.setting_at(0)) is not None:
        reader.index += 1
        read_settings.append((name, _value(reader, name)))
        while reader.is_mark(","):
            reader.index += 1
            read_settings.append((name, _value(reader, name)))
        if not reader.is_mark(";"):
            break
        while reader.is_mark(";"):
            reader.index += 1
    if enclosed:
        if not reader.is_mark("]"):
            raise _unexpected(reader)
        reader.index += 1
        if reader.is_mark(";") or reader.setting_at(0) is not None:
            reader.index += reader.is_mark(";")
            return read_settings + _settings(reader)
    if reader.is_mark("."):
        reader.index += 1
    elif reader.token() is not None and not enclosed and not reader.is_mark("{", "(", "["):
        following = reader.token()
        if following is None or following.kind != "word":
            raise _unexpected(reader)
    return read_settings


def _value(reader: _Reader, name: str) -> str:
    """Read one value and return its text."""
    first = reader.token()
    if first is None:
        raise QueryError(f"SERVICE <{reader.namespace}…>: {name} has no value")
    signed = reader.is_mark("+", "-")
    reader.index += signed
    token = reader.token()
    if token is None or not (token.kind in _TERMS or token.is_word(*_TRUTH)):
        raise _unexpected(reader)
    reader.index += 1
    following = reader.token()
    if following is not None and following.kind == "language" and token.kind == "string":
        reader.index += 1
    elif reader.is_mark("^^"):
        reader.index += 2
    return reader.text[first.start : reader.found[min(reader.index, len(reader.found)) - 1].end]


def _unexpected(reader: _Reader) -> QueryError:
    token = reader.token()
    where = f"{token.text!r} at line {reader.text.count(chr(10), 0, token.start) + 1}" if token else "its end"
    return QueryError(
        f"SERVICE <{reader.namespace}…>: cannot read the settings at {where}; "
        "write [] setting value ; setting value , value ."
    )


def _with_terms(settings: Sequence[tuple[str, str]], prologue: Prologue) -> tuple[tuple[str, Value], ...]:
    values = []
    for name, written in settings:
        if written[0] in "?$":
            values.append((name, Value(written, variable=written[1:])))
            continue
        if written.startswith("_:"):
            raise QueryError(f"SERVICE: {name} must be a term or a variable, not the blank node {written}")
        try:
            values.append((name, Value(written, term=prologue.terms([written])[0])))
        except SyntaxError as error:
            raise QueryError(f"SERVICE: {name} {written} is no RDF term: {error}") from error
    return tuple(values)
