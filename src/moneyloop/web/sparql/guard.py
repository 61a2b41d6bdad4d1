"""Sees whether a text holds SERVICE or LOAD, however it is written.

The engine reads keywords where a tokenizer by the SPARQL grammar sees none: glued to what stands beside them
(``SERVICE:name``, ``trueSERVICE``), and behind a ``<`` that a later ``>`` makes look like an IRI
(``FILTER(?a<4)SERVICE?b#>``). Such texts count as holding the keyword too.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from moneyloop.queries.paths.tokens import Token, tokens

_ABSOLUTE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_BREAKING: Final = re.compile(r"[)'#]")
_BEFORE_OPERANDS: Final = frozenset(
    ("(", ",", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "&&", "||", "!", "^", "|", "^^")
)
"""Behind these an IRI may stand in round brackets, and no operator ``<``."""


def holds(text: str, keyword: str) -> bool:
    """Whether the engine may read a keyword, given in upper case, in a query or update."""
    if keyword not in text.upper():
        return False
    found = tokens(text)
    open_brackets: list[str] = []
    for before, token in pairwise([None, *found]):
        assert token is not None
        if _is(token, keyword) or ("(" in open_brackets[-1:] and _hides(before, token)):
            return True
        if token.kind == "mark" and token.text in ("(", "[", "{"):
            open_brackets.append(token.text)
        elif token.kind == "mark" and token.text in (")", "]", "}"):
            del open_brackets[-1:]
    return False


def _is(token: Token, keyword: str) -> bool:
    if token.kind == "word":
        return keyword in token.text.upper()
    return token.kind == "name" and keyword in token.text.partition(":")[0].upper()


def _hides(before: Token | None, token: Token) -> bool:
    """Whether what looks like an IRI may be the operator ``<``, which stands in round brackets, and more."""
    if token.kind != "iri" or _ABSOLUTE.match(token.text) or not _BREAKING.search(token.text):
        return False
    return before is None or before.text not in _BEFORE_OPERANDS
