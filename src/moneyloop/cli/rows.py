"""Answers of stored queries as rows that a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from moneyloop.cli.text import amount, percentage, short_iri

if TYPE_CHECKING:
    from moneyloop.queries.answer import Answer, Term
    from moneyloop.queries.stored import StoredQuery

_ENDS: Final = ("amountMin", "amountMax", "currency")
_SHARES: Final = frozenset({"share", "shareMin", "shareMax"})


def readable(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Return the columns and rows of an answer for a table.

    The ends of an amount and its currency become one column, shares percentages; IRIs get prefixes. An answer
    with several amounts tells them apart by a suffix, ``amountMinForth`` with ``amountMaxForth`` and so on.
    """
    columns = list(answer.columns)
    suffixes = [name.removeprefix(_ENDS[0]) for name in columns if name.startswith(_ENDS[0])]
    amounts = {_ENDS[0] + suffix: tuple(end + suffix for end in _ENDS) for suffix in suffixes}
    amounts = {name: ends for name, ends in amounts.items() if set(ends) <= set(columns)}
    hidden = {end for ends in amounts.values() for end in ends[1:]}
    shown = [name for name in columns if name not in hidden]
    rows = []
    for row in answer.rows:
        terms = dict(zip(columns, row, strict=True))
        rows.append([_cell(name, terms, amounts.get(name)) for name in shown])
    return [name.replace("Min", "", 1) if name in amounts else name for name in shown], rows


def _cell(name: str, terms: dict[str, Term | None], ends: tuple[str, ...] | None) -> str:
    if ends is not None:
        low, high, currency = (_value(terms[end]) for end in ends)
        return amount(low, high, currency)
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
            f"{parameter.name}{'' if parameter.required else '='}{' '.join(parameter.default)}"
            for parameter in query.parameters
        ),
    }
