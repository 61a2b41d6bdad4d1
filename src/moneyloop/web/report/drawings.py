"""Which parties and flows a report draws: the whole for a wide page and a narrow one, and each cycle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from moneyloop.queries import wording
from moneyloop.queries.stored import FLOORS
from moneyloop.web.explorer.asked import Asked
from moneyloop.web.explorer.pairs import Pairs, pairs, told
from moneyloop.web.explorer.reader import Reader
from moneyloop.web.report.layout import Sheet
from moneyloop.web.report.picture import Arrow, Picture, drawn

_INSIDE: Final = 10
_NARROW: Final = 6
_IN_CYCLE: Final = 6
_OUTSIDE: Final = 14
_RINGED: Final = 16
_ARROWS: Final = 60
_RINGS: Final = Sheet(1000, 740, (250, 185), (415, 320))
_RING: Final = Sheet(1000, 760, (400, 330))
_PHONE: Final = Sheet(380, 460, (122, 180))
Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Whole:
    """The drawing of all, for a wide page and a narrow one; how many parties it has, and of how many."""

    wide: Picture
    narrow: Picture
    parties: int
    total: int


def whole(reader: Reader, cycles: Sequence[Told], language: str) -> Whole | None:
    """Return the drawing of the flows of cycles and of those around them; None if there are no flows.

    Args:
        reader: the build.
        cycles: as ``content`` has them; those are left out whose parties do not all find room.
        language: of names and amounts.
    """
    found = pairs(reader, "flows", Asked({}).filters())
    drawer = _Drawer(reader, found, cycles, language)
    if not drawer.order:
        return None
    few = drawer.inner[:_NARROW] or drawer.order[:_NARROW]
    return Whole(drawer.wide(), drawer.picture(_PHONE, few, len(few), 0, 13), len(drawer.order), drawer.total)


def of_cycle(flows: Sequence[Told], language: str) -> Picture | None:
    """Return the drawing of one cycle; None if it has too many parties to be read."""
    size = len(flows)
    if size > _IN_CYCLE:
        return None
    half = {2: 1.0, 3: 72.0}.get(size, 26.0 * size)
    sheet = Sheet(360, max(2 * half + 64, 110), (108, half))
    names = [flow["payerName"] for flow in flows]
    arrows = [
        Arrow(place, (place + 1) % size, flow["firm"], flow["number"], said(flow, language))
        for place, flow in enumerate(flows)
    ]
    return drawn(sheet, names, size, 0, arrows, longest=12, swap=False)


def said(flow: Told, language: str) -> str:
    """Return a flow in one line."""
    arrow = wording.word("arrow", language)
    return f"{flow['payerName']} {arrow.strip()} {flow['payeeName']}" + (
        f": {flow['amount']}" if flow["amount"] else ""
    )


class _Drawer:
    def __init__(self, reader: Reader, found: Pairs, cycles: Sequence[Told], language: str) -> None:
        import numpy as np

        self.reader, self.found, self.language = reader, found, language
        flows = [flow for cycle in cycles for flow in cycle["flows"]]
        self.numbers = {(flow["payer"], flow["payee"]): flow["number"] for flow in flows}
        find = reader.projection.parties.find
        rings = [_distinct(find(flow["payer"]) for flow in cycle["flows"]) for cycle in cycles]
        members = _whole_rings(rings)
        apart = found.start != found.end
        size = found.selected.graph.size
        degree = np.bincount(found.start[apart], minlength=size) + np.bincount(
            found.end[apart], minlength=size
        )
        self.total = int((degree > 0).sum())
        self.inner = members
        others = [one for one in self._around(degree) if one not in set(members)]
        room = _OUTSIDE if len(self.inner) <= _INSIDE else 0
        self.order = [*self.inner, *others[:room]]
        iris = {one: reader.projection.parties[one] for one in self.order}
        self.iris, self.names = iris, reader.names(iris.values(), language)

    def _around(self, degree: Any) -> list[int]:
        """Return parties with flows: those beside the inner ones first, of these those with the most."""
        import numpy as np

        inside = np.zeros(len(degree), dtype=bool)
        inside[self.inner] = True
        beside = np.zeros(len(degree), dtype=bool)
        beside[self.found.end[inside[self.found.start]]] = True
        beside[self.found.start[inside[self.found.end]]] = True
        order = np.lexsort((-degree, ~beside))[: _OUTSIDE + _RINGED]
        return [int(one) for one in order if degree[one] > 0]

    def wide(self) -> Picture:
        outside = len(self.order) - len(self.inner)
        if self.inner and outside:
            return self.picture(_RINGS, self.order, len(self.inner), _OUTSIDE, 18)
        return self.picture(_RING, self.order, len(self.order), 0, 15)

    def picture(self, sheet: Sheet, parties: Sequence[int], inner: int, slots: int, longest: int) -> Picture:
        place = {party: at for at, party in enumerate(parties)}
        arrows = self._arrows(place)
        names = [self.names[self.iris[one]] for one in parties]
        return drawn(sheet, names, inner, slots, arrows, longest=longest)

    def _arrows(self, place: dict[int, int]) -> list[Arrow]:
        import numpy as np

        kept = np.isin(self.found.start, list(place)) & np.isin(self.found.end, list(place))
        at = np.flatnonzero(kept & (self.found.start != self.found.end))
        arrows = [self._arrow(int(one), place) for one in at]
        return sorted(arrows, key=lambda one: (one.number is None, -one.firm))[:_ARROWS]

    def _arrow(self, at: int, place: dict[int, int]) -> Arrow:
        tail, head = int(self.found.start[at]), int(self.found.end[at])
        ends = self.iris[tail], self.iris[head]
        hop = told(self.found, at, self.language)
        amount = hop["amount"]["text"] if hop["amount"] else None
        names = {"payerName": self.names[ends[0]], "payeeName": self.names[ends[1]], "amount": amount}
        firm = FLOORS.index(hop["status"])
        return Arrow(place[tail], place[head], firm, self.numbers.get(ends), said(names, self.language))


def _whole_rings(rings: Iterable[Sequence[int]]) -> list[int]:
    """Return the parties of cycles, as long as those of one more find room."""
    members: list[int] = []
    for ring in rings:
        joined = _distinct((*members, *ring))
        members = joined if len(joined) <= _RINGED else members
    return members


def _distinct(numbers: Iterable[int | None]) -> list[int]:
    return list(dict.fromkeys(one for one in numbers if one is not None))
