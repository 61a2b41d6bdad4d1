"""The command line as a whole: its commands, and how an error leaves it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from moneyloop import __version__
from moneyloop.cli import (
    build,
    claims,
    cycles,
    export,
    mcp,
    ontology,
    publish,
    query,
    query_export,
    report,
    review,
    score,
    serve,
    site,
    sparql,
    update,
    validate,
)
from moneyloop.cli.options import HELP
from moneyloop.errors import MoneyloopError


class Commands(TyperGroup):
    """Commands of one word or two: ``query export`` stands beside ``query``, whose argument it would be."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the arguments name, and the arguments that are left."""
        two = " ".join(args[:2])
        if two in self.commands:
            return two, self.commands[two], args[2:]
        return super().resolve_command(ctx, args)


app = typer.Typer(
    name="moneyloop",
    cls=Commands,
    context_settings=HELP,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("build")(build.build)
app.command("update")(update.update)
app.command("query", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(query.query)
app.command("query export")(query_export.export)
app.command("sparql")(sparql.sparql)
app.command("cycles")(cycles.cycles)
app.command("claims")(claims.claims)
app.command("review")(review.review)
app.command("validate")(validate.validate)
app.command("export")(export.export)
app.command("serve")(serve.serve)
app.command("mcp")(mcp.mcp)
app.command("publish")(publish.publish)
app.command("site")(site.site)
app.command("report")(report.report)
app.add_typer(ontology.app, name="ontology")
app.command("score")(score.score)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"moneyloop {__version__}")
        raise typer.Exit


@app.callback()
def moneyloop(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Find out from documents who finances whom, and where the same money comes round.

    \b
    Examples:
      moneyloop build articles/ --out graph
      moneyloop query cycles --data graph --status committed
      moneyloop query                              list the stored queries
      moneyloop COMMAND --help                     options and examples of a command

    Exit status: 0 done, 1 failed, 2 wrong call, 130 interrupted.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line on the arguments given, by default those of the process.

    Raises:
        SystemExit: always; 0 done, 1 failed, 2 wrong call, 130 interrupted. An error that moneyloop or the
            system raises on purpose leaves one line on stderr.
    """
    _prepare_streams()
    try:
        app(args=list(arguments) if arguments is not None else None)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except MoneyloopError as error:
        _fail(str(error), error.exit_code)
    except OSError as error:
        where = error.filename or "standard output"
        _fail(f"{where}: {error.strerror or error}", MoneyloopError.exit_code)
    sys.exit(0)


def _prepare_streams() -> None:
    """Write UTF-8 whatever the locale is, and nowhere if the caller closed a stream."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def _fail(message: str, code: int) -> NoReturn:
    typer.echo(f"moneyloop: {' '.join(message.split())}", err=True)
    sys.exit(code)
