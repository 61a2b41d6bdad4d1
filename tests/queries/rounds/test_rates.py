from __future__ import annotations

from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from moneyloop import assets
from moneyloop.errors import QueryError
from moneyloop.graph.store import base_quads
from moneyloop.queries.rounds import Rates, rates_of, read_rates
from moneyloop.queries.source import Embedded


def test_the_rates_of_a_dataset_are_those_of_the_asset() -> None:
    store = ox.Store()
    store.extend(base_quads())
    rates = rates_of(Embedded(store))
    assert rates.days == read_rates(assets.asset("graph", "rates.ttl")).days
    assert rates.factor("EUR", "USD", date(2018, 12, 31)) == pytest.approx(1.145)
    assert rates.factor("SAR", "AED", date(2018, 12, 31)) == pytest.approx(3.6725 / 3.75)
    assert rates.factor("ILS", "EUR", date(2018, 12, 31)) == pytest.approx(1 / 4.2972)
    assert rates.factor("KWD", "EUR", date(2018, 12, 31)) is None


def test_the_last_day_with_rates_counts() -> None:
    rates = Rates.of([("EUR", "USD", 1.1, date(2024, 12, 31)), ("EUR", "USD", 1.2, date(2025, 12, 31))])
    assert rates.day(date(2025, 6, 1)) == date(2024, 12, 31)
    assert rates.day(None) == date(2025, 12, 31)
    assert rates.day(date(2024, 12, 30)) is None


def test_each_rate_has_a_source_and_is_given_once() -> None:
    store = ox.Store()
    store.load(path=str(assets.asset("graph", "rates.ttl")), format=ox.RdfFormat.TURTLE)
    query = """PREFIX ml: <https://w3id.org/moneyloop/ns/> PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT ?from ?to ?day WHERE { ?one a ml:ExchangeRate ; ml:fromCurrency ?from ; ml:toCurrency ?to ;
        ml:exchangeRate ?rate ; ml:rateDate ?day ; dcterms:source ?source }"""
    found = [tuple(map(str, row)) for row in store.query(query)]  # type: ignore[union-attr]
    assert len(found) == len(set(found)) > 300


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not turtle", "cannot be read"),
        ("<a:b> <a:c> <a:d> .", "holds no exchange rate"),
        ('"2025-01-01" 0.0', "above 0"),
        ('"January" 1.0', "January"),
    ],
)
def test_bad_rates_are_told(tmp_path: Path, text: str, words: str) -> None:
    if text.startswith('"'):
        day, rate = text.split()
        text = f"""@prefix ml: <https://w3id.org/moneyloop/ns/> .
            <a:r> a ml:ExchangeRate ; ml:fromCurrency "EUR" ; ml:toCurrency "USD" ;
            ml:exchangeRate {rate} ; ml:rateDate {day} ."""
    path = tmp_path / "rates.ttl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QueryError, match=words):
        read_rates(path)
