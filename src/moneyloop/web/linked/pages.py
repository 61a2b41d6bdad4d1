"""Pages in HTML; everything that comes from data is escaped."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from moneyloop.errors import UsageError
from moneyloop.web.linked.names import FORMS
from moneyloop.web.linked.negotiate import RIGHT_TO_LEFT
from moneyloop.web.linked.words import interface, names

if TYPE_CHECKING:
    from jinja2 import Environment

_NAMES: Final = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF/XML"}
_ESCAPES: Final = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}

Address = Callable[[str], str]
"""From an address below the base, such as ``catalogue``, to the link that a page uses."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around the content of a page.

    ``here`` is the address of the page without its suffix, ``forms`` the suffixes it is there in beside
    HTML, ``to`` gives links to other addresses, ``data`` to a form of RDF of an address, ``tongue`` to this
    page in another language.
    """

    language: str
    languages: Sequence[str]
    here: str
    forms: Sequence[str]
    to: Address
    data: Callable[[str, str], str]
    tongue: Callable[[str], str]


def page(template: str, frame: Frame, title: str, data: Mapping[str, Any] | None, **content: Any) -> str:
    """Return a page; ``data`` is what it says in the terms of schema.org."""
    called = names()
    return (
        _environment()
        .get_template(template)
        .render(
            **content,
            title=title,
            data=_script(data) if data else None,
            language=frame.language,
            rtl=frame.language in RIGHT_TO_LEFT,
            words=interface(frame.language),
            style=frame.to("linked/style.css"),
            home=frame.to(""),
            catalogue=frame.to("catalog"),
            ontology=frame.to("ontology"),
            forms=[
                {"name": _NAMES[form], "media": FORMS[form], "href": frame.data(frame.here, form)}
                for form in frame.forms
            ],
            languages=[
                {"code": code, "name": called[code], "href": frame.tongue(code)} for code in frame.languages
            ],
        )
    )


def _script(data: Mapping[str, Any]) -> str:
    """Return data for a script element, out of which no text can lead."""
    from markupsafe import Markup

    return Markup(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))


@cache
def _environment() -> Environment:
    try:
        from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise UsageError("Jinja2 is not installed; install it: pip install 'moneyloop[web]'") from error
    return Environment(
        loader=ChoiceLoader([PackageLoader(f"moneyloop.web.{room}") for room in ("linked", "stored")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
