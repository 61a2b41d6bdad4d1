"""The cycles of a build: which of them hold at a status floor and on a day, and how much can come round."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from moneyloop.ontology.terms import ML
from moneyloop.queries.stored import FLOORS
from moneyloop.web.explorer import pairs as of_pairs
from moneyloop.web.explorer.asked import Asked
from moneyloop.web.explorer.pairs import NO_CURRENCY, Pairs
from moneyloop.web.explorer.reader import Reader

if TYPE_CHECKING:
    from moneyloop.graph.search.digraph import Array

PAGE: Final = 50
_MOST: Final = 200
_SORTS: Final = ("bottleneck", "status", "length")


@dataclass(frozen=True, slots=True)
class Listed:
    """The cycles that a build lists, one after the other.

    Attributes:
        ids: of each cycle, and ``index`` the place of each.
        first: where the hops of each cycle begin, and at last how many there are.
        payer, payee: the numbers of the parties of each hop; -1 for one that no deal is known of.
    """

    ids: list[str]
    index: dict[str, int]
    first: Array
    payer: Array
    payee: Array

    def parties(self, cycle: int) -> list[int]:
        """Return the numbers of the parties of a cycle, in the order of payment."""
        return list(self.payer[self.first[cycle] : self.first[cycle + 1]].tolist())


@dataclass(frozen=True, slots=True)
class Held:
    """What the deals that count say of each cycle listed.

    Attributes:
        holds: whether each hop has a deal that counts.
        rank: that of the weakest hop.
        low, high, unit, other: what the narrowest hop comes to; as in ``Pairs``.
        hops: the place of each hop among the pairs.
    """

    holds: Array
    rank: Array
    low: Array
    high: Array
    unit: Array
    other: Array
    hops: Array


@lru_cache(maxsize=1)
def listed(reader: Reader) -> Listed:
    """Return the cycles that a build lists."""
    import numpy as np

    store, number = reader.source.store, reader.projection.parties.find
    payer, payee = (_ends(store, term) for term in (ML.hopPayer, ML.hopPayee))
    index = {_subject(quad): int(quad.object.value) for quad in _quads(store, ML.hopIndex)}
    steps = sorted(
        (_subject(quad), index[quad.object.value], quad.object.value) for quad in _quads(store, ML.hasHop)
    )
    known = {
        iri: -1 if (found := number(iri)) is None else found for iri in {*payer.values(), *payee.values()}
    }
    cycles = list(dict.fromkeys(cycle for cycle, _, _ in steps))
    sizes = np.unique(np.array([cycle for cycle, _, _ in steps], dtype=object), return_counts=True)[1]
    first = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    ids = [cycle.rpartition("/")[2] for cycle in cycles]
    return Listed(
        ids,
        {one: place for place, one in enumerate(ids)},
        first,
        np.array([known[payer[hop]] for _, _, hop in steps], dtype=np.int64),
        np.array([known[payee[hop]] for _, _, hop in steps], dtype=np.int64),
    )


def _quads(store: ox.Store, term: str) -> Any:
    return store.quads_for_pattern(None, ox.NamedNode(term), None)


def _subject(quad: Any) -> str:
    return str(quad.subject.value)


def _ends(store: ox.Store, term: str) -> dict[str, str]:
    return {_subject(quad): quad.object.value for quad in _quads(store, term)}


def held(cycles: Listed, pairs: Pairs) -> Held:
    """Return which cycles hold by the deals that count, and what they come to."""
    import numpy as np

    hops = pairs.places(cycles.payer, cycles.payee)
    begin = cycles.first[:-1]
    if not len(begin) or not len(pairs.key):
        nothing = np.zeros(len(begin))
        return Held(nothing > 0, nothing, nothing - 1, nothing + np.inf, nothing, nothing, hops)
    least, most = np.minimum.reduceat, np.maximum.reduceat
    return Held(
        least(hops, begin) >= 0,
        least(pairs.rank[hops], begin),
        least(pairs.low[hops], begin),
        least(pairs.high[hops], begin),
        least(pairs.unit[hops], begin),
        most(pairs.other[hops], begin),
        hops,
    )


def levels(reader: Reader, asked: Asked) -> dict[str, tuple[Pairs, Held]]:
    """Return what holds at each status floor, on the days that are asked for."""
    found = {floor: of_pairs.pairs(reader, "flows", asked.filters(floor)) for floor in FLOORS}
    return {floor: (pairs, held(listed(reader), pairs)) for floor, pairs in found.items()}


def view(reader: Reader, asked: Asked) -> dict[str, Any]:
    """Return a page of the cycles that hold, and how many hold at each status floor."""
    cycles, at = listed(reader), levels(reader, asked)
    offset, limit = asked.number("offset", 0, 10**6), asked.number("limit", PAGE, _MOST)
    kept = _kept(reader, cycles, at[asked.floor][1], asked)
    order = _sorted(cycles, at[asked.floor][1], kept, asked.one_of("sort", _SORTS))
    shown = order[offset : offset + limit]
    return {
        "total": len(order),
        "offset": offset,
        "held": {floor: int(found.holds.sum()) for floor, (_, found) in at.items()},
        "complete": _complete(reader),
        "cycles": _told(reader, cycles, at, asked, [int(one) for one in shown]),
    }


def one(reader: Reader, asked: Asked) -> dict[str, Any]:
    """Return one cycle by its id, whether it holds or not.

    Raises:
        LookupError: there is none with this id.
    """
    cycles = listed(reader)
    place = cycles.index[asked.text("id")]
    return _told(reader, cycles, levels(reader, asked), asked, [place])[0]


def _kept(reader: Reader, cycles: Listed, found: Held, asked: Asked) -> Array:
    import numpy as np

    kept = found.holds
    if party := asked.given.get("party"):
        number = reader.projection.parties.find(party)
        if number is None or not len(kept):
            return np.flatnonzero(kept & False)
        kept = kept & np.maximum.reduceat(cycles.payer == number, cycles.first[:-1])
    return np.flatnonzero(kept)


def _sorted(cycles: Listed, found: Held, kept: Array, sort: str) -> Array:
    """Return cycles in order; those whose amount is not known, or has no one currency, last."""
    import numpy as np

    known = (found.unit == found.other) & (found.unit != NO_CURRENCY)
    most = np.where(np.isinf(found.high), found.low, found.high)
    size = np.where(known, most, -1.0)[kept]
    length = np.diff(cycles.first)[kept]
    rank = found.rank[kept]
    keys = {
        "bottleneck": (length, -rank, -size),
        "status": (length, -size, -rank),
        "length": (-rank, -size, length),
    }
    return kept[np.lexsort(keys[sort])]


def _complete(reader: Reader) -> bool:
    said = next(iter(_quads(reader.source.store, ML.cycleSearchComplete)), None)
    return said is None or said.object.value == "true"


def _told(
    reader: Reader, cycles: Listed, at: dict[str, tuple[Pairs, Held]], asked: Asked, shown: list[int]
) -> list[dict[str, Any]]:
    parties = reader.projection.parties
    members = {cycle: [parties[one] for one in cycles.parties(cycle)] for cycle in shown}
    names = reader.names({iri for iris in members.values() for iri in iris}, asked.language)
    places = [place for cycle in shown for place in range(cycles.first[cycle], cycles.first[cycle + 1])]
    levels = of_pairs.firmness(reader, "flows", asked)
    firm = iter(
        of_pairs.firmest_first(levels, cycles.payer[places], cycles.payee[places], asked.language)
        if places
        else []
    )
    return [
        {
            "id": cycles.ids[cycle],
            "holds": bool(at[asked.floor][1].holds[cycle]),
            "status": _status(at[asked.floor][1], cycle),
            "amount": _amount(at[asked.floor], cycle, asked.language),
            "levels": {
                floor: {"amount": _amount(found, cycle, asked.language)}
                for floor, found in at.items()
                if found[1].holds[cycle]
            },
            "hops": [
                {
                    "payer": iri,
                    "payerName": names[iri],
                    **_hop(at[asked.floor], cycles, cycle, place, asked),
                    "firm": next(firm),
                }
                for place, iri in enumerate(members[cycle])
            ],
        }
        for cycle in shown
    ]


def _status(found: Held, cycle: int) -> str | None:
    return of_pairs.statuses()[int(found.rank[cycle])] if found.holds[cycle] else None


def _amount(found: tuple[Pairs, Held], cycle: int, language: str) -> of_pairs.Amount | None:
    pairs, how = found
    if not how.holds[cycle]:
        return None
    ends = float(how.low[cycle]), float(how.high[cycle]), int(how.unit[cycle]), int(how.other[cycle])
    return of_pairs.amount(pairs, ends, language)


def _hop(found: tuple[Pairs, Held], cycles: Listed, cycle: int, place: int, asked: Asked) -> dict[str, Any]:
    pairs, how = found
    at = int(how.hops[int(cycles.first[cycle]) + place])
    return (
        of_pairs.told(pairs, at, asked.language) if at >= 0 else {"status": None, "amount": None, "deals": 0}
    )
