"""``moneyloop ontology``: what concerns the ontology itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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
) -> None:
    """Check that the ontology is consistent, with an OWL reasoner; needs Java.

    Without Java it says so and succeeds.

    \b
    Examples:
      moneyloop ontology check
      moneyloop ontology check --data graph
    """
    from moneyloop.ontology.reason import check as check_ontology

    found = check_ontology(_statements(data) if data else None)
    typer.echo(str(found))
    if not found.ok:
        raise typer.Exit(1)


def _statements(data: Path) -> Graph:
    """Return what a built dataset says, without the ontology that it holds a copy of."""
    import pyoxigraph as ox
    from rdflib import Graph

    from moneyloop.graph.export import quads
    from moneyloop.graph.folder import existing
    from moneyloop.settings import ONTOLOGY_GRAPH

    ontology = ox.NamedNode(ONTOLOGY_GRAPH)
    source = quads(existing(data, "dataset.nq"))
    triples = (quad.triple for quad in source if quad.graph_name != ontology)
    return Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
