"""Sentences: rows told in each language, with names, amounts and dates as a reader expects them."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from moneyloop.queries import wording
from moneyloop.queries.answer import Answer
from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.header import LANGUAGES
from moneyloop.queries.run import run
from moneyloop.queries.sentences import sentences
from moneyloop.queries.source import Embedded
from moneyloop.queries.templates import parsed

CASES: Final = json.loads((Path(__file__).parent / "data" / "cases.json").read_text("utf-8"))
SCRIPTS: Final = {"he": "[א-ת]", "fa": "[ء-ی]", "ar": "[ء-ي]"}


def told(store: ox.Store, name: str, language: str, **parameters: str) -> list[str]:
    query = catalogue()[name]
    return sentences(query, run(query, store, parameters), language, Embedded(store))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_row_is_a_sentence(store: ox.Store, case: str, language: str) -> None:
    name, parameters = CASES[case]
    lines = told(store, name, language, **parameters)
    assert bool(lines) is (case != "contradictions-committed")
    for line in lines:
        assert re.search(SCRIPTS.get(language, "[A-Za-z]"), line), line
        assert line.endswith(".")
        assert not re.search(r"[{}\[\]]|\(\)|None|\s\s|\s[.,;،؛]|https?://w3id", line.replace(" ;", "")), line


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "Aster pays Bouleau (equity investment, committed, 10 to 12 billion USD), and Bouleau pays Aster "
            "(purchase agreement, considered, 20 billion USD).",
        ),
        (
            "fr",
            "Aster paie Bouleau (investissement en capital, engagé, 10 à 12 milliards USD), et Bouleau paie "
            "Aster (contrat d'achat, envisagé, 20 milliards USD).",
        ),
        (
            "he",
            "תשלום מן אסטר אל ליבנה (השקעה הונית, מחייב, 10 עד 12 מיליארד דולר אמריקאי), ובחזרה מן ליבנה אל "
            "אסטר (הסכם רכש, נשקל, 20 מיליארד דולר אמריקאי).",
        ),
    ],
)
def test_parties_and_terms_are_called_by_their_names(store: ox.Store, language: str, sentence: str) -> None:
    assert told(store, "round-trips", language) == [sentence]


def test_what_has_no_name_in_a_language_keeps_the_one_it_has(store: ox.Store) -> None:
    assert told(store, "cycles", "he")[0].startswith("הכסף חוזר: אסטר ← ליבנה ← Cedar, ובחזרה לראשון;")
    assert told(store, "deals", "fa", type="Lease", party="birch") == [
        "اجاره: مستأجر Bouleau، موجر Dahlia (متعهدشده)، 3 میلیارد دلار آمریکا، 2025–2035؛ گزاره‌ها: 1."
    ]
    assert told(store, "deals", "fr", party="a bank", type="RiskTransfer")[0].startswith(
        "transfert de risque"
    )


def test_a_name_of_two_parties_is_not_translated() -> None:
    store = ox.Store()
    skos = "http://www.w3.org/2004/02/skos/core#prefLabel"
    store.update(
        f'INSERT DATA {{ <urn:a> <{skos}> "Oak"@en, "אלון"@he . <urn:b> <{skos}> "Oak"@en, "אלה"@he }}'
    )
    answer = Answer(
        b'{"head":{"vars":["length","parties","status"]},"results":{"bindings":[{"parties":'
        b'{"type":"literal","value":"Oak"}}]}}'
    )
    (sentence,) = sentences(catalogue()["chains"], answer, "he", Embedded(store))
    assert "Oak" in sentence
    assert "אל" not in sentence


def test_without_a_source_names_stay_as_the_answer_has_them(store: ox.Store) -> None:
    query = catalogue()["round-trips"]
    answer = run(query, store, {})
    assert "Aster" in sentences(query, answer, "he")[0]
    bracketed = sentences(query, answer, "en", shown=lambda text: f"<{text}>")[0]
    assert bracketed.startswith(
        "<Aster> pays <Bouleau> (<equity investment>, <committed>, <10 to 12 billion USD>)"
    )


@pytest.mark.parametrize(
    ("low", "high", "currency", "language", "expected"),
    [
        (15e9, 25e9, "USD", "en", "15 to 25 billion USD"),
        (800e6, 1.5e9, "EUR", "en", "800 million to 1.5 billion EUR"),
        (None, 1e11, "USD", "fr", "jusqu'à 100 milliards USD"),
        (2500, None, "", "en", "at least 2,500"),
        (3e9, 3e9, "USD", "ar", "3 مليار دولار أمريكي"),
        (1e9, 2e9, "EUR", "he", "1 עד 2 מיליארד אירו"),
    ],
)
def test_amounts_are_readable(
    low: float | None, high: float | None, currency: str, language: str, expected: str
) -> None:
    least, most = (None if end is None else Decimal(end) for end in (low, high))
    assert wording.interval(least, most, currency, language) == expected


@pytest.mark.parametrize(
    ("kind", "value", "language", "expected"),
    [
        ("period", "P5Y", "en", "5 years"),
        ("period", "P18M", "fr", "18\xa0mois"),
        ("period", "P5Y", "fa", "5 سال"),
        ("period", "2025-Q3", "he", "רבעון 3 של 2025"),
        ("period", "2025/2028", "ar", "2025–2028"),
        ("period", "by summer", "en", "by summer"),
        ("language", "he", "fr", "hébreu"),
        ("language", "zz", "fr", "zz"),
        ("integer", 12345, "en", "12,345"),
    ],
)
def test_values_are_readable(kind: str, value: str | int, language: str, expected: str) -> None:
    assert wording.plain(kind, value, language) == expected


def test_optional_parts_fall_away() -> None:
    template = parsed("{a}[ of {b}][, {c} {d}].")
    assert template.places == {"a", "b", "c", "d"}
    assert template.filled({"a": "x", "b": "", "c": "y", "d": ""}) == "x."
    assert template.filled({"a": "x", "b": "1", "c": "y", "d": "z"}) == "x of 1, y z."


@pytest.mark.parametrize("case", CASES)
def test_words_of_answers_are_translated(store: ox.Store, case: str) -> None:
    name, parameters = CASES[case]
    query = catalogue()[name]
    words = [index for index, column in enumerate(query.columns) if column.type == "word"]
    found = {str(row[index]) for row in run(query, store, parameters).values() for index in words}
    assert [
        word for word in found if wording.known(word, "he") == word and word not in ("None", "leiCode")
    ] == []
