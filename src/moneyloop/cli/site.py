"""``moneyloop site``: write the pages of a dataset as a static site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moneyloop.cli.options import Dataset, Language
from moneyloop.cli.progress import progress
from moneyloop.errors import UsageError


def site(
    dataset: Dataset,
    *,
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="SITE", help="A new folder, or that of a former site.", show_default=False
        ),
    ],
    base: Annotated[
        str, typer.Option(metavar="URL", help="The URL that the site will have; pages link without it.")
    ] = "https://w3id.org/moneyloop/",
    lang: Annotated[
        list[Language] | None,
        typer.Option(
            help="A language of the pages; may be repeated, and the first stands at the top.",
            show_default="en",
        ),
    ] = None,
) -> None:
    """Write a page and RDF for every IRI of a dataset, a catalogue and dumps, as files for any web server.

    The site works from a folder too: open its index.html. A former site is replaced when the new is whole.

    \b
    Examples:
      moneyloop site graph --out site --base https://data.example.org/
      moneyloop site graph --out site --lang en --lang he
    """
    from moneyloop.web.linked.site import write_site

    languages = [code.value for code in dict.fromkeys(lang or [Language.ENGLISH])]
    if not base.startswith(("http://", "https://")):
        raise UsageError(f"site: --base {base!r} is no http(s) URL")
    with progress() as report:
        pages = write_site(dataset, out, base.rstrip("/") + "/", languages, report)
    typer.echo(f"{out}: {pages} pages")
