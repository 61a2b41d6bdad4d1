"""The stored queries as pages for people: their list, and for each a form with its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.stored import Parameter, StoredQuery
from moneyloop.web.explorer.ask import choices
from moneyloop.web.linked.negotiate import LANGUAGES
from moneyloop.web.linked.pages import Frame, page
from moneyloop.web.linked.words import interface
from moneyloop.web.stored.answering import MEDIA

_FORMS: Final = {"json": "JSON", "csv": "CSV", "tsv": "TSV", "srj": "SPARQL JSON"}
_INPUTS: Final = {"date": "date", "integer": "number", "decimal": "number"}


def frame(root: str, here: str, language: str, kept: Sequence[tuple[str, str]]) -> Frame:
    """Return what is around a page.

    Args:
        root: the path of the server's base, with a slash at its end.
        here: the address of the page below the base.
        language: that of the page.
        kept: parameters of the address that the page in another language has too.
    """

    def tongue(code: str) -> str:
        return f"?{urlencode([*kept, ('lang', code)])}"

    return Frame(language, LANGUAGES, here, (), lambda address: root + address, _none, tongue)


def listed(around: Frame) -> str:
    """Return the page that lists the stored queries."""
    queries = [
        {
            "href": around.to(f"queries/{query.name}") + f"?{urlencode({'lang': around.language})}",
            "name": query.name,
            "title": query.title[around.language],
            "question": query.question[around.language],
        }
        for query in catalogue().values()
    ]
    title = interface(around.language)["queries"]
    return page("queries.html", around, title, None, queries=queries, openapi=around.to("openapi.json"))


def one(
    around: Frame,
    query: StoredQuery,
    given: Mapping[str, Sequence[str]],
    *,
    answer: Mapping[str, Any] | None,
    problem: str,
    parties: Sequence[str],
) -> str:
    """Return the page of a stored query.

    Args:
        around: its frame.
        query: the stored query.
        given: the values that the form was sent with.
        answer: sentences, rows and what they were stopped by; None if there is no answer.
        problem: why there is none, "" if nothing is wrong.
        parties: names that a person may choose from.
    """
    language = around.language
    sent = urlencode([*((name, value) for name, values in given.items() for value in values)])
    forms = [
        {"name": called, "media": MEDIA[form], "href": around.to(f"queries/{query.name}.{form}") + f"?{sent}"}
        for form, called in _FORMS.items()
    ]
    return page(
        "query.html",
        around,
        query.title[language],
        None,
        query=query,
        question=query.question[language],
        here=around.to(around.here),
        code=language,
        fields=[_field(parameter, given.get(parameter.name, ()), language) for parameter in query.parameters],
        answer=answer,
        problem=problem,
        parties=parties,
        others=forms if answer is not None else [],
        back=around.to("queries") + f"?{urlencode({'lang': language})}",
    )


def _field(parameter: Parameter, values: Sequence[str], language: str) -> dict[str, Any]:
    given = list(values) or list(parameter.default)
    return {
        "name": parameter.name,
        "label": parameter.description[language],
        "required": parameter.required,
        "many": parameter.many,
        "choices": [(value, label, value in given) for value, label in choices(parameter, language)],
        "type": _INPUTS.get(parameter.type, "text"),
        "step": "any" if parameter.type == "decimal" else None,
        "minimum": parameter.minimum,
        "maximum": parameter.maximum,
        "pattern": parameter.pattern,
        "party": parameter.type == "party",
        "values": given or [""],
    }


def _none(address: str, form: str) -> str:
    return address
