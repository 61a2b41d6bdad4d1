"""The form in which a reviewer corrects a claim, or adds one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Footer, Input, Label, Select, Static, TextArea

from moneyloop.cli.bidi import Bidi
from moneyloop.cli.reviewing import fields
from moneyloop.cli.reviewing.show import Paragraph
from moneyloop.graph.documents.document import Document
from moneyloop.graph.review.decisions import Statement
from moneyloop.graph.review.sameness import Names

if TYPE_CHECKING:
    from moneyloop.ontology.model import Role

Check = Callable[[Document, Statement], Sequence[str]]
"""Returns what is wrong with a claim of a document, in words."""


class Form(ModalScreen[tuple[Statement, str] | None]):
    """Gives back the claim and a note, or None if the reviewer cancels."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save"),
        Binding("escape", "cancel", "cancel"),
    ]

    def __init__(
        self,
        title: str,
        document: Document,
        claim: Statement,
        names: Names,
        check: Check,
        *,
        note: str = "",
        bidi: Bidi = Bidi.TERMINAL,
    ) -> None:
        super().__init__()
        self._title, self._document, self._claim, self._note = title, document, claim, note
        self._names, self._check, self._bidi = names, check, bidi
        self._values = fields.filled(claim)
        self._suggest = SuggestFromList(names.parties.names(), case_sensitive=False)

    def compose(self) -> ComposeResult:
        types, statuses = self._names.model.types, self._names.model.statuses
        with VerticalScroll(id="form", can_focus=False):
            yield Label(self._title, classes="title")
            yield Static(Paragraph(self._claim.quote, self._bidi, "bold"), classes="quote")
            yield self._row("type", _choice("type", types))
            yield self._row("status", _choice("status", statuses))
            yield Vertical(id="roles")
            for name, label in fields.PLAIN:
                yield self._row(label, Input(self._values[name], id=name, compact=True))
            yield self._row("quote", TextArea(self._values["quote"], id="quote", compact=True))
            yield self._row("note", Input(self._note, id="note", compact=True))
            yield Static(id="problems")
        yield Footer()

    def _row(self, label: str, widget: Input | Select[str] | TextArea) -> Horizontal:
        return Horizontal(Label(label, classes="label"), widget, classes="row")

    async def on_mount(self) -> None:
        self.query_one("#status", Select).value = self._values["status"]
        if self._values["type"] in self._names.model.types:
            self.query_one("#type", Select).value = self._values["type"]

    @on(Select.Changed, "#type")
    async def _ask_for_roles(self, event: Select.Changed) -> None:
        """Show the roles of the type; a role that the other type has too keeps its value."""
        self._values |= self._typed()
        box = self.query_one("#roles", Vertical)
        await box.remove_children()
        roles = self._names.model.types[str(event.value)].roles
        await box.mount_all(list(self._role_rows(roles.values())))

    def _role_rows(self, roles: Iterable[Role]) -> Iterator[Horizontal]:
        for role in roles:
            value = self._values.get(fields.ROLE + role.name, "")
            suggester = self._suggest if role.is_party else None
            box = Input(value, name=fields.ROLE + role.name, suggester=suggester, compact=True)
            yield self._row(role.name, box)

    def _typed(self) -> dict[str, str]:
        quote = {"quote": self.query_one("#quote", TextArea).text}
        return quote | {box.name or box.id or "": box.value for box in self.query(Input)}

    def action_cancel(self) -> None:
        self.dismiss(None)

    def action_save(self) -> None:
        typed = self._typed()
        note = typed.pop("note").strip()
        typed |= {name: str(self.query_one(f"#{name}", Select).value) for name in ("type", "status")}
        try:
            claim = fields.stated(typed, self._claim, self._document.text, self._names)
        except ValueError as error:
            self._say([str(error)])
            return
        problems = self._check(self._document, claim)
        if problems:
            self._say(problems)
        else:
            self.dismiss((claim, note))

    def _say(self, problems: Sequence[str]) -> None:
        box = self.query_one("#problems", Static)
        box.update(Text("\n".join(problems), style="bold red"))
        box.scroll_visible()


def _choice(name: str, options: Iterable[str]) -> Select[str]:
    return Select([(option, option) for option in options], id=name, allow_blank=False, compact=True)
