"""``moneyloop review``: people decide on the claims of a dataset."""

from __future__ import annotations

import getpass
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moneyloop.cli.bidi import Bidi, found_out
from moneyloop.cli.claims import COLUMNS, Form, read_claims, row, type_name
from moneyloop.cli.options import Dataset
from moneyloop.cli.tables import show
from moneyloop.errors import UsageError

if TYPE_CHECKING:
    from moneyloop.graph.review.decisions import Decision
    from moneyloop.graph.review.log import Log
    from moneyloop.graph.review.session import Item, Session, Wanted


def review(
    dataset: Dataset,
    *,
    decisions: Annotated[
        Path,
        typer.Option(metavar="FILE", help="Where decisions are kept; keep it under version control."),
    ] = Path("reviewed.jsonl"),
    reviewer: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who decides; by default the name that git has, or the user's."),
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="Only this type, as Loan or Revenue.")
    ] = None,
    party: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only with a party whose name holds NAME.")
    ] = None,
    document: Annotated[str | None, typer.Option(metavar="NAME", help="Only of this document.")] = None,
    bidi: Annotated[
        Bidi, typer.Option(help="Who puts right-to-left text in order: the terminal, or moneyloop (visual).")
    ] = Bidi.AUTO,
    listing: Annotated[
        bool, typer.Option("--list", help="Print the undecided claims instead of asking.")
    ] = False,
    form: Annotated[
        Form, typer.Option("--format", help="With --list: a table, or lines to fill in and append to FILE.")
    ] = Form.TABLE,
) -> None:
    """Accept, correct or reject the claims of a dataset, each shown in its sentence; one key a decision.

    Each decision is written to FILE at once. `moneyloop build --reviewed FILE` applies them, also after
    documents are read anew. In the review, press ? for the keys.

    \b
    Examples:
      moneyloop review graph
      moneyloop review graph --type Loan --decisions reviewed/loans.jsonl --reviewer "A. Reader"
      moneyloop review graph --list
    """
    if not listing and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "review: needs a terminal; call it in one, or list the claims: moneyloop review DIR --list"
        )
    _check_place(decisions, dataset)
    from moneyloop.graph.review.log import Log
    from moneyloop.graph.review.session import Wanted

    wanted = Wanted(type=type_name(kind) if kind else "", document=document or "", party=party or "")
    with Log(decisions, writing=not listing) as log:
        session = _session(dataset, log, reviewer or _user())
        if listing:
            _list(session, log, wanted, form)
        else:
            _run(session, wanted, dataset, bidi)


def _check_place(decisions: Path, dataset: Path) -> None:
    if dataset.resolve() in decisions.resolve().parents:
        raise UsageError(
            f"{decisions}: lies in the dataset, which builds replace; give a file elsewhere: --decisions FILE"
        )


def _user() -> str:
    """Return the name that git knows the user by, or else the system does."""
    try:
        asked = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, check=False)
    except OSError:
        return getpass.getuser()
    return asked.stdout.strip() or getpass.getuser()


def _session(dataset: Path, log: Log, reviewer: str) -> Session:
    from moneyloop.graph import parties, texts
    from moneyloop.graph.review.sameness import Names
    from moneyloop.graph.review.session import Session
    from moneyloop.ontology.model import load

    names = Names(load(), parties.listed())
    return Session(texts.read(dataset), read_claims(dataset), log, reviewer, names)


def _list(session: Session, log: Log, wanted: Wanted, form: Form) -> None:
    from moneyloop.graph.review.decisions import dump

    for entry in session.lost:
        decision = entry.decision
        about = f"{decision.document}: {decision.claim.type} {decision.decision}"
        typer.echo(f"moneyloop: {entry.source}: {about}: its place is gone", err=True)
    undecided = [item for item in session.items if item.decision is None and wanted.holds(item)]
    if form is Form.JSONL:
        for item in undecided:
            typer.echo(dump(_open(item, session, log)))
    else:
        show(COLUMNS, [row(item.claim, item.document.name) for item in undecided], empty="nothing undecided")


def _open(item: Item, session: Session, log: Log) -> Decision:
    """Return a decision to fill in."""
    from moneyloop.graph.review.decisions import Decision

    return Decision(
        decision=None,
        document=item.document.name,
        claim=item.claim,
        reviewer=session.reviewer,
        decided=log.now(),
    )


def _run(session: Session, wanted: Wanted, dataset: Path, bidi: Bidi) -> None:
    from moneyloop.cli.reviewing.app import ReviewApp
    from moneyloop.graph.review.check import Checker

    if not any(map(wanted.holds, session.items)):
        typer.echo("(no claims)", err=True)
        return
    order = found_out(bidi, os.environ)
    check = Checker(session.names)
    ReviewApp(session, check, title=f"review of {dataset}", bidi=order, wanted=wanted).run()
    done, total = session.progress
    typer.echo(f"{session.path}: {done} of {total} claims decided")
