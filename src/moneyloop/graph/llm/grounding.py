"""Keeps of what a model says only what the document bears out.

A claim stands if its quote stands in the document word for word, if the quote or a few sentences before it
name its parties, and if its amount and share can be read in the quote. What a model adds beside that
(descriptions, period, origin) is left out where the document does not say it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from moneyloop.graph.claims import Claim, Participant
from moneyloop.graph.extract.compose import Roles, is_core
from moneyloop.graph.llm import figures, names
from moneyloop.graph.llm.quotes import locate

if TYPE_CHECKING:
    from moneyloop.graph.llm.answer import Said
    from moneyloop.graph.llm.seen import Seen, Span
    from moneyloop.ontology.model import Model, RelationType

_MOST_SENTENCES: Final = 3
_FEWEST_WORDS: Final = 3
_WORD: Final = re.compile(r"\w+")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a claim does not stand: the field at fault, as ``roles.lender``, and a reason for people."""

    field: str
    reason: str


def ground(said: Said, seen: Seen, part: Span, model: Model, extractor: str) -> Claim | Refusal:
    """Return the claim that a model makes about a part of a document, or why it does not stand.

    The claim has no id yet.
    """
    quote = _quote(said, seen, part)
    if isinstance(quote, Refusal):
        return quote
    start, end = quote
    relation = model.types[said.type]
    roles = _roles(said, seen, quote, relation)
    if isinstance(roles, Refusal):
        return roles
    unread = _figure(said, seen, quote, relation)
    if unread:
        return unread
    document = seen.document
    fields = said.model_dump(include={"type", "status", "amount", "share"})
    if said.amount and said.amount.min is None and said.amount.max is None:
        fields["amount"] = None
    return Claim(
        id="",
        roles=roles,
        period=_period(said, seen),
        attributed_to=_origin(said, seen),
        quote=document.text[start:end],
        core=is_core(relation, roles),
        document=document.name,
        language=document.language,
        start=start,
        end=end,
        found_by=[extractor],
        **fields,
    )


def _quote(said: Said, seen: Seen, part: Span) -> Span | Refusal:
    found = locate(seen.normal, said.quote, *part)
    if found is None:
        return Refusal("quote", "the quote does not stand in the document")
    if seen.count(*found) > _MOST_SENTENCES:
        return Refusal("quote", f"the quote is longer than {_MOST_SENTENCES} sentences")
    if len(_WORD.findall(seen.document.text, *found)) < _FEWEST_WORDS:
        return Refusal("quote", f"the quote has fewer than {_FEWEST_WORDS} words")
    return found


def _roles(said: Said, seen: Seen, quote: Span, relation: RelationType) -> Roles | Refusal:
    filled: dict[str, list[Participant]] = {}
    for filling in said.roles:
        role = relation.roles.get(filling.role)
        if role is None:
            return Refusal(f"roles.{filling.role}", f"{relation.name} has no role {filling.role}")
        if role.is_party:
            found = names.party(filling, seen, quote)
            if found is None and names.is_group(filling, seen, quote):
                continue
            if found is None:
                reason = (
                    f"neither the quote nor the sentences before it name {filling.name or filling.text!r}"
                )
                return Refusal(f"roles.{filling.role}", reason)
        else:
            found = names.description(filling, seen, quote)
        if found and found not in filled.setdefault(role.name, []):
            filled[role.name].append(found)
    roles = {
        name: fillings[0] if len(fillings) == 1 else fillings for name, fillings in filled.items() if fillings
    }
    if not roles:
        return Refusal("roles", "the claim has no party")
    return roles


def _figure(said: Said, seen: Seen, quote: Span, relation: RelationType) -> Refusal | None:
    if said.amount is None and said.share is None:
        return None
    read = seen.quantities(*quote)
    if said.amount and not figures.stands(said.amount, read):
        return Refusal("amount", "the amount cannot be read in the quote")
    if said.share is not None and not figures.stands_as_share(said.share, read):
        return Refusal("share", "the share cannot be read in the quote")
    return None


def _period(said: Said, seen: Seen) -> str | None:
    """Return the period if the years in it stand in the document, or follow from when it was published."""
    years = _YEAR.findall(said.period or "")
    known = set(_YEAR.findall(seen.normal.text))
    published = _YEAR.findall(seen.document.published or "")
    known |= {str(int(year) + step) for year in published for step in (-1, 0, 1)}
    return said.period or None if known.issuperset(years) else None


def _origin(said: Said, seen: Seen) -> str | None:
    """Return the origin if the document names it."""
    origin = (said.attributed_to or "").strip()
    whole = (0, len(seen.document.text))
    known = seen.known("", origin)
    named = seen.form_of(known, whole) if known else seen.form_like(origin, whole)
    return (known.name if known else origin) if origin and named else None
