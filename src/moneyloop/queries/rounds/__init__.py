"""Cycles of money with what they amount to, on a day in the past, in one currency, and what changed since."""

from moneyloop.queries.rounds.changes import Change, Changes, changes
from moneyloop.queries.rounds.find import Asked, Cycle, Cycles, Hop, cycles, projection_of
from moneyloop.queries.rounds.interval import UNKNOWN, Interval
from moneyloop.queries.rounds.rates import Rates, rates_of, read_rates
from moneyloop.queries.rounds.rows import document, names, rows

__all__ = [
    "UNKNOWN",
    "Asked",
    "Change",
    "Changes",
    "Cycle",
    "Cycles",
    "Hop",
    "Interval",
    "Rates",
    "changes",
    "cycles",
    "document",
    "names",
    "projection_of",
    "rates_of",
    "read_rates",
    "rows",
]
