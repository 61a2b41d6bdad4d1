"""Tables that a person can read, on a terminal and in a file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import typer

from moneyloop.cli.text import is_number, isolate, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions
    from rich.measure import Measurement
    from rich.text import Text

LAST: Final = ("quote",)
"""Columns that a table moves to its end, because their text is long."""


def show(columns: Sequence[str], rows: Sequence[Sequence[str]], *, empty: str = "nothing found") -> None:
    """Print a table on stdout: wrapped and styled on a terminal, one row a line and whole anywhere else.

    Nothing is ever cut off. Text is put on one line; right-to-left text is isolated from its neighbours.
    """
    if not rows:
        typer.echo(f"({empty})", err=True)
        return
    order = sorted(range(len(columns)), key=lambda index: columns[index] in LAST)
    header = [columns[index] for index in order]
    cells = [[one_line(row[index]) for index in order] for row in rows]
    right = [_all_numbers([row[index] for row in cells]) for index in range(len(header))]
    if sys.stdout.isatty():
        _show_on_terminal(header, cells, right)
    else:
        _show_plain(header, cells, right)


def _all_numbers(values: Sequence[str]) -> bool:
    filled = [value for value in values if value]
    return bool(filled) and all(map(is_number, filled))


def _show_plain(header: Sequence[str], cells: Sequence[Sequence[str]], right: Sequence[bool]) -> None:
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(header, *cells, strict=True)]
    for row in (header, ["─" * min(width, 60) for width in widths], *cells):
        padded = []
        for value, width, is_right in zip(row, widths, right, strict=True):
            space = " " * (width - cell_len(value))
            padded.append(space + isolate(value) if is_right else isolate(value) + space)
        typer.echo("  ".join(padded).rstrip())


def _show_on_terminal(header: Sequence[str], cells: Sequence[Sequence[str]], right: Sequence[bool]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, row_styles=["", "dim"])
    for name, is_right in zip(header, right, strict=True):
        table.add_column(
            name,
            justify="right" if is_right else "left",
            ratio=None,
            min_width=24 if name in LAST else None,
            overflow="fold",
            no_wrap=is_right,
        )
    for row in cells:
        table.add_row(*map(_Cell, row))
    Console(highlight=False).print(table)


class _Cell:
    """A cell that wraps at its column's width, each line isolated in the direction of the whole text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        from rich.measure import Measurement
        from rich.text import Text

        return Measurement.get(console, options, Text(self._text))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        from rich.text import Text

        for line in Text(self._text).wrap(console, options.max_width, overflow="fold"):
            line.rstrip()
            yield Text(
                isolate(line.plain, self._text), justify=options.justify, no_wrap=True, overflow="ignore"
            )
