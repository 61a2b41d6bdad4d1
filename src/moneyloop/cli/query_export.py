"""``moneyloop query export``: write the stored queries in the forms of others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moneyloop.errors import UsageError

if TYPE_CHECKING:
    from moneyloop.queries.stored import StoredQuery


class QueryForm(StrEnum):
    """A form that stored queries are written in."""

    GRLC = "grlc"
    SHACL = "shacl"
    OPENAPI = "openapi"


def export(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Stored queries; without any, all.")
    ] = None,
    *,
    form: Annotated[
        QueryForm,
        typer.Option("--format", "-f", help="Files for grlc, Turtle with SHACL, or an OpenAPI document."),
    ],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder to write to; without it, to stdout.")
    ] = None,
    endpoint: Annotated[
        str, typer.Option(metavar="URL", help="The service that the queries are meant for.")
    ] = "http://localhost:7878/query",
) -> None:
    """Write the stored queries in a form that other tools read.

    grlc: a file NAME.rq for each query, with grlc's header and parameters. shacl: Turtle as in the SPARQL
    examples of the SIB, with typed parameters, a file NAME.ttl for each query. openapi: openapi.json, an
    OpenAPI 3.1 document of a service that answers the queries.

    \b
    Examples:
      moneyloop query export --format grlc --out api
      moneyloop query export --format shacl --endpoint https://example.org/sparql > queries.ttl
      moneyloop query export cycles exposure --format openapi --out api
    """
    from moneyloop.queries.catalogue import found

    queries = [found(name) for name in names or ()] or list(_all())
    if out is None:
        if form is QueryForm.GRLC and len(queries) > 1:
            raise UsageError("query export: files for grlc are one a query; say where to: --out DIR")
        typer.echo(_whole(queries, form, endpoint), nl=False)
        return
    files = _files(queries, form, endpoint)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (out / name).write_text(text, encoding="utf-8")


def _all() -> Sequence[StoredQuery]:
    from moneyloop.queries.catalogue import catalogue

    return list(catalogue().values())


def _files(queries: Sequence[StoredQuery], form: QueryForm, endpoint: str) -> dict[str, str]:
    if form is QueryForm.OPENAPI:
        return {"openapi.json": _whole(queries, form, endpoint)}
    ending = "rq" if form is QueryForm.GRLC else "ttl"
    return {f"{query.name}.{ending}": _whole([query], form, endpoint) for query in queries}


def _whole(queries: Sequence[StoredQuery], form: QueryForm, endpoint: str) -> str:
    from moneyloop.queries.forms import grlc, openapi, shacl

    match form:
        case QueryForm.GRLC:
            return grlc.text_of(queries[0], endpoint)
        case QueryForm.SHACL:
            return shacl.turtle_of(queries, endpoint)
        case QueryForm.OPENAPI:
            return json.dumps(openapi.document_of(queries, endpoint), ensure_ascii=False, indent=1) + "\n"
