"""The report as one page of HTML: its style inside it, no script, nothing that is fetched."""

from __future__ import annotations

from base64 import b64encode
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from moneyloop import __version__
from moneyloop.errors import UsageError
from moneyloop.queries import wording
from moneyloop.web.explorer import words as shown
from moneyloop.web.explorer.reader import Reader
from moneyloop.web.report.content import content
from moneyloop.web.report.drawings import of_cycle, whole
from moneyloop.web.report.words import interface

if TYPE_CHECKING:
    from jinja2 import Environment

_POLICY: Final = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"


def page(reader: Reader, language: str, day: date) -> str:
    """Return the report on a dataset.

    Args:
        reader: its build.
        language: of the report; quotes stay in their own.
        day: of the report.

    Raises:
        UsageError: Jinja2 is not installed.
    """
    template = _environment().get_template("report.html")
    found = content(reader, language)
    style = _style()
    return template.render(
        **found,
        words=interface(language),
        language=language,
        direction=shown.direction(language),
        day=shown.day(day, language),
        iso=day.isoformat(),
        style=style,
        policy=_POLICY.format(b64encode(sha256(style.encode()).digest()).decode()),
        picture=whole(reader, found["cycles"], language),
        pictures=[of_cycle(one["flows"], language) for one in found["cycles"]],
        arrow=wording.word("arrow", language).strip(),
        number=lambda count: wording.plain("integer", count, language),
        version=__version__,
    )


def _style() -> Any:
    from markupsafe import Markup

    return Markup(Path(__file__).with_name("style.css").read_text("utf-8"))


@cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise UsageError("Jinja2 is not installed; install it: pip install 'moneyloop[web]'") from error
    return Environment(
        loader=PackageLoader("moneyloop.web.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
