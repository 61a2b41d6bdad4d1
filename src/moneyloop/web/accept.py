"""What a client would rather have, by the ``Accept`` headers of RFC 9110."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Range = tuple[str, float]


def ranges(header: str | None) -> list[Range]:
    """Return the ranges of a header, in lower case and without parameters, each with its quality 0..1."""
    return list(_weighed(header or ""))


def preferred(header: str | None, offers: Mapping[str, str]) -> str | None:
    """Return the offer that an ``Accept`` header prefers, None if it accepts none.

    Of equals the first offered wins; the most specific range that covers a media type is what counts for it.

    Args:
        header: the header; None and an empty one accept all.
        offers: by media type what is offered; several may stand for the same.
    """
    accepted = ranges(header) or [("*/*", 1.0)]
    best, found = 0.0, None
    for media, offer in offers.items():
        if (weight := quality(media, accepted)) > best:
            best, found = weight, offer
    return found


def takes(header: str | None, coding: str) -> bool:
    """Whether an ``Accept-Encoding`` header accepts a coding by its name or by ``*``."""
    weights = dict(ranges(header))
    return weights.get(coding, weights.get("*", 0.0)) > 0


def quality(media: str, accepted: Sequence[Range]) -> float:
    """Return how welcome a media type is, 0..1."""
    for covering in (media, media.partition("/")[0] + "/*", "*/*"):
        if weights := [weight for name, weight in accepted if name == covering]:
            return max(weights)
    return 0.0


def _weighed(header: str) -> Iterator[Range]:
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name:
            yield name, _weight(parameters)


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
