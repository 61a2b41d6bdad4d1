"""Scores claims against gold claims."""

from moneyloop.graph.score.compare import compare
from moneyloop.graph.score.read import RawClaim, load, load_aliases
from moneyloop.graph.score.result import Difference, Rates, Score, Silence

__all__ = [
    "Difference",
    "Rates",
    "RawClaim",
    "Score",
    "Silence",
    "compare",
    "load",
    "load_aliases",
]
