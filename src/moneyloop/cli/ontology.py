"""``moneyloop ontology``: what concerns the ontology itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def ontology() -> None:
    """Check the ontology.

    \b
    Examples:
      moneyloop ontology check
    """


@app.command()
def check(
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Check a built dataset together with the ontology.")
    ] = None,
) -> None:
    """Check that the ontology is consistent, with an OWL reasoner; needs Java.

    Without Java it says so and succeeds.

    \b
    Examples:
      moneyloop ontology check
      moneyloop ontology check --data graph
    """
    raise NotImplementedError
