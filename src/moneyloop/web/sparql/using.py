"""Gives an update the dataset that the protocol names for it, by USING clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from moneyloop.errors import RequestError
from moneyloop.queries.paths.tokens import Token, tokens
from moneyloop.web.sparql.operation import Operation

_OPENING, _CLOSING = ("{", "(", "["), ("}", ")", "]")


def with_dataset(operation: Operation) -> str:
    """Return the text of an update in which each pattern is asked of the graphs that the protocol names.

    Raises:
        RequestError: the protocol names graphs, and so does the update by WITH or USING.
    """
    if not operation.names_graphs:
        return operation.text
    outer = list(_outer(tokens(operation.text)))
    if any(token.is_word("WITH", "USING") for token in outer):
        raise RequestError(400, "graphs are named by the protocol and by WITH or USING: which are meant?")
    clauses = [f"USING {ox.NamedNode(one)}" for one in operation.default_graphs]
    clauses += [f"USING NAMED {ox.NamedNode(one)}" for one in operation.named_graphs]
    return _inserted(operation.text, outer, f" {' '.join(clauses)} ")


def _inserted(text: str, outer: Sequence[Token], clauses: str) -> str:
    """Put clauses before each WHERE; the pattern of a DELETE WHERE is its template too."""
    written, copied = [], 0
    for before, where, opening in zip(outer, outer[1:], outer[2:], strict=False):
        if not where.is_word("WHERE"):
            continue
        written.append(text[copied : where.start])
        copied = where.start
        if before.is_word("DELETE"):
            end = next(token.end for token in outer if token.text == "}" and token.start > opening.start)
            written.append(text[opening.start : end])
        written.append(clauses)
    return "".join([*written, text[copied:]])


def _outer(found: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens that stand in no brackets, and the outermost brackets themselves."""
    depth = 0
    for token in found:
        mark = token.kind == "mark"
        depth -= mark and token.text in _CLOSING
        if depth <= 0:
            yield token
        depth += mark and token.text in _OPENING
