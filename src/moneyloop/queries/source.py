"""What queries are asked of: anything that answers them from a dataset."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from moneyloop.graph.folder import existing
from moneyloop.graph.store import open_part
from moneyloop.queries.answer import Answer, answer_of
from moneyloop.queries.paths.prologue import names_graphs

if TYPE_CHECKING:
    from moneyloop.graph.projection import Projection


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


@dataclass(frozen=True)
class Embedded:
    """The store of a dataset; ``build`` is the folder in which the store of a built one lies."""

    store: ox.Store
    build: Path | None = None

    @cached_property
    def projection(self) -> Projection | None:
        """The deals of a built dataset as arrays, opened when it is asked for; None for a mere store.

        Where no array files fit the store, they are made from it.
        """
        if self.build is None:
            return None
        from moneyloop.graph.projection import assemble, collect, of_store, written

        return written(self.build) or assemble(collect(of_store(self.store)))

    def select(self, text: str) -> Answer:
        """Return the answer to a SELECT query."""
        solutions = self._result(text)
        assert isinstance(solutions, ox.QuerySolutions)
        return answer_of(solutions)

    def ask(self, text: str) -> bool:
        """Return the answer to an ASK query."""
        return bool(self._result(text))

    def construct(self, text: str) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT query, each once."""
        triples = self._result(text)
        assert isinstance(triples, ox.QueryTriples)
        return list(dict.fromkeys(triples))

    def _result(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        # The union of all graphs would take the place of those that FROM names.
        return self.store.query(text, use_default_graph_as_union=not names_graphs(text))


def open_dataset(folder: Path) -> Embedded:
    """Open a built dataset to ask it; any number of readers may.

    Args:
        folder: the folder that ``moneyloop build`` wrote.

    Raises:
        DatasetError: the folder holds no dataset, or its store is damaged or may not be read.
    """
    path = existing(folder, "store")
    return Embedded(open_part(path, folder), path.parent)
