"""What a stored query answers."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Solved:
    """Columns and rows of RDF terms; None where a column has no value."""

    columns: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]


@dataclass(frozen=True)
class Answer:
    """The rows of an answer, given as SPARQL 1.1 Query Results JSON or as terms; each is made of the other.

    ``limit`` is the most rows that the query returns, None if it is not limited. ``searches`` says what
    became of its path searches.
    """

    given: bytes | Solved
    limit: int | None = None
    searches: tuple[Outcome, ...] = ()

    @cached_property
    def _solved(self) -> Solved:
        return self.given if isinstance(self.given, Solved) else _read(_parsed(self.given))

    @cached_property
    def json(self) -> bytes:
        """The answer as SPARQL 1.1 Query Results JSON, in UTF-8."""
        return self.given if isinstance(self.given, bytes) else self._serialized(ox.QueryResultsFormat.JSON)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return self._solved.columns

    @property
    def rows(self) -> list[tuple[Term | None, ...]]:
        """The rows as RDF terms; None where a column has no value."""
        return self._solved.rows

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
        return self._serialized(ox.QueryResultsFormat.CSV).decode()

    def to_tsv(self) -> str:
        """Return the answer as SPARQL 1.1 Query Results TSV, with a header line."""
        return self._serialized(ox.QueryResultsFormat.TSV).decode()

    def _serialized(self, form: ox.QueryResultsFormat) -> bytes:
        if isinstance(self.given, bytes):
            solutions = _parsed(self.given)
        else:
            solutions = _parsed(_written(self.given), ox.QueryResultsFormat.TSV)
        serialized = solutions.serialize(format=form)
        assert serialized is not None
        return serialized


def answer_of(solutions: ox.QuerySolutions) -> Answer:
    """Return solutions as an answer, having read them to their end.

    Raises:
        SyntaxError: they are read from JSON that turns out to be malformed.
    """
    return Answer(_read(solutions))


def joined(answers: Sequence[Answer]) -> Answer:
    """Return answers with the same columns, of which there is one at least, as one, in their order."""
    return Answer(Solved(answers[0].columns, [row for answer in answers for row in answer.rows]))


def _read(solutions: ox.QuerySolutions) -> Solved:
    columns = tuple(variable.value for variable in solutions.variables)
    return Solved(columns, [tuple(solution) for solution in solutions])


def _parsed(body: bytes, form: ox.QueryResultsFormat = ox.QueryResultsFormat.JSON) -> ox.QuerySolutions:
    solutions = ox.parse_query_results(body, format=form)
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions


def _written(solved: Solved) -> bytes:
    """Return rows as SPARQL 1.1 Query Results TSV, in which terms stand as Turtle has them."""
    lines = ["\t".join(f"?{column}" for column in solved.columns)]
    lines += ["\t".join(map(tsv_cell, row)) for row in solved.rows]
    return "".join(f"{line}\n" for line in lines).encode()


def tsv_cell(term: Term | None) -> str:
    """Return a term as a cell of SPARQL 1.1 Query Results TSV."""
    if isinstance(term, ox.Triple):
        return f"<<( {tsv_cell(term.subject)} {term.predicate} {tsv_cell(term.object)} )>>"
    return "" if term is None else str(term)


def value(term: Term | None) -> Value:
    """Return an RDF term as a Python value; a literal whose form does not fit its datatype stays a string."""
    if isinstance(term, ox.Literal):
        read = _READERS.get(term.datatype.value, str)
        try:
            return read(term.value)
        except (ValueError, ArithmeticError):
            return term.value
    return term.value if isinstance(term, ox.NamedNode) else None if term is None else str(term)
