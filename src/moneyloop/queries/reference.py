"""Writes the list of the stored queries from their headers: ``python -m moneyloop.queries.reference``."""

from __future__ import annotations

import sys
from typing import Final

from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.stored import Parameter, StoredQuery

_HEAD: Final = """\
# The stored queries

Made from the headers in `queries/`; `make generate` writes it anew. [How one is written](queries.md).

| query | question | parameters | columns |
|---|---|---|---|
"""


def reference() -> str:
    """Return the list as Markdown: each query with its question, parameters and columns."""
    return _HEAD + "".join(map(_row, catalogue().values()))


def _row(query: StoredQuery) -> str:
    parameters = ", ".join(map(_parameter, query.parameters))
    columns = ", ".join(f"`{column.name}`" for column in query.columns)
    limit = f" At most {query.limit} rows." if query.limit else ""
    return f"| `{query.name}` | {query.question['en']}{limit} | {parameters} | {columns} |\n"


def _parameter(parameter: Parameter) -> str:
    named = f"`{parameter.name}`"
    if parameter.required:
        return f"**{named}**"
    return f"{named} = {' '.join(parameter.default)}" if parameter.default else named


if __name__ == "__main__":
    sys.stdout.write(reference())
