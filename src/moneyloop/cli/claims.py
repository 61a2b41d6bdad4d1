"""``moneyloop claims``: show what documents say."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from moneyloop.cli import where
from moneyloop.cli.tables import show
from moneyloop.cli.text import amount, percentage
from moneyloop.errors import ClaimError, UsageError

if TYPE_CHECKING:
    from moneyloop.graph.claims import Claim
    from moneyloop.graph.review.decisions import Statement

COLUMNS: Final = (
    "document",
    "id",
    "type",
    "roles",
    "amount",
    "share",
    "status",
    "period",
    "said by",
    "quote",
)
"""What a table of claims shows of each."""


class Form(StrEnum):
    """How claims are printed."""

    TABLE = "table"
    JSONL = "jsonl"


def claims(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR|FILE]", help="A built dataset, or claims as JSON Lines.", show_default=False
        ),
    ] = None,
    *,
    endpoint: where.Endpoint = None,
    timeout: where.Timeout = 60,
    kind: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="Only this type, as Loan or Revenue.")
    ] = None,
    party: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Only with a party whose name, form or IRI holds NAME."),
    ] = None,
    document: Annotated[str | None, typer.Option(metavar="NAME", help="Only of this document.")] = None,
    reviewed: Annotated[
        bool, typer.Option("--reviewed", help="Only what a person has accepted, corrected or added.")
    ] = False,
    form: Annotated[Form, typer.Option("--format", help="A table, or JSON Lines.")] = Form.TABLE,
) -> None:
    """Show the claims of a dataset: each deal or figure that a document states, with its quote.

    From an endpoint, parties have their names only, not the forms in which the documents name them.

    \b
    Examples:
      moneyloop claims graph
      moneyloop claims graph --type Loan --party "Blue Owl"
      moneyloop claims graph --document 2025-11-10-he --format jsonl
      moneyloop claims --endpoint http://localhost:7878/query
    """
    from moneyloop.graph.claims import dump

    where.check("claims", path, endpoint, "claims DIR")
    if kind is not None:
        kind = type_name(kind)
    wanted = [
        claim
        for claim in (read_claims(path) if path else _served(endpoint, timeout))
        if (kind is None or claim.type == kind)
        and (party is None or _involves(claim, party))
        and (document is None or claim.document == document)
        and (claim.review is not None or not reviewed)
    ]
    if form is Form.JSONL:
        for claim in wanted:
            typer.echo(dump(claim))
        return
    rows = [[_review(claim), *row(claim, claim.document)] for claim in wanted]
    show(("review", *COLUMNS), rows, empty="no claims")


def _review(claim: Claim) -> str:
    return f"{claim.review.decision} by {claim.review.reviewer}" if claim.review else ""


def type_name(name: str) -> str:
    """Return the name of a type as the ontology writes it."""
    from moneyloop.ontology.model import load

    known = {known.casefold(): known for known in load().types}
    if name.casefold() in known:
        return known[name.casefold()]
    close = difflib.get_close_matches(name.casefold(), known, n=1)
    hint = f"did you mean {known[close[0]]}?" if close else f"choose one of {', '.join(known.values())}"
    raise UsageError(f"there is no type {name!r}; {hint}")


def read_claims(path: Path) -> Iterator[Claim]:
    """Return the claims of a dataset, of a folder of JSON Lines files, or of one such file."""
    from moneyloop.graph.claims import read

    folder = path / "claims" if (path / "claims").is_dir() else path
    files = sorted(folder.glob("*.jsonl")) if folder.is_dir() else [folder]
    if not files or not files[0].is_file():
        raise ClaimError(f"{path}: holds no claims; give a built dataset or a .jsonl file")
    for file in files:
        yield from read(file)


def _served(endpoint: str | None, timeout: int) -> list[Claim]:
    from moneyloop.graph.stated import claims as stated_claims
    from moneyloop.ontology.model import load

    return stated_claims(where.source(None, endpoint, timeout), load())


def _involves(claim: Claim, name: str) -> bool:
    wanted = name.casefold()
    return any(
        wanted in form.casefold()
        for role in claim.roles
        for filling in claim.filling(role)
        for form in (filling.name, filling.text or "", filling.iri or "")
    )


def row(claim: Claim | Statement, document: str) -> list[str]:
    """Return what a claim of a document says, as cells of the columns."""
    roles = "; ".join(
        f"{role}: {', '.join(filling.name for filling in claim.filling(role))}" for role in claim.roles
    )
    money = claim.amount
    return [
        document,
        claim.id,
        claim.type,
        roles,
        amount(money.min, money.max, money.currency) if money else "",
        percentage(claim.share),
        claim.status,
        claim.period or "",
        claim.attributed_to or "",
        claim.quote,
    ]
