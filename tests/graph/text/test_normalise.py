import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyloop.graph.text.normalise import fold, normalise

ALPHABET = st.sampled_from("abcÉßﬁİ½ ١٢۳٫٬אבגמִיקְשׁ־׳״ﻻأإآيىیکكةـًّ\u200c\u200f\u202b\u00a0«»—–-.\n")


@pytest.mark.parametrize(
    ("variants"),
    [
        ("Société Générale", "SOCIETE GENERALE", "Socie\u0301te\u0301 Ge\u0301ne\u0301rale"),
        ("أوبن إيه آي", "اوبن ايه اي", "أوبـن إيـه آي"),
        ("شرکت‌ها", "شركتها"),
        ("מִיקְרוֹסוֹפְט", "מיקרוסופט"),
        ("۲۵٫۵", "25.5", "٢٥٫٥"),
        ("ﻻ", "لا"),
        ('מנכ"ל', "מנכ״ל", "מנכ”ל"),
        ("5\u00a0milliards", "5 milliards"),
        ("\u202bOpenAI\u202c", "openai"),
    ],
)
def test_variants_fold_to_one_form(variants: tuple[str, ...]) -> None:
    assert len({fold(variant) for variant in variants}) == 1


@given(st.text(ALPHABET, max_size=60))
def test_every_folded_character_leads_back_to_what_it_was_made_from(text: str) -> None:
    normal = normalise(text)
    assert normal.text == fold(text)
    for index, character in enumerate(normal.text):
        start, end = normal.span(index, index + 1)
        assert character in fold(text[start:end])


@given(st.text(ALPHABET, max_size=60), st.data())
def test_spans_keep_their_order_and_lead_there_and_back(text: str, data: st.DataObject) -> None:
    normal = normalise(text)
    start = data.draw(st.integers(0, len(normal.text)))
    end = data.draw(st.integers(start, len(normal.text)))
    low, high = normal.span(start, end)
    assert 0 <= low <= high <= len(text)
    if start < end:
        assert normal.folded(normal.position(start)) <= start


@given(st.text(ALPHABET, max_size=60))
def test_an_offset_leads_to_the_first_folded_character_that_stands_there_or_later(text: str) -> None:
    normal = normalise(text)
    for offset in range(len(text) + 1):
        later = (at for at in range(len(normal.text)) if normal.position(at) >= offset)
        assert normal.folded(offset) == next(later, len(normal.text))


def test_quote_is_cut_from_the_original() -> None:
    text = "أعلنت شـركة «إنفيديا» عن ١٠٠ مليار دولار."
    normal = normalise(text)
    start = normal.text.index("انفيديا")
    low, high = normal.span(start, start + len("انفيديا"))
    assert text[low:high] == "إنفيديا"
