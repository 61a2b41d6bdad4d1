"""CSV tables with a Frictionless data package that says what they hold (https://datapackage.org)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from moneyloop import __version__
from moneyloop.graph.formats.tables import Table, rows, tables
from moneyloop.graph.whole import whole_folder

DESCRIPTOR: Final = "datapackage.json"
_CONSTRAINTS: Final = ("required", "enum")


def write_sheets(store: ox.Store, out: Path) -> None:
    """Write each table of a dataset as CSV (RFC 4180, UTF-8), and a descriptor of the package.

    Args:
        store: the dataset.
        out: a folder that is not there, is empty, or holds a former export, which is replaced.

    Raises:
        DatasetError: the folder holds something else, or cannot be written.
    """
    with whole_folder(out, DESCRIPTOR) as folder:
        resources = [_written(store, table, folder) for table in tables().values()]
        text = json.dumps(_package(resources), indent=2, ensure_ascii=False)
        (folder / DESCRIPTOR).write_text(text + "\n", encoding="utf-8")


def _written(store: ox.Store, table: Table, folder: Path) -> dict[str, Any]:
    path = folder / f"{table.name}.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        lines = csv.DictWriter(target, table.columns, restval="")
        lines.writeheader()
        lines.writerows(rows(store, table.name))
    content = path.read_bytes()
    return {
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "path": path.name,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(field) for field in table.fields], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = table.key
    keys = list(_foreign_keys(table))
    return schema | ({"foreignKeys": keys} if keys else {})


def _field(said: dict[str, Any]) -> dict[str, Any]:
    constraints = {name: said[name] for name in _CONSTRAINTS if name in said}
    field = {name: value for name, value in said.items() if name not in constraints}
    return field | ({"constraints": constraints} if constraints else {})


def _foreign_keys(table: Table) -> Iterator[dict[str, Any]]:
    for column, (other, target) in table.links.items():
        resource = "" if other == table.name else other
        yield {"fields": [column], "reference": {"resource": resource, "fields": [target]}}


def _package(resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": "moneyloop",
        "title": "Claims about financing relations",
        "description": "Who finances, lends to, buys from, owns or backs whom, and which document says so.",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "contributors": [{"title": f"moneyloop {__version__}", "role": "wrangler"}],
        "resources": resources,
    }
