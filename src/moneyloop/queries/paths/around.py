"""What the query around a SERVICE block says about the variables that its settings use."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pyoxigraph as ox

from moneyloop.queries.answer import Term
from moneyloop.queries.paths.network import Select
from moneyloop.queries.paths.prologue import Prologue
from moneyloop.queries.paths.tokens import Token, closing, tokens


def values(
    before: str, names: Sequence[str], prologue: Prologue, select: Select
) -> dict[str, tuple[Term, ...] | None]:
    """Return the values that variables can have where a block begins; None for one that is left open.

    The values may be too many, never too few: the rows of the search are joined with the query around anyway.

    Args:
        before: what precedes the block in its group.
        names: the variables.
        prologue: gives the pattern its meaning.
        select: answers SELECT queries from the dataset.
    """
    pattern = _without_filters(before)
    mentioned = _variables(tokens(pattern))
    asked = [name for name in names if name in mentioned]
    if not asked:
        return dict.fromkeys(names)
    rows = select(prologue.select(asked, pattern)).rows
    found: dict[str, tuple[Term, ...] | None] = dict.fromkeys(names)
    for place, name in enumerate(asked):
        column = dict.fromkeys(row[place] for row in rows)
        if None not in column:
            named = (term for term in column if term is not None and not isinstance(term, ox.BlankNode))
            found[name] = tuple(sorted(named, key=str))
    return found


def _without_filters(before: str) -> str:
    """Leave out the filters of a group that look at variables which are bound later."""
    found = tokens(before)
    spans = [(index, _end_of_filter(found, index)) for index in _filters(found)]
    inside = {place for first, last in spans for place in range(first, last)}
    bound = _variables([token for place, token in enumerate(found) if place not in inside])
    kept, copied = [], 0
    for first, last in spans:
        if not _variables(found[first:last]) <= bound:
            kept.append(before[copied : found[first].start])
            copied = found[last - 1].end
    return "".join([*kept, before[copied:]])


def _filters(found: Sequence[Token]) -> list[int]:
    """Return the indexes of the FILTER keywords that stand directly in the group."""
    filters, index = [], 0
    while index < len(found):
        if found[index].is_word("FILTER"):
            filters.append(index)
            index = _end_of_filter(found, index)
        else:
            index = _behind(found, index)
    return filters


def _behind(found: Sequence[Token], index: int) -> int:
    if found[index].kind == "mark" and found[index].text in "{([":
        end = closing(found, index)
        return len(found) if end is None else end + 1
    return index + 1


def _end_of_filter(found: Sequence[Token], index: int) -> int:
    """Return the index behind a filter: behind the first bracket that closes after its keyword."""
    index += 1
    while index < len(found) and not (found[index].kind == "mark" and found[index].text in ("{", "(")):
        index += 1
    return _behind(found, index) if index < len(found) else index


def _variables(found: Collection[Token]) -> set[str]:
    return {token.text[1:] for token in found if token.kind == "variable"}
