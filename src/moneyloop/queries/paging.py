"""Cuts a SELECT query into pages, for servers that cut off what is longer than they like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_TOKENS: Final = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*\''''
    r"|<[^<>\"{}|^`\\\s]*>|#[^\n]*|[{}]|\w+|.",
    re.DOTALL,
)
_MODIFIERS: Final = re.compile(r"\b(LIMIT|OFFSET)\s+(\d+)", re.IGNORECASE)
_ORDER: Final = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
_NAMING: Final = (":", "?", "$")


@dataclass(frozen=True, slots=True)
class Pages:
    """A SELECT query of which any piece can be asked for.

    ``prologue`` and ``body`` are its text without limit and offset, in an order that leaves no two rows
    undecided unless they are equal; ``limit`` and ``offset`` are those that it had itself.
    """

    prologue: str
    body: str
    limit: int | None
    offset: int

    def page(self, size: int, start: int) -> str:
        """Return the query for the rows from ``start`` on, ``size`` at most."""
        return f"{self.prologue}{self.body}\nLIMIT {size} OFFSET {self.offset + start}"

    def nested(self, size: int, start: int) -> str:
        """Return the same as a query around the ordered one.

        Virtuoso sorts no more than 10,000 rows for a limit with offset, and advises this form.
        """
        inner = f"{{ {{ {self.body}\n}} }}"
        return f"{self.prologue}SELECT * WHERE {inner}\nLIMIT {size} OFFSET {self.offset + start}"


def limit_of(text: str) -> int | None:
    """Return the limit of a SELECT query itself, not of one inside it; None if it has none."""
    parts = _parts(text)
    return None if parts is None else _numbers(parts[2]).get("LIMIT")


def pages(text: str, columns: tuple[str, ...]) -> Pages | None:
    """Return a SELECT query as pages; None if it cannot be cut, as one that ends in a VALUES clause.

    The columns are added to its ORDER BY, which leaves its order as it was and decides the rest.
    """
    parts = _parts(text)
    if parts is None or not columns:
        return None
    prologue, body, tail = parts
    found = _numbers(tail)
    tail = _MODIFIERS.sub("", tail).rstrip()
    order = "" if _ORDER.search(tail) else "\nORDER BY"
    decided = " ".join(f"?{column}" for column in columns)
    return Pages(prologue, f"{body}{tail}{order} {decided}", found.get("LIMIT"), found.get("OFFSET", 0))


def _parts(text: str) -> tuple[str, str, str] | None:
    """Return the prologue of a query, the query up to the end of its pattern, and its modifiers."""
    depth, start, end, previous = 0, len(text), 0, ""
    for match in _TOKENS.finditer(text):
        token = match[0]
        if token == "{":
            depth += 1
        elif token == "}":
            depth -= 1
            end = match.end()
        elif previous not in _NAMING and text[match.end() : match.end() + 1] != ":":
            if token.upper() == "SELECT":
                start = min(start, match.start())
            elif token.upper() == "VALUES" and depth == 0:
                return None
        previous = token
    if depth or end < start:
        return None
    tail = "".join(" " if match[0].startswith("#") else match[0] for match in _TOKENS.finditer(text[end:]))
    return text[:start], text[start:end], tail


def _numbers(tail: str) -> dict[str, int]:
    return {name.upper(): int(number) for name, number in _MODIFIERS.findall(tail)}
