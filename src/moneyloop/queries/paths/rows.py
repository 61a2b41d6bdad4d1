"""The rows of a path search as a VALUES clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from itertools import pairwise
from typing import Final

import pyoxigraph as ox

from moneyloop.queries.paths.network import Network, text_of
from moneyloop.queries.paths.request import Request
from moneyloop.queries.paths.search import Found, Path

UNDEFINED: Final = "UNDEF"
MOST: Final = 100_000
"""Rows of one search at most: what a store still reads in a second."""
_DIGITS: Final = 12
Row = tuple[str, ...]
_NOTHING: Final[Mapping[str, str]] = {}


def clause(request: Request, rows: Sequence[Row]) -> str:
    """Return a VALUES clause that binds the variables of a request."""
    names = " ".join(f"?{name}" for name in request.variables)
    written = " ".join(f"({' '.join(row)})" for row in rows)
    return f"VALUES ({names}) {{ {written} }}"


def path_id(request: Request, network: Network, path: Sequence[int]) -> str:
    """Return the name of a path, which depends on its parties alone; for a cycle, its ``ml:cycleId``."""
    between = "|" if request.algorithm == "cycles" else ">"
    names = between.join(text_of(network.party(one)) for one in path)
    return sha256(names.encode()).hexdigest()[:_DIGITS]


class Writer:
    """Writes the rows of paths, each column as SPARQL has it."""

    def __init__(self, request: Request, network: Network, status: Mapping[str, str] = _NOTHING) -> None:
        """Take the search, what it ran over, and by column what each row says of the search as a whole."""
        self._request, self._network = request, network
        self._status = dict(status)
        self._written = cache(str)
        self._members = {
            end: frozenset(network.numbers(end.terms)) if end.terms is not None else None
            for end in (request.sources, request.targets)
        }

    def outcome(self) -> Row:
        """Return the one row of a search that is asked for its outcome alone."""
        return self._row(self._status)

    def rows(self, index: int, path: Sequence[int], length: int) -> Iterator[Row]:
        """Yield the rows of a path.

        Args:
            index: its number among the paths.
            path: its parties, by number; the last of a cycle leads to the first.
            length: how many hops it has.
        """
        request = self._request
        for source, members in self._turns(path):
            cells = self._status | {"length": str(length)}
            if "id" in request.columns:
                name = path_id(request, self._network, path)
                cells["id"] = str(index) if request.numbered else f'"{name}"'
            ends = self._ends(source, members)
            if request.algorithm == "reachable":
                cells |= {"start": self._party(members[0]), "end": self._party(members[-1])}
                yield self._row(cells, ends)
            elif request.by_hop:
                yield from self._hops(members, cells, ends)
            else:
                yield self._row(cells, ends)

    def size(self, path: Sequence[int]) -> int:
        """Return how many rows a path has."""
        if not self._request.by_hop or self._request.algorithm == "reachable":
            return sum(1 for _ in self._turns(path))
        return sum(
            len(self._network.values(*hop)) for _, members in self._turns(path) for hop in pairwise(members)
        )

    def _turns(self, path: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
        """Yield a path with its source; a cycle once for each member that a column asks for as source."""
        request, members = self._request, list(path)
        if request.algorithm != "cycles":
            yield members[0], members
        elif request.sources.column is None and not request.from_source:
            yield members[0], [*members, members[0]]
        else:
            allowed = self._members[request.sources]
            for place, one in enumerate(members):
                if allowed is None or one in allowed:
                    turned = [*members[place:], *members[:place]] if request.from_source else members
                    yield one, [*turned, turned[0]]

    def _hops(self, members: Sequence[int], cells: dict[str, str], ends: dict[str, str]) -> Iterator[Row]:
        request = self._request
        for hop, (start, end) in enumerate(pairwise(members), not request.numbered):
            cells |= {"hop": str(hop), "start": self._party(start), "end": self._party(end)}
            for values in self._network.values(start, end):
                written = [UNDEFINED if one is None else self._written(one) for one in values]
                brought = dict(zip(self._brought(), written, strict=False))
                yield self._row(cells, ends | brought)

    def _brought(self) -> tuple[str, ...]:
        request = self._request
        return (*((request.columns["edge"],) if "edge" in request.columns else ()), *request.values)

    def _ends(self, source: int, members: Sequence[int]) -> dict[str, str]:
        ends = {}
        for end, one in ((self._request.sources, source), (self._request.targets, members[-1])):
            if end.column:
                ends[end.column] = self._party(one)
        return ends

    def _party(self, number: int) -> str:
        return self._written(self._network.party(number))

    def _row(self, cells: dict[str, str], named: dict[str, str] | None = None) -> Row:
        """Put cells by column, and others by variable, in the order of the variables."""
        columns = self._request.columns
        by_variable = {columns[name]: cell for name, cell in cells.items() if name in columns} | (named or {})
        return tuple(by_variable.get(name, UNDEFINED) for name in self._request.variables)


def inline(request: Request, network: Network, found: Found) -> tuple[str, Found]:
    """Return what was found as a VALUES clause, and what of it there was room for.

    Where there are more than ``MOST`` rows, the last paths are left out, and the search is not complete.
    """
    if request.by_path:
        fitting = _fitting(Writer(request, network), found.paths)
        if fitting < len(found.paths):
            found = Found(found.paths[:fitting], "rows", f"the others have no room in {MOST} rows")
    skipped = "; ".join(one for one in (*network.skipped, found.skipped) if one)
    found = replace(found, skipped=skipped)
    writer = Writer(request, network, _status(found))
    if not request.by_path:
        return clause(request, [writer.outcome()]), found
    rows = [
        row for index, one in enumerate(found.paths) for row in writer.rows(index, one.parties, one.length)
    ]
    return clause(request, list(dict.fromkeys(rows))), found


def _fitting(writer: Writer, paths: Sequence[Path]) -> int:
    """Return how many of the paths have room, one at least."""
    room = MOST
    for index, one in enumerate(paths):
        room -= writer.size(one.parties)
        if room < 0 and index:
            return index
    return len(paths)


def _status(found: Found) -> dict[str, str]:
    return {
        "complete": "true" if found.stopped_by is None else "false",
        "stoppedBy": UNDEFINED if found.stopped_by is None else str(ox.Literal(found.stopped_by)),
        "skipped": str(ox.Literal(found.skipped)) if found.skipped else UNDEFINED,
        "count": str(len(found.paths)),
    }
