"""Drawings can be read: no name over another, no number over a name, every arrow where it belongs."""

from __future__ import annotations

import random
from itertools import combinations, pairwise
from math import hypot

import pytest
from tests.web.report.conftest import Show

from moneyloop.web.explorer.reader import Reader
from moneyloop.web.report.content import content
from moneyloop.web.report.drawings import of_cycle, whole
from moneyloop.web.report.layout import Sheet
from moneyloop.web.report.picture import Arrow, Picture, cut, drawn


def _readable(picture: Picture) -> bool:
    apart = all(
        one.x + one.width < two.x
        or two.x + two.width < one.x
        or one.y + one.height < two.y
        or two.y + two.height < one.y
        for one, two in combinations(picture.boxes, 2)
    )
    within = all(
        box.x >= 0
        and box.x + box.width <= picture.width
        and picture.top <= box.y
        and box.y + box.height <= picture.top + picture.height
        for box in picture.boxes
    )
    badges = [line.badge for line in picture.lines if line.badge]
    clear = all(hypot(one[0] - two[0], one[1] - two[1]) > 22 for one, two in combinations(badges, 2))
    free = not any(
        box.x < x < box.x + box.width and box.y < y < box.y + box.height
        for x, y in badges
        for box in picture.boxes
    )
    return apart and within and clear and free


@pytest.mark.parametrize("language", ["en", "he"])
def test_drawings_of_the_examples_can_be_read(opened: Reader, language: str) -> None:
    found = content(opened, language)
    drawing = whole(opened, found["cycles"], language)
    assert drawing
    assert _readable(drawing.wide)
    assert _readable(drawing.narrow)
    numbers = [line.arrow.number for line in drawing.wide.lines if line.arrow.number]
    assert sorted(numbers) == [flow["number"] for flow in found["flows"]]
    for cycle in found["cycles"]:
        ring = of_cycle(cycle["flows"], language)
        assert ring is None if len(cycle["flows"]) > 6 else ring and _readable(ring)


def test_the_largest_drawing_can_be_read() -> None:
    luck = random.Random(7)
    ends = [(one, luck.randrange(8)) for one in range(8, 22)]
    round_ = list(pairwise([*range(8), 0]))
    arrows = [Arrow(*pair, 2, place + 1, "") for place, pair in enumerate(round_)]
    arrows += [Arrow(*pair, 0, None, "") for pair in ends]
    sheet = Sheet(1000, 740, (250, 185), (415, 320))
    names = [f"A party with a long name {place}" for place in range(22)]
    assert _readable(drawn(sheet, names, 8, 14, arrows, longest=18))


def test_a_long_cycle_is_told_in_words_only() -> None:
    assert of_cycle([{"payerName": "x"}] * 9, "en") is None


def test_names_are_cut_to_the_width_they_have() -> None:
    assert cut("OpenAI", 12) == "OpenAI"
    assert cut("Apollo Global Management", 12) == "Apollo Glob…"
    assert cut("日本電信電話株式会社", 12) == "日本電信電…"
    assert cut("two\nlines", 12) == "two lines"


def test_firm_and_hedged_flows_look_different(show: Show) -> None:
    parsed = show("en")
    style = parsed.all("style")[0].text
    assert ".flow.s0 path { stroke-dasharray" in style
    assert ".flow.s1 path { stroke-dasharray" in style
    kinds = {
        rank
        for one in parsed.all("g", "flow")
        for rank in one.attributes["class"].split()
        if rank.startswith("s")
    }
    assert {"s0", "s1", "s2", "s3"} <= kinds
