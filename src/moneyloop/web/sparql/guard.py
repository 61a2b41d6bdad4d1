"""Sees whether a text holds SERVICE or LOAD, however it is written.

The engine reads keywords where a tokenizer by the SPARQL grammar sees none: glued to what stands beside them
(``SERVICE:name``, ``trueSERVICE``), and behind a ``<`` that a later ``>`` makes look like an IRI
(``FILTER(?a<4)SERVICE?b#>``). Such texts count as holding the keyword too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moneyloop.queries.paths.tokens import Token, tokens

_ABSOLUTE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_BREAKING: Final = re.compile(r"[)'#]")
_OPERANDS: Final = ("iri", "string", "variable", "blank", "language", "number", "name", "word")


def holds(text: str, keyword: str) -> bool:
    """Whether the engine may read a keyword, given in upper case, in a query or update."""
    if keyword not in text.upper():
        return False
    found = tokens(text)
    return any(_is(token, keyword) or _hides(found, index) for index, token in enumerate(found))


def _is(token: Token, keyword: str) -> bool:
    if token.kind == "word":
        return keyword in token.text.upper()
    return token.kind == "name" and keyword in token.text.partition(":")[0].upper()


def _hides(found: Sequence[Token], index: int) -> bool:
    """Whether what looks like an IRI may be the operator ``<`` and more behind it."""
    token = found[index]
    if token.kind != "iri" or not index or _ABSOLUTE.match(token.text) or not _BREAKING.search(token.text):
        return False
    before = found[index - 1]
    return before.kind in _OPERANDS or before.text in (")", "]")
