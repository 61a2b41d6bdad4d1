"""``moneyloop sparql``: answer any SPARQL query, with path searches in it."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moneyloop.cli import where
from moneyloop.cli.rows import readable
from moneyloop.cli.tables import show
from moneyloop.errors import UsageError

if TYPE_CHECKING:
    from moneyloop.queries.answer import Answer
    from moneyloop.queries.sparql import Triples, Truth


class Form(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    TURTLE = "turtle"


def sparql(
    text: Annotated[
        str | None,
        typer.Argument(metavar="[TEXT]", help="The query; - reads it from stdin.", show_default=False),
    ] = None,
    *,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="In place of TEXT, a file that holds it.")
    ] = None,
    data: where.Data = None,
    endpoint: where.Endpoint = None,
    timeout: where.Timeout = 60,
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            "-f",
            help="For SELECT and ASK: table (by default), json, csv or tsv; for CONSTRUCT: turtle.",
        ),
    ] = None,
    rows: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Paths that a path search lists at most.")
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(metavar="SECONDS", min=0.001, help="How long a path search may take.")
    ] = None,
) -> None:
    """Answer a SPARQL 1.1 query (SELECT, ASK or CONSTRUCT) from a dataset or an endpoint.

    The named graphs of the dataset are asked as one. A query may hold path searches, which list cycles and
    paths of any length: SERVICE <https://w3id.org/moneyloop/ns/path/search> { … }; docs/paths.md says how.
    For each, a line on stderr says whether it is complete, or which limit stopped it.

    \b
    Examples:
      moneyloop sparql "SELECT DISTINCT ?class WHERE { ?deal a ?class }" --data graph
      moneyloop sparql --file paths.rq --data graph --format csv
      moneyloop sparql - --endpoint http://localhost:7878/query < paths.rq
    """
    where.check("sparql", data, endpoint, "sparql TEXT --data DIR")
    query = _query(text, file)
    from moneyloop.queries.paths.search import limits_of
    from moneyloop.queries.sparql import answer

    found = answer(where.source(data, endpoint, timeout), query, limits_of(rows, seconds))
    _print(found, form)
    for search in found.searches:
        typer.echo(f"({search.told()})", err=True)


def _query(text: str | None, file: Path | None) -> str:
    if (text is None) == (file is None):
        raise UsageError("sparql: give one query: TEXT, - for stdin, or --file FILE")
    try:
        if file is not None:
            return file.read_text(encoding="utf-8")
        return sys.stdin.read() if text == "-" else text or ""
    except UnicodeError as error:
        raise UsageError(f"sparql: {file or 'stdin'} is not in UTF-8: {error}") from error


def _print(found: Answer | Truth | Triples, form: Form | None) -> None:
    from moneyloop.queries.answer import Answer
    from moneyloop.queries.sparql import Truth

    if isinstance(found, Answer):
        _check(form, "a SELECT query", Form.TABLE, Form.JSON, Form.CSV, Form.TSV)
        if form in (None, Form.TABLE):
            show(*readable(found))
            return
        written = {Form.JSON: found.to_json, Form.CSV: found.to_csv, Form.TSV: found.to_tsv}
        typer.echo(written[form or Form.JSON]().removesuffix("\n"))
    elif isinstance(found, Truth):
        _check(form, "an ASK query", Form.TABLE, Form.JSON, Form.CSV, Form.TSV)
        value = "true" if found.value else "false"
        typer.echo(f'{{"head":{{}},"boolean":{value}}}' if form is Form.JSON else value)
    else:
        _check(form, "a CONSTRUCT query", Form.TURTLE)
        typer.echo(found.to_turtle().removesuffix("\n"))


def _check(form: Form | None, kind: str, *fitting: Form) -> None:
    if form is not None and form not in fitting:
        raise UsageError(f"sparql: {kind} is printed as {', '.join(fitting)}, not as {form}")
