"""English labels of deals and figures, for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from moneyloop.graph.claims import Amount, Claim, Participant
from moneyloop.graph.vocabulary import decimal_text

if TYPE_CHECKING:
    from moneyloop.ontology.model import Model

_MAGNITUDES: Final = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
_EXACT: Final = 1e3


def label(claim: Claim, name: Callable[[Participant], str], model: Model) -> str:
    """Return for example ``equity investment: investee OpenAI, investor Nvidia; USD 100 billion; 2025``.

    Args:
        claim: a claim that states the deal or figure.
        name: gives the name that a party is shown by.
        model: says which roles a type has, and in which order.
    """
    relation = model.types[claim.type]
    parts = []
    for role, meaning in relation.roles.items():
        shown = {name(filling) if meaning.is_party else filling.name for filling in claim.filling(role)}
        if shown:
            parts.append(f"{role.replace('_', ' ')} {' and '.join(sorted(shown))}")
    kind = relation.labels.get("en", claim.type)
    rest = [", ".join(parts), money(claim.amount) if claim.amount else "", claim.period or ""]
    return f"{kind}: {'; '.join(part for part in rest if part)}"


def money(amount: Amount) -> str:
    """Return for example ``USD 15 billion–25 billion`` or ``up to USD 25 billion``."""
    low, high = amount.min, amount.max
    if low is None and high is None:
        return amount.currency
    if low is None and high is not None:
        return f"up to {amount.currency} {_number(high)}"
    if high is None and low is not None:
        return f"at least {amount.currency} {_number(low)}"
    ends = [_number(end) for end in dict.fromkeys((low, high)) if end is not None]
    return f"{amount.currency} {'–'.join(ends)}"


def _number(value: float) -> str:
    """Return a number with its magnitude in words where that loses no digit."""
    for size, word in _MAGNITUDES:
        scaled = value / size
        if abs(scaled) >= 1 and (scaled * _EXACT).is_integer():
            return decimal_text(scaled) + word
    return f"{value:,.0f}" if value.is_integer() else decimal_text(value)
