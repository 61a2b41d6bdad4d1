"""Bringing columns in order, and putting changed deals in the place of the former ones."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from moneyloop.graph.projection.collect import Collected
from moneyloop.graph.projection.strings import Strings
from moneyloop.graph.projection.table import KINDS, Edges, Names, Projection, States

if TYPE_CHECKING:
    from moneyloop.graph.search.digraph import Array


@dataclass(frozen=True, slots=True)
class Part:
    """Deals in any order; ``kept`` tells which of them go on. Numbers are places in the lists."""

    deals: list[str]
    parties: list[str]
    currencies: list[str]
    kept: Array
    edges: dict[str, Edges]
    now: States
    then: States
    valid_since: Array
    valid_until: Array
    classes: Array


def assemble(read: Collected) -> Projection:
    """Make the projection of what was read."""
    return _ordered([_read(read)], _names(read))


def replaced(former: Projection, gone: Collection[str], read: Collected) -> Projection:
    """Return a projection with some deals taken out and others put in; as if all had been read.

    Args:
        former: the projection as it was.
        gone: the IRIs of the deals that are no more, or that were read anew.
        read: what was read of the deals to put in, from a dataset of the same ontology.
    """
    return _ordered([_former(former, gone), _read(read)], _names(read))


def _names(read: Collected) -> Names:
    return Names([], read.classes, read.parents, read.ranks)


def _read(read: Collected) -> Part:
    import numpy as np

    deals = len(read.deals)
    return Part(
        list(read.deals),
        list(read.parties),
        list(read.currencies),
        np.ones(deals, dtype=bool),
        {kind: _joined(read, roles) for kind, roles in KINDS.items()},
        _holders(read, slice(0, deals)),
        _holders(read, slice(deals, None)),
        _column(read.valid_since),
        _column(read.valid_until),
        _classes(read),
    )


def _former(former: Projection, gone: Collection[str]) -> Part:
    import numpy as np

    kept = np.ones(len(former.deals), dtype=bool)
    kept[[number for iri in gone if (number := former.deals.find(iri)) is not None]] = False
    return Part(
        former.deals.all(),
        former.parties.all(),
        former.names.currencies,
        kept,
        dict(former.edges),
        former.now,
        former.then,
        former.valid_since,
        former.valid_until,
        former.classes,
    )


def _column(values: array[Any]) -> Array:
    import numpy as np

    column: Array = np.array(values)
    return column


def _joined(read: Collected, roles: tuple[str, str]) -> Edges:
    """Return the edges of a kind: each party in one role of a deal with each in the other."""
    import numpy as np

    (deals, starts), (others, ends) = (map(_column, read.roles[role]) for role in roles)
    order = np.argsort(others, kind="stable")
    others, ends = others[order], ends[order]
    low, high = np.searchsorted(others, deals, "left"), np.searchsorted(others, deals, "right")
    number = high - low
    before = np.cumsum(number) - number
    places = np.arange(int(number.sum())) + np.repeat(low - before, number)
    return Edges(np.repeat(starts, number), ends[places], np.repeat(deals, number))


def _holders(read: Collected, which: slice) -> States:
    return States(*(_column(getattr(read.holders, column)[which]) for column in States.__slots__))


def _classes(read: Collected) -> Array:
    import numpy as np

    words = np.zeros((len(read.deals), -(-len(read.classes) // 64)), dtype=np.uint64)
    deal, number = map(_column, read.types)
    np.bitwise_or.at(words, (deal, number // 64), np.uint64(1) << (number % 64).astype(np.uint64))
    return words


def _ordered(parts: Sequence[Part], names: Names) -> Projection:
    """Number what is used in the order of its name, and sort all columns by these numbers."""
    import numpy as np

    for part in parts:
        part.kept[:] &= _in_use(len(part.deals), [one.deal for one in part.edges.values()])
    deals, deal_ranks = _numbered([part.deals for part in parts], [part.kept for part in parts])
    parties, party_ranks = _numbered([part.parties for part in parts], [_parties(part) for part in parts])
    used = [_currencies(part) for part in parts]
    currencies, currency_ranks = _numbered([part.currencies for part in parts], used)

    def each(column: Callable[[Part], Array]) -> Array:
        """Return a column with a row for each deal."""
        rows = np.concatenate([column(part)[part.kept] for part in parts])
        return rows[np.argsort(np.concatenate([rank[rank >= 0] for rank in deal_ranks]), kind="stable")]

    renumbered = list(zip(parts, party_ranks, deal_ranks, strict=True))
    return Projection(
        Strings.of(parties),
        Strings.of(deals),
        {
            kind: _edges([_renumbered(part.edges[kind], party, deal) for part, party, deal in renumbered])
            for kind in KINDS
        },
        _states([(part.now, deal) for part, _, deal in renumbered], currency_ranks),
        _states([(part.then, deal) for part, _, deal in renumbered], currency_ranks),
        each(lambda part: part.valid_since),
        each(lambda part: part.valid_until),
        each(lambda part: part.classes),
        Names(currencies, names.classes, names.parents, names.ranks),
    )


def _in_use(size: int, numbers: Sequence[Array]) -> Array:
    import numpy as np

    used = np.zeros(size, dtype=bool)
    for some in numbers:
        used[some] = True
    return used


def _parties(part: Part) -> Array:
    stay = [(one, part.kept[one.deal]) for one in part.edges.values()]
    return _in_use(len(part.parties), [end[rows] for one, rows in stay for end in (one.start, one.end)])


def _currencies(part: Part) -> Array:
    stay = [one.currency[part.kept[one.deal]] for one in (part.now, part.then)]
    return _in_use(len(part.currencies), [one[one >= 0] for one in stay])


def _numbered(lists: Sequence[list[str]], used: Sequence[Array]) -> tuple[list[str], list[Array]]:
    """Return the strings that are used, sorted, and for each list the numbers of its own; -1 if not used."""
    import numpy as np

    chosen = [np.flatnonzero(one).tolist() for one in used]
    strings = [[one[place] for place in places] for one, places in zip(lists, chosen, strict=True)]
    every = sorted({string for one in strings for string in one})
    number = {string: place for place, string in enumerate(every)}
    ranks = []
    for one, places, names in zip(lists, chosen, strings, strict=True):
        rank = np.full(len(one), -1, dtype=np.int32)
        rank[places] = [number[name] for name in names]
        ranks.append(rank)
    return every, ranks


def _renumbered(edges: Edges, party_rank: Array, deal_rank: Array) -> Array:
    """Return start, end and deal by their new numbers as three rows, without deals that are out."""
    import numpy as np

    deal = deal_rank[edges.deal]
    rows = deal >= 0
    columns: Array = np.stack((party_rank[edges.start[rows]], party_rank[edges.end[rows]], deal[rows]))
    return columns


def _edges(parts: Sequence[Array]) -> Edges:
    """Return edges in order, each once."""
    import numpy as np

    columns = np.concatenate(parts, axis=1)
    columns = columns[:, np.lexsort(columns[::-1])]
    fresh = np.ones(columns.shape[1], dtype=bool)
    fresh[1:] = (columns[:, 1:] != columns[:, :-1]).any(axis=0)
    return Edges(*(np.ascontiguousarray(column[fresh]) for column in columns))


def _states(parts: Sequence[tuple[States, Array]], currency_ranks: Sequence[Array]) -> States:
    """Return states by the new numbers of their deals, in order of deal and day."""
    import numpy as np

    columns: dict[str, list[Array]] = {name: [] for name in States.__slots__}
    for (states, deal_rank), currency_rank in zip(parts, currency_ranks, strict=True):
        deal = deal_rank[states.deal]
        rows = deal >= 0
        currency = np.append(currency_rank, -1)[states.currency[rows]]
        new = {"deal": deal[rows], "currency": currency.astype(np.int16)}
        for name, column in columns.items():
            column.append(new[name] if name in new else getattr(states, name)[rows])
    whole = {name: np.concatenate(column) for name, column in columns.items()}
    order = np.lexsort((whole["since"], whole["deal"]))
    return States(**{name: column[order] for name, column in whole.items()})
