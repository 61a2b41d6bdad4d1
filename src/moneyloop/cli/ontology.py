"""``moneyloop ontology``: what concerns the ontology itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moneyloop.cli import where

if TYPE_CHECKING:
    from rdflib import Graph

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
    endpoint: where.Endpoint = None,
    timeout: where.Timeout = 60,
) -> None:
    """Check that the ontology is consistent, with an OWL reasoner; needs Java.

    Without Java it says so and succeeds.

    \b
    Examples:
      moneyloop ontology check
      moneyloop ontology check --data graph
    """
    from moneyloop.ontology.reason import check as check_ontology

    if data is None and endpoint is None:
        found = check_ontology(None)
    else:
        where.check("ontology check", data, endpoint, "ontology check --data DIR")
        with where.dump(data, endpoint, timeout) as source:
            found = check_ontology(_statements(source))
    typer.echo(str(found))
    if not found.ok:
        raise typer.Exit(1)


def _statements(source: Path) -> Graph:
    """Return what the N-Quads of a dataset say, without the ontology that it holds a copy of."""
    import pyoxigraph as ox
    from rdflib import Graph

    from moneyloop.graph.export import quads
    from moneyloop.settings import ONTOLOGY_GRAPH

    ontology = ox.NamedNode(ONTOLOGY_GRAPH)
    triples = (quad.triple for quad in quads(source) if quad.graph_name != ontology)
    return Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
