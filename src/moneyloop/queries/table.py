"""Answers as typed rows, and as the tables of other libraries."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from moneyloop.errors import UsageError
from moneyloop.queries.answer import Answer, Value

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

PRECISION: Final = 38
SCALE: Final = 10
"""Digits in all, and digits behind the point, of decimal numbers in an Arrow table."""
_ROUNDED: Final = Decimal(1).scaleb(-SCALE)
_HELD: Final[dict[str, type]] = {
    "boolean": bool,
    "integer": int,
    "decimal": Decimal,
    "double": float,
    "date": date,
}
_PANDAS: Final = {"integer": "Int64", "decimal": "Float64", "double": "Float64", "boolean": "boolean"}


@dataclass(frozen=True)
class Table:
    """The rows of an answer as named tuples of Python values.

    Numbers are ``int`` or ``Decimal``, dates ``date``; texts, names and IRIs are strings; what is not known
    is None. ``answer`` has the same rows as RDF terms. ``declared`` gives the types of columns that a stored
    query declares.
    """

    answer: Answer
    declared: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return self.answer.columns

    @property
    def complete(self) -> bool:
        """Whether no row can be missing."""
        return self.answer.complete

    @cached_property
    def rows(self) -> list[Any]:
        """The rows, as named tuples."""
        row = namedtuple("Row", self.columns, rename=True)  # type: ignore[misc]
        return [row._make(values) for values in self.answer.values()]

    @cached_property
    def types(self) -> dict[str, str]:
        """The type of each column: as declared, else of the values that stand in it, else string."""
        return {
            name: self.declared.get(name) or _kind([row[index] for row in self.rows])
            for index, name in enumerate(self.columns)
        }

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def __getitem__(self, index: int) -> Any:
        """Return one row."""
        return self.rows[index]

    def to_arrow(self) -> pa.Table:
        """Return an Arrow table: int64, decimal128 with 10 digits behind the point, date32, bool and string.

        Raises:
            UsageError: pyarrow is not installed.
        """
        try:
            import pyarrow as pa
        except ImportError as error:
            raise _missing("pyarrow") from error
        kinds = {
            "integer": pa.int64(),
            "decimal": pa.decimal128(PRECISION, SCALE),
            "double": pa.float64(),
            "date": pa.date32(),
            "boolean": pa.bool_(),
        }
        schema = pa.schema([(name, kinds.get(kind, pa.string())) for name, kind in self.types.items()])
        arrays = [
            pa.array([_fitting(row[index], kind) for row in self.rows], schema.types[index])
            for index, kind in enumerate(self.types.values())
        ]
        return pa.Table.from_arrays(arrays, schema=schema)

    def to_pandas(self) -> pd.DataFrame:
        """Return a data frame: Int64, Float64, datetime64, boolean and string, so that gaps stay gaps.

        Raises:
            UsageError: pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise _missing("pandas") from error
        frame = {}
        for index, (name, kind) in enumerate(self.types.items()):
            values = [_fitting(row[index], kind) for row in self.rows]
            if kind == "date":
                frame[name] = pd.Series(
                    pd.to_datetime(pd.Series(values, dtype="object")), dtype="datetime64[s]"
                )
            else:
                plain = [float(one) if isinstance(one, Decimal) else one for one in values]
                frame[name] = pd.Series(plain, dtype=_PANDAS.get(kind, "string"))
        return pd.DataFrame(frame)


def _kind(values: list[Value]) -> str:
    """Return the type that holds all values of a column."""
    kinds = {_kind_of(value) for value in values if value is not None}
    if kinds == {"integer", "decimal"}:
        return "decimal"
    return kinds.pop() if len(kinds) == 1 else "string"


def _kind_of(value: Value) -> str:
    return next((kind for kind, held in _HELD.items() if isinstance(value, held)), "string")


def _fitting(value: Value, kind: str) -> Any:
    """Return a value as its column takes it; None where it does not fit."""
    if value is None or not isinstance(value, _HELD.get(kind, object)):
        return Decimal(value) if kind == "decimal" and isinstance(value, int) else None
    if isinstance(value, Decimal):
        return value.quantize(_ROUNDED)
    return value if kind in _HELD else str(value)


def _missing(library: str) -> UsageError:
    return UsageError(f"{library} is not installed; install it: pip install 'moneyloop[frames]'")
