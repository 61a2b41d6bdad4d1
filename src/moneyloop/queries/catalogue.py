"""The stored queries: one file of SPARQL 1.1 each, with a header that says what it asks and answers."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from moneyloop import assets
from moneyloop.errors import AssetError, QueryError
from moneyloop.queries import checks
from moneyloop.queries.header import Mapped, Part, header_of, mapping_of
from moneyloop.queries.stored import FLOORS, PLACE, Column, Limits, Parameter, StoredQuery

__all__ = ["FLOORS", "PLACE", "Column", "Limits", "Parameter", "StoredQuery", "catalogue", "found", "load"]

_GRLC: Final = (
    "summary",
    "endpoint",
    "endpoint_in_url",
    "endpoint-method",
    "method",
    "pagination",
    "transform",
)
_KEYS: Final = (
    "title",
    "question",
    "description",
    "row",
    "parameters",
    "columns",
    "limits",
    "tags",
    "defaults",
    "enumerate",
    *_GRLC,
)
_PARAMETER_KEYS: Final = (
    "name",
    "type",
    "required",
    "default",
    "allowed",
    "minimum",
    "maximum",
    "pattern",
    "many",
    "description",
)


@cache
def catalogue() -> dict[str, StoredQuery]:
    """Return the stored queries by name, in alphabetical order.

    Raises:
        AssetError: a file is malformed.
    """
    return {path.stem: load(path) for path in assets.assets("queries", "*.rq")}


def found(name: str) -> StoredQuery:
    """Return the stored query with this name.

    Raises:
        QueryError: there is none; the message names the one like it.
        AssetError: a file is malformed.
    """
    known = catalogue()
    if name in known:
        return known[name]
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]}?" if close else "`moneyloop query` lists them"
    raise QueryError(f"query: there is no stored query {name!r}; {hint}")


def load(path: Path) -> StoredQuery:
    """Return the stored query of a file, whose name is the name of the query.

    Raises:
        AssetError: the header lacks something, says something unknown, or does not fit the query below it.
    """
    text = _read(path)
    part = Part(path, header_of(path, text), _KEYS)
    limits = Part(path, part.get("limits") or Mapped(1), ("rows", "hops", "seconds"), "limits")
    query = StoredQuery(
        name=path.stem,
        title=part.translations("title"),
        question=part.translations("question"),
        description=part.string("description"),
        row=part.translations("row"),
        parameters=tuple(_parameters(path, part)),
        columns=tuple(_column(path, values) for values in part.items("columns")),
        tags=part.strings("tags"),
        limits=Limits(limits.count("rows"), limits.count("hops"), limits.count("seconds")),
        others={key: part.get(key) for key in _GRLC if part.get(key) is not None},
        text=text,
    )
    checks.check(path, part, query)
    return query


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise AssetError(f"{path}: cannot be read: {error}") from error


@cache
def _shared() -> Mapping[str, Mapped]:
    """Return what is said once about parameters that several queries have, by name."""
    path = assets.asset("queries", "parameters.yaml")
    values = mapping_of(path, _read(path), "the file")
    for name in values:
        part = Part(path, values[name], _PARAMETER_KEYS, name)
        part.translations("description")
    return values


def _parameters(path: Path, part: Part) -> list[Parameter]:
    defaults = _of_grlc(part, "defaults")
    allowed = _of_grlc(part, "enumerate")
    parameters = []
    for given in part.items("parameters"):
        if not isinstance(given, str | Mapped):
            raise part.error("parameters", f"holds {given!r}; give the name of a parameter, or a mapping")
        name = given if isinstance(given, str) else str(given.get("name", ""))
        if isinstance(given, str) and name not in _shared():
            raise part.error("parameters", f"names {name!r}, which queries/parameters.yaml does not describe")
        own = given if isinstance(given, Mapped) else _named(name, part)
        whole = Mapped(own.line)
        whole.update({**({} if "type" in own else _shared().get(name, {})), **own})
        whole.lines.update(own.lines)
        for key, found in (("default", defaults), ("allowed", allowed)):
            if found.get(name) is not None and whole.setdefault(key, found[name]) != found[name]:
                raise part.error(
                    "defaults" if key == "default" else "enumerate", f"differs from {key} of {name}"
                )
        parameters.append(_parameter(path, whole))
    for key, names in (("defaults", defaults), ("enumerate", allowed)):
        if unknown := sorted(set(names) - {parameter.name for parameter in parameters}):
            raise part.error(key, f"names {', '.join(unknown)}, which is no parameter")
    return parameters


def _named(name: str, part: Part) -> Mapped:
    named = Mapped(part.line("parameters"))
    named["name"] = name
    return named


def _of_grlc(part: Part, key: str) -> dict[str, Any]:
    """Return what grlc's ``defaults`` or ``enumerate`` gives a parameter: a value, values, or None."""
    found: dict[str, Any] = {}
    for item in part.items(key):
        if isinstance(item, str):
            found[item] = None
        elif isinstance(item, dict) and len(item) == 1:
            found.update(item)
        else:
            raise part.error(key, "must list names of parameters, each with what it may be")
    return found


def _parameter(path: Path, values: Mapped) -> Parameter:
    part = Part(path, values, _PARAMETER_KEYS, "parameters")
    default = part.get("default")
    parameter = Parameter(
        name=part.string("name"),
        type=part.string("type"),
        description=part.translations("description"),
        required=part.flag("required"),
        default=() if default is None else _texts(default),
        allowed=part.strings("allowed"),
        minimum=_text(part.get("minimum")),
        maximum=_text(part.get("maximum")),
        pattern=part.get("pattern"),
        many=part.flag("many"),
    )
    checks.check_parameter(part, parameter)
    return parameter


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _column(path: Path, values: Any) -> Column:
    part = Part(path, values, ("name", "type", "meaning"), "columns")
    column = Column(part.string("name"), part.string("type"), part.string("meaning"))
    checks.check_column(part, column)
    return column
