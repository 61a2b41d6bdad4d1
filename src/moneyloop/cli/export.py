"""``moneyloop export``: write a dataset as linked data, or in the formats of other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from moneyloop.cli.where import Endpoint, Folder, Timeout, check, dump


class Form(StrEnum):
    """The serialisations of RDF, and the formats of other tools."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"
    GRAPHML = "graphml"
    CSV = "csv"
    FOLLOWTHEMONEY = "followthemoney"
    NANOPUB = "nanopub"


def export(
    dataset: Folder = None,
    *,
    form: Annotated[Form, typer.Option("--format", "-f", help="Format.")] = Form.TRIG,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="PATH",
            help="Where to: a file, for csv a folder; RDF goes to stdout without.",
        ),
    ] = None,
    endpoint: Endpoint = None,
    timeout: Timeout = 60,
) -> None:
    """Write a dataset as RDF, or as other tools want it.

    Turtle and RDF/XML have no named graphs: they merge them. graphml holds the flows between parties; csv is
    a folder of tables with a Frictionless data package; followthemoney is JSON lines; nanopub is TriG with
    one unsigned nanopublication a claim.

    \b
    Examples:
      moneyloop export graph --format turtle --out graph.ttl
      moneyloop export graph --format nquads | gzip > graph.nq.gz
      moneyloop export graph --format jsonld --out graph.jsonld
      moneyloop export graph --format csv --out tables
      moneyloop export graph --format graphml --out flows.graphml
      moneyloop export --endpoint http://localhost:7878/query --out graph.trig
    """
    from moneyloop.graph.export import FORMATS, export_file
    from moneyloop.graph.formats.writers import export_as

    check("export", dataset, endpoint, "export DIR")
    with dump(dataset, endpoint, timeout) as source:
        if form.value in FORMATS:
            export_file(source, form.value, out)
        else:
            export_as(form.value, out, source, dataset)
