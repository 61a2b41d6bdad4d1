"""Right-to-left text on terminals that put it in order themselves, and on those that do not.

A terminal that knows the Unicode bidirectional algorithm gets text as it is stored, between isolates. Any
other gets it in the order in which it is seen, Arabic letters joined, between an override and its end, so
that a terminal that reorders after all leaves it alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from moneyloop.cli.tables import folded
from moneyloop.cli.text import direction, isolate, one_line

_AS_IT_STANDS, _END = "\u202d", "\u202c"
_REORDERS: Final = ("VTE_VERSION", "KONSOLE_VERSION", "MLTERM")
"""Variables of the environment that terminals set which reorder text."""
_PROGRAMS: Final = frozenset({"Apple_Terminal", "mlterm"})


class Bidi(StrEnum):
    """Who puts right-to-left text in order: the terminal, or we (visual); auto finds out."""

    AUTO = "auto"
    TERMINAL = "terminal"
    VISUAL = "visual"


def found_out(wanted: Bidi, environment: Mapping[str, str]) -> Bidi:
    """Return the way that is wanted, or for ``auto`` the one that suits the terminal."""
    if wanted is not Bidi.AUTO:
        return wanted
    reorders = any(map(environment.get, _REORDERS)) or environment.get("TERM_PROGRAM") in _PROGRAMS
    return Bidi.TERMINAL if reorders else Bidi.VISUAL


def piece(text: str, bidi: Bidi) -> str:
    """Return a piece of a line, such as a name, so that it reads right wherever it stands."""
    return _line(text := one_line(text), text, bidi)


def paragraph(text: str, width: int, bidi: Bidi) -> list[str]:
    """Return text as lines of a width in one direction; those from right to left end at the right edge."""
    from rich.cells import cell_len

    text = one_line(text)
    lines = folded(text, width)
    if direction(text) != "R":
        return [_line(line, text, bidi) for line in lines]
    shown = [_line(line, text, bidi) for line in lines]
    return [" " * (width - cell_len(line)) + line for line in shown]


def _line(line: str, whole: str, bidi: Bidi) -> str:
    way = direction(whole)
    if bidi is Bidi.TERMINAL or not way:
        return isolate(line, whole)
    return _AS_IT_STANDS + seen(line, way) + _END


def seen(line: str, way: str) -> str:
    """Return the characters of a line from left to right as they are seen, in a paragraph of a direction.

    A character that Unicode has not assigned yet is shown as U+FFFD.
    """
    from arabic_reshaper import reshape
    from bidi.algorithm import get_display  # the other one, bidi.get_display, turns no brackets

    known = "".join(char if unicodedata.bidirectional(char) else "\ufffd" for char in reshape(line))
    return str(get_display(known, base_dir=way))
