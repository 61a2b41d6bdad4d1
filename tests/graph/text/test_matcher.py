import pytest

from moneyloop.graph.text.matcher import Matcher
from moneyloop.graph.text.normalise import fold


def found(
    words: list[str], text: str, clitics: set[str] | None = None, enclitics: set[str] | None = None
) -> list[tuple[str, str]]:
    matcher = Matcher([fold(word) for word in words])
    folded = fold(text)
    hits = matcher.find(folded, clitics or set(), enclitics or set())
    return [(folded[hit.start : hit.end], hit.prefix) for hit in hits]


def test_words_are_found_at_word_boundaries_only() -> None:
    assert found(["arm", "meta"], "Arm, farms and metadata: Meta") == [("arm", ""), ("meta", "")]


def test_an_open_word_may_go_on() -> None:
    assert found(["invest*"], "investing, reinvest") == [("invest", "")]


@pytest.mark.parametrize(
    ("text", "prefix"), [("באנבידיה", "ב"), ("ומאנבידיה", "ומ"), ("ל-אנבידיה", "ל"), ("אנבידיה", "")]
)
def test_particles_written_as_one_word_are_split_off(text: str, prefix: str) -> None:
    assert found(["אנבידיה"], text, {"ב", "ו", "מ", "ומ", "ל"}) == [("אנבידיה", prefix)]


def test_another_word_that_ends_alike_is_not_split() -> None:
    assert found(["meta"], "שמmeta", {"ש"}) == [("meta", "")]
    assert found(["ירון"], "זכירון", {"ו"}) == []


def test_an_ending_of_the_language_may_follow() -> None:
    assert found(["شرکت"], "شرکت‌ها", enclitics={fold("ها")}) == [(fold("شرکت"), "")]
    assert found(["شرکت"], "شرکتنامه", enclitics={fold("ها")}) == []


def test_scripts_do_not_make_one_word() -> None:
    assert found(["coreweave"], "קורוויבCoreWeave") == [("coreweave", "")]


def test_a_digit_is_no_part_of_a_word_in_another_script() -> None:
    assert found(["و"], "و10 مليارات") == [("و", "")]
    assert found(["g42"], "G42") == [("g42", "")]
    assert found(["g4"], "G42") == []


def test_a_particle_before_a_quoted_name_is_split_off() -> None:
    assert found(["مايكروسوفت"], "لـ«مايكروسوفت»", {"ل"}) == [("مايكروسوفت", "ل")]
