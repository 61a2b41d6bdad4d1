from __future__ import annotations

from collections.abc import Callable
from datetime import date

from moneyloop.graph.projection import Projection
from moneyloop.queries.rounds import Asked, changes

Projected = Callable[..., Projection]
SINCE = date(2025, 3, 1)


def told(projection: Projection, asked: Asked | None = None) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (
            change.kind,
            "".join(sorted(party[-1] for party in (change.after or change.before).parties)),  # type: ignore[union-attr]
            change.before.status if change.before else None,
            change.after.status if change.after else None,
        )
        for change in changes(projection, SINCE, asked).changes
    ]


def test_what_appeared_grew_shrank_and_broke(projected: Projected) -> None:
    old, new = "2025-01-01", "2025-06-01"
    found = projected(
        ("a", "b", "", "", f"committed {old}"),
        ("b", "a", "", "", f"announced {new}"),
        ("c", "d", "", "", f"announced {old}; committed {new}"),
        ("d", "c", "", "", f"committed {old}"),
        ("e", "f", "", "", f"committed {old}"),
        ("f", "e", "", "", f"committed {old}; cancelled {new}"),
        ("g", "h", "9 USD", "", f"committed {old}"),
        ("h", "g", "5 USD", "", f"committed {old}"),
        ("h", "g", "7 USD", "", f"committed {new}"),
        ("i", "j", "9 USD", "", f"committed {old}"),
        ("j", "i", "5 USD", "", f"committed {old}"),
        ("j", "i", "7 USD", "", f"committed {old}; cancelled {new}"),
        ("k", "l", "", "", f"committed {old}"),
        ("l", "k", "", "", f"committed {old}; considered {new}"),
    )
    assert sorted(told(found)) == [
        ("appeared", "ab", None, "announced"),
        ("broke", "ef", "committed", None),
        ("grew", "cd", "announced", "committed"),
        ("grew", "gh", "committed", "committed"),
        ("shrank", "ij", "committed", "committed"),
    ]
    assert told(found, Asked(known_on=date(2025, 5, 31))) == []


def test_what_no_date_is_known_of_did_not_appear(projected: Projected) -> None:
    found = projected(("a", "b", "", "", "committed"), ("b", "a", "", "", "committed 2025-06-01"))
    answer = changes(found, SINCE)
    assert (answer.changes, answer.complete) == ([], True)
    assert answer.skipped == ("1 deals that only documents without a date state",)
