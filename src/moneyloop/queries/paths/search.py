"""Runs the search that a request asks for, on integers, within limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from time import monotonic
from typing import Final, TypeVar

from moneyloop.graph import search as kernel
from moneyloop.graph.search import Digraph, Limits
from moneyloop.queries.paths.network import Network
from moneyloop.queries.paths.request import Bounds, Ends, Request

LIMITS: Final = Limits(rows=20_000, seconds=30, memory_bytes=512 * 2**20)
"""How far a search goes where nobody says otherwise."""
_MEBIBYTE: Final = 2**20
_SHORTEST_CYCLE: Final = 2
Number = TypeVar("Number", int, float)
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Path:
    """The parties of a path, by number, and its hops; of a pair that is merely reachable, its two ends."""

    parties: tuple[int, ...]
    length: int


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the limit that kept others out, None if none did, and what was skipped in words."""

    paths: list[Path]
    stopped_by: str | None = None
    skipped: str = ""


def search(request: Request, network: Network, limits: Limits) -> Found:
    """Run a search.

    Args:
        request: what to look for.
        network: where.
        limits: how far to go; the request can only lower them.
    """
    allowed = lowered(limits, request.bounds)
    minimum = max(request.minimum, _SHORTEST_CYCLE) if request.algorithm == "cycles" else request.minimum
    if request.maximum is not None and request.maximum < minimum:
        return Found([])
    found = _found(replace(request, minimum=minimum), network, allowed)
    return Found([_path(request, one) for one in found.paths], found.stopped_by, found.skipped)


def limits_of(rows: int | None, seconds: float | None) -> Limits:
    """Return the usual limits with other numbers of paths and seconds where they are given."""
    return replace(
        LIMITS,
        rows=LIMITS.rows if rows is None else rows,
        seconds=LIMITS.seconds if seconds is None else seconds,
    )


def lowered(limits: Limits, bounds: Bounds) -> Limits:
    """Return limits of which each is the lower one of two."""
    memory = None if bounds.memory is None else bounds.memory * _MEBIBYTE
    return replace(
        limits,
        rows=_least(limits.rows, bounds.rows),
        hops=_least(limits.hops, bounds.hops),
        seconds=_least(limits.seconds, bounds.seconds),
        memory_bytes=_least(limits.memory_bytes, memory),
    )


def _least(one: Number | None, other: Number | None) -> Number | None:
    return min((each for each in (one, other) if each is not None), default=None)


def _path(request: Request, parties: tuple[int, ...]) -> Path:
    if request.algorithm == "reachable":
        return Path(parties[:2], parties[2])
    return Path(parties, len(parties) - (request.algorithm != "cycles"))


def _found(request: Request, network: Network, limits: Limits) -> kernel.Found:
    graph = network.graph
    sources, targets = _numbers(request.sources, network), _numbers(request.targets, network)
    least, most = request.minimum, request.maximum
    match request.algorithm:
        case "cycles":
            return kernel.cycles(graph, through=sources, limits=limits, min_hops=least, max_hops=most)
        case "reachable":
            return kernel.reachable(graph, sources, targets, max_hops=most, limits=limits)
        case "shortest" | "allShortest":
            every = request.algorithm == "allShortest"
            return kernel.shortest(graph, sources, targets, every=every, max_hops=most, limits=limits)
    pairs = _pairs(request, network)
    if request.k is not None:
        return _first_of_each(request, graph, limits, pairs, (sources, targets))
    if pairs is not None:
        return _pair_by_pair(
            pairs,
            lambda one, other, left: kernel.all_paths(
                graph, [one], [other], min_hops=least, max_hops=most, limits=left
            ),
            limits,
        )
    return kernel.all_paths(graph, sources, targets, min_hops=least, max_hops=most, limits=limits)


def _first_of_each(
    request: Request,
    graph: Digraph,
    limits: Limits,
    pairs: list[Pair] | None,
    ends: tuple[list[int] | None, list[int] | None],
) -> kernel.Found:
    """Return the shortest paths of each pair of ends, as many as asked for at most."""
    k = request.k or 1
    stopped = kernel.Found([])
    if pairs is None:
        # Reached pairs are no rows of the answer, so the limits on rows are not theirs.
        stopped = kernel.reachable(graph, *ends, max_hops=request.maximum, limits=replace(limits, rows=None))
        pairs = [(one, other) for one, other, _ in stopped.paths]
    found = _pair_by_pair(
        pairs,
        lambda one, other, left: kernel.k_shortest(
            graph, one, other, k, max_hops=request.maximum, limits=left
        ),
        limits,
    )
    if found.stopped_by is None and stopped.stopped_by is not None:
        return replace(found, stopped_by=stopped.stopped_by, skipped=stopped.skipped)
    return found


def _pair_by_pair(
    pairs: Sequence[Pair], run: Callable[[int, int, Limits], kernel.Found], limits: Limits
) -> kernel.Found:
    """Search for each pair of ends in turn within limits that hold for all of them together."""
    deadline = None if limits.seconds is None else monotonic() + limits.seconds
    paths: list[kernel.Path] = []
    stopped = kernel.Found([])
    for one, other in pairs:
        if one == other:
            continue
        found = run(one, other, _left(limits, paths, deadline))
        paths += found.paths
        if found.stopped_by is not None:
            stopped = found
            if found.stopped_by != "hops":
                break
    return replace(stopped, paths=paths)


def _left(limits: Limits, paths: Sequence[kernel.Path], deadline: float | None) -> Limits:
    return replace(
        limits,
        rows=None if limits.rows is None else limits.rows - len(paths),
        seconds=None if deadline is None else max(0.0, deadline - monotonic()),
    )


def _numbers(ends: Ends, network: Network) -> list[int] | None:
    return None if ends.terms is None else network.numbers(ends.terms)


def _pairs(request: Request, network: Network) -> list[Pair] | None:
    """Return the pairs of ends that are given one by one, None where each source goes with each target."""
    if not request.pairwise:
        return None
    given = zip(request.sources.terms or (), request.targets.terms or (), strict=True)
    return [
        pair for one, other in given for pair in product(network.numbers((one,)), network.numbers((other,)))
    ]
