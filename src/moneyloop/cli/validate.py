"""``moneyloop validate``: the shapes, on a built dataset."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moneyloop.cli.options import Language
from moneyloop.cli.tables import show
from moneyloop.cli.text import short_iri
from moneyloop.cli.where import Endpoint, Folder, Timeout, check, dump

if TYPE_CHECKING:
    from moneyloop.validation import Violation


def validate(
    dataset: Folder = None,
    *,
    language: Annotated[
        Language,
        typer.Option("--lang", metavar="LANG", help="Language of the messages: en, fr, he, fa or ar."),
    ] = Language.ENGLISH,
    endpoint: Endpoint = None,
    timeout: Timeout = 60,
) -> None:
    """Validate a built dataset with the SHACL shapes; fails if a shape is violated.

    Warnings are listed, and do not fail.

    \b
    Examples:
      moneyloop validate graph
      moneyloop validate graph > violations.txt || echo "not valid"
      moneyloop validate --endpoint http://localhost:7878/query
    """
    check("validate", dataset, endpoint, "validate DIR")
    found = _violations(dataset, endpoint, timeout, language)
    if found:
        show(["severity", "focus", "path", "value", "message"], list(map(_row, found)))
    failed = sum(violation.rejects for violation in found)
    typer.echo(f"{failed} violations, {len(found) - failed} warnings" if found else "valid", err=bool(found))
    if failed:
        raise typer.Exit(1)


def _violations(
    folder: Path | None, endpoint: str | None, timeout: int, language: Language
) -> list[Violation]:
    from moneyloop.validation import validate_dataset

    if folder:
        from moneyloop.graph.store import open_store

        return validate_dataset(open_store(folder), language=language)
    from moneyloop.graph.export import quads

    with dump(None, endpoint, timeout) as source:
        return validate_dataset(quads(source), language=language)


def _row(violation: Violation) -> list[str]:
    path = short_iri(violation.path or "")
    value = short_iri(violation.value or "")
    return [violation.severity, short_iri(violation.focus), path, value, violation.message]
