"""Counts what a model is asked and answers, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from time import perf_counter
from typing import Final

_BYTES_PER_TOKEN: Final = 4
_MILLION: Final = 1_000_000


def estimate(text: str) -> int:
    """Return about how many tokens a text has: a quarter of its bytes in UTF-8.

    No tokenizer is asked, for each model has its own.
    """
    return -(-len(text.encode()) // _BYTES_PER_TOKEN)


@dataclass(slots=True)
class Meter:
    """What has been asked so far; any number of threads may add to it.

    Attributes:
        model: the model's name.
        price_in: price of a million tokens sent, if known.
        price_out: price of a million tokens answered, if known.
        requests: answered by the server.
        cached: answered by the cache.
        tokens_in: tokens that the server says were sent to it.
        tokens_out: tokens that it says it answered.
    """

    model: str
    price_in: float | None = None
    price_out: float | None = None
    requests: int = 0
    cached: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    _start: float = field(default_factory=perf_counter)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def add(self, tokens_in: int, tokens_out: int) -> None:
        """Count an answer of the server."""
        with self._lock:
            self.requests += 1
            self.tokens_in += tokens_in
            self.tokens_out += tokens_out

    def add_cached(self) -> None:
        """Count an answer of the cache."""
        with self._lock:
            self.cached += 1

    @property
    def cost(self) -> float | None:
        """What the answers of the server cost, in the currency of the prices; None if no price is known."""
        return cost(self.tokens_in, self.tokens_out, self.price_in, self.price_out)

    def line(self) -> str:
        """Return the counts in a line for people."""
        said = f"{self.requests} requests"
        if self.cached:
            said += f", {self.cached} from the cache"
        said += f", {self.tokens_in:,} tokens in, {self.tokens_out:,} out"
        return said if self.cost is None else f"{said}, cost {self.cost:.4f}"

    def to_dict(self) -> dict[str, object]:
        """Return the counts, the cost and the seconds since the start, for JSON."""
        return {
            "model": self.model,
            "requests": self.requests,
            "cached": self.cached,
            "tokensIn": self.tokens_in,
            "tokensOut": self.tokens_out,
            "cost": None if self.cost is None else round(self.cost, 6),
            "seconds": round(perf_counter() - self._start, 3),
        }


def cost(tokens_in: int, tokens_out: int, price_in: float | None, price_out: float | None) -> float | None:
    """Return what tokens cost by prices of a million; None if neither price is known."""
    if price_in is None and price_out is None:
        return None
    return (tokens_in * (price_in or 0.0) + tokens_out * (price_out or 0.0)) / _MILLION
