"""What queries are asked of: anything that answers them from a dataset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

from moneyloop.queries.answer import Answer, answer_of


class Source(Protocol):
    """A dataset whose named graphs are asked as one."""

    def select(self, text: str) -> Answer:
        """Return the answer to a SELECT query."""
        ...

    def ask(self, text: str) -> bool:
        """Return the answer to an ASK query."""
        ...

    def construct(self, text: str) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT query, each once."""
        ...


@dataclass(frozen=True, slots=True)
class Embedded:
    """The store of a built dataset."""

    store: ox.Store

    def select(self, text: str) -> Answer:
        """Return the answer to a SELECT query."""
        solutions = self.store.query(text, use_default_graph_as_union=True)
        assert isinstance(solutions, ox.QuerySolutions)
        return answer_of(solutions)

    def ask(self, text: str) -> bool:
        """Return the answer to an ASK query."""
        return bool(self.store.query(text, use_default_graph_as_union=True))

    def construct(self, text: str) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT query, each once."""
        triples = self.store.query(text, use_default_graph_as_union=True)
        assert isinstance(triples, ox.QueryTriples)
        return list(dict.fromkeys(triples))
