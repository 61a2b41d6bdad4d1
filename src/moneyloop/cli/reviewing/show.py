"""How a claim under review looks: its sentence among its neighbours, what it says, what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.text import Text

from moneyloop.cli.bidi import Bidi, paragraph, piece, seen
from moneyloop.cli.text import amount, direction, one_line, percentage
from moneyloop.graph.review.decisions import Decision, Statement

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

    from moneyloop.graph.documents.document import Document
    from moneyloop.graph.review.session import Item

_LABEL: Final = 16
_AROUND: Final = 280
"""Characters of the document shown before and after a quote."""
_COLOURS: Final = {"accepted": "green", "added": "green", "corrected": "yellow", "rejected": "red"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text in one direction, as wide as there is room, some words of it marked."""

    text: str
    bidi: Bidi
    style: str = ""
    marked: Sequence[str] = ()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        way = direction(self.text)
        visual = way and self.bidi is Bidi.VISUAL
        words = [seen(one_line(word), way) if visual else one_line(word) for word in self.marked if word]
        for line in paragraph(self.text, options.max_width, self.bidi):
            shown = Text(line, style=self.style, no_wrap=True, end="\n")
            shown.highlight_words(words, "underline")
            yield shown


def around(item: Item) -> tuple[str, str]:
    """Return what stands in the document before and after the claim's quote."""
    text, claim = item.document.text, item.says
    start, end = claim.start or 0, claim.end or 0
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if start > _AROUND:
        before = "… " + before.partition(" ")[2]
    if end + _AROUND < len(text):
        after = after.rpartition(" ")[0] + " …"
    return before, after


def mentions(claim: Statement) -> list[str]:
    """Return the words of the document that fill the roles of a claim."""
    return sorted({one.text or one.name for role in claim.roles for one in claim.filling(role)})


def heading(document: Document, bidi: Bidi) -> str:
    """Return the title, publisher, date and name of a document on one line."""
    known = (document.title, document.publisher, document.published, document.name)
    return " · ".join(piece(value, bidi) for value in known if value)


def decided(decision: Decision | None) -> Text:
    """Return what was decided, by whom and when."""
    if decision is None or decision.decision is None:
        return Text("undecided", style="bold")
    by = f" by {decision.reviewer}, {decision.decided:%Y-%m-%d %H:%M} UTC"
    note = f" · {one_line(decision.note)}" if decision.note else ""
    return Text.assemble((decision.decision, f"bold {_COLOURS.get(decision.decision, '')}"), by, note)


def content(item: Item, bidi: Bidi) -> Text:
    """Return what a claim says, one field a line, with what a correction makes of it."""
    before = dict(_fields(item.claim, bidi))
    after = dict(_fields(item.says, bidi))
    lines = []
    for label in dict.fromkeys((*before, *after)):
        old, new = before.get(label, ""), after.get(label, "")
        line = Text.assemble((f"{label:{_LABEL}}", "dim"), (old, "" if old == new else "strike"))
        if old != new:
            line.append(f"{' → ' if old else '→ '}{new or '(nothing)'}", "bold yellow")
        lines.append(line)
    return Text("\n").join(lines)


def _fields(claim: Statement, bidi: Bidi) -> Iterator[tuple[str, str]]:
    yield "type", claim.type
    yield "status", claim.status
    for role in claim.roles:
        yield role, ", ".join(_named(claim, role, bidi))
    money = claim.amount
    optional = {
        "amount": amount(money.min, money.max, money.currency) if money else "",
        "share": percentage(claim.share),
        "period": claim.period or "",
        "said by": piece(claim.attributed_to or "", bidi),
    }
    yield from ((label, value) for label, value in optional.items() if value)


def _named(claim: Statement, role: str, bidi: Bidi) -> Iterator[str]:
    for one in claim.filling(role):
        other = f" ({piece(one.text, bidi)})" if one.text and one.text != one.name else ""
        yield piece(one.name, bidi) + other
