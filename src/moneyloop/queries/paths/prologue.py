"""What stands around a pattern in a query: prefixes, base, dataset; it gives tokens their meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from moneyloop.queries.answer import Term
from moneyloop.queries.paths.tokens import Token, form_of, tokens


@dataclass(frozen=True, slots=True)
class Prologue:
    """The BASE and PREFIX declarations of a query, and its FROM clauses, both as they are written."""

    declarations: str
    dataset: str

    def select(self, columns: Sequence[str], pattern: str) -> str:
        """Return a SELECT query for the distinct values that some variables have in a pattern."""
        names = " ".join(f"?{name}" for name in columns)
        return f"{self.declarations}\nSELECT DISTINCT {names} {self.dataset} WHERE {{\n{pattern}\n}}"

    def terms(self, written: Sequence[str]) -> list[Term]:
        """Return IRIs and literals as RDF terms.

        Raises:
            SyntaxError: one is none, or has a prefix that is not declared.
        """
        values = " ".join(written)
        solutions = ox.Store().query(
            f"{self.declarations}\nSELECT ?term WHERE {{ VALUES ?term {{ {values} }} }}"
        )
        assert isinstance(solutions, ox.QuerySolutions)
        return [solution["term"] for solution in solutions]

    def iri(self, token: Token) -> str | None:
        """Return the IRI that a token stands for, None if it stands for none."""
        if token.kind not in ("iri", "name"):
            return None
        try:
            return str(getattr(self.terms([token.text])[0], "value", ""))
        except SyntaxError:
            return None


def prologue_of(text: str, found: Sequence[Token]) -> Prologue | None:
    """Return the prologue of a query, None for what is no query."""
    form = form_of(found)
    if form is None:
        return None
    dataset = []
    for index in range(form, len(found) - 1):
        token = found[index]
        if token.kind == "mark" and token.text == "{" and not found[form].is_word("CONSTRUCT"):
            break
        if token.is_word("WHERE"):
            break
        if token.is_word("FROM"):
            named = found[index + 1].is_word("NAMED") and index + 2 < len(found)
            last = found[index + 2 if named else index + 1]
            dataset.append(text[token.start : last.end])
    return Prologue(text[: found[form].start], " ".join(dataset))


def names_graphs(text: str) -> bool:
    """Whether a query says by FROM which graphs it is asked of."""
    if "FROM" not in text.upper():
        return False
    prologue = prologue_of(text, tokens(text))
    return prologue is not None and bool(prologue.dataset)
