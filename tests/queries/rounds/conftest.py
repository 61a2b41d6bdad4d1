"""Small worlds of deals between parties, made of a line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from tests.queries.conftest import world

from moneyloop.graph.projection import Projection
from moneyloop.queries.rounds import projection_of
from moneyloop.queries.source import Embedded

Line = tuple[str, str, str, str, str]
"""Payer, payee, amount, period, and what is said of the deal: ``announced 2025-01-10; committed``.

An amount is ``10 USD``, ``10- USD``, ``-10 USD`` or ``10-20 USD``, or empty.
"""
_BASE = "https://w3id.org/moneyloop/id/"


def _amount(place: str, text: str) -> Iterator[str]:
    if text:
        value, currency = text.split()
        low, _, high = value.partition("-") if "-" in value else (value, "", value)
        yield f'<{place}> ml:amount <{place}/amount> . <{place}/amount> ml:currency "{currency}" .'
        yield from (f"<{place}/amount> ml:minAmount {float(low)} ." for _ in low[:1])
        yield from (f"<{place}/amount> ml:maxAmount {float(high)} ." for _ in high[:1])


def _deal(number: int, line: Line) -> Iterator[str]:
    payer, payee, amount, period, said = line
    deal = f"{_BASE}deal/{number}"
    first = said.split(";")[-1].split()[0]
    yield f"<{deal}> a ml:EquityInvestment ; ml:investor party:{payer} ; ml:investee party:{payee} ."
    yield f"<{deal}> ml:status ml:{first} ; ml:claimCount {said.count(';') + 1} ."
    yield from (f'<{deal}> ml:period "{period}" .' for _ in period[:1])
    yield from _amount(deal, amount)
    for place, one in enumerate(said.split(";")):
        status, day = [*one.split(), ""][:2]
        claim, document = f"{_BASE}claim/{number}/{place}", f"{_BASE}document/{day or 'undated'}"
        yield f"<{claim}> a ml:Claim ; ml:states <{deal}> ; ml:status ml:{status} ."
        yield f"<{claim}> prov:wasDerivedFrom <{document}> ."
        yield from (f'<{document}> dcterms:issued "{day}"^^xsd:date .' for _ in day[:1])
        yield from _amount(claim, amount)


def trig(lines: Sequence[Line]) -> str:
    """Return the dataset of some deals, without what follows from it."""
    statements = "\n".join(
        statement for number, line in enumerate(lines) for statement in _deal(number, line)
    )
    return f"""
        @prefix ml: <https://w3id.org/moneyloop/ns/> . @prefix party: <{_BASE}party/> .
        @prefix prov: <http://www.w3.org/ns/prov#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <https://w3id.org/moneyloop/graph/deals> {{ {statements} }}"""


@pytest.fixture(scope="session")
def projected() -> Callable[..., Projection]:
    """Make the projection of some deals."""
    return lambda *lines: projection_of(Embedded(world(data=trig(lines).encode())))
