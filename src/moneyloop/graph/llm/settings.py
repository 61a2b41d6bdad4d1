"""What a person can set about the language model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NAME: Final = "llm:"
"""What the name of an extractor that is a language model begins with; the model's name follows."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to reach a model and how much to ask of it at once.

    Attributes:
        model: the name by which the server knows the model.
        base_url: address of an OpenAI-compatible server, mostly ending in ``/v1``; by default that of the
            environment, or OpenAI's own.
        concurrency: how many requests are under way at the same time.
        timeout: seconds that one request may take.
        retries: how often a request is repeated that met an overloaded or failing server.
        max_tokens: how many tokens an answer may have; by default as many as the server allows.
        chunk_tokens: how many tokens (by estimate) of a document are sent at once.
        price_in: price of a million tokens sent, in any currency; None if it is of no interest.
        price_out: price of a million tokens answered, in the same currency.
        cache: whether answers are kept, and asked for again only if something changed.
    """

    model: str
    base_url: str | None = None
    concurrency: int = 4
    timeout: float = 300.0
    retries: int = 4
    max_tokens: int | None = None
    chunk_tokens: int = 1500
    price_in: float | None = None
    price_out: float | None = None
    cache: bool = True

    @property
    def extractor(self) -> str:
        """The name by which claims refer to this extractor."""
        return NAME + self.model
