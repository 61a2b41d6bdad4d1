"""What a stored query must fulfil to be one: its header in itself, and header and query together."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from moneyloop.errors import AssetError
from moneyloop.queries import templates
from moneyloop.queries.header import Part
from moneyloop.queries.paths.expand import as_groups
from moneyloop.queries.stored import (
    COLUMN_TYPES,
    PARAMETER_TYPES,
    PLACE,
    UNDEFINED,
    Column,
    Parameter,
    StoredQuery,
)

_NAME: Final = re.compile(r"[a-z][A-Za-z0-9]*")
_METHODS: Final = ("GET", "POST")


def check_parameter(part: Part, parameter: Parameter) -> None:
    """Make sure that a parameter is fully and consistently described.

    Raises:
        AssetError: it is not.
    """
    if parameter.type not in PARAMETER_TYPES:
        raise part.error("type", f"{parameter.type!r} is not one of {', '.join(PARAMETER_TYPES)}")
    if parameter.required and parameter.default:
        raise part.error("default", "is of no use to a required parameter")
    if len(parameter.default) > 1 and not parameter.many:
        raise part.error("default", "has several values, but the parameter does not take many")
    if parameter.type in ("choice", "class") and not parameter.allowed:
        raise part.error("allowed", f"must say what the {parameter.type} may be")
    if parameter.type != "class" and parameter.allowed and set(parameter.default) - set(parameter.allowed):
        raise part.error("default", "must be one of the allowed values")
    if not isinstance(parameter.pattern, str | None):
        raise part.error("pattern", "must be a regular expression")


def check_column(part: Part, column: Column) -> None:
    """Make sure that a column has a type that there is.

    Raises:
        AssetError: it has not.
    """
    if column.type not in COLUMN_TYPES:
        raise part.error("type", f"{column.type!r} is not one of {', '.join(COLUMN_TYPES)}")


def check(path: Path, part: Part, query: StoredQuery) -> None:
    """Make sure that the header of a stored query is consistent, and fits the query below it.

    Raises:
        AssetError: it does not.
    """
    _check_names(part, query)
    _check_limits(part, query)
    _check_rows(part, query)
    _check_grlc(part)
    _check_places(part, query)
    _check_query(path, query)


def _check_names(part: Part, query: StoredQuery) -> None:
    for key, names in (
        ("parameters", [parameter.name for parameter in query.parameters]),
        ("columns", [column.name for column in query.columns]),
    ):
        for name in names:
            if not _NAME.fullmatch(name) or names.count(name) > 1:
                raise part.error(key, f"has {name!r}, which is given twice or is no lowerCamel name")
    if not query.columns:
        raise part.error("columns", "must list the columns of the answer")


def _check_limits(part: Part, query: StoredQuery) -> None:
    found = re.findall(r"^LIMIT (\d+)$", query.text, re.MULTILINE)
    if found != ([str(query.limit)] if query.limit else []):
        raise part.error(
            "limits", f"says {query.limit or 'no'} rows, the query has LIMIT {', '.join(found) or 'nowhere'}"
        )


def _check_rows(part: Part, query: StoredQuery) -> None:
    for language, template in query.row.items():
        try:
            places = templates.parsed(template).places
        except ValueError as error:
            raise part.error("row", f"({language}) {error}") from error
        for place in sorted(places):
            if not templates.ends(place, query.columns):
                raise part.error("row", f"({language}) has a place {{{place}}}, but there is no such column")


def _check_grlc(part: Part) -> None:
    for key in ("summary", "endpoint"):
        if part.get(key) is not None:
            part.string(key)
    for key in ("method", "endpoint-method"):
        if part.get(key) not in (None, *_METHODS):
            raise part.error(key, f"must be one of {', '.join(_METHODS)}")
    part.count("pagination")
    part.flag("endpoint_in_url")
    if not isinstance(part.get("transform"), dict | None):
        raise part.error("transform", "must be a mapping")


def _check_places(part: Part, query: StoredQuery) -> None:
    """Check that each parameter has a place, and that what stands there is its default."""
    for parameter in query.parameters:
        expected = " ".join(_as_written(parameter))
        found = {
            " ".join(text.split()) for _, name, text, _ in PLACE.findall(query.text) if name == parameter.name
        }
        if found != {expected}:
            raise part.error(
                "parameters",
                f"declares {parameter.name}: expected VALUES ?_{parameter.name} "
                f"{{ {expected} }} in the query, found {sorted(found) or 'none'}",
            )
    places = set(re.findall(r"VALUES\s+\?_(\w+)\s*\{", query.text))
    undeclared = places - {parameter.name for parameter in query.parameters}
    if undeclared:
        raise part.error("parameters", f"does not declare {', '.join(sorted(undeclared))}")


def _as_written(parameter: Parameter) -> list[str]:
    written = {
        "status": "ml:{}",
        "class": "ml:{}",
        "integer": "{}",
        "decimal": "{}",
        "date": '"{}"^^xsd:date',
    }.get(parameter.type, '"{}"')
    return [written.format(value) for value in parameter.default] or [UNDEFINED]


def _check_query(path: Path, query: StoredQuery) -> None:
    import pyoxigraph as ox

    try:
        solutions = ox.Store().query(as_groups(query.text))
    except SyntaxError as error:
        raise AssetError(f"{path}: the query is no SPARQL 1.1: {error}") from error
    if not isinstance(solutions, ox.QuerySolutions):
        raise AssetError(f"{path}: the query is no SELECT query")
    selected = [variable.value for variable in solutions.variables]
    declared = [column.name for column in query.columns]
    if selected != declared:
        raise AssetError(f"{path}: the query selects {selected}, the header declares {declared}")
