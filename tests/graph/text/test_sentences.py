"""Sentences in six scripts and languages."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moneyloop.graph.text.sentences import sentences

ABBREVIATIONS = frozenset(
    {
        "corp.",
        "inc",
        "mr.",
        "dr.",
        "u.s.",
        "m.",
        "mme",
        "art.",
        "env",
        'ד"ר',
        "עמ'",
        "מס'.",
        "د.",
        "ص",
        "nr.",
        "yahoo!",
    }
    | {f"{day}." for day in range(1, 32)}
)
BULLETS = "•◦‣⁃▪▫●○■□◆◇►▶–—*·+>#-"
INVISIBLE = "\u00ad\u061c\ufeff" + "".join(
    map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)))
)


def split(text: str, abbreviations: frozenset[str] = ABBREVIATIONS) -> list[str]:
    return [text[start:end] for start, end in sentences(text, abbreviations)]


@pytest.mark.parametrize(
    "parts",
    [
        ["חברת ענבל תשקיע 1.5 מיליארד שקל.", 'ד"ר. לוי אמר: "הכול נחתם."', "מה הלאה?", "לא ידוע!", "סוף"],
        [
            "Belair prête 2,5 milliards d'euros.",
            "Que dit M. Morel ?",
            "« Rien. »",
            "Mme. Petit non plus…",
            "Fin",
        ],
        ["نیلوفر ۳٫۵ میلیارد دلار وام داد.", "آیا سپهر پس می‌دهد؟", "هیچ‌کس نمی‌داند!", "پایان"],
        ["أقرضت النور 3.5 مليار دولار.", "قال د. سالم إن العقد وقع.", "فماذا بعد؟", "انتهى"],
        [
            "Harbour Corp. lent $1.5 billion.",
            'Mr. Reed said: "Signed."',
            "What next?",
            "Nobody (yet.)",
            "End",
        ],
        ["Die Nordbank leiht am 3. November 2,5 Mrd.", "Wer zahlt?", "„Niemand.“", "Siehe Nr. 5!", "Ende"],
        ["کمپنی نے قرض دیا۔", "کیوں؟", "کوئی نہیں جانتا۔"],
        ["बैंक ने ऋण दिया।", "क्यों?", "पता नहीं।"],
    ],
    ids=["he", "fr", "fa", "ar", "en", "de", "ur", "hi"],
)
def test_each_language(parts: list[str]) -> None:
    for blank in (" ", "  ", "\n", " \n\t"):
        assert split(blank.join(parts)) == parts


def test_scripts_without_blanks_between_sentences() -> None:
    assert split("银行贷款。公司说“好的。”然后呢？不知道！") == [
        "银行贷款。",
        "公司说“好的。”",
        "然后呢？",
        "不知道！",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "J. P. Morgan lends.",
        "J.P. Morgan lends.",
        "The U.S. Treasury lends.",
        "Shares of Royal Kestrel n.v. Group rose.",
        "Xpert.Digital and booking.com say so.",
        "בנק ג'יי.פי מורגן מלווה.",
        "א. ב. יהושע כתב.",
        "קצב של 9.54% בשנה.",
        "نمو بنسبة ٣.٥ في المئة.",
        "رشد ۳.۵ درصدی.",
        "Kestrel Inc. Chairman Reed lends (see Dr. Hart).",
        "Kestrel (Corp.) Chairman Reed lends.",
        "L'U.S. Army et l'art. 5 suivent.",
        "צבא ה-U.S. Army הגיע.",
        "They waited ... and waited… and waited.",
        '"Really?" he asked.',
        "It lent approx. five billion.",
        "Der Kredit läuft ca. fünf Jahre.",
        "Yahoo! Inc. lends.",
        "1. The bank lends.",
        "٢. يقرض البنك.",
        "See https://example.org/a.b?c=d!e for more.",
        "Am 30. Juni endet er.",
        "... The bank lends.",
        "He wrote to a.reed@example.org today.",
    ],
)
def test_one_sentence(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It fell. xAI lends. iPhones sell.", ["It fell.", "xAI lends.", "iPhones sell."]),
        ("الاقتصاد الدائري.. ماذا في داخله؟", ["الاقتصاد الدائري..", "ماذا في داخله؟"]),
        ("What?! No... Yes!!! Well", ["What?!", "No...", "Yes!!!", "Well"]),
        ("He said “so.” She left.", ["He said “so.”", "She left."]),
        ("(It lends.) [It pays.] It ends.", ["(It lends.)", "[It pays.]", "It ends."]),
        ("**It lends.** _It pays._ It ends.", ["**It lends.**", "_It pays._", "It ends."]),
        ("It lends.[12] It pays.[3][4] It ends.", ["It lends.[12]", "It pays.[3][4]", "It ends."]),
        ("Er sagt: »Ja.« Sie geht. »Nein« folgt.", ["Er sagt: »Ja.«", "Sie geht.", "»Nein« folgt."]),
        ("Rated by Moody's. Then sold.", ["Rated by Moody's.", "Then sold."]),
        ("It began in 2025. The rest waits.", ["It began in 2025.", "The rest waits."]),
        ("It lends . It pays .", ["It lends .", "It pays ."]),
        ("נגמר.\u200f התחיל.\u200e", ["נגמר.", "התחיל."]),
        ("گفت؟بعد رفت.", ["گفت؟", "بعد رفت."]),
        ("One\u2028Two\x0cThree\x85Four\r\nFive", ["One", "Two", "Three", "Four", "Five"]),
        ("It ends.\u00a0It begins.", ["It ends.", "It begins."]),
    ],
)
def test_several_sentences(text: str, parts: list[str]) -> None:
    assert split(text) == parts


def test_bullets_are_trimmed() -> None:
    text = "# Loans\n  • First loan. Second loan.\n- third\n* fourth\n---\n> – quoted\n-5 % growth\n•\n"
    assert split(text) == [
        "Loans", "First loan.", "Second loan.", "third", "fourth", "quoted", "-5 % growth",
    ]  # fmt: skip


def test_abbreviations_come_from_outside() -> None:
    text = "Kestrel Corp. Chairman Reed lends."
    assert split(text, frozenset()) == ["Kestrel Corp.", "Chairman Reed lends."]
    for written in ("corp", "corp."):
        assert split(text, frozenset({written})) == [text]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200f\u200e", " \u00a0\t\r\n"])
def test_nothing(text: str) -> None:
    assert sentences(text, ABBREVIATIONS) == []


MARKS = [*".!?…؟۔।。", *"\"'”»)]", *'(«"', "[1]", "#", "- ", "• "]
BLANKS = [" ", " ", "\n", "\u00a0", "\u200f", "\ufeff"]
WORDS = ["Corp", "U.S", "J", "lends", "Bank", "xAI", "1.5", "٣٫٥", "בנק", 'ד"ר', "بنك", "وام‌ها", "银行", "🏦"]
pieces = st.sampled_from([*MARKS, *BLANKS, *WORDS])


@settings(max_examples=300)
@given(text=st.one_of(st.lists(pieces, max_size=60).map("".join), st.text(max_size=100)))
def test_spans_are_ordered_trimmed_and_cover_everything(text: str) -> None:
    spans = sentences(text, ABBREVIATIONS)
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        skipped = text[last:start]
        assert set(re.sub(rf"\s|[{INVISIBLE}]", "", skipped)) <= set(BULLETS)
        for edge in (text[start], text[end - 1]):
            assert not edge.isspace()
            assert edge not in INVISIBLE
        assert not re.search(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", text[start:end])
        last = end
    assert set(re.sub(rf"\s|[{INVISIBLE}]", "", text[last:])) <= set(BULLETS)


@pytest.mark.parametrize(
    "unit", ["The bank lends. ", "a.", "a. ", ". ", "!", "- ", "\n ", "x", '?"', "[1].", "1. ", ".('"]
)
def test_time_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = process_time()
        sentences(text, ABBREVIATIONS)
        return process_time() - start

    seconds(1000)
    assert seconds(400_000) < 0.2 + 40 * seconds(40_000)
