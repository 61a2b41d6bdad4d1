"""Sentence templates: text with ``{places}`` for columns, and ``[parts]`` left out where one is empty."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from moneyloop.queries.stored import Column

_TOKEN: Final = re.compile(r"\{(\w+)\}|[\[\]{}]")
_END: Final = re.compile(r"(\w+?)(Min|Max)([A-Z]\w*)?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a template: fixed words and names of places, in turn, words first.

    What is ``optional`` falls away unless every place in it is filled.
    """

    words: tuple[str, ...]
    names: tuple[str, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with places."""

    pieces: tuple[Piece, ...]

    @property
    def places(self) -> frozenset[str]:
        """The names of all places."""
        return frozenset(name for piece in self.pieces for name in piece.names)

    def filled(self, values: Mapping[str, str]) -> str:
        """Return the sentence with values in its places; an empty value leaves optional parts out."""
        return "".join(
            piece.words[0] + "".join(values[n] + w for n, w in zip(piece.names, piece.words[1:], strict=True))
            for piece in self.pieces
            if not piece.optional or all(values[name] for name in piece.names)
        )


def parsed(text: str) -> Template:
    """Return the template that a text says.

    Raises:
        ValueError: its brackets do not match, or an optional part has no place.
    """
    pieces: list[Piece] = []
    words, optional, last = [""], False, 0
    names: list[str] = []

    def close() -> None:
        pieces.append(Piece(tuple(words), tuple(names), optional))

    for token in _TOKEN.finditer(text):
        words[-1] += text[last : token.start()]
        last = token.end()
        if token[1]:
            names.append(token[1])
            words.append("")
            continue
        if token[0] in "{}" or (token[0] == "[") is optional or (optional and not names):
            raise ValueError(
                f"is no template at {text[token.start() :]!r}: use {{column}}, and [parts] with one"
            )
        close()
        words, names, optional = [""], [], not optional
    words[-1] += text[last:]
    if optional:
        raise ValueError("is no template: a [ is not closed")
    close()
    return Template(tuple(pieces))


def ends(place: str, columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the column of a place, or the two that hold the ends of its interval; empty if there are none.

    ``{amountForth}`` stands for ``amountMinForth`` and ``amountMaxForth``.
    """
    exact = tuple(column for column in columns if column.name == place)
    if exact:
        return exact
    found = {
        match[2]: column
        for column in columns
        if (match := _END.fullmatch(column.name))
        if _joined(match) == place
    }
    return (found["Min"], found["Max"]) if len(found) == 2 else ()


def _joined(match: re.Match[str]) -> str:
    return match[1] + (match[3] or "")
