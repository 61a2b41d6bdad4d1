"""Writes the reference of the command line from its own help: ``python -m moneyloop.cli.reference``."""

from __future__ import annotations

from typing import Final

import typer
from typer.testing import CliRunner

from moneyloop.cli.app import app

_HEAD: Final = """\
# The command line

Made from `moneyloop COMMAND --help`; `make generate` writes it anew.

Errors leave one line on stderr, `moneyloop: …`; a wrong option or command also says how to call. Exit status:
0 done, 1 failed, 2 wrong call, 130 interrupted. Tables are for people: amounts and IRIs are shortened; on a
terminal text wraps, and rows too wide for it become lists of `column: value`. Other formats are exact.
Progress is shown on stderr, if that is a terminal. `moneyloop --install-completion` sets up completion for
your shell.
"""
_WIDTH: Final = 100


def commands() -> list[tuple[str, ...]]:
    """Return every command as the words that call it, the bare program first."""
    return [(), *_below(typer.main.get_command(app), ())]


def _below(command: object, path: tuple[str, ...]) -> list[tuple[str, ...]]:
    found = []
    for name, child in getattr(command, "commands", {}).items():
        found += [(*path, *name.split()), *_below(child, (*path, name))]
    return found


def reference() -> str:
    """Return the reference as Markdown: the help of each command."""
    sections = [_HEAD]
    for words in commands():
        shown = CliRunner().invoke(app, [*words, "--help"], prog_name="moneyloop", terminal_width=_WIDTH)
        lines = (line.rstrip() for line in shown.stdout.strip().splitlines())
        sections.append(f"## {' '.join(('moneyloop', *words))}\n\n```text\n" + "\n".join(lines) + "\n```\n")
    return "\n".join(sections)


if __name__ == "__main__":
    typer.echo(reference(), nl=False)
