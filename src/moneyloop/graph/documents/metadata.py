"""Title, publisher, date, address and language, however a source spells them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import quote

from pyoxigraph import NamedNode

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("title", "headline"),
    "publisher": ("publisher", "site_name", "sitename", "site", "source_name"),
    "published": ("date", "published", "date_published", "datepublished", "pubdate", "issued"),
    "address": ("address", "url", "link", "canonical", "source_url"),
    "language": ("language", "lang", "inlanguage"),
}
"""The keys read for each field, best first, in lower case with ``-`` as ``_``.

Besides, ``source`` is an address if it looks like one, else a publisher.
"""

_NAMES: Final = frozenset({"source"}.union(*KEYS.values()))
UNDETERMINED: Final = "und"
_UNSAID: Final = {"", "~", "null", "none"}
_NO_LANGUAGE: Final = {UNDETERMINED, "mul", "zxx", "mis"}
_SUBTAG: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8})*(?:\.[\w-]+)?", re.IGNORECASE | re.ASCII)
_LANGUAGES: Final = {
    other: subtag
    for subtag, others in {
        "ar": "ara arb ary arz arabic",
        "de": "deu ger german",
        "en": "eng english",
        "es": "spa spanish",
        "fa": "fas per pes prs persian farsi",
        "fr": "fra fre french",
        "he": "iw heb hbo hebrew",
        "hi": "hin",
        "id": "in ind",
        "it": "ita italian",
        "ja": "jpn japanese",
        "ko": "kor korean",
        "nl": "nld dut dutch",
        "pl": "pol polish",
        "pt": "por portuguese",
        "ru": "rus russian",
        "tr": "tur turkish",
        "uk": "ukr ukrainian",
        "ur": "urd urdu",
        "yi": "ji yid",
        "zh": "zho chi cmn wuu yue chinese",
    }.items()
    for other in others.split()
}
"""What stands for a primary subtag: ISO 639-2 and 639-3 codes, withdrawn codes, varieties, English names."""
_DATES: Final = (
    re.compile(
        r"(?P<year>\d{4})(?P<separator>[-/.])(?P<month>\d{1,2})(?P=separator)(?P<day>\d{1,2})(?:[T ].*)?"
    ),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T.*)?"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"),
)
_YEARS: Final = range(1800, 2200)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a text; the fields are those of a document."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    address: str | None = None
    language: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """Return what this says, completed by what the other says."""
        return Metadata(**{f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(self)})


def interpret(values: Mapping[str, object]) -> tuple[Metadata, list[str]]:
    """Return the metadata in a mapping as it was written, and what in it cannot be used, in words."""
    written = {str(key).casefold().replace("-", "_").strip(): value for key, value in values.items()}
    known = {name: one_line(written[name]) for name in _NAMES & written.keys()}
    source = known.pop("source", None)
    known.setdefault("source_url" if _is_web(source) else "source_name", source)
    said = {field: _first(known, keys) for field, keys in KEYS.items()}
    problems: list[str] = []
    for field, reader, wanted in (
        ("published", iso_date, "a date such as 2025-11-10"),
        ("address", web_address, "an http or https address"),
        ("language", primary_subtag, "a language code such as fr"),
    ):
        value = said[field]
        if value is not None:
            said[field] = reader(value)
            if said[field] is None:
                problems.append(f"{KEYS[field][0]} {value[:80]!r} is not {wanted}")
    if said["language"] == UNDETERMINED:
        said["language"] = None
    return Metadata(**said), problems


def _first(known: Mapping[str, str | None], keys: tuple[str, ...]) -> str | None:
    return next((value for key in keys if (value := known.get(key)) is not None), None)


def one_line(value: object) -> str | None:
    """Return a value as one line of text; of a list the first, of an object its name; else nothing."""
    if isinstance(value, list | tuple):
        return one_line(value[0]) if value else None
    if isinstance(value, Mapping):
        return one_line(value.get("name") or value.get("@value"))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    words = "".join(
        char if char.isprintable() or char in "\u200c\u200d" else " " for char in str(value)
    ).split()
    line = " ".join(words)
    return None if line.casefold() in _UNSAID else line


def iso_date(value: str) -> str | None:
    """Return a date as ``YYYY-MM-DD``, as it was written in its own time zone; None if it is not understood.

    Understood are ISO 8601, also with a time, ``2025/11/10``, ``10.11.2025`` and the dates of RFC 5322.
    """
    for pattern in _DATES:
        if match := pattern.fullmatch(value):
            return _day(*(int(match[part]) for part in ("year", "month", "day")))
    try:
        day = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return _day(day.year, day.month, day.day)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if year in _YEARS else None
    except ValueError:
        return None


def _is_web(value: str | None) -> bool:
    return value is not None and value.casefold().startswith(("http://", "https://"))


def web_address(value: str) -> str | None:
    """Return an http or https address as a valid IRI, with what an IRI forbids percent-encoded; else None."""
    if not _is_web(value):
        return None
    scheme, _, rest = value.partition("://")
    if not re.match(r"[^/?#\s]", rest):
        return None
    escaped = re.sub(r'[\s<>"{}|\\^`]', lambda match: quote(match[0]), rest)
    try:
        return NamedNode(f"{scheme.lower()}://{escaped}").value
    except ValueError:
        return None


def primary_subtag(value: str) -> str | None:
    """Return the primary subtag of a language tag, code or English name; ``und`` if it says no language."""
    plain = value.casefold()
    if plain in _LANGUAGES:
        return _LANGUAGES[plain]
    match = _SUBTAG.fullmatch(plain)
    if match is None:
        return None
    subtag = _LANGUAGES.get(match[1], match[1])
    return UNDETERMINED if subtag in _NO_LANGUAGE else subtag
