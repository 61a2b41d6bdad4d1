"""Small dialogs of a review: which claims to show, a note, the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Checkbox, Footer, Input, Label, Select, Static

from moneyloop.graph.review.session import Wanted

_ANY = ""


class Filter(ModalScreen[Wanted | None]):
    """Gives back which claims to show, or None if the reviewer cancels."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "show", "show"),
        Binding("ctrl+r", "reset", "show all"),
        Binding("escape", "cancel", "cancel"),
    ]

    def __init__(self, wanted: Wanted, types: Sequence[str], documents: Sequence[str], focus: str) -> None:
        super().__init__()
        self._wanted, self._types, self._documents, self._focus = wanted, types, documents, focus

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="form", can_focus=False):
            yield Label("Which claims to show", classes="title")
            yield _row("type", _choice("type", self._types, self._wanted.type))
            yield _row("document", _choice("document", self._documents, self._wanted.document))
            yield _row("party", Input(self._wanted.party, id="party", compact=True))
            yield _row("quote has", Input(self._wanted.text, id="text", compact=True))
            yield _row("", Checkbox("only undecided", self._wanted.undecided, id="undecided", compact=True))
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(f"#{self._focus}").focus()

    @on(Input.Submitted)
    def action_show(self) -> None:
        inputs = {box.id or "": box.value.strip() for box in self.query(Input)}
        choices = {box.id or "": str(box.value) for box in self.query(Select)}
        self.dismiss(Wanted(**inputs, **choices, undecided=self.query_one(Checkbox).value))

    def action_reset(self) -> None:
        self.dismiss(Wanted())

    def action_cancel(self) -> None:
        self.dismiss(None)


def _choice(name: str, options: Sequence[str], value: str) -> Select[str]:
    pairs = [("any", _ANY), *((option, option) for option in options)]
    return Select(pairs, value=value, id=name, allow_blank=False, compact=True)


def _row(label: str, widget: Input | Select[str] | Checkbox) -> Horizontal:
    return Horizontal(Label(label, classes="label"), widget, classes="row")


class Note(ModalScreen[str | None]):
    """Asks for a note on a decision; gives back None if the reviewer cancels."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "cancel")]

    def __init__(self, note: str) -> None:
        super().__init__()
        self._note = note

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="form", can_focus=False):
            yield Label("Note on the decision (enter saves)", classes="title")
            yield Input(self._note, id="note", compact=True)
        yield Footer()

    @on(Input.Submitted)
    def save(self, event: Input.Submitted) -> None:
        """Give back what was typed."""
        self.dismiss(event.value.strip())

    def action_cancel(self) -> None:
        self.dismiss(None)


class Keys(ModalScreen[None]):
    """Shows what the keys do."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q,enter", "close", "close")]

    def __init__(self, keys: Sequence[tuple[str, str]], about: str) -> None:
        super().__init__()
        self._keys, self._about = keys, about

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="form", can_focus=False):
            yield Label("Keys", classes="title")
            yield Static("\n".join(f"{key:<10} {what}" for key, what in self._keys), markup=False)
            yield Static(f"\n{self._about}", markup=False)
        yield Footer()

    def action_close(self) -> None:
        self.dismiss(None)
