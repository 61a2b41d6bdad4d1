"""What the score counts, and how predicted items are paired with gold ones.

An item is an edge (a relation split into type, from and to) or a figure of one party. Amounts and shares
agree within 1 %. A gold claim may be ``optional`` (neither a hit nor a miss) and may ``accept`` other values
of a field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from moneyloop.graph.score.read import RawClaim

TOLERANCE: Final = 0.01


def _amounts_agree(a: dict[str, Any] | None, b: dict[str, Any] | None) -> bool:
    a, b = a or {}, b or {}
    return a.get("currency") == b.get("currency") and all(
        _near(a.get(end), b.get(end)) for end in ("min", "max")
    )


def _near(a: float | None, b: float | None) -> bool:
    return a == b or (a is not None and b is not None and abs(a - b) <= TOLERANCE * max(abs(a), abs(b)))


TERMS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "amount": _amounts_agree,
    "share": _near,
    "status": lambda a, b: a == b,
}
"""What a deal is about apart from its parties, each with when two values of it agree."""


@dataclass(frozen=True)
class Party:
    """A party as the score sees it: the folded canonical name, and every folded form that counts as it.

    ``label`` is the name as the claim gives it.
    """

    name: str
    forms: frozenset[str]
    label: str

    def meets(self, other: Party) -> bool:
        """Say whether two parties share a form."""
        return not self.forms.isdisjoint(other.forms)


@dataclass(frozen=True)
class Item:
    """What is counted: an edge, or a figure (whose start and end are the same party)."""

    claim: RawClaim
    start: Party
    end: Party

    @property
    def parties(self) -> tuple[str, ...]:
        """The names of the start and the end, or of the one party of a figure."""
        return (self.start.label,) if self.start is self.end else (self.start.label, self.end.label)

    def accepted(self, name: str) -> list[Any]:
        """Return the values of a field of a gold claim that count as right."""
        return [self.claim.get(name), *self.claim.get("accept", {}).get(name, [])]


@dataclass(frozen=True)
class Measure:
    """Which items a measure takes, which are the same, and when a predicted one agrees with a gold one.

    They agree where ``same`` says that they speak of the same thing, and each of the ``terms`` is right.
    """

    items: Callable[[Iterable[RawClaim]], Iterator[Item]]
    same: Callable[[Item, Item], bool]
    mark: Callable[[Item], tuple[str, ...]]
    terms: tuple[str, ...] = ()

    def distinct(self, claims: Iterable[RawClaim]) -> list[Item]:
        """Return the items of some claims, the first of each that count as the same."""
        first: dict[tuple[str, ...], Item] = {}
        for item in self.items(claims):
            first.setdefault(self.mark(item), item)
        return list(first.values())

    def differing(self, predicted: Item, gold: Item) -> tuple[str, ...]:
        """Return the terms in which two items that speak of the same thing differ."""
        return tuple(
            term
            for term in self.terms
            if not any(TERMS[term](predicted.claim.get(term), value) for value in gold.accepted(term))
        )

    def match(self, predicted: Iterable[Item], gold: Iterable[Item]) -> Matching:
        """Pair items one to one, in order, certain gold before optional gold."""
        open_gold = sorted(gold, key=lambda item: bool(item.claim.get("optional")))
        hits, extra = [], []
        for item in predicted:
            partner = next((index for index, other in enumerate(open_gold) if self._agree(item, other)), None)
            if partner is None:
                extra.append(item)
            else:
                hits.append(open_gold.pop(partner))
        return Matching(_certain(hits), extra, _certain(open_gold))

    def _agree(self, predicted: Item, gold: Item) -> bool:
        return self.same(predicted, gold) and not self.differing(predicted, gold)


@dataclass(frozen=True)
class Matching:
    """The gold items that were found, the predicted ones without a partner, the gold ones without one.

    Optional gold is in none of them.
    """

    hits: list[Item]
    extra: list[Item]
    left: list[Item]


def _certain(items: Iterable[Item]) -> list[Item]:
    return [item for item in items if not item.claim.get("optional")]
