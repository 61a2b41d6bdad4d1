"""Cycles of a fixed number of hops as plain SPARQL 1.1: what joins can do without a search."""

from __future__ import annotations

from typing import Final

from moneyloop.ontology.terms import ML

FLOWS: Final = ML.flowsTo
MARKED: Final = ML.flowsInLoop


def cycles(hops: int, edge: str = FLOWS) -> str:
    """Return the query: each cycle once, from the party with the smallest IRI on.

    Args:
        hops: two or more.
        edge: the IRI of the property that leads from hop to hop.
    """
    parties = [f"?p{number}" for number in range(1, hops + 1)]
    lines = []
    for number, (one, other) in enumerate(zip(parties, [*parties[1:], parties[0]], strict=True), 1):
        lines.append(f"{one} <{edge}> {other} .")
        if number < hops:
            apart = [f"{former} != {other}" for former in parties[1:number]]
            lines.append(f"FILTER({' && '.join([f'STR(?p1) < STR({other})', *apart])})")
    return f"SELECT DISTINCT {' '.join(parties)} WHERE {{ {' '.join(lines)} }}"
