"""A dataset from Python: stored queries, SPARQL, cycles, and the graph in the types of other libraries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from moneyloop.queries.source import Source
    from moneyloop.queries.table import Table

Scalar = str | int | float | Decimal | date
_HUMP: Final = re.compile(r"_([a-z0-9])")


def open(where: str | Path, *, timeout: int = 60) -> Dataset:
    """Open a dataset to ask it.

    Args:
        where: the folder that ``moneyloop build`` wrote, or the URL of a SPARQL endpoint that serves a
            dataset; credentials for it are taken from the environment.
        timeout: whole seconds, at least 1, that each wait for an endpoint may take.

    Raises:
        DatasetError: the folder holds no dataset, or its store is damaged.
        UsageError: the URL is none, or holds credentials.
        EndpointError: the endpoint cannot be reached, or serves no dataset.
    """
    if isinstance(where, str) and "://" in where:
        from moneyloop.queries.remote import open_endpoint

        return Dataset(where, open_endpoint(where, timeout))
    from moneyloop.queries.source import open_dataset

    return Dataset(str(where), open_dataset(Path(where)))


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset that is open to be asked; make one by ``moneyloop.open``.

    ``where`` is the folder or the URL that it was opened from.
    """

    where: str
    source: Source

    def query(self, name: str, **parameters: Scalar | Iterable[Scalar]) -> Table:
        """Answer a stored query.

        Args:
            name: one that ``moneyloop query`` lists.
            parameters: as a person would give them: ``party="Nvidia"``, ``status="committed"``,
                ``as_of=date(2025, 6, 30)`` (or ``asOf``); several values where the query takes many.

        Raises:
            QueryError: there is no such query, or a parameter is unknown, missing, or its value does not fit.
            EndpointError: the endpoint does not answer as it must.
        """
        from moneyloop.queries.catalogue import found
        from moneyloop.queries.run import run
        from moneyloop.queries.stored import COLUMN_TYPES
        from moneyloop.queries.table import Table

        stored = found(name)
        answer = run(stored, self.source, _written(parameters))
        return Table(answer, {column.name: COLUMN_TYPES[column.type] for column in stored.columns})

    def sparql(self, text: str) -> Table | bool | rdflib.Graph:
        """Answer any SPARQL 1.1 query; all named graphs are asked as one.

        Args:
            text: a SELECT, ASK or CONSTRUCT query, with path searches or without.

        Returns:
            rows, a truth value, or a graph.

        Raises:
            QueryError: the text is no SPARQL 1.1.
            EndpointError: the endpoint does not answer as it must.
        """
        from moneyloop.queries import sparql
        from moneyloop.queries.answer import Answer
        from moneyloop.queries.exchange import rdflib_graph
        from moneyloop.queries.table import Table

        answer = sparql.answer(self.source, text)
        if isinstance(answer, Answer):
            return Table(answer)
        return answer.value if isinstance(answer, sparql.Truth) else rdflib_graph(answer.triples)

    @property
    def graph(self) -> rdflib.Dataset:
        """The dataset as an ``rdflib.Dataset`` over the same store, to read.

        Its default graph is the union of the named graphs.
        """
        from moneyloop.queries.exchange import rdflib_dataset

        return rdflib_dataset(self.source)

    def to_networkx(
        self, kind: str = "flow", **parameters: Scalar | Iterable[Scalar]
    ) -> nx.MultiDiGraph[str]:
        """Return parties and the deals between them as a graph of networkx.

        A party stands by its IRI, with its English name as ``name``; an edge is a deal, whose IRI is its key,
        with ``type``, ``status``, ``amountMin`` and ``amountMax`` in units of ``currency``, and ``claims``.

        Args:
            kind: what an edge is: ``flow`` from payer to payee, ``exposure`` or ``dependency``.
            parameters: those of the stored query ``relations``: ``status``, ``as_of``, ``known_on``.

        Raises:
            UsageError: networkx is not installed.
            QueryError: a parameter is unknown, or its value does not fit.
            EndpointError: the endpoint does not answer as it must.
        """
        from moneyloop.queries.exchange import network

        return network(self.query("relations", kind=kind, **parameters))


def _written(parameters: Mapping[str, Scalar | Iterable[Scalar]]) -> dict[str, str | list[str]]:
    """Return parameters by the names that stored queries give them, with values as a person writes them."""
    return {
        _HUMP.sub(lambda found: found[1].upper(), name): str(value)
        if isinstance(value, Scalar)
        else [str(one) for one in value]
        for name, value in parameters.items()
    }
