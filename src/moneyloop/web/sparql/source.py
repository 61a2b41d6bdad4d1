"""A dataset as a stranger's query may see it: the graphs the protocol names, and no other server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import pyoxigraph as ox

from moneyloop.errors import RequestError
from moneyloop.graph.store import open_part
from moneyloop.queries.answer import Answer, Solved
from moneyloop.queries.paths.prologue import names_graphs
from moneyloop.queries.source import Embedded
from moneyloop.web.sparql import wall
from moneyloop.web.sparql.guard import holds
from moneyloop.web.sparql.operation import Operation

if TYPE_CHECKING:
    from moneyloop.graph.projection import Projection

Taken = TypeVar("Taken")
Result = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean
SERVICE_REFUSED: Final = (
    "SERVICE asks other servers, which is not allowed here; path searches are: docs/paths.md"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store lies; ``whole`` is whether the rest of a build lies beside it."""

    store: Path
    whole: bool = True


@lru_cache(maxsize=2)
def opened(place: Place) -> Embedded:
    """Return the store at a place, open to read; a worker keeps it open.

    Raises:
        DatasetError: the store is damaged.
    """
    folder = place.store.parent
    if place.whole:
        return Embedded(open_part(place.store, folder), folder)
    return Embedded(ox.Store.read_only(str(place.store)))


@dataclass(frozen=True, kw_only=True)
class Guarded(Embedded):
    """A store that is asked for one operation, behind the wall.

    ``whole`` is the same store, and stays open from one operation to the next. ``base`` is what relative
    IRIs are resolved against.
    """

    whole: Embedded
    operation: Operation
    base: str

    @cached_property
    def projection(self) -> Projection | None:
        """The deals of the dataset as arrays; None where the protocol names graphs, or there are none."""
        return None if self.operation.names_graphs else self.whole.projection

    def select(self, text: str) -> Answer:
        """Return the answer to a SELECT query.

        Raises:
            RequestError: it asks another server.
            SyntaxError: it is no SPARQL 1.1.
        """
        solutions = self.taken(text, _all)
        assert isinstance(solutions, Solved)
        return Answer(solutions)

    def taken(self, text: str, take: Callable[[Result], Taken]) -> Taken:
        """Return what a function takes of the result of a query; it is called behind the wall.

        Raises:
            RequestError: the query asks another server, or cannot be answered.
            SyntaxError: it is no SPARQL 1.1.
        """
        if holds(text, "SERVICE"):
            raise RequestError(403, SERVICE_REFUSED)
        try:
            return wall.behind(lambda: take(self._result(text)))
        except PermissionError as error:
            raise RequestError(403, SERVICE_REFUSED) from error
        except (RuntimeError, ValueError) as error:
            raise RequestError(400, f"the query cannot be answered: {error}") from error

    def _result(self, text: str) -> Result:
        if self.operation.names_graphs:
            return self.store.query(
                text,
                base_iri=self.base,
                default_graph=[ox.NamedNode(one) for one in self.operation.default_graphs],
                named_graphs=[ox.NamedNode(one) for one in self.operation.named_graphs],
            )
        return self.store.query(text, base_iri=self.base, use_default_graph_as_union=not names_graphs(text))


def guarded(place: Place, operation: Operation, base: str) -> Guarded:
    """Return the store at a place as a source for one operation.

    Raises:
        DatasetError: the store is damaged.
    """
    whole = opened(place)
    return Guarded(whole.store, whole.build, whole=whole, operation=operation, base=base)


def _all(result: Result) -> Solved:
    assert isinstance(result, ox.QuerySolutions)
    return Solved(tuple(one.value for one in result.variables), [tuple(one) for one in result])
