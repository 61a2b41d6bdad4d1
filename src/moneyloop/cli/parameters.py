"""Parameters of a stored query as a person gives them to ``moneyloop query``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from moneyloop.errors import UsageError

if TYPE_CHECKING:
    from moneyloop.queries.stored import StoredQuery

_OWN: Final = ("data", "endpoint", "timeout", "param", "format", "lang", "help")
_LATER: Final = re.compile(r"-([a-z0-9])")


def given(query: StoredQuery, pairs: Iterable[str], options: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the values of parameters, by name.

    Args:
        query: the stored query.
        pairs: what ``--param`` was given, as ``key=value``.
        options: the arguments left over, as ``["--as-of", "2025-12-31", "--party=Nvidia"]``.

    Raises:
        UsageError: a pair has no ``=``, an option is unknown or has no value, or a parameter that takes one
            value is given several.
    """
    many = {parameter.name for parameter in query.parameters if parameter.many}
    values: dict[str, tuple[str, ...]] = {}
    for key, value in [*_pairs(pairs), *_options(query, options)]:
        former = values.get(key, ())
        if former and key not in many and value not in former:
            raise UsageError(f"query: {key} is given twice, as {former[0]!r} and as {value!r}")
        values[key] = tuple(dict.fromkeys((*former, value)))
    return values


def _pairs(pairs: Iterable[str]) -> Iterator[tuple[str, str]]:
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not key or not equals:
            raise UsageError(f"query: --param {pair!r} is not of the form KEY=VALUE")
        yield _camel(key), value


def _options(query: StoredQuery, options: Sequence[str]) -> Iterator[tuple[str, str]]:
    known = {f"--{parameter.option}": parameter.name for parameter in query.parameters}
    waiting = list(options)
    while waiting:
        option, equals, value = waiting.pop(0).partition("=")
        if not option.startswith("--"):
            raise UsageError(f"query: {option!r} is no option; give parameters as --party NAME")
        if option not in known:
            raise UsageError(f"query: {query.name} has no option {option}; {_hint(option, known)}")
        if not equals:
            if not waiting:
                raise UsageError(f"query: {option} needs a value")
            value = waiting.pop(0)
        yield known[option], value


def _hint(option: str, known: Iterable[str]) -> str:
    own = [f"--{name}" for name in _OWN]
    if close := difflib.get_close_matches(option, [*known, *own], n=1):
        return f"did you mean {close[0]}?"
    listed = ", ".join(known)
    return f"those of its parameters are {listed}" if listed else "it has no parameters"


def _camel(name: str) -> str:
    return _LATER.sub(lambda match: match[1].upper(), name)
