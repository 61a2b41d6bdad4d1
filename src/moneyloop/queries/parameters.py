"""From what a person gives for the parameters of a stored query to RDF terms, and on to the bound query.

A term is written into the query by the RDF library, as one term in a place that the query keeps for it.
What a person gave never becomes text of the query.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from moneyloop.errors import QueryError
from moneyloop.queries import names
from moneyloop.queries.catalogue import FLOORS, PLACE, Parameter, StoredQuery
from moneyloop.queries.source import Source
from moneyloop.settings import PREFIXES, TERMS

Bindable = ox.NamedNode | ox.Literal


def terms(query: StoredQuery, source: Source, given: Mapping[str, str]) -> dict[str, Bindable | None]:
    """Return the term of each parameter of a query; None for one that is left out and has no default.

    Args:
        query: the stored query.
        source: the dataset, in which parties and classes are looked up by name.
        given: parameter name to value.

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
    found: dict[str, Bindable | None] = {}
    for name, parameter in known.items():
        text = given.get(name, parameter.default)
        if text is None and parameter.required:
            raise QueryError(
                f"query: {query.name} needs {name}, {parameter.description}; add --param {name}=…"
            )
        found[name] = None if text is None else _term(parameter, text, source)
    return found


def bound(query: StoredQuery, found: Mapping[str, Bindable | None]) -> str:
    """Return the text of a query in which each place of a parameter holds its term, or UNDEF."""

    def filled(match: re.Match[str]) -> str:
        term = found.get(match[2])
        return f"{match[1]}{'UNDEF' if term is None else term}{match[4]}"

    return PLACE.sub(filled, query.text)


def _term(parameter: Parameter, text: str, source: Source) -> Bindable:
    match parameter.type:
        case "status":
            return ox.NamedNode(TERMS + _one_of(parameter, text, parameter.allowed or FLOORS))
        case "party":
            return names.party(source, text)
        case "class":
            return names.class_below(source, text, parameter.allowed)
        case "choice":
            return ox.Literal(_one_of(parameter, text, parameter.allowed))
        case "integer" | "decimal":
            return _number(parameter, text)
        case _:
            return _string(parameter, text)


def _one_of(parameter: Parameter, text: str, allowed: tuple[str, ...]) -> str:
    for value in allowed:
        if text.strip().casefold() == value.casefold():
            return value
    raise QueryError(f"query: {parameter.name} must be one of {', '.join(allowed)}, not {text!r}")


def _number(parameter: Parameter, text: str) -> ox.Literal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    whole = parameter.type == "integer"
    low = number if parameter.minimum is None else Decimal(str(parameter.minimum))
    high = number if parameter.maximum is None else Decimal(str(parameter.maximum))
    if (
        not number.is_finite()
        or (whole and number != number.to_integral_value())
        or not low <= number <= high
    ):
        kind = "a whole number" if whole else "a number"
        bounds = "".join(
            f" {word} {end}"
            for word, end in (("from", parameter.minimum), ("to", parameter.maximum))
            if end is not None
        )
        raise QueryError(f"query: {parameter.name} must be {kind}{bounds}, not {text!r}")
    lexical = str(int(number)) if whole else format(number, "f")
    return ox.Literal(lexical, datatype=ox.NamedNode(PREFIXES["xsd"] + parameter.type))


def _string(parameter: Parameter, text: str) -> ox.Literal:
    if parameter.pattern and not re.fullmatch(parameter.pattern, text):
        expected = f"{parameter.description} (pattern {parameter.pattern})"
        raise QueryError(f"query: {parameter.name} must be {expected}, not {text!r}")
    return ox.Literal(text)
