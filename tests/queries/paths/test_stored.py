"""A stored query may search for paths; its parameters reach the search."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from moneyloop.queries.catalogue import load
from moneyloop.queries.run import run

LANGUAGES: Final = {"en": "Cycles", "fr": "Circuits", "he": "מעגלים", "fa": "چرخه‌ها", "ar": "دورات"}
STORED: Final = (
    "#+ title:\n"
    + "".join(f'#+   {language}: "{text}"\n' for language, text in LANGUAGES.items())
    + "#+ question:\n"
    + "".join(f'#+   {language}: "{text}"\n' for language, text in LANGUAGES.items())
    + "#+ row:\n"
    + "".join(f'#+   {language}: "{text} {{length}}"\n' for language, text in LANGUAGES.items())
    + """#+ description: Lengths of the cycles.
#+ parameters:
#+   - status
#+ columns:
#+   - {name: length, type: integer, meaning: "Number of hops."}
#+ tags: [cycles]

PREFIX ml: <https://w3id.org/moneyloop/ns/>
PREFIX path: <https://w3id.org/moneyloop/ns/path/>

SELECT ?length
WHERE {
  VALUES ?_status { ml:considered }
  SERVICE path:search {
    [] path:algorithm path:cycles ; path:status ?_status ; path:id ?id ; path:length ?length
  }
}
ORDER BY ?length
"""
)


@pytest.mark.parametrize(
    ("status", "lengths"), [("considered", [2, 3]), ("committed", [2, 3]), ("completed", [])]
)
def test_a_stored_query_searches(
    deals: Callable[[str], ox.Store], tmp_path: Path, status: str, lengths: list[int]
) -> None:
    path = tmp_path / "lengths.rq"
    path.write_text(STORED, encoding="utf-8")
    answer = run(load(path), deals("a>b b>a b>c c>a"), {"status": status})
    assert [row[0] for row in answer.values()] == lengths
    assert answer.complete
    assert [search.paths for search in answer.searches] == [len(lengths)]
