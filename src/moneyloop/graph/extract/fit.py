"""How well a party fits a role of a type."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

from moneyloop.graph.parties import Party


class Fit(IntEnum):
    """How well a party fits a role."""

    NEVER = 0
    RARELY = 1
    WELL = 2


Fits = Callable[[Party, str, str], Fit]
