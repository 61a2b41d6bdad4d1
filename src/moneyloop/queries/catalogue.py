"""The stored queries: one file of SPARQL 1.1 each, with a header that says what it asks and answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from moneyloop import assets
from moneyloop.errors import AssetError
from moneyloop.queries.header import Part, header_of

PARAMETER_TYPES: Final = ("status", "party", "integer", "decimal", "string", "class", "choice")
COLUMN_TYPES: Final = ("string", "text", "integer", "decimal", "date", "iri")
FLOORS: Final = ("considered", "announced", "committed", "completed")
_KEYS: Final = ("title", "question", "description", "parameters", "columns", "limit", "tags")
_PARAMETER_KEYS: Final = (
    "name",
    "type",
    "required",
    "default",
    "allowed",
    "minimum",
    "maximum",
    "pattern",
    "description",
)
_COLUMN_KEYS: Final = ("name", "type", "meaning")
_NAME: Final = re.compile(r"[a-z][A-Za-z0-9]*")
_UNDEFINED: Final = "UNDEF"
PLACE: Final = re.compile(r"(VALUES\s+\?_(\w+)\s*\{\s*)([^\s{}]+)(\s*\})")
"""A place where the value of a parameter stands: ``VALUES ?_name { value }``."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a stored query.

    ``type`` is one of ``PARAMETER_TYPES``. ``default`` is written as a person would give it, and is None if
    a parameter that is left out does not restrict the answer. ``allowed`` lists the values of a choice; for a
    class, the classes it must be below. ``minimum`` and ``maximum`` bound a number, ``pattern`` is a regular
    expression for a string.
    """

    name: str
    type: str
    description: str
    required: bool = False
    default: str | None = None
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer; ``type`` is one of ``COLUMN_TYPES``, where text is a string with a language."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A stored query.

    Titles and questions are by language; ``limit`` is the most rows it returns, None if it is not limited.
    """

    name: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    tags: tuple[str, ...]
    limit: int | None
    text: str


@cache
def catalogue() -> dict[str, StoredQuery]:
    """Return the stored queries by name, in alphabetical order.

    Raises:
        AssetError: a file is malformed.
    """
    return {path.stem: load(path) for path in assets.assets("queries", "*.rq")}


def load(path: Path) -> StoredQuery:
    """Return the stored query of a file, whose name is the name of the query.

    Raises:
        AssetError: the header lacks something, says something unknown, or does not fit the query below it.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise AssetError(f"{path}: cannot be read: {error}") from error
    part = Part(path, text, header_of(path, text), _KEYS)
    query = StoredQuery(
        name=path.stem,
        title=part.translations("title"),
        question=part.translations("question"),
        description=part.string("description"),
        parameters=tuple(_parameter(path, text, values) for values in part.parts("parameters")),
        columns=tuple(_column(path, text, values) for values in part.parts("columns")),
        tags=part.strings("tags"),
        limit=_limit(part),
        text=text,
    )
    _check_names(part, query)
    _check_places(part, query)
    _check_query(path, query)
    return query


def _parameter(path: Path, text: str, values: Any) -> Parameter:
    part = Part(path, text, values, _PARAMETER_KEYS, "parameters")
    parameter = Parameter(
        name=part.string("name"),
        type=part.string("type"),
        description=part.string("description"),
        required=part.get("required") is True,
        default=None if part.get("default") is None else str(part.get("default")),
        allowed=part.strings("allowed"),
        minimum=part.get("minimum"),
        maximum=part.get("maximum"),
        pattern=part.get("pattern"),
    )
    if parameter.type not in PARAMETER_TYPES:
        raise part.error("type", f"{parameter.type!r} is not one of {', '.join(PARAMETER_TYPES)}")
    if part.get("required") not in (None, True, False):
        raise part.error("required", "must be true or false")
    if parameter.required and parameter.default is not None:
        raise part.error("default", "is of no use to a required parameter")
    if parameter.type in ("choice", "class") and not parameter.allowed:
        raise part.error("allowed", f"must say what the {parameter.type} may be")
    if (
        parameter.type == "choice"
        and parameter.default is not None
        and parameter.default not in parameter.allowed
    ):
        raise part.error("default", "must be one of the allowed values")
    return parameter


def _column(path: Path, text: str, values: Any) -> Column:
    part = Part(path, text, values, _COLUMN_KEYS, "columns")
    column = Column(part.string("name"), part.string("type"), part.string("meaning"))
    if column.type not in COLUMN_TYPES:
        raise part.error("type", f"{column.type!r} is not one of {', '.join(COLUMN_TYPES)}")
    return column


def _limit(part: Part) -> int | None:
    limit = part.get("limit")
    if limit is not None and (not isinstance(limit, int) or limit < 1):
        raise part.error("limit", "must be a whole number of rows")
    return limit


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
    found = re.findall(r"^LIMIT (\d+)$", query.text, re.MULTILINE)
    if found != ([str(query.limit)] if query.limit else []):
        raise part.error("limit", f"{query.limit} differs from the query, which has {found or 'none'}")


def _check_places(part: Part, query: StoredQuery) -> None:
    """Check that each parameter has a place, and that what stands there is its default."""
    for parameter in query.parameters:
        values = {value for _, name, value, _ in PLACE.findall(query.text) if name == parameter.name}
        if values != {_as_written(parameter)}:
            raise part.error(
                "parameters",
                f"declares {parameter.name}: expected VALUES ?_{parameter.name} "
                f"{{ {_as_written(parameter)} }} in the query, found {sorted(values) or 'none'}",
            )
    places = set(re.findall(r"VALUES\s+\?_(\w+)\s*\{", query.text))
    undeclared = places - {parameter.name for parameter in query.parameters}
    if undeclared:
        raise part.error("parameters", f"does not declare {', '.join(sorted(undeclared))}")


def _as_written(parameter: Parameter) -> str:
    if parameter.default is None:
        return _UNDEFINED
    if parameter.type in ("status", "class"):
        return f"ml:{parameter.default}"
    return parameter.default if parameter.type in ("integer", "decimal") else f'"{parameter.default}"'


def _check_query(path: Path, query: StoredQuery) -> None:
    import pyoxigraph as ox

    try:
        solutions = ox.Store().query(query.text)
    except SyntaxError as error:
        raise AssetError(f"{path}: the query is no SPARQL 1.1: {error}") from error
    if not isinstance(solutions, ox.QuerySolutions):
        raise AssetError(f"{path}: the query is no SELECT query")
    selected = [variable.value for variable in solutions.variables]
    declared = [column.name for column in query.columns]
    if selected != declared:
        raise AssetError(f"{path}: the query selects {selected}, the header declares {declared}")
