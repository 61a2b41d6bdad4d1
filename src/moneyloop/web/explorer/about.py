"""What a page needs before anything else: how large the dataset is, its statuses, and its days."""

from __future__ import annotations

import json
from typing import Any, Final

from moneyloop.ontology.model import load
from moneyloop.queries.stored import FLOORS
from moneyloop.web.explorer import words
from moneyloop.web.explorer.asked import Asked
from moneyloop.web.explorer.reader import Reader

_DAYS: Final = 400
"""Days among which one may choose at most; there are stops between the first and the last."""


def view(reader: Reader, asked: Asked) -> dict[str, Any]:
    """Return counts, the statuses from the weakest on, and the days on which something became known."""
    from datetime import date

    days = [date.fromordinal(one) for one in _days(reader)]
    statuses = load().statuses
    report = json.loads((reader.folder / "report.json").read_text(encoding="utf-8"))
    return {
        "counts": report["counts"],
        "languages": report["languages"],
        "statuses": [
            {"name": name, "label": statuses[name].labels.get(asked.language, name)} for name in FLOORS
        ],
        "days": [{"day": day.isoformat(), "label": words.day(day, asked.language)} for day in days],
    }


def _days(reader: Reader) -> list[int]:
    import numpy as np

    since = np.unique(reader.projection.then.since)
    since = since[since > 0]
    if len(since) > _DAYS:
        since = since[np.unique(np.linspace(0, len(since) - 1, _DAYS).astype(int))]
    return list(since.tolist())
