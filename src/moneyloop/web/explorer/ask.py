"""The stored queries as forms in plain words, and their answers as sentences and tables."""

from __future__ import annotations

from typing import Any, Final

from moneyloop.ontology.model import load
from moneyloop.queries import wording
from moneyloop.queries.answer import Value
from moneyloop.queries.catalogue import catalogue, found
from moneyloop.queries.run import run
from moneyloop.queries.sentences import sentences
from moneyloop.queries.stored import Parameter, StoredQuery
from moneyloop.web.explorer.asked import COMMON, Asked
from moneyloop.web.explorer.reader import Reader

_SHOWN: Final = 200
_ISOLATED: Final = "\u2068{}\u2069"


def forms(reader: Reader, asked: Asked) -> dict[str, Any]:
    """Return all stored queries in a language, with what each takes."""
    return {"queries": [_form(query, asked.language) for query in catalogue().values()]}


def _form(query: StoredQuery, language: str) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": query.title[language],
        "question": query.question[language],
        "tags": query.tags,
        "parameters": [_parameter(one, language) for one in query.parameters],
        "text": query.text.partition("\n\n")[2] or query.text,
    }


def _parameter(one: Parameter, language: str) -> dict[str, Any]:
    return {
        "name": one.name,
        "type": one.type,
        "description": one.description[language],
        "required": one.required,
        "default": one.default[0] if one.default else "",
        "choices": [{"value": value, "label": label} for value, label in choices(one, language)],
        "minimum": one.minimum,
        "maximum": one.maximum,
        "pattern": one.pattern,
    }


def choices(one: Parameter, language: str) -> list[tuple[str, str]]:
    """Return the values that a parameter may have and what each is called; none if any will do."""
    if one.type == "class":
        kinds = load().types.values()
        figures = "Figure" in one.allowed
        wanted = [kind.name for kind in kinds if not kind.is_figure or figures]
        return sorted(((name, wording.term(name, language)) for name in wanted), key=lambda pair: pair[1])
    return [(value, wording.known(value, language)) for value in one.allowed]


def answer(reader: Reader, asked: Asked) -> dict[str, Any]:
    """Return the answer of a stored query: a sentence for each row, and the table.

    Raises:
        QueryError: there is no such query, or a parameter is unknown, missing, or its value does not fit.
    """
    query, language = found(asked.text("query")), asked.language
    own = {one.name for one in query.parameters}
    given = {
        name: value
        for name, value in asked.given.items()
        if value and name != "query" and (name not in COMMON or name in own)
    }
    result = run(query, reader.source, given)
    whole = result.values()
    told = sentences(query, result, language, reader.source, _ISOLATED.format)
    types = [column.type for column in query.columns]
    return {
        "title": query.title[language],
        "question": query.question[language],
        "total": len(whole),
        "complete": result.complete,
        "sentences": told[:_SHOWN],
        "columns": [{"name": one.name, "type": one.type, "meaning": one.meaning} for one in query.columns],
        "rows": [
            [cell(kind, value, language) for kind, value in zip(types, row, strict=True)]
            for row in whole[:_SHOWN]
        ],
    }


def cell(kind: str, value: Value, language: str) -> str:
    """Return a value of a column of this type as a page shows it."""
    if value is None:
        return ""
    if kind in ("status", "class", "word", "boolean"):
        return wording.known(str(value).lower() if isinstance(value, bool) else str(value), language)
    return str(value) if kind in ("iri", "deal", "text", "string") else wording.plain(kind, value, language)
