"""Language identification."""

from __future__ import annotations

import pytest

from moneyloop.graph.documents.language import identify


def test_six_languages(spoken: tuple[str, str]) -> None:
    language, text = spoken
    assert identify(text) == language
    assert identify(text * 500) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nvidia invests in OpenAI.", "en"),
        ("Oracle emprunte 18 milliards de dollars.", "fr"),
        ("Nvidia beteiligt sich an OpenAI.", "de"),
        ("אורקל קונה שבבים מאנבידיה.", "he"),
        ("تشتري أوراكل رقائق من إنفيديا.", "ar"),
        ("اوراکل از انویدیا تراشه می‌خرد.", "fa"),
        ("ソフトバンクは投資する。", "ja"),
    ],
)
def test_one_sentence_is_enough(text: str, language: str) -> None:
    assert identify(text) == language


@pytest.mark.parametrize(
    "text", ["", "x", "123 456 7.5 %", "ok.", "Oracle", "𝔘𝔫𝔦", "aaaa bbbb cccc dddd", "— – … !"]
)
def test_too_little_or_no_language(text: str) -> None:
    assert identify(text) == "und"


def test_an_unknown_script_raises_nothing() -> None:
    assert identify("ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ " * 20)
    assert identify("\ud800\udfff" * 50 + "\U0010ffff" * 50) == "und"
