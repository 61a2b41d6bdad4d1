"""Cycles, paths and reachability in directed graphs on integer arrays, within limits."""

from moneyloop.graph.search.cycles import cycles, iter_cycles
from moneyloop.graph.search.digraph import Digraph
from moneyloop.graph.search.limits import Found, Limits, Path, StoppedBy, Stream
from moneyloop.graph.search.paths import all_paths, iter_paths
from moneyloop.graph.search.reach import reachable
from moneyloop.graph.search.shortest import k_shortest, shortest

__all__ = [
    "Digraph",
    "Found",
    "Limits",
    "Path",
    "StoppedBy",
    "Stream",
    "all_paths",
    "cycles",
    "iter_cycles",
    "iter_paths",
    "k_shortest",
    "reachable",
    "shortest",
]
