"""Asks the endpoints that are allowed for what SERVICE blocks want of them, and puts the rows in their place.

The engine never asks them itself: it would follow redirections, to whatever address.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from moneyloop.errors import EndpointError, RequestError
from moneyloop.queries.answer import Answer, Term
from moneyloop.queries.paths.prologue import Prologue, prologue_of
from moneyloop.queries.paths.tokens import Token, closing, tokens

MOST: Final = 10_000
"""Rows of one block at most."""
Ask = Callable[[str, str], Answer]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A query with rows in place of blocks; ``cut`` is whether there were more of them than have room."""

    text: str
    cut: bool = False


@dataclass(slots=True)
class _Fetching:
    text: str
    services: Collection[str]
    ask: Ask
    prologue: Prologue
    cut: bool = field(default=False, init=False)

    def whole(self) -> str:
        found = tokens(self.text)
        written, copied, index = [], 0, 0
        while index < len(found):
            end = self._end(found, index)
            if end is None:
                index += 1
                continue
            opening = index + 2 + found[index + 1].is_word("SILENT")
            written += [self.text[copied : found[index].start], self._rows(found, opening, end)]
            copied, index = found[end].end, end + 1
        return "".join([*written, self.text[copied:]])

    def _end(self, found: Sequence[Token], index: int) -> int | None:
        """Return the index of the brace that closes a block for one of the services, None for all else."""
        if not found[index].is_word("SERVICE") or index + 3 >= len(found):
            return None
        opening = index + 2 + found[index + 1].is_word("SILENT")
        if found[opening].text != "{" or self.prologue.iri(found[opening - 1]) not in self.services:
            return None
        return closing(found, opening)

    def _rows(self, found: Sequence[Token], opening: int, end: int) -> str:
        """Return a group that has the rows which the service gives for the pattern in a block."""
        pattern = self.text[found[opening].end : found[end].start]
        address = self.prologue.iri(found[opening - 1]) or ""
        try:
            answer = self.ask(address, f"{self.prologue.declarations}\nSELECT * WHERE {{{pattern}}}")
            return self._values(address, answer)
        except (EndpointError, RequestError) as error:
            if found[opening - 2].is_word("SILENT"):
                return "{}"
            raise RequestError(502, str(error)) from error

    def _values(self, address: str, answer: Answer) -> str:
        self.cut = self.cut or len(answer.rows) > MOST
        rows = " ".join(f"({' '.join(_cell(address, one) for one in row)})" for row in answer.rows[:MOST])
        return f"{{ VALUES ({' '.join(f'?{name}' for name in answer.columns)}) {{ {rows} }} }}"


def fetched(text: str, services: Collection[str], ask: Ask) -> Fetched:
    """Return a query whose blocks for some services are answered; other blocks stay as they are.

    Args:
        text: the query.
        services: the IRIs of the services.
        ask: returns the answer of the service at an address to a query.

    Raises:
        RequestError: a service cannot be asked, or what it answers cannot be passed on.
    """
    prologue = prologue_of(text, tokens(text))
    if prologue is None or not services:
        return Fetched(text)
    fetching = _Fetching(text, services, ask, prologue)
    return Fetched(fetching.whole(), fetching.cut)


def ask_endpoint(address: str, text: str) -> Answer:
    """Return the answer of an endpoint to a SELECT query; no credentials are shown, no redirection followed.

    Raises:
        EndpointError: it cannot be reached, or does not answer as it must.
    """
    from moneyloop.queries.remote import Endpoint

    return Endpoint(address).select(text)


def _cell(address: str, term: Term | None) -> str:
    if isinstance(term, ox.BlankNode):
        raise RequestError(502, f"{address}: answers with a blank node, which has no name in other places")
    return "UNDEF" if term is None else str(term)
