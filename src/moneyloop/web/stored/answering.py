"""Answers a stored query in one of the forms of an HTTP answer; runs in a worker."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from moneyloop.errors import QueryError
from moneyloop.queries.answer import Answer
from moneyloop.queries.catalogue import found
from moneyloop.queries.plain import cut, plain, stopped_by
from moneyloop.queries.run import run
from moneyloop.queries.sentences import sentences
from moneyloop.queries.stored import StoredQuery
from moneyloop.web.explorer.ask import cell
from moneyloop.web.explorer.reader import Reader, reader

MEDIA: Final = {
    "json": "application/json",
    "srj": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "html": "text/html",
}
"""The forms of an answer by the suffix of an address, in the order in which they are preferred."""
PAGE: Final = 500
"""Rows of a page for people."""
_PARTIES: Final = 500
_ISOLATED: Final = "\u2068{}\u2069"
_NAMES: Final = """PREFIX ml: <https://w3id.org/moneyloop/ns/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?name WHERE {
  ?deal ml:involves ?party . ?party skos:prefLabel ?name
  FILTER(LANG(?name) = "%s")
} LIMIT %d"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: a stored query, values by parameter, the language of sentences, and the most rows."""

    name: str
    given: Mapping[str, Sequence[str]]
    language: str
    most: int


@dataclass(frozen=True, slots=True)
class Told:
    """An answer: its bytes, and the limit that rows are missing for, None if none can be."""

    body: bytes
    stopped: str | None


def answered(folder: Path, asked: Asked, form: str) -> Told:
    """Answer a stored query in a form, one of ``MEDIA`` but HTML.

    Raises:
        QueryError: there is no such query, or a parameter is unknown, missing, or its value does not fit.
        DatasetError: the folder holds no dataset, or its store is damaged.
    """
    query, opened = found(asked.name), reader(folder)
    answer = _answer(query, opened, asked, asked.most)
    return Told(_WRITERS[form](query, answer, asked.language, opened).encode(), stopped_by(answer))


def shown(folder: Path, asked: Asked) -> dict[str, Any]:
    """Answer a stored query as sentences and cells of a table in a language.

    Raises:
        QueryError: there is no such query, or a parameter is unknown, missing, or its value does not fit.
        DatasetError: the folder holds no dataset, or its store is damaged.
    """
    query, opened = found(asked.name), reader(folder)
    answer = _answer(query, opened, asked, min(asked.most, PAGE))
    kinds = [column.type for column in query.columns]
    return {
        "sentences": sentences(query, answer, asked.language, opened.source, _ISOLATED.format),
        "rows": [
            [cell(kind, value, asked.language) for kind, value in zip(kinds, row, strict=True)]
            for row in answer.values()
        ],
        "stopped": stopped_by(answer),
    }


def parties(folder: Path, language: str) -> list[str]:
    """Return names of parties that have deals, some hundred at most, for a person to choose from.

    Raises:
        DatasetError: the folder holds no dataset, or its store is damaged.
    """
    return _parties(reader(folder), language)


@lru_cache(maxsize=8)
def _parties(opened: Reader, language: str) -> list[str]:
    return sorted(str(name) for (name,) in opened.source.select(_NAMES % (language, _PARTIES)).values())


def _answer(query: StoredQuery, opened: Reader, asked: Asked, most: int) -> Answer:
    for parameter in query.parameters:
        if parameter.required and not asked.given.get(parameter.name):
            raise QueryError(
                f"{query.name} needs {parameter.name}, {parameter.description['en']}; "
                f"add {parameter.name}=… to the address"
            )
    return cut(run(query, opened.source, asked.given), most)


def _json(query: StoredQuery, answer: Answer, language: str, opened: Reader) -> str:
    return json.dumps(plain(query, answer, language, opened.source), ensure_ascii=False)


_Writer = Callable[[StoredQuery, Answer, str, Reader], str]
_WRITERS: Final[Mapping[str, _Writer]] = {
    "json": _json,
    "srj": lambda query, answer, language, opened: answer.to_json(),
    "csv": lambda query, answer, language, opened: answer.to_csv(),
    "tsv": lambda query, answer, language, opened: answer.to_tsv(),
}
