"""Writes a report: HTML, and PDF if that is wanted; both or neither."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from moneyloop.errors import UsageError
from moneyloop.graph.whole import whole_file
from moneyloop.web.explorer.reader import reader
from moneyloop.web.report.page import page
from moneyloop.web.report.pdf import browser, print_pdf


def write_report(folder: Path, out: Path, pdf: Path | None, language: str) -> None:
    """Write the report on a dataset, dated today (UTC).

    Raises:
        DatasetError: the folder holds no dataset, or a file cannot be written.
        ReportError: a PDF is wanted, and no browser prints it.
        UsageError: both files are the same, or Jinja2 is not installed.
    """
    if pdf and pdf.resolve() == out.resolve():
        raise UsageError(f"report: --out and --pdf are both {out}")
    program = browser() if pdf else ""
    text = page(reader(folder), language, datetime.now(UTC).date())
    with ExitStack() as stack:
        part = stack.enter_context(whole_file(out))
        part.write_text(text, encoding="utf-8")
        if pdf:
            print_pdf(text, stack.enter_context(whole_file(pdf)), program)
