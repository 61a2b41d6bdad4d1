"""The order of the columns of ``SELECT *``: that in which the query names the variables."""

from __future__ import annotations

from collections.abc import Sequence

from moneyloop.queries.paths.tokens import Token, form_of, tokens


def columns_of(text: str, variables: Sequence[str]) -> list[str]:
    """Return the columns of an answer in order.

    Args:
        text: the query.
        variables: the columns as the engine has them: by name for ``SELECT *``, else as they are asked for.
    """
    found = tokens(text)
    form = form_of(found)
    if form is None or not _is_star(found[form + 1 : form + 3]):
        return list(variables)
    named = [token.text[1:] for token in found if token.kind == "variable"]
    return [*dict.fromkeys(name for name in named if name in variables)]


def _is_star(behind: Sequence[Token]) -> bool:
    """Whether the tokens behind SELECT ask for all variables."""
    return any(
        token.text == "*" and all(one.is_word("DISTINCT", "REDUCED") for one in behind[:index])
        for index, token in enumerate(behind)
    )
