"""Measures the lexicon engine: its speed in each language, and how its time grows with what grows.

Usage: python -m benchmarks.extract [--languages CODE …] [--kilobytes N] [--repeat N] [--seed N]
           [--parties N …] [--speed-only] [--json]

Speed is kilobytes (1000 bytes of UTF-8) a second of one processor, in articles of 5 kB made from the seed:

- ``press``: one sentence in five states a deal or figure. In five real articles on this subject 29 % do; a
  newspaper's business pages hold others as well.
- ``dense``: every sentence states one. No newspaper is like that; it is the engine's worst case.

Growth is in press text: of one document of 1, 4 and 16 times the length; with 150 parties, those of the
party file, 10,000 and 100,000 (generated names beside the real ones); with 25, 50, 100 and 200 % of the
frames. ``growth`` is the time divided by that of the first row, over what it should be: 1 is linear in the
length, and flat in the rest. Figures of one machine: nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from benchmarks import texts, variants
from benchmarks.timing import Times, times
from moneyloop.graph.documents import Document
from moneyloop.graph.extract import lexicon as lexicons

PRESS: Final = 0.2
DENSE: Final = 1.0
LENGTHS: Final = (1, 4, 16)
PARTIES: Final = (150, 0, 10_000, 100_000)
FRAMES: Final = (25, 50, 100, 200)
_KILO: Final = 1000


@dataclass(frozen=True)
class Speed:
    """Kilobytes a second of one processor, in the fastest run and the median one.

    ``peers`` gives the seconds of each peer for one second of the engine.
    """

    language: str
    text: str
    kilobytes: float
    claims: int
    best: float
    median: float
    peers: dict[str, float]


@dataclass(frozen=True)
class Growth:
    """Seconds of the fastest run with so much of something; ``growth`` is 1 where it is as it should be."""

    language: str
    of: str
    amount: int
    seconds: float
    growth: float


def speed(language: str, kind: str, documents: Sequence[Document], repeat: int) -> Speed:
    """Measure articles of one language beside the peers."""
    found = times(documents, repeat, with_peers=True)
    size = texts.size_of(documents) / _KILO
    best = min(found.seconds)
    return Speed(
        language,
        kind,
        round(size, 1),
        found.claims,
        round(size / best),
        round(size / statistics.median(found.seconds)),
        {name: round(min(seconds) / best, 3) for name, seconds in found.peers.items()},
    )


def by_length(language: str, size: int, repeat: int, seed: int) -> Iterator[Growth]:
    """Measure one document of growing length."""
    chance = random.Random(f"{seed} {language}")
    origin = texts.sources(language)
    grown = [
        texts.document(texts.text(origin, times_as_long * size, PRESS, chance), language)
        for times_as_long in LENGTHS
    ]
    lengths = [texts.size_of([one]) for one in grown]
    measured = [times([one], repeat) for one in grown]
    yield from _growth(language, "bytes", lengths, measured, expected=[one / lengths[0] for one in lengths])


def by_parties(
    language: str, documents: Sequence[Document], repeat: int, seed: int, wanted: Sequence[int]
) -> Iterator[Growth]:
    """Measure the same articles with more and more parties; 0 stands for those of the party file."""
    counts, measured = [], []
    for count in wanted:
        with tempfile.TemporaryDirectory() as folder:
            many = count or variants.listed_parties()
            counts.append(variants.with_parties(Path(folder), many, language, documents, seed))
            measured.append(times(documents, repeat, assets=Path(folder)))
    yield from _growth(language, "parties", counts, measured)


def by_frames(language: str, documents: Sequence[Document], repeat: int, seed: int) -> Iterator[Growth]:
    """Measure the same articles with more and more frames."""
    counts, measured = [], []
    for percent in FRAMES:
        with tempfile.TemporaryDirectory() as folder:
            counts.append(variants.with_frames(Path(folder), percent, language, seed))
            measured.append(times(documents, repeat, assets=Path(folder)))
    yield from _growth(language, "patterns", counts, measured)


def _growth(
    language: str,
    of: str,
    amounts: Sequence[int],
    measured: Sequence[Times],
    expected: Sequence[float] | None = None,
) -> Iterator[Growth]:
    first = min(measured[0].seconds)
    for index, (amount, found) in enumerate(zip(amounts, measured, strict=True)):
        best = min(found.seconds)
        ratio = best / first / (expected[index] if expected else 1)
        yield Growth(language, of, amount, round(best, 4), round(ratio, 2))


def main() -> None:
    """Measure and print."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--languages", nargs="+", default=lexicons.languages(), metavar="CODE")
    cli.add_argument("--kilobytes", type=float, default=100, help="of text in each language")
    cli.add_argument("--repeat", type=int, default=5)
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--parties", nargs="+", type=int, default=PARTIES, metavar="N", help="0: as listed")
    cli.add_argument("--speed-only", action="store_true", help="leave growth out")
    cli.add_argument("--json", action="store_true")
    options = cli.parse_args()
    if unknown := sorted(set(options.languages) - set(lexicons.languages())):
        sys.exit(f"benchmarks: no lexicon for {', '.join(unknown)}")
    size = int(options.kilobytes * _KILO)
    speeds: list[Speed] = []
    growths: list[Growth] = []
    for language in options.languages:
        origin = texts.sources(language)
        for kind, share in (("press", PRESS), ("dense", DENSE)):
            documents = texts.articles(origin, size, share, options.seed)
            speeds.append(speed(language, kind, documents, options.repeat))
        if not options.speed_only:
            press = texts.articles(origin, size, PRESS, options.seed)
            growths += by_length(language, size // 4, options.repeat, options.seed)
            growths += by_parties(language, press, options.repeat, options.seed, options.parties)
            growths += by_frames(language, press, options.repeat, options.seed)
    if options.json:
        content = {"speed": list(map(asdict, speeds)), "growth": list(map(asdict, growths))}
        print(json.dumps(content, indent=1))
    else:
        _print(speeds, growths)


def _print(speeds: Sequence[Speed], growths: Sequence[Growth]) -> None:
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores")
    if not find_spec("spacy"):
        print("spaCy is not installed: no comparison with it")
    print("\nSpeed, kB of text a second of one core; with the seconds of each peer for one of the engine\n")
    print(f"{'language':8}  {'text':5}  {'kB':>6}  {'claims':>6}  {'best':>6}  {'median':>6}  peers")
    for one in speeds:
        others = "  ".join(f"{name} {ratio:.3f}" for name, ratio in one.peers.items())
        print(
            f"{one.language:8}  {one.text:5}  {one.kilobytes:6.0f}  {one.claims:6}  {one.best:6.0f}"
            f"  {one.median:6.0f}  {others}"
        )
    if growths:
        print(f"\n{'language':8}  {'grows':8}  {'to':>9}  {'seconds':>8}  {'growth':>6}")
    for grown in growths:
        print(
            f"{grown.language:8}  {grown.of:8}  {grown.amount:9,}  {grown.seconds:8.3f}  {grown.growth:6.2f}"
        )


if __name__ == "__main__":
    main()
