"""Edges that deals make between parties, as patterns with the filters in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from moneyloop.ontology.terms import ML
from moneyloop.queries.answer import Term
from moneyloop.settings import PREFIXES

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "flows": (ML.payer, ML.payee),
    "exposures": (ML.exposed, ML.exposedTo),
    "dependencies": (ML.dependent, ML.dependsOn),
}
"""Where an edge starts and ends: at the parties that a deal has in two roles."""

Filters = Mapping[str, tuple[Term, ...]]
_AMOUNT_FILTERS: Final = ("minAmount", "maxAmount", "currency")


def pattern(kind: str, filters: Filters) -> str:
    """Return a pattern that binds ``?start``, ``?end`` and ``?edge``, a deal.

    Args:
        kind: one of ``KINDS``.
        filters: ``status``, the weakest status; ``type``, classes; ``minAmount`` and ``maxAmount`` in full
            currency units, which the interval of an amount must touch; ``currency``; ``asOf`` and
            ``knownOn``, dates. What is left out does not restrict.
    """
    parts = [_ends(kind), _status(filters), _types(filters), _validity(filters)]
    if any(name in filters for name in _AMOUNT_FILTERS):
        parts.append(_amount(filters))
    return "\n".join(part for part in parts if part)


def without_amount(kind: str, filters: Filters) -> str | None:
    """Return a pattern for deals that only an unknown amount keeps out; None if none is asked for."""
    if not any(name in filters for name in _AMOUNT_FILTERS):
        return None
    others = {name: terms for name, terms in filters.items() if name not in _AMOUNT_FILTERS}
    return pattern(kind, others) + f"\nFILTER NOT EXISTS {{ {_holder(filters)} <{ML.amount}> ?_amount }}"


def _ends(kind: str) -> str:
    start, end = KINDS[kind]
    return f"?edge <{start}> ?start ; <{end}> ?end ."


def _holder(filters: Filters) -> str:
    """Return what has status and amount: a deal, or its state as known on a date."""
    return "?_holder" if "knownOn" in filters else "?edge"


def _status(filters: Filters) -> str:
    """Hold the status of a deal, or of its state as known on a date, against the weakest that counts."""
    floor = "".join(str(term) for term in filters.get("status", ())) or f"<{ML.considered}>"
    state = ""
    if "knownOn" in filters:
        day = filters["knownOn"][0]
        state = (
            f"?edge <{ML.hasState}> ?_holder . ?_holder <{ML.knownFrom}> ?_from . "
            f"FILTER(?_from <= {day})\n"
            f"OPTIONAL {{ ?_holder <{ML.knownUntil}> ?_until }} FILTER(!BOUND(?_until) || ?_until > {day})\n"
        )
    return (
        f"{state}{_holder(filters)} <{ML.status}> ?_status . ?_status <{ML.statusRank}> ?_rank .\n"
        f"{floor} <{ML.statusRank}> ?_least . FILTER(?_rank >= ?_least)"
    )


def _types(filters: Filters) -> str:
    if "type" not in filters:
        return ""
    classes = " ".join(str(term) for term in filters["type"])
    below = f"<{PREFIXES['rdf']}type>/<{PREFIXES['rdfs']}subClassOf>*"
    return f"VALUES ?_type {{ {classes} }} ?edge {below} ?_type ."


def _validity(filters: Filters) -> str:
    if "asOf" not in filters:
        return ""
    day = filters["asOf"][0]
    return (
        f"OPTIONAL {{ ?edge <{ML.validFrom}> ?_first }} FILTER(!BOUND(?_first) || ?_first <= {day})\n"
        f"OPTIONAL {{ ?edge <{ML.validUntil}> ?_last }} FILTER(!BOUND(?_last) || ?_last > {day})"
    )


def _amount(filters: Filters) -> str:
    parts = [f"{_holder(filters)} <{ML.amount}> ?_amount ."]
    if "currency" in filters:
        codes = " ".join(str(term) for term in filters["currency"])
        parts.append(f"VALUES ?_currency {{ {codes} }} ?_amount <{ML.currency}> ?_currency .")
    for name, prop in (("low", ML.minAmount), ("high", ML.maxAmount)):
        parts.append(f"OPTIONAL {{ ?_amount <{prop}> ?_{name} }}")
    if "minAmount" in filters:
        parts.append(f"FILTER(COALESCE(?_high, ?_low) >= {filters['minAmount'][0]})")
    if "maxAmount" in filters:
        parts.append(f"FILTER(COALESCE(?_low, ?_high) <= {filters['maxAmount'][0]})")
    return "\n".join(parts)
