from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

import pyoxigraph as ox
import pytest

from moneyloop.errors import QueryError
from moneyloop.graph.projection import Projection
from moneyloop.graph.search import Limits
from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.rounds import Asked, Interval, Rates, cycles, names, projection_of, rows
from moneyloop.queries.rounds.interval import bottleneck, round_trip, together
from moneyloop.queries.run import run
from moneyloop.queries.source import Embedded
from moneyloop.settings import DATA

Projected = Callable[..., Projection]
USD = Rates.of([("EUR", "USD", 2.0, date(2025, 1, 1)), ("EUR", "ILS", 8.0, date(2025, 1, 1))])


@pytest.mark.parametrize("status", ["considered", "announced", "committed", "completed"])
@pytest.mark.parametrize("day", [{}, {"knownOn": "2025-01-10"}, {"asOf": "2026-06-30"}], ids=str)
def test_it_agrees_with_the_stored_query(store: ox.Store, status: str, day: dict[str, str]) -> None:
    asked = Asked(
        status=status,
        as_of=date.fromisoformat(day["asOf"]) if "asOf" in day else None,
        known_on=date.fromisoformat(day["knownOn"]) if "knownOn" in day else None,
    )
    source = Embedded(store)
    answer = cycles(projection_of(source), asked)
    found = [
        [row[name] for name in ("cycle", "length", "parties", "status", "amountMin", "amountMax", "currency")]
        for row in rows(answer, names(source, answer))
    ]
    expected = run(catalogue()["cycles"], store, {"status": status} | day).values()
    assert found == [list(row[:7]) for row in expected]
    assert answer.complete


def test_a_cycle_that_has_broken_since_is_found(store: ox.Store) -> None:
    source = Embedded(store)
    then = cycles(projection_of(source), Asked(known_on=date(2025, 1, 10), parties=(f"{DATA}party/elm",)))
    assert [cycle.parties for cycle in then.cycles] == [(f"{DATA}party/elm", f"{DATA}party/aster")]
    assert not cycles(projection_of(source), Asked(parties=(f"{DATA}party/elm",))).cycles


def test_a_cycle_has_the_grade_of_its_weakest_hop(projected: Projected) -> None:
    found = projected(
        ("a", "b", "5 USD", "", "completed"),
        ("a", "b", "3 USD", "", "considered"),
        ("b", "c", "4 USD", "", "announced"),
        ("c", "a", "9 USD", "", "committed"),
    )
    (cycle,) = cycles(found).cycles
    assert (cycle.status, [hop.status for hop in cycle.hops]) == (
        "announced",
        ["completed", "announced", "committed"],
    )
    assert not cycles(found, Asked(status="committed")).cycles
    assert (cycle.amount, cycle.currency) == (Interval(4, 4), "USD")
    assert cycle.ratio == Interval(4 / 8, 4 / 5)


def test_nine_reports_count_once(projected: Projected) -> None:
    nine = "; ".join(f"committed 2025-01-0{day}" for day in range(1, 10))
    once, often = (
        projected(("a", "b", "5 USD", "", said), ("b", "a", "7 USD", "", "committed"))
        for said in ("committed 2025-01-01", nine)
    )
    (one,), (other,) = cycles(once).cycles, cycles(often).cycles
    assert one == other
    assert one.amount == Interval(5, 5)


def test_tranches_count_inside_the_deal_or_beside_it() -> None:
    assert together([Interval(None, 100), Interval(10, 12)]) == Interval(10, 112)
    assert together([Interval(10, 10), Interval(20, None)]) == Interval(20, None)
    assert together([]) == Interval(None, None)


def test_a_hop_of_unknown_amount_leaves_the_lower_end_open(projected: Projected) -> None:
    found = projected(("a", "b", "5-6 USD", "", "committed"), ("b", "a", "", "", "committed"))
    (cycle,) = cycles(found).cycles
    assert (cycle.amount, cycle.ratio) == (Interval(None, 6), Interval(None, None))


def test_bounds_hold_for_all_values_within_the_intervals() -> None:
    rng = random.Random(7)
    for _ in range(500):
        hops = [Interval(low := rng.uniform(1, 9), low + rng.uniform(0, 9)) for _ in range(rng.randint(2, 5))]
        values = [rng.uniform(hop.low or 0, hop.high or 0) for hop in hops]
        for bounds, value in (
            (bottleneck(hops), min(values)),
            (round_trip(hops), min(values) / values[0]),
            (together(hops), max(values)),
            (together(hops), sum(values)),
        ):
            assert bounds.low is not None
            assert bounds.high is not None
            assert bounds.low - 1e-9 <= value <= bounds.high + 1e-9


def test_amounts_in_several_currencies_are_not_compared(projected: Projected) -> None:
    found = projected(("a", "b", "5 USD", "", "committed"), ("b", "a", "4 EUR", "", "committed"))
    (cycle,) = cycles(found).cycles
    assert (cycle.amount, cycle.currency) == (Interval(None, None), None)
    answer = cycles(found, Asked(currency="USD"), rates=USD)
    (cycle,) = answer.cycles
    assert (cycle.amount, cycle.currency, answer.rates_of) == (Interval(5, 5), "USD", date(2025, 1, 1))
    (cycle,) = cycles(found, Asked(currency="ILS"), rates=USD).cycles
    assert cycle.amount == Interval(20, 20)


def test_a_currency_without_rate_is_told(projected: Projected) -> None:
    found = projected(("a", "b", "5 KWD", "", "committed"), ("b", "a", "4 EUR", "", "committed"))
    answer = cycles(found, Asked(currency="USD"), rates=USD)
    assert answer.cycles[0].amount == Interval(None, 8)
    assert answer.skipped == ("amounts in KWD: no exchange rate on 2025-01-01",)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked(currency="USD", rates_on=date(2024, 12, 31)), "no exchange rates by 2024-12-31"),
        (Asked(currency="XXX"), "no rate for XXX"),
        (Asked(status="rumoured"), "no status with a rank"),
        (Asked(min_hops=4, max_hops=3), "4 to 3 hops"),
    ],
)
def test_what_cannot_be_answered_is_told(projected: Projected, asked: Asked, words: str) -> None:
    found = projected(("a", "b", "", "", "committed"), ("b", "a", "", "", "committed"))
    with pytest.raises(QueryError, match=words):
        cycles(found, asked, rates=USD)


def test_hops_in_time_order(projected: Projected) -> None:
    found = projected(
        ("a", "b", "", "2025-03", "committed"),
        ("b", "c", "", "", "committed 2025-06-01"),
        ("c", "a", "", "2025-01", "committed"),
        ("x", "y", "", "2025-01", "committed"),
        ("y", "x", "", "", "committed"),
    )
    assert len(cycles(found).cycles) == 2
    answer = cycles(found, Asked(in_time_order=True))
    (cycle,) = answer.cycles
    assert [str(hop.day) for hop in cycle.hops] == ["2025-01-01", "2025-03-01", "2025-06-01"]
    assert cycle.parties[0] == f"{DATA}party/c"
    assert answer.skipped == ("1 cycles with a hop whose deals have no day",)


def test_hops_out_of_time_order(projected: Projected) -> None:
    found = projected(
        ("a", "b", "", "2025-01", "committed"),
        ("b", "c", "", "2025-06", "committed"),
        ("c", "d", "", "2025-02", "committed"),
        ("d", "a", "", "2025-03", "committed"),
    )
    assert len(cycles(found).cycles) == 1
    assert not cycles(found, Asked(in_time_order=True)).cycles


def test_a_limit_is_told(projected: Projected) -> None:
    lines = [(a, b, "", "", "committed") for a in "abcde" for b in "abcde" if a != b]
    answer = cycles(projected(*lines), limits=Limits(rows=3))
    assert (len(answer.cycles), answer.complete, answer.stopped_by) == (3, False, "rows")
    assert cycles(projected(*lines), Asked(max_hops=2)).complete
