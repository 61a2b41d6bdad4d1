"""Reads a query or an update from an HTTP request, as the SPARQL 1.1 Protocol has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from typing import Final
from urllib.parse import parse_qsl

import pyoxigraph as ox

from moneyloop.errors import RequestError

FORM: Final = "application/x-www-form-urlencoded"
_DIRECT: Final = {"application/sparql-query": "query", "application/sparql-update": "update"}
_GRAPHS: Final = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}
_MOST: Final = 1_000
"""Parameters of one request."""
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or an update, and the dataset that the protocol names for it: IRIs of graphs, or none."""

    kind: str
    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    @property
    def names_graphs(self) -> bool:
        """Whether the protocol names a dataset."""
        return bool(self.default_graphs or self.named_graphs)


def read(method: str, query_string: bytes, content_type: str | None, body: bytes) -> Operation | None:
    """Return the operation of a request, None if it names none by GET.

    Args:
        method: GET, HEAD or POST.
        query_string: the part of the address behind the question mark, as it was sent.
        content_type: the header, None if there is none.
        body: of the request.

    Raises:
        RequestError: the request is none of the protocol.
    """
    pairs = _pairs(query_string, "the address")
    if method != "POST":
        if any(name == "update" for name, _ in pairs):
            raise RequestError(400, "an update must be sent by POST")
        return _operation("query", pairs) if any(name == "query" for name, _ in pairs) else None
    media, charset = _media(content_type)
    if charset not in (None, "utf-8", "us-ascii"):
        raise RequestError(415, f"the body must be in UTF-8, not in {charset}")
    if media == FORM:
        pairs += _pairs(body, "the form")
        kinds = [name for name, _ in pairs if name in _GRAPHS]
        if not kinds:
            raise RequestError(400, "the form has neither query nor update")
        return _operation(kinds[0], pairs)
    if media not in _DIRECT:
        raise RequestError(415, f"a body must be of type {', '.join([FORM, *_DIRECT])}")
    try:
        return _operation(_DIRECT[media], [*pairs, (_DIRECT[media], body.decode())])
    except UnicodeDecodeError as error:
        raise RequestError(400, f"the body is not in UTF-8: {error}") from error


def _operation(kind: str, pairs: Sequence[tuple[str, str]]) -> Operation:
    texts = [(name, value) for name, value in pairs if name in _GRAPHS]
    if len(texts) > 1:
        raise RequestError(400, f"one query or update at a time, not {len(texts)}")
    (_, text), (default, named) = texts[0], _GRAPHS[kind]
    wrong = [name for name, _ in pairs if name in _others(kind)]
    if wrong:
        raise RequestError(400, f"{wrong[0]} does not fit a{'n' * (kind == 'update')} {kind}")
    return Operation(kind, text, _iris(pairs, default), _iris(pairs, named))


def _others(kind: str) -> tuple[str, ...]:
    return tuple(name for other, names in _GRAPHS.items() if other != kind for name in names)


def _iris(pairs: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    given = tuple(dict.fromkeys(value for other, value in pairs if other == name))
    for one in given:
        try:
            ox.NamedNode(one)
        except ValueError as error:
            raise RequestError(400, f"{name}: {one!r} is no IRI") from error
    return given


def _pairs(encoded: bytes, where: str) -> Pairs:
    try:
        return parse_qsl(encoded.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST)
    except UnicodeDecodeError as error:
        raise RequestError(400, f"{where} is not in UTF-8") from error
    except ValueError as error:
        raise RequestError(400, f"{where} has more than {_MOST} parameters") from error


def _media(content_type: str | None) -> tuple[str, str | None]:
    """Return the media type of a Content-Type header, and its charset, both in lower case."""
    if content_type is None:
        return "", None
    read_header = Message()
    read_header["Content-Type"] = content_type
    charset = read_header.get_content_charset()
    return read_header.get_content_type(), charset
