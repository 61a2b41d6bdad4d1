"""A search that would never end stops at its limit, in time, with its reason, and says so everywhere."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import pyoxigraph as ox
import pytest

from moneyloop.graph.search import Limits
from moneyloop.queries.answer import Answer
from moneyloop.queries.sparql import answer

from .conftest import PREFIXES

SEARCH = f"""{PREFIXES}
SELECT (COUNT(DISTINCT ?id) AS ?paths) (SAMPLE(?complete) AS ?whole) (SAMPLE(?stoppedBy) AS ?limit) WHERE {{
  SERVICE path:search {{
    [] path:algorithm path:%s ; path:id ?id ; path:complete ?complete ; path:stoppedBy ?stoppedBy
  }}
}}"""


@pytest.fixture(scope="module")
def tangle() -> ox.Store:
    """Return 60 parties that all pay each other: more cycles than there are atoms in a galaxy."""
    store = ox.Store()
    ml, party = "https://w3id.org/moneyloop/ns/", "https://w3id.org/moneyloop/id/party/"
    graph = ox.NamedNode("https://w3id.org/moneyloop/graph/deals")
    quads = [ox.Quad(ox.NamedNode(f"{ml}considered"), ox.NamedNode(f"{ml}statusRank"), ox.Literal(1), graph)]
    for one in range(60):
        for other in range(60):
            deal = ox.NamedNode(f"https://w3id.org/moneyloop/id/deal/{one}-{other}")
            for role, number in (("payer", one), ("payee", other)):
                quads.append(
                    ox.Quad(deal, ox.NamedNode(ml + role), ox.NamedNode(f"{party}{number:02}"), graph)
                )
            quads.append(ox.Quad(deal, ox.NamedNode(f"{ml}status"), ox.NamedNode(f"{ml}considered"), graph))
    store.extend(quads)
    # The first search also loads the libraries, which takes longer than some of the limits.
    answer(store, SEARCH % "cycles", Limits(rows=1))
    return store


@pytest.mark.parametrize("algorithm", ["cycles", "allPaths"])
@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(rows=1000), "rows"),
        (Limits(seconds=0.1, rows=100_000), "seconds"),
        (Limits(memory_bytes=2**16), "memory"),
        (Limits(steps=20_000), "steps"),
    ],
)
def test_a_runaway_search_stops(tangle: ox.Store, algorithm: str, limits: Limits, reason: str) -> None:
    begun = monotonic()
    found = answer(tangle, SEARCH % algorithm, limits)
    assert monotonic() - begun < 20
    assert isinstance(found, Answer)
    ((paths, whole, limit),) = found.values()
    assert isinstance(paths, int)
    assert paths > 0 or reason == "seconds"
    assert (whole, limit) == (False, reason)
    assert not found.complete
    (search,) = found.searches
    assert (search.complete, search.stopped_by) == (False, reason)
    assert search.skipped


@pytest.mark.parametrize(
    ("algorithm", "hops", "number"), [("cycles", 2, 60 * 59 // 2), ("allPaths", 1, 60 * 59)]
)
def test_a_limit_on_hops_is_told(tangle: ox.Store, algorithm: str, hops: int, number: int) -> None:
    found = answer(tangle, SEARCH % algorithm, Limits(hops=hops))
    assert isinstance(found, Answer)
    assert found.values() == [(number, False, "hops")]


def test_a_runaway_search_stops_where_nobody_sets_a_limit(tangle: ox.Store) -> None:
    begun = monotonic()
    found = answer(tangle, SEARCH % "cycles")
    assert monotonic() - begun < 40
    assert isinstance(found, Answer)
    assert found.searches[0].stopped_by == "rows"


def test_a_query_lowers_limits_and_never_raises_them(deals: Callable[[str], ox.Store]) -> None:
    store = deals("a>b b>a b>c c>b c>a a>c")
    text = (
        f"{PREFIXES} SELECT ?id WHERE {{ SERVICE path:search "
        f"{{ [] path:algorithm path:cycles ; path:id ?id ; path:limitRows %s }} }}"
    )
    for asked, allowed, listed in ((2, None, 2), (100, 3, 3), (100, None, 5)):
        found = answer(store, text % asked, Limits(rows=allowed))
        assert isinstance(found, Answer)
        assert len(found.rows) == listed
        assert found.complete == (listed == 5)


def test_rows_that_have_no_room_in_a_query_are_told(
    deals: Callable[[str], ox.Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    from moneyloop.queries.paths import rows

    monkeypatch.setattr(rows, "MOST", 5)
    store = deals("a>b b>a b>c c>b c>a a>c")
    found = answer(
        store,
        f"{PREFIXES} SELECT * WHERE {{ SERVICE path:search {{ [] path:algorithm path:cycles ; "
        "path:hop ?hop ; path:id ?id ; path:complete ?complete } }",
    )
    assert isinstance(found, Answer)
    assert len(found.rows) == 4
    assert {row[found.columns.index("complete")] for row in found.values()} == {False}
    assert found.searches[0].stopped_by == "rows"
    assert "no room in 5 rows" in found.searches[0].skipped
