"""The screen of a review: one claim at a time, one key a decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, Final

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from moneyloop.cli.bidi import Bidi
from moneyloop.cli.reviewing import show
from moneyloop.cli.reviewing.dialogs import Filter, Keys, Note
from moneyloop.cli.reviewing.form import Check, Form
from moneyloop.errors import ReviewError
from moneyloop.graph.review.decisions import Kind, Statement
from moneyloop.graph.review.session import Item, Session, Wanted

_KEYS: Final = (
    ("a", "accept", "accept", "the document says just this"),
    ("r", "reject", "reject", "the document does not say this"),
    ("c", "correct", "correct", "change the type, roles, amount, quote …"),
    ("n", "new", "new", "add a claim that was missed, first in this sentence"),
    ("u", "undo", "undo", "take the last decision back"),
    ("s,right,j", "go(1)", "next", "go to the next claim without deciding"),
    ("p,left,k", "go(-1)", "previous", "go to the claim before"),
    ("t", "undecided", "undecided", "show undecided claims only, or all"),
    ("f", "filter('type')", "filter", "choose by type, party, document"),
    ("slash", "filter('text')", "search", "look for words in quotes"),
    ("m", "note", "note", "write a note on the decision"),
    ("b", "bidi", "order", "who orders right-to-left text: the terminal, or this program"),
    ("question_mark", "keys", "help", "show this"),
    ("q", "quit", "quit", "leave; every decision is saved already"),
)
_SHOWN: Final = frozenset({"accept", "reject", "correct", "new", "undo", "next", "filter", "help", "quit"})
_SIGNS: Final = {"slash": "/", "question_mark": "?", "right": "→", "left": "←"}


def _bindings() -> list[BindingType]:
    return [Binding(keys, action, label, show=label in _SHOWN) for keys, action, label, _ in _KEYS]


class ReviewApp(App[None]):
    """Shows the claims of a session and takes decisions.

    Args:
        session: the claims and what was decided on them.
        check: says what is wrong with a claim that a reviewer writes.
        title: what is under review.
        bidi: who orders right-to-left text, the terminal or this program.
        wanted: which claims to show at first.
    """

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = _bindings()

    def __init__(
        self, session: Session, check: Check, *, title: str, bidi: Bidi, wanted: Wanted | None = None
    ) -> None:
        super().__init__()
        self._session, self._check, self._title, self._bidi = session, check, title, bidi
        self._wanted = wanted or Wanted()
        self._shown: list[Item] = []
        self._at = 0

    def compose(self) -> ComposeResult:
        yield Static(id="head")
        with VerticalScroll(id="claim"):
            yield Static(id="document")
            yield Static(id="before")
            yield Static(id="sentence")
            yield Static(id="after")
            yield Static(id="content")
            yield Static(id="decision")
        yield Footer()

    def on_mount(self) -> None:
        self._choose(self._wanted)
        if self._session.lost:
            count = len(self._session.lost)
            self.notify(f"{count} decisions are about a place that is gone; --list names them", timeout=8)

    def _choose(self, wanted: Wanted, stay: Item | None = None) -> None:
        """Show the claims that are wanted, first the one to stay at, or the first undecided one."""
        shown = [item for item in self._session.items if wanted.holds(item)]
        if not shown and self._shown:
            self.notify("no claim is like that; the choice is as it was", severity="warning")
            return
        self._wanted, self._shown = wanted, shown
        undecided = next((index for index, item in enumerate(shown) if not item.decision), 0)
        self._at = shown.index(stay) if stay in shown else undecided
        self._paint()

    @property
    def _item(self) -> Item | None:
        return self._shown[self._at] if self._shown else None

    def _paint(self) -> None:
        done, total = self._session.progress
        place = f"claim {self._at + 1} of {len(self._shown)}" if self._shown else "no claim"
        chosen = "" if self._wanted == Wanted() else " (chosen)"
        head = f"{self._title} · {place}{chosen} · {done} of {total} decided · {self._session.reviewer}"
        self._put("head", Text(head, no_wrap=True))
        item = self._item
        if item is None:
            return
        before, after = show.around(item)
        self._put("document", Text(show.heading(item.document, self._bidi)))
        self._put("before", show.Paragraph(before, self._bidi, "dim"))
        words = show.mentions(item.says)
        self._put("sentence", show.Paragraph(item.says.quote, self._bidi, "bold", words))
        self._put("after", show.Paragraph(after, self._bidi, "dim"))
        self._put("content", show.content(item, self._bidi))
        self._put("decision", show.decided(item.decision))
        self.query_one("#claim", VerticalScroll).scroll_home(animate=False)

    def _put(self, name: str, what: Text | show.Paragraph) -> None:
        self.query_one(f"#{name}", Static).update(what)

    def _try(self, action: Callable[[], object]) -> bool:
        """Do what writes a decision; what goes wrong is shown."""
        try:
            action()
        except ReviewError as error:
            self.notify(str(error), severity="error", timeout=20)
            return False
        return True

    def _decide(
        self, item: Item, kind: Kind, corrected: Statement | None = None, note: str | None = None
    ) -> None:
        if self._try(lambda: self._session.decide(item, kind, corrected, note)):
            self._go_on()

    def _go_on(self) -> None:
        """Go to the next undecided claim, and from the last one to the first."""
        order = [*range(self._at + 1, len(self._shown)), *range(self._at)]
        following = next((index for index in order if not self._shown[index].decision), None)
        if following is None:
            self.notify("all claims shown here are decided on")
        self._at = self._at if following is None else following
        self._paint()

    def action_accept(self) -> None:
        if self._item:
            self._decide(self._item, "accepted")

    def action_reject(self) -> None:
        if self._item:
            self._decide(self._item, "rejected")

    def action_correct(self) -> None:
        item = self._item
        if item is None:
            return

        def done(result: tuple[Statement, str] | None) -> None:
            if result:
                self._decide(item, "corrected", *result)

        note = (item.decision.note if item.decision else None) or ""
        self.push_screen(self._form("Correct the claim", item, item.says, note), done)

    def action_new(self) -> None:
        item = self._item
        if item is None:
            return

        def done(result: tuple[Statement, str] | None) -> None:
            if result and self._try(lambda: self._session.add(item.document, *result)):
                self._choose(self._wanted, stay=item)

        empty = item.says.model_copy(
            update={
                "id": "",
                "roles": {},
                "amount": None,
                "share": None,
                "period": None,
                "attributed_to": None,
            }
        )
        self.push_screen(self._form("Add a claim that was missed", item, empty, ""), done)

    def _form(self, title: str, item: Item, claim: Statement, note: str) -> Form:
        names = self._session.names
        return Form(title, item.document, claim, names, self._check, note=note, bidi=self._bidi)

    def action_undo(self) -> None:
        undone: list[Item | None] = []
        if not self._try(lambda: undone.append(self._session.undo())):
            return
        if undone[0] is None:
            self.notify("there is nothing to undo since the review was started")
        else:
            self._choose(self._wanted, stay=undone[0])

    def action_go(self, step: int) -> None:
        if self._shown:
            self._at = (self._at + step) % len(self._shown)
            self._paint()

    def action_undecided(self) -> None:
        self._choose(replace(self._wanted, undecided=not self._wanted.undecided), stay=self._item)

    def action_filter(self, focus: str) -> None:
        items = self._session.items
        types = sorted({item.says.type for item in items})
        documents = list(dict.fromkeys(item.document.name for item in items))

        def done(wanted: Wanted | None) -> None:
            if wanted is not None:
                self._choose(wanted, stay=self._item)

        self.push_screen(Filter(self._wanted, types, documents, focus), done)

    def action_note(self) -> None:
        item = self._item
        if item is None or item.decision is None or item.decision.decision is None:
            self.notify("decide first; the note belongs to the decision")
            return
        kind, corrected = item.decision.decision, item.decision.corrected

        def done(note: str | None) -> None:
            if note is not None and self._try(lambda: self._session.decide(item, kind, corrected, note)):
                self._paint()

        self.push_screen(Note(item.decision.note or ""), done)

    def action_bidi(self) -> None:
        self._bidi = Bidi.VISUAL if self._bidi is Bidi.TERMINAL else Bidi.TERMINAL
        self._paint()
        self.notify(f"right-to-left text is ordered by {self._bidi_words()}")

    def action_keys(self) -> None:
        keys = [(_signs(keys), what) for keys, _, _, what in _KEYS]
        about = (
            f"Reviewer: {self._session.reviewer}. Decisions: {self._session.path}.\n"
            f"Right-to-left text is ordered by {self._bidi_words()}; press b if it reads wrong."
        )
        self.push_screen(Keys(keys, about))

    def _bidi_words(self) -> str:
        return "the terminal" if self._bidi is Bidi.TERMINAL else "this program"


def _signs(keys: str) -> str:
    return " ".join(_SIGNS.get(key, key) for key in keys.split(","))
