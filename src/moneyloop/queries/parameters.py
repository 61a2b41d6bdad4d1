"""From what a person gives for the parameters of a stored query to RDF terms, and on to the bound query.

A term is written into the query by the RDF library, as one term in a place that the query keeps for it.
What a person gave never becomes text of the query.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

import pyoxigraph as ox

from moneyloop.errors import QueryError
from moneyloop.queries import names
from moneyloop.queries.source import Source
from moneyloop.queries.stored import FLOORS, PLACE, UNDEFINED, Parameter, StoredQuery
from moneyloop.settings import PREFIXES, TERMS

Bindable = ox.NamedNode | ox.Literal
Given = Mapping[str, str | Sequence[str]]
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


def terms(query: StoredQuery, source: Source, given: Given) -> dict[str, tuple[Bindable, ...]]:
    """Return the terms of each parameter of a query; none for one that is left out and has no default.

    Args:
        query: the stored query.
        source: the dataset, in which parties and classes are looked up by name.
        given: parameter name to value, or to several values for one that takes many.

    Raises:
        QueryError: a parameter is unknown, missing, or its value does not fit.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            listed = ", ".join(known) or "none"
            hint = f"did you mean {close[0]}?" if close else f"its parameters are: {listed}"
            raise QueryError(f"query: {query.name} has no parameter {name!r}; {hint}")
    found: dict[str, tuple[Bindable, ...]] = {}
    for name, parameter in known.items():
        texts = _texts(given.get(name, parameter.default))
        if not texts and parameter.required:
            raise QueryError(
                f"query: {query.name} needs {name}, {parameter.description['en']}; "
                f"add --{parameter.option} … or --param {name}=…"
            )
        if len(texts) > 1 and not parameter.many:
            raise QueryError(f"query: {name} takes one value, not {len(texts)}: {', '.join(texts)}")
        found[name] = tuple(dict.fromkeys(_term(parameter, text, source) for text in texts))
    return found


def bound(query: StoredQuery, found: Mapping[str, Sequence[Bindable]]) -> str:
    """Return the text of a query in which each place of a parameter holds its terms, or UNDEF."""

    def filled(match: re.Match[str]) -> str:
        values = " ".join(map(str, found.get(match[2], ())))
        return f"{match[1]}{values or UNDEFINED}{match[4]}"

    return PLACE.sub(filled, query.text)


def _texts(values: str | Sequence[str]) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else tuple(values)


def _term(parameter: Parameter, text: str, source: Source) -> Bindable:
    match parameter.type:
        case "status":
            return ox.NamedNode(TERMS + _one_of(parameter, text, parameter.allowed or FLOORS))
        case "party":
            return names.party(source, text)
        case "class":
            return names.class_below(source, text, parameter.allowed)
    return _LITERALS[parameter.type](parameter, text)


def _choice(parameter: Parameter, text: str) -> ox.Literal:
    return ox.Literal(_one_of(parameter, text, parameter.allowed))


def _one_of(parameter: Parameter, text: str, allowed: tuple[str, ...]) -> str:
    for value in allowed:
        if text.strip().casefold() == value.casefold():
            return value
    close = difflib.get_close_matches(text.strip().casefold(), allowed, n=1)
    hint = f"; did you mean {close[0]}?" if close else ""
    raise QueryError(f"query: {parameter.name} must be one of {', '.join(allowed)}, not {text!r}{hint}")


def _number(parameter: Parameter, text: str) -> ox.Literal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    whole = parameter.type == "integer"
    low = number if parameter.minimum is None else Decimal(parameter.minimum)
    high = number if parameter.maximum is None else Decimal(parameter.maximum)
    if (
        not number.is_finite()
        or (whole and number != number.to_integral_value())
        or not low <= number <= high
    ):
        raise _out_of_bounds(parameter, "a whole number" if whole else "a number", text)
    lexical = str(int(number)) if whole else format(number, "f")
    return _typed(lexical, parameter.type)


def _date(parameter: Parameter, text: str) -> ox.Literal:
    day = text.strip()
    try:
        date.fromisoformat(day if _DAY.fullmatch(day) else "")
    except ValueError:
        raise _out_of_bounds(parameter, "a date as 2025-12-31", text) from None
    if not (parameter.minimum or day) <= day <= (parameter.maximum or day):
        raise _out_of_bounds(parameter, "a date", text)
    return _typed(day, "date")


def _out_of_bounds(parameter: Parameter, kind: str, text: str) -> QueryError:
    bounds = "".join(
        f" {word} {end}"
        for word, end in (("from", parameter.minimum), ("to", parameter.maximum))
        if end is not None
    )
    return QueryError(f"query: {parameter.name} must be {kind}{bounds}, not {text!r}")


def _typed(lexical: str, datatype: str) -> ox.Literal:
    return ox.Literal(lexical, datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))


def _currency(parameter: Parameter, text: str) -> ox.Literal:
    code = text.strip().upper()
    if not _CURRENCY.fullmatch(code):
        raise QueryError(f"query: {parameter.name} must be an ISO 4217 code as EUR, not {text!r}")
    return ox.Literal(_one_of(parameter, code, parameter.allowed) if parameter.allowed else code)


def _string(parameter: Parameter, text: str) -> ox.Literal:
    if parameter.allowed:
        return ox.Literal(_one_of(parameter, text, parameter.allowed))
    if parameter.pattern and not re.fullmatch(parameter.pattern, text):
        expected = f"{parameter.description['en']} (pattern {parameter.pattern})"
        raise QueryError(f"query: {parameter.name} must be {expected}, not {text!r}")
    return ox.Literal(text)


_LITERALS: Final[Mapping[str, Callable[[Parameter, str], ox.Literal]]] = {
    "choice": _choice,
    "integer": _number,
    "decimal": _number,
    "date": _date,
    "currency": _currency,
    "string": _string,
}
