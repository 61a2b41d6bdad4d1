"""``moneyloop publish``: put a dataset on a SPARQL server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from moneyloop.cli.options import Dataset
from moneyloop.cli.progress import progress
from moneyloop.cli.where import Timeout
from moneyloop.errors import UsageError

if TYPE_CHECKING:
    from moneyloop.graph.writers import Writer
    from moneyloop.queries.remote import Endpoint


def publish(
    dataset: Dataset,
    *,
    endpoint: Annotated[
        str, typer.Option(metavar="URL", help="Where the server takes queries.", show_default=False)
    ],
    update_endpoint: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Where it takes updates; if not given, URL with /update for a /query at its end, else URL.",
        ),
    ] = None,
    graph_store: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Write by the Graph Store Protocol here, in place of updates."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Write also what the server seems to hold already.")
    ] = False,
    timeout: Timeout = 60,
) -> None:
    """Put a built dataset on a SPARQL server, in place of the one that is there.

    Writes the named graphs that are new or changed, removes those that are gone, and compares the numbers of
    triples. Other graphs of the server are left alone. If it breaks off, queries say so until it is done
    again. MONEYLOOP_ENDPOINT_USER, MONEYLOOP_ENDPOINT_PASSWORD and MONEYLOOP_ENDPOINT_AUTH (basic or
    digest) are used if they are set.

    \b
    Examples:
      moneyloop publish graph --endpoint http://localhost:7878/query
      moneyloop publish graph --endpoint http://localhost:7878/query --graph-store http://localhost:7878/store
      moneyloop publish graph --endpoint http://localhost:8890/sparql-auth
    """
    from moneyloop.graph.publish import publish as publish_dataset
    from moneyloop.graph.store import open_store
    from moneyloop.queries.remote import connect

    if update_endpoint and graph_store:
        raise UsageError("publish: give --update-endpoint or --graph-store, not both")
    store = open_store(dataset)
    server = connect(endpoint, timeout)
    writer = _writer(server, update_endpoint, graph_store)
    with progress() as report:
        done = publish_dataset(store, server, writer, everything=everything, progress=report)
    graphs = f"{done.written} graphs written, {done.unchanged} unchanged, {done.removed} removed"
    typer.echo(f"{endpoint}: {graphs}; {done.triples} triples")


def _writer(server: Endpoint, update_endpoint: str | None, graph_store: str | None) -> Writer:
    from moneyloop.graph.writers import GraphStore, Updates
    from moneyloop.queries.remote import check_address

    if graph_store:
        check_address("--graph-store", graph_store)
        return GraphStore(graph_store, server.transport)
    if update_endpoint:
        check_address("--update-endpoint", update_endpoint)
    elif server.address.endswith("/query"):
        update_endpoint = server.address.removesuffix("query") + "update"
    server.update_address = update_endpoint
    return Updates(server)
