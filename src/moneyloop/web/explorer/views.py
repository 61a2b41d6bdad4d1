"""What can be looked at: each view by its name, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from moneyloop.web.explorer import about, ask, chains, cycles, drawing, evidence, pages, search
from moneyloop.web.explorer.asked import Asked
from moneyloop.web.explorer.reader import Reader, reader

VIEWS: Final[Mapping[str, Callable[[Reader, Asked], dict[str, Any]]]] = {
    "about": about.view,
    "cycles": cycles.view,
    "cycle": cycles.one,
    "drawing": drawing.view,
    "hop": evidence.hop,
    "chains": chains.view,
    "search": search.view,
    "party": pages.party,
    "deal": pages.deal,
    "document": pages.document,
    "forms": ask.forms,
    "answer": ask.answer,
}


def looked_at(folder: Path, name: str, given: Mapping[str, str]) -> bytes | None:
    """Return a view of a dataset as JSON; None if what is asked for is not there.

    Args:
        folder: the dataset, or one build of it.
        name: one of ``VIEWS``.
        given: parameters as they stand in the address.

    Raises:
        QueryError: a parameter is missing, or its value does not fit.
        DatasetError: the folder holds no dataset, or its store is damaged.
    """
    try:
        found = VIEWS[name](reader(folder), Asked(given))
    except LookupError:
        return None
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
