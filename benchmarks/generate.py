"""Generates a graph of financing of any size in the shape of a dataset, with cycles that are known.

Usage: python -m benchmarks.generate --deals N --out FILE.nq [--seed N] [--tangle] [--claims] [--asserted]

Written as N-Quads: parties, deals with type, roles, status, amount, period, number of claims and label, what
follows from the axioms, and with ``--claims`` the documents and claims as well (some three times as much).
``--asserted`` leaves out what follows. Loops and cycles are not marked. Who pays whom: see ``topology``. The
same numbers give the same bytes. What is known of the graph is printed as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from benchmarks.shape import Shape, shape
from benchmarks.topology import Numbers, Topology, topology

_PER_DOCUMENT: Final = 5
"""Deals that are told in the same documents."""
_PORTION: Final = 5_000
_CURRENCIES: Final = ("USD",) * 7 + ("EUR", "EUR", "JPY")
_HIDE: Final = 0x9E3779B97F4A7C15
_FIRST_DAY: Final = date(2022, 1, 1)
_DAYS: Final = 1_000
_BETWEEN: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of a generated graph.

    Attributes:
        deals: how many deals there are.
        parties: how many parties.
        flows: how many pairs of a payer and a payee of a live deal.
        loops: how many groups of parties come round, or None in a tangle.
        cycles: how many cycles there are by their number of hops, or None in a tangle.
        planted: the names of the parties of each planted cycle, payer before payee.
        chains: the names of the parties of each planted chain.
    """

    deals: int
    parties: int
    flows: int
    loops: int | None
    cycles: dict[int, int] | None
    planted: list[list[str]]
    chains: list[list[str]]


def generate(
    deals: int,
    file: BinaryIO,
    *,
    seed: int = 1,
    tangle: bool = False,
    claims: bool = False,
    asserted: bool = False,
) -> Truth:
    """Write a graph as N-Quads.

    Args:
        deals: how many deals, at least ``topology.SMALLEST``.
        file: where to.
        seed: graphs of different seeds differ in everything but their size.
        tangle: whether to draw a large part of the parties into one loop.
        claims: whether to write documents and claims as well.
        asserted: whether to leave out what follows from the axioms.

    Raises:
        ValueError: there are too few deals.
    """
    graph, templates = topology(deals, seed, tangle=tangle), shape()
    chance = np.random.default_rng([seed, deals, tangle, 1])
    kinds = _kinds(graph, templates, chance)
    for text in _parties(graph, templates, asserted):
        file.write(text.encode())
    if claims:
        for text in _documents(deals, templates):
            file.write(text.encode())
    for text in _deals(graph, templates, kinds, chance, (claims, not asserted)):
        file.write(text.encode())
    masks = np.array([kind.mask for kind in templates.kinds])[kinds]
    pairs, holding = _pairs(graph, masks)
    if not asserted:
        for text in _following(graph, templates, pairs, holding):
            file.write(text.encode())
    return _truth(graph, int(np.count_nonzero(holding)), tangle)


def _kinds(graph: Topology, templates: Shape, chance: np.random.Generator) -> Numbers:
    """Choose the kind of each deal; those that a planted cycle or chain hangs on are live."""
    live = np.array([kind.live for kind in templates.kinds])
    every = np.arange(len(live))
    chosen = chance.choice(every, len(graph.payer))
    return np.where(graph.live, chance.choice(every[live], len(graph.payer)), chosen)


def _name(number: int) -> str:
    return f"p{number:07}"


def _parties(graph: Topology, templates: Shape, asserted: bool) -> Iterator[str]:
    template = templates.party if asserted else templates.party + templates.party_inferred
    for start in range(0, graph.parties, _PORTION):
        numbers = range(start, min(start + _PORTION, graph.parties))
        yield "".join(template.format(_name(number)) for number in numbers)


def _days(group: int) -> list[str]:
    """Return the days on which the documents of a group were published."""
    first = _FIRST_DAY + timedelta(days=group * 7919 % _DAYS)
    return [(first + number * _BETWEEN).isoformat() for number in range(3)]


def _document_names(group: int) -> list[str]:
    return [f"d{group:06}-{number}" for number in range(3)]


def _documents(deals: int, templates: Shape) -> Iterator[str]:
    for group in range(-(-deals // _PER_DOCUMENT)):
        described = zip(_document_names(group), _days(group), strict=True)
        yield "".join(templates.document.format(*one) for one in described)


def _deals(
    graph: Topology, templates: Shape, kinds: Numbers, chance: np.random.Generator, wanted: tuple[bool, bool]
) -> Iterator[str]:
    claims, inferred = wanted
    texts = [
        one.stated + (one.claimed if claims else "") + (one.inferred if inferred else "")
        for one in templates.kinds
    ]
    count = len(kinds)
    low = np.minimum(999, np.exp(chance.exponential(1.5, count)) * 2).astype(np.int64)
    high = np.minimum(999, low + chance.integers(1, 200, count))
    currency, year = chance.integers(0, len(_CURRENCIES), count), chance.integers(2020, 2028, count)
    until = year + chance.integers(0, 6, count)
    for start in range(0, count, _PORTION):
        part = slice(start, start + _PORTION)
        columns = (graph.payer, graph.payee, kinds, low, high, currency, year, until)
        rows = zip(*(column[part].tolist() for column in columns), strict=True)
        yield "".join(_deal(texts, start + place, row) for place, row in enumerate(rows))


def _deal(texts: Sequence[str], number: int, row: tuple[int, ...]) -> str:
    payer, payee, kind, low, high, currency, year, until = row
    group, slot = divmod(number, _PER_DOCUMENT)
    begins = slot * 1_000
    return texts[kind].format(
        _name(payer),
        _name(payee),
        f"{(number + 1) * _HIDE % 2**64:016x}",
        low,
        high,
        _CURRENCIES[currency],
        year,
        until,
        f"{slot:02}",
        begins,
        begins + 120,
        *_days(group),
        *_document_names(group),
    )


def _pairs(graph: Topology, masks: Numbers) -> tuple[Numbers, Numbers]:
    """Return each pair of a payer and a payee once, as one number, and what holds between them."""
    keys = graph.payer * graph.parties + graph.payee
    order = np.argsort(keys, kind="stable")
    pairs, starts = np.unique(keys[order], return_index=True)
    return pairs, np.bitwise_or.reduceat(masks[order], starts)


def _following(graph: Topology, templates: Shape, pairs: Numbers, holding: Numbers) -> Iterator[str]:
    texts = {
        mask: "".join(text for bit, text in enumerate(templates.pairs) if mask >> bit & 1)
        for mask in np.unique(holding).tolist()
    }
    for start in range(0, len(pairs), _PORTION):
        part = slice(start, start + _PORTION)
        rows = zip(pairs[part].tolist(), holding[part].tolist(), strict=True)
        ends = ((*divmod(pair, graph.parties), mask) for pair, mask in rows)
        yield "".join(texts[mask].format(_name(payer), _name(payee)) for payer, payee, mask in ends)


def _truth(graph: Topology, flows: int, tangle: bool) -> Truth:
    counted = dict(sorted(Counter(map(len, graph.cycles)).items()))
    planted, chains = ([list(map(_name, one)) for one in kind] for kind in (graph.cycles, graph.chains))
    loops, cycles = (None, None) if tangle else (len(graph.cycles), counted)
    return Truth(len(graph.payer), graph.parties, flows, loops, cycles, planted, chains)


def main() -> None:
    """Generate a graph and print what is known of it."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--deals", type=int, required=True)
    cli.add_argument(
        "--out", type=Path, required=True, help="the file to write, or - for the standard output"
    )
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--tangle", action="store_true", help="draw a third of the parties into one loop")
    cli.add_argument("--claims", action="store_true", help="write documents and claims as well")
    cli.add_argument("--asserted", action="store_true", help="leave out what follows from the axioms")
    options = cli.parse_args()
    chosen = {name: getattr(options, name) for name in ("seed", "tangle", "claims", "asserted")}
    try:
        with options.out.open("wb") as file:
            truth = generate(options.deals, file, **chosen)
    except (OSError, ValueError) as error:
        sys.exit(f"benchmarks: {error}")
    print(json.dumps(asdict(truth) | {"planted": len(truth.planted), "chains": len(truth.chains)}))


if __name__ == "__main__":
    main()
