from __future__ import annotations

from datetime import date

import pytest

from moneyloop.graph.periods import Validity, validity


def days(since: str | None, until: str | None) -> Validity:
    begin, end = (date.fromisoformat(day) if day else None for day in (since, until))
    return Validity(begin, end)


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        ("2025", "2025-01-01", "2026-01-01"),
        ("2025-Q4", "2025-10-01", "2026-01-01"),
        ("2025-02", "2025-02-01", "2025-03-01"),
        ("2025-12-31", "2025-12-31", "2026-01-01"),
        ("2025/2028", "2025-01-01", "2029-01-01"),
        ("2025-09/2025-10", "2025-09-01", "2025-11-01"),
        ("2024-Q3/2025", "2024-07-01", "2026-01-01"),
        ("../2028", None, "2029-01-01"),
        ("/2028-06", None, "2028-07-01"),
        ("2025-10/..", "2025-10-01", None),
        ("2025-10-05/P5Y", "2025-10-05", "2030-10-05"),
        ("2024-02-29/P1Y", "2024-02-29", "2025-02-28"),
        ("2025-01-31/P1M2W3D", "2025-01-31", "2025-03-17"),
        ("P6M/2025", "2025-07-01", "2026-01-01"),
        (" 9999 ", "9999-01-01", None),
    ],
)
def test_a_period_covers_days(period: str, since: str | None, until: str | None) -> None:
    assert validity(period) == days(since, until)


@pytest.mark.parametrize(
    "period",
    [
        "P5Y",
        "last year",
        "FY2026-Q1",
        "2025-13",
        "2025-02-30",
        "2025-Q5",
        "2028/2025",
        "../..",
        "/",
        "P5Y/..",
        "0000",
        "2025/P",
        "P3Y/P5Y",
        "9999-12-31",
        "",
        "2025/words",
    ],
)
def test_what_names_no_day_covers_none(period: str) -> None:
    assert validity(period) is None
