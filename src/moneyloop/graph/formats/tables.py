"""The tables that a dataset is told in, each an asset: what its columns mean, and the query that fills it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import yaml

from moneyloop.assets import assets
from moneyloop.errors import AssetError

Row = dict[str, str]
"""Column to value; a column without a value is left out."""
_KEYS: Final = {"title", "description", "primaryKey", "fields", "query"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, and what its asset says of it."""

    name: str
    title: str
    description: str
    key: list[str]
    links: dict[str, tuple[str, str]]
    fields: list[dict[str, Any]]
    query: str

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        return [field["name"] for field in self.fields]


@cache
def tables() -> dict[str, Table]:
    """Return all tables by name.

    Raises:
        AssetError: there are none, or one is malformed.
    """
    return {path.stem: _read(path) for path in assets("graph/tables", "*.yaml")}


def rows(store: ox.Store, name: str) -> Iterator[Row]:
    """Yield the rows of a table in its order, as it is read from the store of a dataset."""
    table = tables()[name]
    for solution in _solutions(store, table.query):
        yield {
            column: term.value
            for column in table.columns
            if isinstance(term := solution[column], ox.Literal | ox.NamedNode)
        }


def _solutions(store: ox.Store, query: str) -> ox.QuerySolutions:
    solutions = store.query(query, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions


def _read(path: Path) -> Table:
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise AssetError(f"{path}: is no YAML ({error})") from error
    missing = _KEYS - said.keys()
    if missing:
        raise AssetError(f"{path}: lacks {', '.join(sorted(missing))}")
    links = {column: _target(told) for column, told in said.get("foreignKeys", {}).items()}
    return Table(
        path.stem,
        said["title"],
        said["description"],
        said["primaryKey"],
        links,
        said["fields"],
        said["query"],
    )


def _target(told: str) -> tuple[str, str]:
    table, _, column = told.partition(".")
    return table, column
