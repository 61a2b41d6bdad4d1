"""``moneyloop query``: answer a stored query, or list them."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from moneyloop.cli import where
from moneyloop.cli.options import RIGHT_TO_LEFT, Language
from moneyloop.cli.parameters import given
from moneyloop.cli.rows import listed, readable
from moneyloop.cli.tables import show
from moneyloop.cli.text import directed, within
from moneyloop.errors import UsageError

if TYPE_CHECKING:
    from moneyloop.queries.answer import Answer
    from moneyloop.queries.source import Source
    from moneyloop.queries.stored import StoredQuery


class Form(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    SENTENCES = "sentences"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"


def _complete(incomplete: str) -> list[str]:
    from moneyloop.queries.catalogue import catalogue

    return [name for name in catalogue() if name.startswith(incomplete)]


def query(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="The stored query; without it, all are listed.", autocompletion=_complete
        ),
    ] = None,
    *,
    data: where.Data = None,
    endpoint: where.Endpoint = None,
    timeout: where.Timeout = 60,
    parameters: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="KEY=VALUE", help="A parameter of the query; may be repeated."),
    ] = None,
    form: Annotated[
        Form,
        typer.Option(
            "--format",
            "-f",
            help="A table, a sentence for each row, or SPARQL 1.1 results as JSON, CSV or TSV.",
        ),
    ] = Form.TABLE,
    language: Annotated[
        Language,
        typer.Option(
            "--lang", metavar="LANG", help="Language of questions and sentences: en, fr, he, fa or ar."
        ),
    ] = Language.ENGLISH,
) -> None:
    """Answer a stored query from a dataset or an endpoint; without a name, list the stored queries.

    Each parameter of a query is an option of its own as well, behind the name: --party Nvidia, --as-of
    2025-12-31. A status floor is one of considered, announced, committed, completed: --status committed
    leaves out what is only announced or talked about.

    Tables and sentences shorten amounts; JSON, CSV and TSV are exact. If a query stopped at its limit, a
    line on stderr says so.

    An endpoint is any SPARQL 1.1 server that holds a dataset, as `moneyloop publish` puts it there.
    MONEYLOOP_ENDPOINT_USER and MONEYLOOP_ENDPOINT_PASSWORD are sent to it if they are set.

    \b
    Examples:
      moneyloop query
      moneyloop query cycles --data graph
      moneyloop query cycles --data graph --status committed --format csv
      moneyloop query cycle-evidence --data graph --cycle 0123456789ab --format sentences --lang fr
      moneyloop query exposure --data graph --param party=OpenAI --format json
      moneyloop query cycles --endpoint http://localhost:7878/query
    """
    if name is None:
        if data or endpoint or parameters:
            raise UsageError("query: --data, --endpoint and --param need the name of a stored query")
        _list(language, form)
        return
    from moneyloop.queries.catalogue import found

    if name.startswith("-"):
        raise UsageError(f"query: give the name of a stored query before {name}")
    stored = found(name)
    values = given(stored, parameters or [], context.args)
    where.check("query", data, endpoint, f"query {name} --data DIR")
    source = where.source(data, endpoint, timeout)
    _print(stored, source, _answer(stored, source, values), form, language)


def _answer(stored: StoredQuery, source: Source, values: Mapping[str, Sequence[str]]) -> Answer:
    from moneyloop.queries.run import run

    return run(stored, source, values)


def _print(stored: StoredQuery, source: Source, answer: Answer, form: Form, language: Language) -> None:
    if form is Form.TABLE:
        show(*readable(answer))
    elif form is Form.SENTENCES:
        _tell(stored, source, answer, language)
    else:
        written = {Form.JSON: answer.to_json, Form.CSV: answer.to_csv, Form.TSV: answer.to_tsv}[form]()
        typer.echo(written.removesuffix("\n"))
    if answer.limit is not None and len(answer.rows) >= answer.limit:
        typer.echo(f"(the query stops at {answer.limit} rows; there may be more)", err=True)
    for search in answer.searches:
        typer.echo(f"({search.told()})", err=True)


def _tell(stored: StoredQuery, source: Source, answer: Answer, language: Language) -> None:
    from moneyloop.queries.sentences import sentences

    if not answer.rows:
        typer.echo("(nothing found)", err=True)
    way: Literal["R", "L"] = "R" if language in RIGHT_TO_LEFT else "L"
    for sentence in sentences(stored, answer, language, source, lambda text: within(text, way)):
        typer.echo(directed(sentence, way))


def _list(language: Language, form: Form) -> None:
    from moneyloop.queries.catalogue import catalogue

    queries = catalogue().values()
    if form is Form.JSON:
        described = [listed(query, language) | _details(query) for query in queries]
        typer.echo(json.dumps(described, ensure_ascii=False, indent=1))
        return
    rows = [list(listed(query, language).values()) for query in queries]
    columns = ["query", "question", "parameters"]
    if form is Form.TABLE:
        show(columns, rows)
        return
    if form is Form.SENTENCES:
        raise UsageError("query: --format sentences needs the name of a stored query")
    writer = csv.writer(sys.stdout, delimiter="," if form is Form.CSV else "\t", lineterminator="\n")
    writer.writerows([columns, *rows])


def _details(query: StoredQuery) -> dict[str, object]:
    return {
        "parameters": [asdict(parameter) for parameter in query.parameters],
        "columns": [asdict(column) for column in query.columns],
    }
