"""Generated graphs on disk, beside the graphs that every dataset has."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from benchmarks.generate import Truth, generate
from moneyloop.settings import DATA

PLAIN: Final = ""
TANGLED: Final = "tangled"
WITH_CLAIMS: Final = "with claims"
IN_MEMORY: Final = 100_000
"""Deals that are held in memory at most; graphs of more are not written as asserted alone."""


@dataclass(frozen=True, slots=True)
class Graph:
    """A generated graph: its files, what is known of it, and the folder of the dataset made of it."""

    deals: int
    variant: str
    truth: Truth
    asserted: list[str]
    whole: list[str]
    folder: str

    @property
    def store(self) -> str:
        """The store of the dataset."""
        return f"{self.folder}/store"

    @property
    def ends(self) -> dict[str, str]:
        """The beginning of the longest chain, and the party six hops further."""
        chain = max(self.truth.chains, key=len)
        return {"start": f"{DATA}party/{chain[0]}", "end": f"{DATA}party/{chain[6]}"}


def make(place: Path, deals: int, seed: int, variant: str = PLAIN) -> Graph:
    """Generate a graph, as asserted and with what follows, and the graphs that every dataset has.

    Raises:
        SystemExit: there are too few deals for a graph.
    """
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    base, asserted, whole = (place / f"{name}.nq" for name in ("base", "asserted", "whole"))
    _base(base)
    options: dict[str, Any] = {"seed": seed, "tangle": variant == TANGLED, "claims": variant == WITH_CLAIMS}
    try:
        if deals <= IN_MEMORY:
            with asserted.open("wb") as file:
                generate(deals, file, **options, asserted=True)
        with whole.open("wb") as file:
            truth = generate(deals, file, **options)
    except ValueError as error:
        sys.exit(f"benchmarks: {error}")
    first, second = ([str(base), str(one)] for one in (asserted, whole))
    return Graph(deals, variant, truth, first, second, str(place))


def _base(path: Path) -> None:
    from moneyloop.graph.store import base_quads
    from moneyloop.ontology.rules import infer

    store = ox.Store()
    store.extend(base_quads())
    infer(store)
    store.dump(path, ox.RdfFormat.N_QUADS)
