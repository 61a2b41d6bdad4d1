"""QLever's vocabulary of path search.

Source: https://docs.qlever.dev/path-search/ and src/parser/PathQuery.cpp of github.com/ad-freiburg/qlever.
"""

from __future__ import annotations

from typing import Final

from moneyloop.queries.paths.request import Edges, Request
from moneyloop.queries.paths.settings import Settings

NAMESPACE: Final = "https://qlever.cs.uni-freiburg.de/pathSearch/"
SERVICE: Final = NAMESPACE
COLUMN_SETTINGS: Final = ("start", "end", "pathColumn", "edgeColumn", "edgeProperty")
KNOWN: Final = (
    *("algorithm", "source", "target", "cartesian", "numPathsPerTarget", "maxDepth"),
    *COLUMN_SETTINGS,
)
_REQUIRED: Final = ("algorithm", "source", "start", "end", "pathColumn", "edgeColumn")


def request(settings: Settings, pattern: str) -> Request:
    """Return the search that a block asks for.

    Raises:
        QueryError: a setting is wrong or missing.
    """
    for name in _REQUIRED:
        if not settings.given(name):
            raise settings.error(name, "is missing")
    if not pattern:
        raise settings.error("start", "needs a pattern in the block that binds it")
    settings.choice("algorithm", ("allPaths",))
    sources, targets = settings.ends("source"), settings.ends("target")
    pairwise = settings.truth("cartesian") is False
    if pairwise and len(sources.terms or ()) != len(targets.terms or ()):
        raise settings.error("cartesian", "false needs as many sources as targets")
    named = {"start": "start", "end": "end", "id": "pathColumn", "hop": "edgeColumn"}
    columns = {name: settings.column(setting) or "" for name, setting in named.items()}
    return Request(
        algorithm="allPaths",
        sources=sources,
        targets=targets,
        edges=Edges(pattern, columns["start"], columns["end"]),
        maximum=settings.integer("maxDepth"),
        k=settings.integer("numPathsPerTarget", 1),
        columns=columns,
        values=settings.columns("edgeProperty"),
        numbered=True,
        pairwise=pairwise,
    )
