"""Who falls if a party cannot pay: the parties that reach it over exposures, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from moneyloop.web.explorer.asked import Asked
from moneyloop.web.explorer.pairs import Pairs, firmest_first, firmness, pairs, told
from moneyloop.web.explorer.reader import Reader

if TYPE_CHECKING:
    from moneyloop.graph.search.digraph import Array

_KINDS: Final = ("exposures", "dependencies", "flows")
_WAYS: Final = ("to", "from")
_HOPS: Final = 6
_MOST: Final = 300


def view(reader: Reader, asked: Asked) -> dict[str, Any]:
    """Return the parties that a failure reaches, by the number of hops, and the hops that it takes.

    With ``kind`` and ``way``: over exposures, dependencies or flows, those that lead to the party or from it.
    """
    party, kind = asked.text("party"), asked.one_of("kind", _KINDS)
    way, hops = asked.one_of("way", _WAYS), asked.number("hops", _HOPS, _HOPS)
    found = pairs(reader, kind, asked.filters())
    number = reader.projection.parties.find(party)
    distance = _distance(found, number, way, hops)
    reached = _nearest(distance)
    kept = {one: int(distance[one]) for one in reached[:_MOST]}
    if number is None:
        kept = {}
    iris = {one: reader.projection.parties[one] for one in kept}
    names = reader.names([*iris.values(), party], asked.language)
    steps = _steps(found, distance, kept, way)
    firm = firmest_first(firmness(reader, kind, asked), found.start[steps], found.end[steps], asked.language)
    return {
        "party": {"iri": party, "name": names[party]},
        "total": max(len(reached) - 1, 0),
        "parties": [{"iri": iri, "name": names[iri], "hops": kept[one]} for one, iri in iris.items()],
        "hops": [
            {
                "from": iris[int(found.start[one])],
                "to": iris[int(found.end[one])],
                **told(found, int(one), asked.language),
                "firm": how,
            }
            for one, how in zip(steps, firm, strict=True)
        ],
    }


def _distance(found: Pairs, party: int | None, way: str, hops: int) -> Array:
    import numpy as np

    graph = found.selected.graph
    if party is None:
        return np.full(graph.size, -1, dtype=np.int32)
    return (graph.reversed if way == "to" else graph).distances([party], hops)


def _nearest(distance: Array) -> list[int]:
    import numpy as np

    reached = np.flatnonzero(distance >= 0)
    return list(reached[np.argsort(distance[reached], kind="stable")].tolist())


def _steps(found: Pairs, distance: Array, kept: dict[int, int], way: str) -> list[int]:
    """Return the places of the pairs that lead one step nearer to the party."""
    import numpy as np

    inside = np.zeros(len(distance), dtype=bool)
    inside[list(kept)] = True
    near, far = (found.end, found.start) if way == "to" else (found.start, found.end)
    steps = inside[near] & inside[far] & (distance[far] == distance[near] + 1)
    return list(np.flatnonzero(steps).tolist())
