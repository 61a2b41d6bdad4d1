"""How values from a dataset are shown: amounts, days, languages and their direction, addresses."""

from __future__ import annotations

from datetime import date

from moneyloop.queries import wording
from moneyloop.queries.answer import Value


def amount(low: Value, high: Value, currency: Value, language: str) -> str | None:
    """Return an interval of money in words; None if both ends are open."""
    if low is None and high is None:
        return None
    return wording.interval(low, high, str(currency or ""), language)


def day(value: Value, language: str) -> str:
    """Return a day in words; "" if there is none."""
    return wording.plain("date", value, language) if isinstance(value, date) else ""


def by(value: Value, last: date | None) -> bool:
    """Say whether something of this day was known on another; if that is none, all was."""
    return last is None or (isinstance(value, date) and value <= last)


def tongue(code: str, language: str) -> str:
    """Return the name of a language in another; "" if there is no code."""
    return wording.plain("language", code, language) if code else ""


def direction(code: str) -> str:
    """Return the direction of a language: ``rtl`` or ``ltr``."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(code.replace("-", "_")).text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


def web_address(address: Value) -> str | None:
    """Return an address that may become a link: one of http or https."""
    text = str(address or "")
    return text if text.lower().startswith(("http://", "https://")) else None
