"""The drawing: parties among which money comes round, or those around one, and the flows between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from moneyloop.web.explorer.asked import Asked
from moneyloop.web.explorer.pairs import Pairs, pairs, told
from moneyloop.web.explorer.reader import Reader

if TYPE_CHECKING:
    from moneyloop.graph.search.digraph import Array

MOST: Final = 2_000
"""Parties that are drawn at most."""
_FLOWS: Final = 6_000
"""Flows that are drawn at most, the firmest and largest first."""
_AROUND: Final = 60


def view(reader: Reader, asked: Asked) -> dict[str, Any]:
    """Return the parties to draw and the flows between them.

    Those of the loops of flows that count: sets of parties that all reach each other. With ``party``, that
    party and those it pays or is paid by. Where there are too many, the largest loops are kept, of one that
    is too large itself the parties with the most flows, and it is said how many there are.
    """
    found = pairs(reader, "flows", asked.filters())
    limit = asked.number("limit", MOST, MOST)
    party = asked.given.get("party")
    edges, loop = _around(reader, found, party) if party else _loops(found)
    within = edges if party else _whole(found, edges, limit)
    parties, kept = _largest(found, within, limit, reader.projection.parties.find(party) if party else None)
    strongest = _strongest(found, kept)
    iris = {one: reader.projection.parties[one] for one in parties}
    names = reader.names(iris.values(), asked.language)
    return {
        "total": {"parties": len(_ends(found, edges)), "flows": len(edges)},
        "parties": [{"iri": iri, "name": names[iri]} for iri in iris.values()],
        "flows": [
            {
                "from": iris[int(found.start[one])],
                "to": iris[int(found.end[one])],
                "loop": bool(loop[one]),
                **told(found, int(one), asked.language),
            }
            for one in strongest
        ],
    }


def _loops(found: Pairs) -> tuple[Array, Array]:
    """Return the places of the flows inside loops, and for each flow whether it is one."""
    import numpy as np

    part = found.selected.graph.components()
    loop = (part[found.start] == part[found.end]) & (found.start != found.end)
    return np.flatnonzero(loop), loop


def _whole(found: Pairs, edges: Array, limit: int) -> Array:
    """Return those of some flows that are inside the largest loops, of as many as there is room for."""
    import numpy as np

    part = found.selected.graph.components()
    loops, sizes = np.unique(part[_ends(found, edges)], return_counts=True)
    order = np.argsort(-sizes, kind="stable")
    room = np.cumsum(sizes[order]) <= limit
    chosen = loops[order[room if room.any() else slice(1)]]
    return edges[np.isin(part[found.start[edges]], chosen)]


def _around(reader: Reader, found: Pairs, party: str) -> tuple[Array, Array]:
    """Return the places of the flows of one party, and for each flow whether it is inside a loop."""
    import numpy as np

    number = reader.projection.parties.find(party)
    loop = _loops(found)[1]
    if number is None:
        return np.zeros(0, dtype=np.int64), loop
    own = np.flatnonzero(((found.start == number) | (found.end == number)) & (found.start != found.end))
    return _strongest(found, own)[:_AROUND], loop


def _ends(found: Pairs, edges: Array) -> Array:
    import numpy as np

    return np.unique(np.concatenate((found.start[edges], found.end[edges])))


def _largest(found: Pairs, edges: Array, limit: int, centre: int | None) -> tuple[list[int], Array]:
    """Return the parties with the most of some flows, and the flows between them."""
    import numpy as np

    size = found.selected.graph.size
    degree = np.bincount(found.start[edges], minlength=size) + np.bincount(found.end[edges], minlength=size)
    if centre is not None:
        degree[centre] = len(found.key) + 1 if len(edges) else 1
    order = np.argsort(-degree, kind="stable")[: min(limit, int((degree > 0).sum()))]
    kept = np.zeros(size, dtype=bool)
    kept[order] = True
    return order.tolist(), edges[kept[found.start[edges]] & kept[found.end[edges]]]


def _strongest(found: Pairs, edges: Array) -> Array:
    """Return flows, the firmest first and of these the largest, as many as are drawn."""
    import numpy as np

    size = np.where(np.isinf(found.high[edges]), found.low[edges], found.high[edges])
    return edges[np.lexsort((-size, -found.rank[edges]))][:_FLOWS]
