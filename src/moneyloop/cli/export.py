"""``moneyloop export``: write a dataset as linked data."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from moneyloop.cli.where import Endpoint, Folder, Timeout, check, dump


class Form(StrEnum):
    """The serialisations of RDF."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"


def export(
    dataset: Folder = None,
    *,
    form: Annotated[Form, typer.Option("--format", "-f", help="Serialisation.")] = Form.TRIG,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where to; stdout if not given.")
    ] = None,
    endpoint: Endpoint = None,
    timeout: Timeout = 60,
) -> None:
    """Write a built dataset as RDF. Turtle and RDF/XML have no named graphs: they merge them.

    \b
    Examples:
      moneyloop export graph --format turtle --out graph.ttl
      moneyloop export graph --format nquads | gzip > graph.nq.gz
      moneyloop export graph --format jsonld --out graph.jsonld
      moneyloop export --endpoint http://localhost:7878/query --out graph.trig
    """
    from moneyloop.graph.export import export_file

    check("export", dataset, endpoint, "export DIR")
    with dump(dataset, endpoint, timeout) as source:
        export_file(source, form.value, out)
