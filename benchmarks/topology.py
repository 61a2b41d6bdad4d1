"""Who pays whom in a generated graph of financing: skewed like the real one, with a truth that is known.

Parties have a hidden rank. Ordinary deals go from a lower to a higher rank, so that they close no cycle; both
ends are drawn by Zipf's law, and one deal in three repeats an earlier pair. Cycles are planted on windows of
consecutive ranks that no ordinary deal has both ends in: each window is one loop with one cycle in it, and
nothing else comes round. Chains are planted along ascending ranks. A tangle adds deals both ways among some
parties, which draws a large part of the graph into one loop with very many cycles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

PER_PARTY: Final = 4
"""Deals for each party."""
SKEW: Final = 0.75
"""Exponent of Zipf's law for how often a party is drawn."""
REPEATED: Final = 1 / 3
"""The share of the ordinary deals that repeat an earlier pair."""
LENGTHS: Final = (2, 3, 4, 5, 6)
"""Hops of the planted cycles."""
CHAINS: Final = (25, 50, 100, 200, 400)
"""Hops of the planted chains."""
SMALLEST: Final = 1_000
"""The fewest deals that hold one planted cycle of each length."""
_IN_CHAINS: Final = 10
"""At most one deal in so many stands in a chain; so do at most half of the parties."""
_TANGLED_BAND: Final = 0.6
_TANGLED_PARTIES: Final = 0.06
_TANGLED_DEALS: Final = 0.075

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Topology:
    """The pairs of a graph, deal by deal, by the numbers of the parties.

    Attributes:
        parties: how many parties there are; some have no deal.
        payer: for each deal, the number of the party that pays.
        payee: for each deal, the number of the party that is paid.
        live: whether a deal must not be cancelled, because a planted cycle or chain hangs on it.
        cycles: the planted cycles, by the numbers of their parties.
        chains: the planted chains, likewise.
    """

    parties: int
    payer: Numbers
    payee: Numbers
    live: NDArray[np.bool_]
    cycles: list[list[int]]
    chains: list[list[int]]


def topology(deals: int, seed: int, *, tangle: bool = False) -> Topology:
    """Return who pays whom in a graph of so many deals; the same for the same seed.

    Raises:
        ValueError: there are too few deals to plant a cycle of each length.
    """
    if deals < SMALLEST:
        raise ValueError(f"{deals} deals are too few; {SMALLEST} is the least")
    chance = np.random.default_rng([seed, deals, tangle])
    parties = deals // PER_PARTY
    windows = _windows(parties, deals // SMALLEST, chance)
    window_of = np.full(parties, -1)
    for number, members in enumerate(windows):
        window_of[members] = number
    chains = _chains(parties, deals, window_of, chance)
    planted = [_closed(members) for members in windows] + [_open(members) for members in chains]
    tangled = _tangled(parties, deals, chance) if tangle else np.empty((2, 0), dtype=np.int64)
    ordinary = _ordinary(parties, deals - sum(map(_size, planted)) - tangled.shape[1], window_of, chance)
    pairs = np.concatenate([*planted, tangled, ordinary], axis=1)
    live = np.zeros(pairs.shape[1], dtype=np.bool_)
    live[: sum(map(_size, planted))] = True
    order, hidden = chance.permutation(deals), chance.permutation(parties)
    payer, payee = hidden[pairs[:, order]]
    cycles, paths = ([hidden[members].tolist() for members in kind] for kind in (windows, chains))
    return Topology(parties, payer, payee, live[order], cycles, paths)


def _size(pairs: Numbers) -> int:
    return int(pairs.shape[1])


def _closed(members: Numbers) -> Numbers:
    return np.stack([members, np.roll(members, -1)])


def _open(members: Numbers) -> Numbers:
    return np.stack([members[:-1], members[1:]])


def _windows(parties: int, each: int, chance: np.random.Generator) -> list[Numbers]:
    """Return windows of consecutive ranks that lie apart, so many of each length."""
    lengths = chance.permutation(np.repeat(LENGTHS, each))
    free = parties - int(lengths.sum())
    places = np.sort(chance.choice(free + 1, len(lengths), replace=False))
    starts = places + np.concatenate([[0], np.cumsum(lengths)[:-1]])
    return [np.arange(start, start + length) for start, length in zip(starts, lengths, strict=True)]


def _chains(parties: int, deals: int, window_of: Numbers, chance: np.random.Generator) -> list[Numbers]:
    """Return chains of parties of ascending rank, of which no two are in one window or one chain."""
    _, first = np.unique(np.where(window_of < 0, -1 - np.arange(parties), window_of), return_index=True)
    pool = chance.permutation(first)
    left = min(deals // _IN_CHAINS, parties // 2)
    chains: list[Numbers] = []
    for hops in np.tile(CHAINS, max(1, deals // (10 * SMALLEST))):
        if hops + 1 > left:
            continue
        chains.append(np.sort(pool[: hops + 1]))
        pool, left = pool[hops + 1 :], left - int(hops) - 1
    return chains


def _weights(count: int) -> NDArray[np.float64]:
    """Return the cumulated weights of Zipf's law."""
    cumulated = np.cumsum(np.arange(1, count + 1, dtype=np.float64) ** -SKEW)
    return cast(NDArray[np.float64], cumulated / cumulated[-1])


def _drawn(who: Numbers, wanted: int, chance: np.random.Generator) -> Numbers:
    """Draw pairs of two parties each by Zipf's law; the first of ``who`` come most often."""
    weights = _weights(len(who))
    found = np.empty((2, 0), dtype=np.int64)
    while found.shape[1] < wanted:
        pairs = who[np.searchsorted(weights, chance.random((2, wanted)), side="right")]
        found = np.concatenate([found, pairs[:, pairs[0] != pairs[1]]], axis=1)
    return found[:, :wanted]


def _tangled(parties: int, deals: int, chance: np.random.Generator) -> Numbers:
    """Return pairs, both ways, of parties in a band of ranks; what lies between them is drawn in."""
    band = int(parties * _TANGLED_BAND)
    among = (parties - band) // 2 + chance.choice(band, int(deals * _TANGLED_PARTIES), replace=False)
    return _drawn(among, int(deals * _TANGLED_DEALS), chance)


def _ordinary(parties: int, wanted: int, window_of: Numbers, chance: np.random.Generator) -> Numbers:
    repeated = int(wanted * REPEATED)
    who = chance.permutation(parties)
    found = np.empty((2, 0), dtype=np.int64)
    while found.shape[1] < wanted - repeated:
        pairs = np.sort(_drawn(who, wanted, chance), axis=0)
        within = (window_of[pairs[0]] >= 0) & (window_of[pairs[0]] == window_of[pairs[1]])
        found = np.concatenate([found, pairs[:, ~within]], axis=1)
    fresh = found[:, : wanted - repeated]
    again = chance.integers(0, fresh.shape[1], repeated)
    return np.concatenate([fresh, fresh[:, again]], axis=1)
