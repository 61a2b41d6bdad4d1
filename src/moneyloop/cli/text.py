"""Text for people: amounts in words, short IRIs, and directions that do not leak between cells."""

from __future__ import annotations

import unicodedata
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

from moneyloop import settings

_MAGNITUDES: Final = ((Decimal(10) ** 12, " tn"), (Decimal(10) ** 9, " bn"), (Decimal(10) ** 6, " m"))
_DECIMALS: Final = 3
_ALMOST: Final = Decimal("0.9999995")
_LEFT_TO_RIGHT, _RIGHT_TO_LEFT, _EITHER, _END = "\u2066", "\u2067", "\u2068", "\u2069"
_DIRECTIONAL: Final = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_NUMBER_SIGNS: Final = frozenset("0123456789.,+-–≤≥ %")


def amount(minimum: object, maximum: object, currency: object) -> str:
    """Return an interval of money as a person writes it: ``15–25 bn USD``, ``≤ 25 bn USD``, ``800 m EUR``.

    The ends are numbers in full currency units, or None or "" where open; both open gives "".
    """
    low, high = _decimal(minimum), _decimal(maximum)
    if low is None and high is None:
        return ""
    if low is None or high is None:
        sign, known = ("≤", high) if low is None else ("≥", low)
        written = f"{sign} {''.join(_scaled(known or Decimal(0)))}"
    elif low == high:
        written = "".join(_scaled(low))
    else:
        (low_number, low_unit), (high_number, high_unit) = _scaled(low), _scaled(high)
        written = f"{low_number}{'' if low_unit == high_unit else low_unit}–{high_number}{high_unit}"
    return f"{written} {currency or ''}".rstrip()


def _decimal(value: object) -> Decimal | None:
    try:
        return None if value is None or value == "" else Decimal(str(value))
    except InvalidOperation:
        return None


def _scaled(value: Decimal) -> tuple[str, str]:
    for size, unit in _MAGNITUDES:
        if abs(value) >= size * _ALMOST:
            return _plain(value / size), unit
    return _plain(value), ""


def _plain(value: Decimal) -> str:
    """Return a number with few decimals and no zeros at its end."""
    return f"{value:,.{_DECIMALS}f}".rstrip("0").rstrip(".")


def percentage(share: object) -> str:
    """Return a fraction 0..1 as a percentage: ``66.7 %``."""
    fraction = _decimal(share)
    return "" if fraction is None else f"{fraction * 100:.1f}".removesuffix(".0") + " %"


def short_iri(iri: str) -> str:
    """Return an IRI with the prefix it has in the project's own files, where there is one."""
    for prefix, namespace in sorted(settings.PREFIXES.items(), key=lambda item: -len(item[1])):
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def one_line(text: str) -> str:
    """Return text on one line, without characters that steer a terminal or reorder what follows."""
    visible = "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)
    return " ".join(visible.translate(_DIRECTIONAL).split())


def is_number(text: str) -> bool:
    """Say whether a text is a number or an amount, which a table aligns to the right."""
    return text[:1] in _NUMBER_SIGNS and any(char.isdigit() for char in text)


def isolate(line: str, whole: str | None = None) -> str:
    """Return a line of a text with right-to-left letters between an isolate and its end, others as they are.

    ``whole`` is the text that the line was cut from; most of its letters decide on the direction.
    """
    starts = {"R": _RIGHT_TO_LEFT, "L": _LEFT_TO_RIGHT}
    way = direction(line if whole is None else whole)
    return starts[way] + line + _END if line and way else line


def within(text: str, way: Literal["R", "L"]) -> str:
    """Return a value on one line so that it reads right within a sentence of this direction."""
    text = one_line(text)
    foreign = direction(text) == "R" if way == "L" else any(map(str.isalpha, text)) and direction(text) != "R"
    return _EITHER + text + _END if foreign else text


def directed(line: str, way: Literal["R", "L"]) -> str:
    """Return a line of this direction, in an isolate if it goes from right to left."""
    return _RIGHT_TO_LEFT + line + _END if way == "R" else line


def direction(text: str) -> Literal["R", "L", ""]:
    """Return the direction of most letters of a text, "R" or "L"; "" if none of them goes right to left."""
    kinds = Counter(unicodedata.bidirectional(char) for char in text)
    right_to_left = kinds["R"] + kinds["AL"]
    if not right_to_left:
        return ""
    return "R" if right_to_left >= kinds["L"] else "L"
