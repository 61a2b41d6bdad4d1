"""Measures ``moneyloop serve``: many clients for a while, and the first answers of a server just started.

Usage: python -m benchmarks.serve DIR [--clients N] [--seconds N] [--think SECONDS]

Each client asks for one thing after another, drawn at random, and waits in between as a reader does: from
half of ``--think`` to one and a half of it, 0 for none. Clients and server share the machine. Milliseconds
are those that a client waits for the whole answer; «first» is the very first answer of its kind, before
the server has kept any.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

import httpx

_STATUSES: Final = ("considered", "announced", "committed", "completed")
_LANGUAGES: Final = ("en", "fr", "he", "fa", "ar")
_QUERY: Final = """PREFIX ml: <https://w3id.org/moneyloop/ns/>
SELECT ?deal ?status WHERE { ?deal ml:payer <%s> ; ml:status ?status } LIMIT 100"""
_JSON: Final = {"Accept": "application/sparql-results+json"}

Ask = Callable[[random.Random, list[str]], str]


def _view(name: str, party: str | None = None) -> Ask:
    def address(chance: random.Random, parties: list[str]) -> str:
        given = {"lang": chance.choice(_LANGUAGES), "status": chance.choice(_STATUSES)}
        if party:
            given[party] = chance.choice(parties)
        return f"explorer/api/{name}?{urlencode(given)}"

    return address


def _page(chance: random.Random, parties: list[str]) -> str:
    return f"page/id/party/{quote(chance.choice(parties).rpartition('/')[2])}.html"


def _sparql(chance: random.Random, parties: list[str]) -> str:
    return f"sparql?{urlencode({'query': _QUERY % chance.choice(parties)})}"


def _search(chance: random.Random, parties: list[str]) -> str:
    return f"explorer/api/search?{urlencode({'q': chance.choice('abeimnoprst') + chance.choice('aeiou')})}"


KINDS: Final[dict[str, Ask]] = {
    "the page itself": lambda chance, parties: "",
    "list of cycles": _view("cycles"),
    "drawing": _view("drawing"),
    "a party": _view("party", "iri"),
    "who falls with a party": _view("chains", "party"),
    "search": _search,
    "page of a party": _page,
    "SPARQL, a party's deals": _sparql,
}


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a dataset for the while of a block; give the URL.

    Raises:
        SystemExit: it cannot be served.
    """
    command = [sys.executable, "-m", "moneyloop", "serve", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        found = re.search(r"served at (\S+)", process.stdout.readline())
        if not found:
            raise SystemExit(1)
        try:
            yield found[1]
        finally:
            process.terminate()


async def measure(url: str, clients: int, seconds: float, think: float) -> None:
    """Let clients ask a server, and print how long they waited."""
    limits = httpx.Limits(max_connections=clients)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=60, headers=_JSON) as client:
        parties = await _parties(client)
        first = {kind: await _asked(client, ask(random.Random(0), parties)) for kind, ask in KINDS.items()}
        waited: dict[str, list[float]] = defaultdict(list)
        failed: dict[str, int] = defaultdict(int)

        async def visits(seed: int) -> None:
            chance = random.Random(seed)
            while time.perf_counter() < end:
                kind, ask = chance.choice(list(KINDS.items()))
                took = await _asked(client, ask(chance, parties))
                waited[kind].append(abs(took))
                failed[kind] += took < 0
                await asyncio.sleep(think * chance.uniform(0.5, 1.5))

        end = time.perf_counter() + seconds
        await asyncio.gather(*map(visits, range(clients)))
    _print(first, waited, failed, seconds)


async def _parties(client: httpx.AsyncClient) -> list[str]:
    found = (await client.get("explorer/api/drawing")).json()["parties"]
    return [party["iri"] for party in found][:200]


async def _asked(client: httpx.AsyncClient, address: str) -> float:
    """Return the seconds until the whole answer was there; negative if it was none."""
    start = time.perf_counter()
    try:
        good = (await client.get(address)).status_code == 200
    except httpx.HTTPError:
        good = False
    took = time.perf_counter() - start
    return took if good else -took


def _print(
    first: dict[str, float], waited: dict[str, list[float]], failed: dict[str, int], seconds: float
) -> None:
    print(f"{'':<26}{'asked':>7}{'failed':>8}{'first':>8}{'median':>8}{'p95':>8}{'p99':>8}  ms")
    for kind in KINDS:
        _line(kind, waited[kind], failed[kind], first[kind])
    everything = [one for some in waited.values() for one in some]
    _line("all", everything, sum(failed.values()), None)
    print(f"{len(everything) / seconds:.0f} answers a second")


def _line(kind: str, waited: list[float], failed: int, first: float | None) -> None:
    cuts: Any = statistics.quantiles(waited, n=100) if len(waited) > 1 else [0.0] * 99
    shown = ["–" if first is None else f"{1000 * first:.0f}"]
    shown += [f"{1000 * one:.0f}" for one in (cuts[49], cuts[94], cuts[98])]
    print(f"{kind:<26}{len(waited):>7}{failed:>8}{''.join(f'{one:>8}' for one in shown)}")


def main() -> None:
    """Read the arguments, serve, ask."""
    parser = argparse.ArgumentParser(prog="serve", description=__doc__)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=1.0)
    given = parser.parse_args()
    with serving(given.dataset) as url:
        asyncio.run(measure(url, given.clients, given.seconds, given.think))


if __name__ == "__main__":
    main()
