"""What was known when and what is in force when: ``knownOn`` and ``asOf`` of all queries about deals."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from moneyloop.queries.answer import Answer, Value
from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.sparql import answer

Ask = Callable[..., list[tuple[Value, ...]]]
NEEDED: Final = {"party": "birch", "cycle": "86e886b8fef8"}
BEFORE, FIRST, LAST = "2025-01-09", "2025-01-10", "2025-02-20"
"""The day before the first document, the days of the first and of the last."""
IN_THE_FIRST: Final = frozenset({"maturity-wall", "unresolved-parties"})
"""Queries whose rows are all in the first document."""


def having(parameter: str) -> list[str]:
    return [
        name for name, query in catalogue().items() if parameter in {one.name for one in query.parameters}
    ]


def needed(name: str) -> dict[str, str]:
    return {one.name: NEEDED[one.name] for one in catalogue()[name].parameters if one.required}


@pytest.mark.parametrize("name", having("knownOn"))
def test_nothing_was_known_before_the_first_document(ask: Ask, name: str) -> None:
    rows = ask(name, knownOn=BEFORE, **needed(name))
    assert [row for row in rows if name != "party" or row[0] in ("deal", "figure")] == []


@pytest.mark.parametrize("name", having("knownOn"))
def test_with_the_last_document_all_is_known(ask: Ask, name: str) -> None:
    assert ask(name, knownOn=LAST, **needed(name)) == ask(name, **needed(name))
    assert ask(name, **needed(name))


@pytest.mark.parametrize("name", sorted(set(having("knownOn")) - IN_THE_FIRST))
def test_what_the_second_document_says_was_not_known_before(ask: Ask, name: str) -> None:
    assert ask(name, knownOn=FIRST, **needed(name)) != ask(name, **needed(name))


def test_a_deal_cancelled_later_was_live(ask: Ask) -> None:
    assert ("announced", 1) in {(row[3], row[8]) for row in ask("deals", party="elm", knownOn=FIRST)}
    assert not {row for row in ask("deals", party="elm") if row[3] == "announced" and row[5] == 2_000_000_000}


@pytest.mark.parametrize("name", having("asOf"))
def test_a_day_in_force_is_asked_for(name: str, trees: str, world_of: Callable[[str], Ask]) -> None:
    ended = re.sub(
        r"ml:status (ml:\w+) ; ml:claimCount", r'ml:status \1 ; ml:period "1998/1999" ; ml:claimCount', trees
    )
    ask = world_of(re.sub(r' ml:period "(?!1998/)[^"]*" ;', "", ended))
    assert ask(name, asOf="1999-12-31", **needed(name)) == ask(name, **needed(name)) != []
    rows = ask(name, asOf="2000-01-01", **needed(name))
    assert [row for row in rows if name != "party" or row[0] in ("deal", "figure")] == []


def exposed(store: ox.Store, known_on: str) -> dict[str, int]:
    """Return who is exposed to a party as the documentation asks for it, with the hops."""
    page = (Path(__file__).parents[2] / "docs" / "queries.md").read_text(encoding="utf-8")
    text = next(one for one in re.findall(r"```sparql\n(.*?)```", page, re.DOTALL) if "path:search" in one)
    text = re.sub(r'path:knownOn "[^"]*"', f'path:knownOn "{known_on}"', text).replace(":openai", ":birch")
    found = answer(store, text)
    assert isinstance(found, Answer)
    return {str(iri): hops for iri, hops in found.values() if isinstance(hops, int)}


def test_a_path_search_says_who_is_exposed_on_a_day(store: ox.Store, ask: Ask) -> None:
    assert exposed(store, LAST) == {str(row[0]): row[2] for row in ask("exposure", party="birch")}
    assert exposed(store, BEFORE) == {}
