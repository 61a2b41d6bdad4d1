"""How values are said in a language: amounts, dates, periods, shares, and terms of the ontology.

Numbers and dates follow the Unicode CLDR, by Babel; the words around them are in ``queries/words.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from moneyloop import assets
from moneyloop.queries.answer import Value
from moneyloop.queries.header import Part, mapping_of

if TYPE_CHECKING:
    from moneyloop.ontology.model import Model

_DECIMALS: Final = 3
_SMALL: Final = 10_000
_KEYS: Final = ("money", "between", "least", "most", "arrow", "comma", "colon", "and", "quarter")
_NUMBER: Final = re.compile(r"(\D*[\d.,٫٬\u202f\xa0]*\d)(.*)")
_DURATION: Final = re.compile(r"P(\d+)([YMWD])")
_UNITS: Final[Mapping[str, Any]] = {
    "Y": ("year", 365),
    "M": ("month", 30.5),
    "W": ("week", 7),
    "D": ("day", 1),
}
_QUARTER: Final = re.compile(r"(\d{4})-Q([1-4])")
_MARKS: Final = dict.fromkeys((0x200E, 0x200F, 0x061C))


def interval(low: Value, high: Value, currency: str, language: str) -> str:
    """Return an amount as a person says it: ``15 to 25 billion USD``, ``up to 100 billion USD``.

    The ends are numbers in full units of the currency, given as ISO 4217 code or "" for none; None is open.
    """
    if low is None or high is None:
        money = _money(_number(high if low is None else low, language), currency, language)
        return word("most" if low is None else "least", language).format(low=money, high=money)
    if low == high:
        return _money(_number(low, language), currency, language)
    least, most = _number(low, language), _number(high, language)
    parts = (_NUMBER.fullmatch(least), _NUMBER.fullmatch(most))
    if parts[0] and parts[1] and parts[0][2] == parts[1][2]:
        least = parts[0][1]
    return _money(word("between", language).format(low=least, high=most), currency, language)


def plain(kind: str, value: Value, language: str) -> str:
    """Return a value of a column of this type in words; a number, date, share, period, language or text."""
    from babel import Locale
    from babel.dates import format_date
    from babel.numbers import format_decimal, format_percent

    if kind == "share" and isinstance(value, int | Decimal):
        pattern = Locale(language).percent_formats[None].pattern.replace("##0", "##0.#")
        return format_percent(value, format=pattern, locale=language).translate(_MARKS)
    if isinstance(value, date):
        return format_date(value, "long", locale=language)
    if isinstance(value, int | Decimal):
        return format_decimal(value, locale=language).translate(_MARKS)
    if kind == "period":
        return _period(str(value), language)
    if kind == "language":
        return str(Locale(language).languages.get(str(value), value))
    return str(value)


def word(key: str, language: str) -> str:
    """Return the text of ``queries/words.yaml`` for a key in a language."""
    return _words()[0][key][language]


def known(text: str, language: str) -> str:
    """Return a word of answers or a term of the ontology in a language; others stay as they are."""
    return _words()[1].get(text, {}).get(language) or term(text, language)


def term(name: str, language: str) -> str:
    """Return the label of a class, status or role of the ontology; its name if the ontology has none."""
    return _labels().get((name, language), name)


def is_type(name: str) -> bool:
    """Say whether this is the name of a type of deals or figures, rather than of a class that follows."""
    return name in _model().types


def roles(kind: str, language: str) -> dict[str, str]:
    """Return the labels of the roles of a type of deals or figures by role, in their order."""
    return {
        name: role.labels.get(language, name.replace("_", " "))
        for name, role in _model().types[kind].roles.items()
    }


def _money(number: str, currency: str, language: str) -> str:
    from babel.numbers import get_currency_name

    if not currency:
        return number
    name = get_currency_name(currency, locale=language)
    return word("money", language).format(number=number, code=currency, name=name)


def _number(value: Value, language: str) -> str:
    from babel.numbers import format_compact_decimal, format_decimal

    number = Decimal(str(value))
    if abs(number) < _SMALL:
        return format_decimal(number, locale=language).translate(_MARKS)
    written = format_compact_decimal(
        float(number), format_type="long", locale=language, fraction_digits=_DECIMALS
    )
    return written.translate(_MARKS)


def _period(text: str, language: str) -> str:
    """Return an ISO 8601 period in words (``P5Y``, ``2025-Q3``, ``2025/2028``); others as they are."""
    from babel.dates import format_timedelta

    if "/" in text:
        return "–".join(_period(end, language) for end in text.split("/"))
    if match := _QUARTER.fullmatch(text):
        return word("quarter", language).format(year=match[1], quarter=match[2])
    if match := _DURATION.fullmatch(text):
        unit, days = _UNITS[match[2]]
        lasting = timedelta(days=int(match[1]) * days)
        return format_timedelta(lasting, granularity=unit, threshold=10**6, locale=language)
    return text


@cache
def _words() -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    path = assets.asset("queries", "words.yaml")
    values = mapping_of(path, path.read_text(encoding="utf-8"), "the file")
    part = Part(path, values, (*_KEYS, "values"))
    words = Part(path, values.get("values"), values.get("values") or (), "values")
    return {key: part.texts(key) for key in _KEYS}, {key: words.texts(key) for key in values["values"]}


@cache
def _model() -> Model:
    from moneyloop.ontology.model import load

    return load()


@cache
def _labels() -> dict[tuple[str, str], str]:
    types, statuses = _model().types.values(), _model().statuses.values()
    labelled = [(role.name, role.labels) for one in types for role in one.roles.values()]
    labelled += [(one.name, one.labels) for one in types]
    labelled += [(one.name, one.labels) for one in statuses]
    return {(name, language): label for name, labels in labelled for language, label in labels.items()}
