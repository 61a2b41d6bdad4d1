"""The screen of a review, driven by keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.pilot import Pilot
from textual.widgets import Checkbox, Input, Select, Static, TextArea

from moneyloop.cli.bidi import Bidi
from moneyloop.cli.reviewing.app import ReviewApp
from moneyloop.cli.reviewing.form import Form
from moneyloop.graph.review.decisions import Decision, read
from moneyloop.graph.review.session import Wanted

if TYPE_CHECKING:
    from tests.cli.reviewing.conftest import Play


def decisions(file: Path) -> list[Decision]:
    return [entry.decision for entry in read([file])] if file.exists() else []


def kinds(file: Path) -> list[str | None]:
    return [decision.decision for decision in decisions(file)]


def screen(app: ReviewApp) -> list[str]:
    """Return what is painted, line by line."""
    return ["".join(part.text for part in strip).rstrip() for strip in app.screen._compositor.render_strips()]


def shows(app: ReviewApp, text: str) -> bool:
    return any(text in line for line in screen(app))


def told(app: ReviewApp, text: str) -> bool:
    """Whether the reviewer was told something in passing."""
    return any(text in one.message for one in app._notifications)


async def press(pilot: Pilot[None], keys: Sequence[str]) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


def test_one_key_decides_and_goes_on(play: Play, file: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[None]) -> None:
        assert shows(app, "claim 1 of 3 · 0 of 3 decided · Ann")
        assert shows(app, "Nvidia invested 5 billion dollars in OpenAI.")
        assert shows(app, "amount          5 bn USD")
        await press(pilot, "a")
        assert kinds(file) == ["accepted"]
        assert shows(app, "claim 2 of 3 · 1 of 3 decided")
        assert shows(app, "38 bn USD")
        await press(pilot, "r")
        assert kinds(file) == ["accepted", "rejected"]
        assert shows(app, "claim 3 of 3 · 2 of 3 decided")
        await press(pilot, "ra")
        assert told(app, "all claims shown here are decided on")
        assert kinds(file) == ["accepted", "rejected", "rejected", "accepted"]

    play(script)


def test_undo_goes_back_to_the_claim(play: Play, file: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[None]) -> None:
        await press(pilot, "u")
        assert told(app, "there is nothing to undo")
        await press(pilot, "aru")
        assert shows(app, "claim 2 of 3 · 1 of 3 decided")
        assert shows(app, "undecided")
        assert kinds(file) == ["accepted", "rejected", "withdrawn"]

    play(script)


def test_to_and_fro(play: Play, file: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[None]) -> None:
        for keys, place in (("s", 2), (["right"], 3), ("j", 1), ("p", 3), (["left"], 2), ("k", 1)):
            await press(pilot, keys)
            assert shows(app, f"claim {place} of 3")
        assert not file.exists()

    play(script)


def test_a_correction_is_kept_and_shown(play: Play, file: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[None]) -> None:
        await press(pilot, "c")
        form = app.screen
        form.query_one("#status", Select).value = "cancelled"
        form.query_one("#min", Input).value = "6 bn"
        form.query_one("#max", Input).value = "7 bn"
        form.query_one("#note", Input).value = "read again"
        form.query_one("#quote", TextArea).text = "Nvidia invested 5 billion"
        await press(pilot, ["ctrl+s"])
        (one,) = decisions(file)
        assert one.corrected
        assert one.corrected.amount
        assert (one.decision, one.corrected.status, one.note) == ("corrected", "cancelled", "read again")
        assert (one.corrected.amount.min, one.corrected.amount.max) == (6e9, 7e9)
        assert (one.corrected.start, one.corrected.end) == (0, len("Nvidia invested 5 billion"))
        assert one.claim.status != "cancelled"
        await press(pilot, "p")
        assert shows(app, "5 bn USD → 6–7 bn USD")
        assert shows(app, "corrected by Ann")
        assert shows(app, "read again")

    play(script)


def test_another_type_has_other_roles_and_parties_are_suggested(play: Play, file: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[None]) -> None:
        await press(pilot, "c")
        form = app.screen
        assert isinstance(form, Form)
        form.query_one("#type", Select).value = "Loan"
        await pilot.pause()
        boxes = {box.name: box for box in form.query("#roles Input").results(Input)}
        assert set(boxes) == {"role:lender", "role:borrower"}
        boxes["role:lender"].focus()
        await press(pilot, ["n", "v", "i", "d"])
        await pilot.pause(0.3)
        await press(pilot, ["right"])
        assert boxes["role:lender"].value == "Nvidia"
        boxes["role:borrower"].value = "OpenAI"
        await press(pilot, ["ctrl+s"])
        (one,) = decisions(file)
        assert one.corrected
        assert one.corrected.type == "Loan"
        assert (one.corrected.filling("lender")[0].iri or "").endswith("/party/nvidia")

    play(script)


def test_a_form_that_is_wrong_stays_and_says_so(play: Play, file: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[None]) -> None:
        await press(pilot, "c")
        form = app.screen
        form.query_one("#share", Input).value = "lots"
        await press(pilot, ["ctrl+s"])
        assert shows(app, "share: 'lots' is no part of a whole")
        form.query_one("#share", Input).value = ""
        form.query_one("#currency", Input).value = "XQX"
        await press(pilot, ["ctrl+s"])
        assert shows(app, "ISO 4217")
        await press(pilot, ["escape"])
        assert not isinstance(app.screen, Form)
        assert not file.exists()

    play(script)


def test_a_claim_that_was_missed_is_added(play: Play, file: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[None]) -> None:
        await press(pilot, "n")
        form = app.screen
        form.query_one("#type", Select).value = "PurchaseAgreement"
        await pilot.pause()
        boxes = {box.name: box for box in form.query("#roles Input").results(Input)}
        assert all(not box.value for box in boxes.values())
        boxes["role:customer"].value, boxes["role:supplier"].value = "OpenAI", "Nvidia"
        await press(pilot, ["ctrl+s"])
        (one,) = decisions(file)
        assert (one.decision, one.claim.type, one.claim.amount) == ("added", "PurchaseAgreement", None)
        assert shows(app, "of 4 · 1 of 4 decided")

    play(script)


def test_a_choice_of_claims(play: Play, file: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[None]) -> None:
        await press(pilot, ["f"])
        app.screen.query_one("#document", Select).value = "he"
        app.screen.query_one("#party", Input).focus()
        await press(pilot, ["n", "v", "enter"])
        assert shows(app, "claim 1 of 1 (chosen)")
        assert shows(app, "אנבידיה")
        await press(pilot, ["f", "ctrl+r"])
        assert shows(app, "of 3 · 0 of 3")
        await press(pilot, ["slash", *"38", "enter"])
        assert shows(app, "claim 1 of 1 (chosen)")
        assert shows(app, "Oracle borrowed 38")
        await press(pilot, ["slash", *"zzz", "enter"])
        assert told(app, "no claim is like that")
        await press(pilot, ["f", "ctrl+r", "r"])
        await press(pilot, ["f"])
        assert not app.screen.query_one(Checkbox).value
        await press(pilot, ["escape", "t"])
        assert shows(app, "of 2 (chosen) · 1 of 3 decided")
        await press(pilot, "t")
        assert shows(app, "of 3 · 1 of 3 decided")

    play(script)


def test_choices_of_the_call_come_first(play: Play) -> None:
    async def script(app: ReviewApp, pilot: Pilot[None]) -> None:
        assert shows(app, "claim 1 of 1 (chosen)")

    play(script, wanted=Wanted(document="he"))


def test_a_note_belongs_to_a_decision(play: Play, file: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[None]) -> None:
        await press(pilot, "m")
        assert told(app, "decide first")
        await press(pilot, ["r", "p", "m", *"no", "enter"])
        assert [(one.decision, one.note) for one in decisions(file)] == [
            ("rejected", None),
            ("rejected", "no"),
        ]
        assert shows(app, "· no")

    play(script)


def test_right_to_left_text_either_way(play: Play) -> None:
    async def script(app: ReviewApp, pilot: Pilot[None]) -> None:
        quote = "אנבידיה השקיעה 5 מיליארד דולר ב-OpenAI."
        (line,) = [line for line in screen(app) if "OpenAI." in line or ".OpenAI" in line]
        assert line.strip() == f"\u2067{quote}\u2069"
        assert shows(app, "Nvidia (\u2067אנבידיה\u2069)")
        await press(pilot, "b")
        (line,) = [line for line in screen(app) if ".OpenAI" in line]
        assert line.strip() == "\u202d.OpenAI-ב רלוד דראילימ 5 העיקשה הידיבנא\u202c"
        assert shows(app, "Nvidia (\u202dהידיבנא\u202c)")
        assert len(line.rstrip("\u202c")) == 100, "ends at the right edge, but for one blank"

    play(script, wanted=Wanted(document="he"))


def test_help_names_every_key(play: Play) -> None:
    async def script(app: ReviewApp, pilot: Pilot[None]) -> None:
        await press(pilot, ["question_mark"])
        for words in ("the document says just this", "add a claim that was missed", "Reviewer: Ann."):
            assert shows(app, words)
        await press(pilot, ["escape"])
        assert app.screen.query_one("#sentence", Static)

    play(script, bidi=Bidi.VISUAL)


def test_what_cannot_be_written_is_said_and_not_decided(play: Play, file: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[None]) -> None:
        file.mkdir()
        await press(pilot, "a")
        assert told(app, "cannot be written")
        assert shows(app, "claim 1 of 3 · 0 of 3 decided")

    play(script)
