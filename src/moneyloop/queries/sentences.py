"""Tells the rows of an answer as sentences, in each language that a stored query has a template in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from moneyloop.queries import called, templates, wording
from moneyloop.queries.answer import Answer, Value, value
from moneyloop.queries.source import Source
from moneyloop.queries.stored import Column, StoredQuery

ARROW: Final = " → "
_Row = Mapping[str, Value]


def sentences(
    query: StoredQuery,
    answer: Answer,
    language: str,
    source: Source | None = None,
    shown: Callable[[str], str] = str,
) -> list[str]:
    """Return a sentence for each row of an answer.

    Args:
        query: the stored query that was answered.
        answer: its rows.
        language: one that the query has a template in.
        source: where parties and deals are looked up to call them by their names in the language; without
            it they stay as the answer has them.
        shown: prepares each value before it is put into its sentence, for example isolates its direction.

    Raises:
        KeyError: the query has no template in this language.
        EndpointError: the source is an endpoint, and does not answer as it must.
    """
    template = templates.parsed(query.row[language])
    rows = [
        {column.name: value(term) for column, term in zip(query.columns, row, strict=True)}
        for row in answer.rows
    ]
    teller = _Teller(language, *_looked_up(rows, query.columns, language, source), shown)
    places = {place: templates.ends(place, query.columns) for place in template.places}
    return [
        template.filled({place: teller.told(ends, row) for place, ends in places.items()}) for row in rows
    ]


def _looked_up(
    rows: Iterable[_Row], columns: Iterable[Column], language: str, source: Source | None
) -> tuple[dict[str, str], dict[str, str]]:
    """Return names of parties, and deals in words, by what stands in the rows."""
    found: dict[str, set[str]] = {}
    for column in columns:
        cells = (str(row[column.name]) for row in rows if row[column.name] is not None)
        found.setdefault(column.type, set()).update(cells)
    if source is None:
        return {}, {}
    chains = (name for cell in found.get("names", ()) for name in cell.split(ARROW))
    names = {*found.get("name", ()), *chains}
    return (
        {} if language == "en" else called.parties(source, names, language),
        called.deals(source, found.get("deal", ()), language),
    )


class _Teller:
    """Says the values of rows in one language."""

    def __init__(
        self, language: str, parties: Mapping[str, str], deals: Mapping[str, str], shown: Callable[[str], str]
    ) -> None:
        self._language, self._parties, self._deals, self._shown = language, parties, deals, shown

    def told(self, ends: tuple[Column, ...], row: _Row) -> str:
        low, high = row[ends[0].name], row[ends[-1].name]
        if low is None and high is None:
            return ""
        if len(ends) == 1 and ends[0].type != "amount":
            return self._value(ends[0].type, low)
        currency = self._currency(ends[0].name, row)
        return self._shown(wording.interval(low, high, currency, self._language))

    def _currency(self, name: str, row: _Row) -> str:
        """Return the currency of a column of amounts: that with the same suffix, else the only one."""
        suffixes = [key.removeprefix("currency") for key in row if key.startswith("currency")]
        own = max((suffix for suffix in suffixes if name.endswith(suffix)), key=len, default="")
        return str(row.get(f"currency{own}") or "")

    def _value(self, kind: str, found: Value) -> str:
        text = str(found)
        match kind:
            case "name":
                return self._name(text)
            case "names":
                return wording.word("arrow", self._language).join(map(self._name, text.split(ARROW)))
            case "deal":
                return self._shown(self._deals.get(text, text))
            case "status" | "class" | "word" | "boolean":
                return self._shown(wording.known(text, self._language))
            case _:
                return self._shown(wording.plain(kind, found, self._language))

    def _name(self, name: str) -> str:
        return self._shown(self._parties.get(name, name))
