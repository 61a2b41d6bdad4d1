"""A stored query as a file that grlc serves: its header in grlc's keys, its parameters in grlc's variables.

grlc writes a value in place of the text of a variable: ``?_x_iri`` (required) or ``?__x_iri`` (optional) for
an IRI, ``_literal`` for a string, ``_integer`` and ``_xsd_date`` for typed ones (grlc.io, after BASIL).
So each place of a parameter becomes a subquery that gives the value, or the default if grlc wrote none.
"""

from __future__ import annotations

import re
from typing import Any, Final

from moneyloop.queries.header import MARK
from moneyloop.queries.stored import PLACE, UNDEFINED, Parameter, StoredQuery
from moneyloop.settings import PREFIXES, TERMS

_SUFFIXES: Final = {
    "status": "iri",
    "party": "iri",
    "class": "iri",
    "integer": "integer",
    "decimal": "xsd_decimal",
    "date": "xsd_date",
}
_HEADER: Final = re.compile(rf"\A(?:{re.escape(MARK)}.*\n)*\n*")
_VARIABLE: Final = re.compile(r"\?_(\w+)")
_XSD: Final = f"PREFIX xsd: <{PREFIXES['xsd']}>"


def variable(parameter: Parameter) -> str:
    """Return the variable that grlc knows a parameter by: ``?__status_iri``."""
    scores = "_" if parameter.required else "__"
    return f"?{scores}{parameter.name}_{_SUFFIXES.get(parameter.type, 'literal')}"


def text_of(query: StoredQuery, endpoint: str) -> str:
    """Return the text of the file that grlc serves a stored query from.

    A parameter takes one value there, and an IRI where ours takes a name.

    Args:
        query: the stored query.
        endpoint: the address that grlc sends it to, unless the header of the query says another.
    """
    import yaml

    written = yaml.safe_dump(_header(query, endpoint), allow_unicode=True, sort_keys=False, width=100)
    header = "".join(f"{MARK} {line}\n" for line in written.splitlines())
    return f"{header}\n{_body(query)}"


def _header(query: StoredQuery, endpoint: str) -> dict[str, Any]:
    defaults = [{p.name: _value(p, p.default[0])} for p in query.parameters if p.default]
    choices = [
        {p.name: [_value(p, allowed) for allowed in p.allowed]}
        for p in query.parameters
        if p.allowed and p.type != "class"
    ]
    header: dict[str, Any] = {
        "summary": query.title["en"],
        "description": f"{query.question['en']}\n\n{query.description}",
        "endpoint": endpoint,
        "method": "GET",
        "tags": list(query.tags),
        **query.others,
    }
    return header | ({"defaults": defaults} if defaults else {}) | ({"enumerate": choices} if choices else {})


def _value(parameter: Parameter, text: str) -> str:
    return TERMS + text if parameter.type in ("status", "class") else text


def _body(query: StoredQuery) -> str:
    parameters = {parameter.name: parameter for parameter in query.parameters}

    def given(match: re.Match[str]) -> str:
        return _subquery(parameters[match[2]], match[3])

    body = PLACE.sub(given, _HEADER.sub("", query.text))
    grlcs = {variable(parameter)[2:].lstrip("_") for parameter in query.parameters}
    body = _VARIABLE.sub(lambda m: m[0] if m[1].lstrip("_") in grlcs else f"?given_{m[1]}", body)
    typed = any(parameter.type in ("integer", "decimal", "date") for parameter in query.parameters)
    return f"{_XSD}\n{body}" if typed and _XSD not in body else body


def _subquery(parameter: Parameter, defaults: str) -> str:
    name = variable(parameter)
    if parameter.required:
        return f"{{ SELECT ({name} AS ?_{parameter.name}) WHERE {{}} }}"
    if defaults == UNDEFINED:
        return f"{{ SELECT (COALESCE({name}) AS ?_{parameter.name}) WHERE {{}} }}"
    return (
        f"{{ SELECT DISTINCT (COALESCE({name}, ?default) AS ?_{parameter.name}) "
        f"WHERE {{ VALUES ?default {{ {defaults} }} }} }}"
    )
