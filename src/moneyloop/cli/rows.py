"""Answers of stored queries as rows that a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from moneyloop.cli.text import amount, percentage, short_iri

if TYPE_CHECKING:
    from moneyloop.queries.answer import Answer, Term
    from moneyloop.queries.catalogue import StoredQuery

_ENDS: Final = ("amountMin", "amountMax", "currency")
_SHARES: Final = frozenset({"share", "shareMin", "shareMax"})


def readable(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Return the columns and rows of an answer for a table.

    The ends of an amount and its currency become one column, shares percentages; IRIs get prefixes.
    """
    columns = list(answer.columns)
    merged = set(_ENDS) <= set(columns)
    shown = [name for name in columns if not (merged and name in _ENDS[1:])]
    rows = []
    for row in answer.rows:
        terms = dict(zip(columns, row, strict=True))
        rows.append([_cell(name, terms, merged=merged) for name in shown])
    return ["amount" if merged and name == _ENDS[0] else name for name in shown], rows


def _cell(name: str, terms: dict[str, Term | None], *, merged: bool) -> str:
    if merged and name == _ENDS[0]:
        return amount(*(_value(terms[end]) for end in _ENDS))
    value = _value(terms[name])
    return percentage(value) if name in _SHARES else value


def _value(term: Term | None) -> str:
    if term is None:
        return ""
    text = str(getattr(term, "value", term))
    return short_iri(text) if type(term).__name__ == "NamedNode" else text


def listed(query: StoredQuery, language: str) -> dict[str, str]:
    """Return what the list of stored queries says about one, by column."""
    return {
        "query": query.name,
        "question": query.question.get(language) or query.question["en"],
        "parameters": ", ".join(
            f"{parameter.name}{'' if parameter.required else '='}{parameter.default or ''}"
            for parameter in query.parameters
        ),
    }
