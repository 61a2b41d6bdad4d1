"""Tables that a person can read, on a terminal and in a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

import typer

from moneyloop.cli.text import is_number, isolate, one_line

if TYPE_CHECKING:
    from rich.console import Console

QUOTES: Final = frozenset({"quote", "sentence"})
"""Columns that come last; on a terminal the last of them stands below its row, over the whole width."""

_GAP: Final = "  "
_INDENT: Final = "    "
_LONGEST_WORD: Final = 20
_RULE: Final = 60


def show(columns: Sequence[str], rows: Sequence[Sequence[str]], *, empty: str = "nothing found") -> None:
    """Print a table on stdout: wrapped to the width of a terminal, one row a line and whole anywhere else.

    Nothing is ever cut off. Text is put on one line; right-to-left text is isolated from its neighbours. A
    terminal does not show columns in which nothing stands.
    """
    if not rows:
        typer.echo(f"({empty})", err=True)
        return
    order = sorted(range(len(columns)), key=lambda index: columns[index] in QUOTES)
    header = [columns[index] for index in order]
    cells = [[one_line(row[index]) for index in order] for row in rows]
    if sys.stdout.isatty():
        _show_on_terminal(header, cells)
    else:
        _show_in_file(header, cells)


def _show_in_file(header: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    widths = _widths(header, cells)
    right = _right_aligned(cells)
    for row in (header, ["─" * min(width, _RULE) for width in widths], *cells):
        typer.echo(_line(row, row, widths, right))


def _show_on_terminal(header: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    filled = [index for index in range(len(header)) if any(row[index] for row in cells)]
    quoted = header[-1] in QUOTES and len(header) - 1 in filled
    short = filled[:-1] if quoted else filled
    labels = [header[index] for index in short]
    rows = [[row[index] for index in short] for row in cells]
    blocks = _in_columns(console, labels, rows) or [_packed(labels, row, console.width) for row in rows]
    for block, whole in zip(blocks, cells, strict=True):
        for line in block:
            console.print(line)
        if quoted:
            for line in folded(whole[-1], console.width - len(_INDENT)):
                console.print(_INDENT + isolate(line, whole[-1]), style="cyan")


def _in_columns(
    console: Console, labels: Sequence[str], rows: Sequence[Sequence[str]]
) -> list[list[str]] | None:
    """Print the head of the table and return the lines of each row; None if words do not fit side by side."""
    widths = _fitting(_widths(labels, rows), _least(labels, rows), console.width)
    if widths is None:
        return None
    right = _right_aligned(rows)
    for line in _wrapped(labels, widths, right):
        console.print(line, style="bold")
    console.print("─" * min(console.width, sum(widths) + len(_GAP) * (len(widths) - 1)), style="dim")
    return [list(_wrapped(row, widths, right)) for row in rows]


def _packed(labels: Sequence[str], row: Sequence[str], width: int) -> list[str]:
    """Return a row as ``label: value`` pairs, as many a line as fit; further lines are indented."""
    from rich.cells import cell_len

    lines, room = [""], width
    for label, value in zip(labels, row, strict=True):
        for index, part in enumerate(folded(value, width - len(f"{_GAP}{label}: ")) if value else ()):
            name = "" if index else f"{label}: "
            size = len(_GAP) + cell_len(name + part)
            if size > room and lines[-1]:
                lines.append("")
                room = width
            lines[-1] += _GAP + name + isolate(part, value)
            room -= size
    return [lines[0].strip(), *lines[1:]]


def _widths(header: Sequence[str], cells: Sequence[Sequence[str]]) -> list[int]:
    from rich.cells import cell_len

    return [max(map(cell_len, column)) for column in zip(header, *cells, strict=True)]


def _right_aligned(cells: Sequence[Sequence[str]]) -> list[bool]:
    columns = ([value for value in column if value] for column in zip(*cells, strict=True))
    return [bool(filled) and all(map(is_number, filled)) for filled in columns]


def _least(header: Sequence[str], cells: Sequence[Sequence[str]]) -> list[int]:
    """Return the widths of columns in which no word is broken, unless it is very long."""
    columns = zip(header, *cells, strict=True)
    return [
        min(_LONGEST_WORD, *_widths([""], [[w] for v in column for w in v.split()])) for column in columns
    ]


def _fitting(widths: Sequence[int], least: Sequence[int], room: int) -> list[int] | None:
    """Return column widths that fit into the room, the widest give way first; None if there are none."""
    fitting = list(widths)
    room -= len(_GAP) * (len(fitting) - 1)
    if sum(least) > room:
        return None
    while sum(fitting) > room:
        wide = [index for index, width in enumerate(fitting) if width > least[index]]
        fitting[max(wide, key=fitting.__getitem__)] -= 1
    return fitting


def _wrapped(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    cut = [folded(value, width) for value, width in zip(row, widths, strict=True)]
    for parts in zip_longest(*cut, fillvalue=""):
        yield _line(parts, row, widths, right)


def folded(text: str, width: int) -> list[str]:
    """Return text cut into lines of a width, between words where that is possible."""
    from rich.console import Console
    from rich.text import Text

    lines = Text(text).wrap(Console(), width, overflow="fold")
    return [line.plain.rstrip() for line in lines]


def _line(parts: Sequence[str], wholes: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    from rich.cells import cell_len

    padded = []
    for part, whole, width, is_right in zip(parts, wholes, widths, right, strict=True):
        space, text = " " * (width - cell_len(part)), isolate(part, whole)
        padded.append(space + text if is_right else text + space)
    return _GAP.join(padded).rstrip()
