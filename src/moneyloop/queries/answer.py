"""What a stored query answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from moneyloop.queries.paths.outcome import Outcome
from moneyloop.settings import PREFIXES

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Value = str | int | bool | float | Decimal | date | None
_XSD: Final = PREFIXES["xsd"]
_READERS: Final[dict[str, Callable[[str], Value]]] = {
    _XSD + "integer": int,
    _XSD + "decimal": Decimal,
    _XSD + "double": float,
    _XSD + "float": float,
    _XSD + "date": date.fromisoformat,
    _XSD + "boolean": lambda text: text in ("true", "1"),
}


@dataclass(frozen=True)
class Answer:
    """The rows of an answer, kept as SPARQL 1.1 Query Results JSON.

    ``limit`` is the most rows that the query returns, None if it is not limited. ``searches`` says what
    became of its path searches.
    """

    json: bytes
    limit: int | None = None
    searches: tuple[Outcome, ...] = ()

    def _solutions(self) -> ox.QuerySolutions:
        solutions = ox.parse_query_results(self.json, format=ox.QueryResultsFormat.JSON)
        assert isinstance(solutions, ox.QuerySolutions)
        return solutions

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(variable.value for variable in self._solutions().variables)

    @cached_property
    def rows(self) -> list[tuple[Term | None, ...]]:
        """The rows as RDF terms; None where a column has no value."""
        return [tuple(solution) for solution in self._solutions()]

    @property
    def complete(self) -> bool:
        """Whether no row can be missing; False if the limit of the query or of a path search was reached."""
        found_all = all(search.complete for search in self.searches)
        return found_all and (self.limit is None or len(self.rows) < self.limit)

    def values(self) -> list[tuple[Value, ...]]:
        """Return the rows as Python values: numbers, dates, truth values, else strings; IRIs as strings."""
        return [tuple(map(value, row)) for row in self.rows]

    def to_json(self) -> str:
        """Return the answer as SPARQL 1.1 Query Results JSON."""
        return self.json.decode()

    def to_csv(self) -> str:
        """Return the answer as SPARQL 1.1 Query Results CSV, with a header line."""
        return self._serialized(ox.QueryResultsFormat.CSV)

    def to_tsv(self) -> str:
        """Return the answer as SPARQL 1.1 Query Results TSV, with a header line."""
        return self._serialized(ox.QueryResultsFormat.TSV)

    def _serialized(self, form: ox.QueryResultsFormat) -> str:
        serialized = self._solutions().serialize(format=form)
        assert serialized is not None
        return serialized.decode()


def answer_of(solutions: ox.QuerySolutions) -> Answer:
    """Return solutions as an answer, having read them to their end.

    Raises:
        SyntaxError: they are read from JSON that turns out to be malformed.
    """
    serialized = solutions.serialize(format=ox.QueryResultsFormat.JSON)
    assert serialized is not None
    return Answer(serialized)


def joined(answers: Sequence[Answer]) -> Answer:
    """Return answers with the same columns, of which there is one at least, as one, in their order."""
    whole = json.loads(answers[0].json)
    for answer in answers[1:]:
        whole["results"]["bindings"] += json.loads(answer.json)["results"]["bindings"]
    return Answer(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode())


def value(term: Term | None) -> Value:
    """Return an RDF term as a Python value; a literal whose form does not fit its datatype stays a string."""
    if isinstance(term, ox.Literal):
        read = _READERS.get(term.datatype.value, str)
        try:
            return read(term.value)
        except (ValueError, ArithmeticError):
            return term.value
    return term.value if isinstance(term, ox.NamedNode) else None if term is None else str(term)
