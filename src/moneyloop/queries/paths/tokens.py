"""The tokens of SPARQL 1.1, with their places in the text.

The patterns follow the terminals of the SPARQL 1.1 grammar (https://www.w3.org/TR/sparql11-query/#sparqlGrammar).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_LOCAL: Final = r"(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
_INSIDE: Final = r"(?:[\w:.·-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
_LAST: Final = r"(?:[\w:·-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
_TOKEN: Final = re.compile(
    r"(?P<space>\s+|\#[^\r\n]*)"
    r'|(?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)'
    r'|(?P<string>"""(?:"{0,2}(?:[^"\\]|\\.))*"""'
    r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''"
    r'|"(?:[^"\\\r\n]|\\.)*"'
    r"|'(?:[^'\\\r\n]|\\.)*')"
    r"|(?P<variable>[?$][\w·]+)"
    r"|(?P<blank>_:\w(?:[\w.·-]*[\w·-])?)"
    r"|(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
    r"|(?P<number>\d+\.\d*[eE][+-]?\d+|\.?\d+[eE][+-]?\d+|\d*\.\d+|\d+)"
    rf"|(?P<name>(?:[^\W\d_](?:[\w.·-]*[\w·-])?)?:(?:{_LOCAL}(?:{_INSIDE}*{_LAST})?)?)"
    r"|(?P<word>[^\W\d]\w*)"
    r"|(?P<mark>\^\^|&&|\|\||!=|<=|>=|.)",
    re.DOTALL,
)
_CLOSING: Final = {"{": "}", "(": ")", "[": "]"}
FORMS: Final = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")


@dataclass(frozen=True, slots=True)
class Token:
    """A token, at ``text[start:end]``.

    ``kind`` is one of iri, string, variable, blank, language, number, name, word, mark.
    """

    kind: str
    text: str
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """Whether this is one of some keywords, in whatever case."""
        return self.kind == "word" and self.text.upper() in words


def tokens(text: str) -> list[Token]:
    """Return the tokens of a query in order, without white space and comments.

    A text that is no SPARQL gives tokens as well: what fits nowhere is a mark of one character.
    """
    return [
        Token(match.lastgroup or "mark", match[0], match.start(), match.end())
        for match in _TOKEN.finditer(text)
        if match.lastgroup != "space"
    ]


def closing(found: Sequence[Token], opening: int) -> int | None:
    """Return the index of the token that closes the bracket at an index, None if nothing does."""
    expected: list[str] = []
    for index in range(opening, len(found)):
        token = found[index]
        if token.kind != "mark":
            continue
        if token.text in _CLOSING:
            expected.append(_CLOSING[token.text])
        elif token.text in _CLOSING.values():
            if expected.pop() != token.text:
                return None
            if not expected:
                return index
    return None


def form_of(found: Sequence[Token]) -> int | None:
    """Return the index of the keyword that says the form of a query, None if there is none."""
    return next((index for index, token in enumerate(found) if token.is_word(*FORMS)), None)
