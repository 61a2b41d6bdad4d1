"""What a request may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What a request may cost the server.

    ``seconds`` of one answer; ``memory`` of one worker process in bytes, address space as the system counts
    it; ``rows`` of one answer; ``request_bytes`` of the body of a request; ``patience`` in seconds with a
    client that sends its request piece by piece.
    """

    seconds: float = 10.0
    memory: int = 4 * 2**30
    rows: int = 10_000
    request_bytes: int = 2**20
    patience: float = 10.0
