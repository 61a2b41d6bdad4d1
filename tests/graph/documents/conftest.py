"""Texts in six languages, written for these tests."""

from __future__ import annotations

import pytest

TEXTS = {
    "he": 'חברת ענבל הודיעה אתמול כי תשקיע מיליארד שקלים במפעל השבבים של חברת ברקת. ד"ר לוי ינהל את ההשקעה.',
    "fr": "La société Belair prêtera deux milliards d'euros à sa filiale. Le prêt sera remboursé en 2030.",
    "fa": "شرکت نیلوفر اعلام کرد که پنج میلیارد دلار در شرکت سپهر سرمایه‌گذاری می‌کند. قرارداد امضا شده است.",
    "ar": "أعلنت شركة النور أنها ستقرض شركة الأفق ثلاثة مليارات دولار. وقال المدير إن العقد وقع أمس.",
    "en": "Harbour Capital said it would lend Maple Foundry two billion dollars. The loan is due in 2030.",
    "de": "Die Nordbank leiht der Firma Silberwerk zwei Milliarden Euro. Der Kredit läuft über fünf Jahre.",
}


@pytest.fixture(params=sorted(TEXTS))
def spoken(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A language and a text in it."""
    return request.param, TEXTS[request.param]


@pytest.fixture
def texts() -> dict[str, str]:
    return dict(TEXTS)
