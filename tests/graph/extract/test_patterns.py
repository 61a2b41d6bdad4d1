import pytest

from moneyloop.errors import AssetError
from moneyloop.graph.extract.patterns import parse

SETS = {"goods": ("chips", "cloud")}


def test_a_pattern_has_slots_trigger_parts_and_a_status() -> None:
    pattern = parse(
        "{investor} [invests|Invested … product=@goods] {~investee?:in|into} => announced", SETS, "x"
    )
    investor, investee = pattern.slots
    assert (investor.roles, investor.side, investor.bare) == (("investor",), -1, True)
    assert (investee.side, investee.optional, investee.before) == (0, True, frozenset({"in", "into"}))
    assert [(part.words, part.role) for part in pattern.parts] == [
        (("invests", "invested"), None),
        (("chips", "cloud"), "product"),
    ]
    assert pattern.status == "announced"


def test_quantities_are_demanded_or_taken() -> None:
    pattern = parse("{party} [lost] {amount} {share?}", SETS, "x")
    assert set(pattern.demands) == {"amount"}
    assert set(pattern.takes) == {"amount", "share"}
    assert [slot.roles for slot in pattern.slots] == [("party",)]


def test_several_brackets_are_parts_with_slots_between() -> None:
    pattern = parse("[revenue] {dependent:of} [comes] {depends_on:from}", SETS, "x")
    assert len(pattern.parts) == 2
    assert [slot.side for slot in pattern.slots] == [0, 1]


@pytest.mark.parametrize(
    "text",
    ["{investor} invests", "{investor} [@nothing] {investee}", "{investor [a] {b}", "[] {a}", "[a|b=c] {d}"],
)
def test_what_is_no_pattern_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(AssetError, match=r"here\.ttl"):
        parse(text, SETS, "here.ttl")
