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

    from moneyloop.queries.rounds import Changes, Cycles
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

    def cycles(
        self,
        *,
        status: str = "considered",
        as_of: date | None = None,
        known_on: date | None = None,
        since: date | None = None,
        types: Iterable[str] = (),
        parties: Iterable[str] = (),
        max_hops: int | None = None,
        currency: str | None = None,
        in_time_order: bool = False,
        rows: int = 20_000,
        seconds: float = 60,
    ) -> Cycles | Changes:
        """Find where money comes round, each elementary cycle once, with what its hops amount to.

        Args:
            status: the weakest status that counts.
            as_of: only deals in force on this day, by their period.
            known_on: only what documents published by this day say.
            since: return what appeared, grew, shrank or broke after what was known on this day.
            types: classes of deals that count, by name, label or IRI; all if there are none.
            parties: cycles go through one of them, by any name, id or IRI.
            max_hops: how many hops a cycle has at most.
            currency: ISO 4217 code to convert amounts to, at the dataset's dated rates.
            in_time_order: only cycles whose hops follow each other in time.
            rows: how many cycles are looked for at most.
            seconds: how long the search may take.

        Returns:
            Cycles, or changes if ``since`` is given, and which limit stopped the search.

        Raises:
            QueryError: a party, class, status or currency is not known.
            EndpointError: the endpoint does not answer as it must.
        """
        from moneyloop.graph.search import Limits
        from moneyloop.queries import names, rounds

        asked = rounds.Asked(
            status=status,
            as_of=as_of,
            known_on=known_on,
            types=tuple(names.class_below(self.source, one, ("Deal",)).value for one in types),
            parties=tuple(names.party(self.source, one).value for one in parties),
            max_hops=max_hops,
            currency=currency,
            in_time_order=in_time_order,
        )
        projection = rounds.projection_of(self.source)
        rates = rounds.rates_of(self.source) if currency else None
        limits = Limits(rows=rows, seconds=seconds)
        if since:
            return rounds.changes(projection, since, asked, rates=rates, limits=limits)
        return rounds.cycles(projection, asked, rates=rates, limits=limits)

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
