"""What a client would rather have: forms by ``Accept``, languages by ``Accept-Language`` (RFC 9110)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from moneyloop.web.accept import ranges as weighed
from moneyloop.web.linked.names import FORMS

LANGUAGES: Final = ("en", "fr", "he", "fa", "ar")
RIGHT_TO_LEFT: Final = frozenset({"he", "fa", "ar"})
_ALIASES: Final = {"application/xhtml+xml": "html", "application/json": "jsonld", "text/plain": "nt"}


def form(accept: str | None) -> str | None:
    """Return the form that an ``Accept`` header prefers; None if it accepts none of them.

    Of equals the first that we have wins; a range that names a form counts before one that covers it.
    """
    if not accept or not accept.strip():
        return next(iter(FORMS))
    ranges = weighed(accept)
    qualities = {suffix: _quality(suffix, media, ranges) for suffix, media in FORMS.items()}
    best = max(qualities.values())
    return next(suffix for suffix, found in qualities.items() if found == best) if best > 0 else None


def language(asked: str | None, accept: str | None) -> str:
    """Return the language to show: the one asked for, or that of ``Accept-Language``, or else English."""
    if asked in LANGUAGES:
        return str(asked)
    ranges = sorted(weighed(accept), key=lambda one: -one[1])
    for tag, quality in ranges:
        if quality > 0 and tag.partition("-")[0] in LANGUAGES:
            return tag.partition("-")[0]
    return LANGUAGES[0]


def _quality(suffix: str, media: str, ranges: Sequence[tuple[str, float]]) -> float:
    exact = [quality for name, quality in ranges if name == media]
    alias = [quality for name, quality in ranges if _ALIASES.get(name) == suffix]
    wide = [quality for name, quality in ranges if name == media.partition("/")[0] + "/*"]
    any_ = [quality for name, quality in ranges if name == "*/*"]
    return next((max(found) for found in (exact, alias, wide, any_) if found), 0.0)
