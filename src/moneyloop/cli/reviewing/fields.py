"""What a claim says as texts that a person can edit, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from moneyloop.graph.claims import Amount, Participant
from moneyloop.graph.review import place
from moneyloop.graph.review.decisions import Statement
from moneyloop.graph.review.sameness import Names
from moneyloop.graph.vocabulary import decimal_text

BETWEEN: Final = "; "
"""Stands between several parties of a role."""
ROLE: Final = "role:"
"""Stands before the name of a role in the name of its field."""
PLAIN: Final = (
    ("min", "amount from"),
    ("max", "amount to"),
    ("currency", "currency"),
    ("share", "share"),
    ("period", "period"),
    ("attributed_to", "said by"),
)
"""The fields on one line that every type has, each with its label, in the order of the form."""
_UNITS: Final = {"": 1, "k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
_NUMBER: Final = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[a-z]*)")
_CURRENCY: Final = re.compile("[A-Z]{3}")


def filled(statement: Statement) -> dict[str, str]:
    """Return the fields of a form that says what a statement says; roles are named ``role:lender``."""
    amount = statement.amount
    fields = {
        "type": statement.type,
        "status": statement.status,
        "min": _written(amount.min if amount else None),
        "max": _written(amount.max if amount else None),
        "currency": amount.currency if amount else "",
        "share": _written(statement.share),
        "period": statement.period or "",
        "attributed_to": statement.attributed_to or "",
        "quote": statement.quote,
    }
    for role in statement.roles:
        fields[ROLE + role] = BETWEEN.join(one.name for one in statement.filling(role))
    return fields


def _written(number: float | None) -> str:
    return "" if number is None else decimal_text(number)


def stated(fields: Mapping[str, str], former: Statement, text: str, names: Names) -> Statement:
    """Return what the fields of a form say of a document with that text.

    Parties that ``former`` names keep the form they have in the document; the quote may be written with other
    blanks than the document has.

    Raises:
        ValueError: a field is malformed, or the quote is not in the document; the message names the field.
    """
    clean = {name: value.strip() for name, value in fields.items()}
    said: dict[str, Any] = {
        "type": clean["type"],
        "status": clean["status"],
        "roles": _roles(clean, former),
        "amount": _amount(clean),
        "share": _share(clean["share"]),
        "period": clean["period"] or None,
        "attributed_to": clean["attributed_to"] or None,
    }
    statement = former.model_copy(update=said | {"quote": clean["quote"]})
    span = place.find(text, statement) if clean["quote"] else None
    if span is None:
        raise ValueError("quote: does not stand in the document; copy a piece of it, letter by letter")
    return names.resolve(statement.at(text, *span))


def _roles(fields: Mapping[str, str], former: Statement) -> dict[str, Participant | list[Participant]]:
    unchanged = filled(former)
    known = {one.name: one for role in former.roles for one in former.filling(role)}
    roles: dict[str, Participant | list[Participant]] = {}
    for name, value in fields.items():
        parts = [part.strip() for part in value.split(BETWEEN.strip()) if part.strip()]
        if name.startswith(ROLE) and parts:
            role = name.removeprefix(ROLE)
            fillings = [known.get(part) or Participant(name=part) for part in parts]
            changed = fillings if len(fillings) > 1 else fillings[0]
            roles[role] = former.roles[role] if value == unchanged.get(name) else changed
    if not roles:
        raise ValueError("roles: nobody takes part; fill at least one")
    return roles


def _amount(fields: Mapping[str, str]) -> Amount | None:
    low, high = _number("from", fields["min"]), _number("to", fields["max"])
    if low is None and high is None:
        return None
    if low is not None and high is not None and low > high:
        raise ValueError("amount: it ends below where it begins; exchange the two")
    currency = fields["currency"].upper()
    if not _CURRENCY.fullmatch(currency):
        raise ValueError("currency: is no code of three letters; write it as USD")
    return Amount(min=low, max=high, currency=currency)


def _number(name: str, value: str) -> float | None:
    """Return a number such as ``15000000000``, ``15,000,000,000`` or ``15 bn``; None for no text."""
    if not value:
        return None
    found = _NUMBER.fullmatch(re.sub(r"[,_]|(?<=\d)\s(?=\d)", "", value).lower())
    if found is None or found["unit"] not in _UNITS:
        raise ValueError(f"amount {name}: {value!r} is no number; write it as 15000000000 or 15 bn")
    return float(Decimal(found["number"]) * _UNITS[found["unit"]])


def _share(value: str) -> float | None:
    """Return a fraction 0..1 of ``0.1`` or ``10 %``; None for no text."""
    if not value:
        return None
    number, percent = re.subn(r"\s*[%٪]$", "", value)
    try:
        share = float(Decimal(number) / (100 if percent else 1))
    except ArithmeticError:
        share = -1.0
    if not 0 <= share <= 1:
        raise ValueError(f"share: {value!r} is no part of a whole; write it as 0.1 or 10 %")
    return share
