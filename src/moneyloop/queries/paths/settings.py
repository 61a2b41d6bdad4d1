"""Typed access to the settings of a SERVICE block; each complaint names the service and the setting."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from math import inf

import pyoxigraph as ox

from moneyloop.errors import QueryError
from moneyloop.queries.answer import Term, value
from moneyloop.queries.paths.block import Value
from moneyloop.queries.paths.request import Ends


class Settings:
    """The settings of a block, with the values that variables have in the query around it."""

    def __init__(
        self,
        service: str,
        namespace: str,
        settings: Sequence[tuple[str, Value]],
        known: Collection[str],
        columns: Collection[str],
    ) -> None:
        """Take the settings of a block.

        Args:
            service: the IRI of the service, for messages.
            namespace: what the IRIs of its settings begin with.
            settings: name and value, in order.
            known: the names that there are.
            columns: those of them that name a variable for the answer.

        Raises:
            QueryError: a setting is unknown, or one for a column is set to something else than a variable.
        """
        self.service, self.namespace = service, namespace
        self._settings, self._columns = settings, columns
        self._bound: dict[str, tuple[Term, ...] | None] = {}
        for name, given in settings:
            if name not in known:
                close = difflib.get_close_matches(name, known, n=3)
                hint = f"did you mean {' or '.join(close)}?" if close else f"known are {', '.join(known)}"
                raise self.error(name, f"is an unknown setting; {hint}")
            if name in columns and given.variable is None:
                raise self.error(name, f"names a column and must be a variable, not {given.written}")

    def error(self, name: str, problem: str) -> QueryError:
        """Return the error that says what is wrong with a setting."""
        return QueryError(f"SERVICE <{self.service}>: {name} {problem}")

    @property
    def inputs(self) -> tuple[str, ...]:
        """The variables whose values the search takes from the query around it."""
        named = (given.variable for name, given in self._settings if name not in self._columns)
        return tuple(dict.fromkeys(variable for variable in named if variable is not None))

    def bind(self, values: Mapping[str, tuple[Term, ...] | None]) -> None:
        """Take the values of variables; None for one that the query around leaves open."""
        self._bound = dict(values)

    def given(self, name: str) -> list[Value]:
        """Return the values of a setting as they are written."""
        return [given for other, given in self._settings if other == name]

    def terms(self, name: str) -> tuple[Term, ...]:
        """Return the values of a setting; none if it is not set, or set to a variable that is left open."""
        found: list[Term] = []
        for given in self.given(name):
            if given.term is not None:
                found.append(given.term)
            elif given.variable is not None:
                found += self._bound.get(given.variable) or ()
        return tuple(dict.fromkeys(found))

    def term(self, name: str) -> Term | None:
        """Return the one value of a setting, None if it is not set.

        Raises:
            QueryError: it has several.
        """
        found = self.terms(name)
        if len(found) > 1:
            raise self.error(name, f"must have one value, not {len(found)}")
        return found[0] if found else None

    def ends(self, name: str) -> Ends:
        """Return where paths begin or end.

        Raises:
            QueryError: terms and variables are mixed, or there are several variables.
        """
        given = self.given(name)
        variables = list(dict.fromkeys(one.variable for one in given if one.variable is not None))
        if not given:
            return Ends()
        if not variables:
            return Ends(self.terms(name))
        if len(variables) > 1 or any(one.term is not None for one in given):
            raise self.error(name, "must be one variable, or else IRIs")
        return Ends(self._bound.get(variables[0]), variables[0])

    def column(self, name: str) -> str | None:
        """Return the variable for a column, None if it is not asked for.

        Raises:
            QueryError: it is given several.
        """
        names = self.columns(name)
        if len(names) > 1:
            raise self.error(name, f"must be one variable, not {len(names)}")
        return names[0] if names else None

    def columns(self, name: str) -> tuple[str, ...]:
        """Return the variables of a setting that may have several."""
        variables = (given.variable for given in self.given(name))
        return tuple(dict.fromkeys(variable for variable in variables if variable is not None))

    def integer(self, name: str, least: int = 0) -> int | None:
        """Return a whole number, None if it is not set.

        Raises:
            QueryError: it is something else, or below what is the least.
        """
        term = self.term(name)
        found = value(term)
        if term is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int) or found < least:
            raise self.error(name, f"must be a whole number from {least}, not {term}")
        return found

    def number(self, name: str) -> float | None:
        """Return a number above 0, None if it is not set.

        Raises:
            QueryError: it is something else.
        """
        term = self.term(name)
        if term is None:
            return None
        try:
            found = float(getattr(term, "value", ""))
        except ValueError:
            found = 0.0
        if not 0 < found < inf:
            raise self.error(name, f"must be a number above 0, not {term}")
        return found

    def truth(self, name: str) -> bool | None:
        """Return a truth value, None if it is not set.

        Raises:
            QueryError: it is something else.
        """
        term = self.term(name)
        found = value(term)
        if term is not None and not isinstance(found, bool):
            raise self.error(name, f"must be true or false, not {term}")
        return found if isinstance(found, bool) else None

    def choice(self, name: str, allowed: Sequence[str]) -> str | None:
        """Return the local name of one of some IRIs of the vocabulary, None if it is not set.

        Raises:
            QueryError: it is none of them.
        """
        term = self.term(name)
        if term is None:
            return None
        local = term.value.removeprefix(self.namespace) if isinstance(term, ox.NamedNode) else str(term)
        if local not in allowed:
            close = difflib.get_close_matches(local, allowed, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise self.error(name, f"must be one of {', '.join(allowed)}, not {local}{hint}")
        return local

    def day(self, name: str) -> ox.Literal | None:
        """Return a date, None if it is not set.

        Raises:
            QueryError: it is something else.
        """
        term = self.term(name)
        if term is None:
            return None
        found = value(term)
        if isinstance(found, str) and isinstance(term, ox.Literal):
            try:
                found = date.fromisoformat(found)
            except ValueError:
                found = None
        if not isinstance(found, date):
            raise self.error(name, f"must be a date as 2025-12-31, not {term}")
        return ox.Literal(found.isoformat(), datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
