"""Times the extraction of documents in a process of its own, which reads a job and writes seconds.

The assets are those that ``MONEYLOOP_ASSETS`` names. Seconds are those of one processor.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.apart import apart
from benchmarks.texts import document
from moneyloop.graph.documents import Document
from moneyloop.graph.extract import Extractor


@dataclass
class Times:
    """Seconds of each run, of the engine and of each peer that is there; how many claims were found."""

    seconds: list[float] = field(default_factory=list)
    peers: dict[str, list[float]] = field(default_factory=dict)
    claims: int = 0


def times(
    documents: Sequence[Document], repeat: int, *, assets: Path | None = None, with_peers: bool = False
) -> Times:
    """Extract documents of one language in another process, once to warm up and then ``repeat`` times.

    Raises:
        SystemExit: the process failed; what it said stands on stderr.
    """
    job = {
        "language": documents[0].language,
        "texts": [one.text for one in documents],
        "repeat": repeat,
        "peers": with_peers,
    }
    return Times(**apart("benchmarks.timing", job, assets=assets))


def _measure(job: dict[str, Any]) -> Times:
    language, repeat = job["language"], job["repeat"]
    documents = [document(text, language, number) for number, text in enumerate(job["texts"])]
    extractor = Extractor()
    result = Times(claims=sum(len(extractor.extract(one)) for one in documents))
    others = peers.available(language) if job["peers"] else {}
    for _ in range(repeat):
        result.seconds.append(_seconds(extractor.extract, documents))
        for name, read in others.items():
            result.peers.setdefault(name, []).append(_seconds(read, documents))
    return result


def _seconds(read: Callable[[Document], object], documents: Sequence[Document]) -> float:
    start = time.process_time()
    for one in documents:
        read(one)
    return time.process_time() - start


if __name__ == "__main__":
    json.dump(asdict(_measure(json.load(sys.stdin))), sys.stdout)
