"""What the score counts: the items of claims, and when a predicted item agrees with a gold one.

An item is an edge (a relation split into type, from and to) or a figure of one party. Each measure says which
items it takes, when two agree, and which of one document's items count as the same. Amounts and shares agree
within 1 %. A gold claim may be ``optional`` (neither a hit nor a miss) and may ``accept`` other values of a
field. Described groups ("a consortium of investors") are not parties.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from moneyloop.ontology.model import load as load_model

RawClaim = dict[str, Any]
"""A claim as its JSON object: gold claims carry less, and more, than ``moneyloop.graph.claims.Claim``."""

TOLERANCE: Final = 0.01

_LEGAL_FORM: Final = re.compile(
    r"\b(?:co|company|corp|corporation|group|holdings?|inc|llc|ltd|plc|platforms|the)\b\.?"
)
_NOT_ALPHANUMERIC: Final = re.compile(r"[\W_]+")
_DESCRIBED_START: Final = re.compile(r"(?:a|an|the|some|several|about|other|\d+) ")
_DESCRIBED_END: Final = re.compile(r"(?:^|\s)(?!government|administration|ministry)[a-z][a-z-]*$")


@dataclass(frozen=True)
class Party:
    """A party as the score sees it: the folded canonical name, and every folded form that counts as it."""

    name: str
    forms: frozenset[str]

    def meets(self, other: Party) -> bool:
        """Say whether two parties share a form."""
        return not self.forms.isdisjoint(other.forms)


@dataclass(frozen=True)
class Item:
    """What is counted: an edge, or a figure (whose start and end are the same party)."""

    claim: RawClaim
    start: Party
    end: Party

    def accepted(self, name: str) -> list[Any]:
        """Return the values of a field of a gold claim that count as right."""
        return [self.claim.get(name), *self.claim.get("accept", {}).get(name, [])]


@dataclass(frozen=True)
class Measure:
    """Which items a measure takes, when a predicted one agrees with a gold one, and which are the same."""

    items: Callable[[Iterable[RawClaim]], Iterator[Item]]
    agrees: Callable[[Item, Item], bool]
    mark: Callable[[Item], tuple[str, ...]]

    def distinct(self, claims: Iterable[RawClaim]) -> list[Item]:
        """Return the items of some claims, the first of each that count as the same."""
        first: dict[tuple[str, ...], Item] = {}
        for item in self.items(claims):
            first.setdefault(self.mark(item), item)
        return list(first.values())


def measures(aliases: Mapping[str, Sequence[str]]) -> dict[str, Measure]:
    """Return the measures by name; each alias counts as the canonical name it is listed under."""
    return _Scorer(aliases).measures()


class _Scorer:
    def __init__(self, aliases: Mapping[str, Sequence[str]]) -> None:
        types = load_model().types
        self._ends = {name: kind.ends for name, kind in types.items() if kind.ends}
        self._figure_types = frozenset(name for name, kind in types.items() if kind.is_figure)
        self._families = [
            (_fold(name), frozenset(map(_fold, (name, *forms)))) for name, forms in aliases.items()
        ]

    def measures(self) -> dict[str, Measure]:
        def typed(item: Item) -> tuple[str, ...]:
            return (item.claim["type"], item.start.name, item.end.name)

        def paired(item: Item) -> tuple[str, ...]:
            return typed(item)[1:]

        return {
            "edges": Measure(self._edges, lambda p, g: _same_type(p, g) and self._same_ends(p, g), typed),
            "pairs": Measure(self._edges, self._same_ends, paired),
            "full": Measure(self._edges, self._same_full, lambda item: (*typed(item), _terms(item))),
            "people": Measure(self._employments, self._same_ends, paired),
            "figures": Measure(
                self._figures,
                lambda p, g: _same_type(p, g) and self._same_ends(p, g) and _same_amount(p, g),
                lambda item: (*typed(item), json.dumps(item.claim.get("amount"), sort_keys=True)),
            ),
        }

    def _parties(self, claim: RawClaim, role: str) -> list[Party]:
        value = (claim.get("roles") or {}).get(role)
        fillings = value if isinstance(value, list) else [value] if value else []
        return [party for filling in fillings if (party := self._party(filling))]

    def _party(self, filling: str | dict[str, Any]) -> Party | None:
        name, text = (filling, None) if isinstance(filling, str) else (filling["name"], filling.get("text"))
        if not name or _DESCRIBED_START.match(name) or _DESCRIBED_END.search(name):
            return None
        key, forms = _fold(name), {_fold(form) for form in (name, text) if form}
        for canonical, family in self._families:
            if not forms.isdisjoint(family):
                key, forms = canonical, forms | family
        return Party(key, frozenset(forms))

    def _edges(self, claims: Iterable[RawClaim]) -> Iterator[Item]:
        for claim in claims:
            if claim["type"] in self._ends and claim["type"] != "Employment":
                yield from self._split(claim)

    def _employments(self, claims: Iterable[RawClaim]) -> Iterator[Item]:
        return (item for claim in claims if claim["type"] == "Employment" for item in self._split(claim))

    def _figures(self, claims: Iterable[RawClaim]) -> Iterator[Item]:
        for claim in claims:
            if claim["type"] in self._figure_types and claim.get("amount"):
                for party in self._parties(claim, "party"):
                    yield Item(claim, party, party)

    def _split(self, claim: RawClaim) -> Iterator[Item]:
        start_role, end_role = self._ends[claim["type"]]
        starts, ends = self._parties(claim, start_role), self._parties(claim, end_role)
        if claim["type"] == "JointProject" and _is_described_project(claim):
            pairs = list(combinations(sorted(starts, key=lambda party: party.name), 2))
            yield from (Item(claim, start, end) for start, end in pairs)
        else:
            yield from (Item(claim, a, b) for a in starts for b in ends if a.forms != b.forms)

    def _same_ends(self, predicted: Item, gold: Item) -> bool:
        if predicted.start.meets(gold.start) and predicted.end.meets(gold.end):
            return True
        if gold.claim["type"] not in self._ends:
            return False
        others = (
            item
            for roles in gold.claim.get("accept", {}).get("roles", [])
            for item in self._split({**gold.claim, "roles": roles})
        )
        return any(predicted.start.meets(item.start) and predicted.end.meets(item.end) for item in others)

    def _same_full(self, predicted: Item, gold: Item) -> bool:
        return (
            _same_type(predicted, gold)
            and self._same_ends(predicted, gold)
            and _same_amount(predicted, gold)
            and any(_near(predicted.claim.get("share"), share) for share in gold.accepted("share"))
            and predicted.claim.get("status") in gold.accepted("status")
        )


def match(
    predicted: Iterable[Item], gold: Iterable[Item], agrees: Callable[[Item, Item], bool]
) -> tuple[int, list[Item], list[Item]]:
    """Pair items one to one, in order, certain gold before optional gold.

    Returns the number of hits, the predicted items without a partner, and the certain gold items without one.
    """
    open_gold = sorted(gold, key=lambda item: bool(item.claim.get("optional")))
    hits, extra = 0, []
    for item in predicted:
        partner = next((index for index, other in enumerate(open_gold) if agrees(item, other)), None)
        if partner is None:
            extra.append(item)
        else:
            hits += not open_gold.pop(partner).claim.get("optional")
    return hits, extra, [item for item in open_gold if not item.claim.get("optional")]


def _fold(name: str) -> str:
    """Return the form in which two names are compared: no case, punctuation or legal form."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return _NOT_ALPHANUMERIC.sub("", _LEGAL_FORM.sub(" ", text)) or _NOT_ALPHANUMERIC.sub("", text)


def _is_described_project(claim: RawClaim) -> bool:
    project = (claim.get("roles") or {}).get("project")
    if isinstance(project, list):
        project = project[0] if project else None
    name = project.get("name") if isinstance(project, dict) else project
    return not name or re.search(r"\b[a-z]", name) is not None


def _terms(item: Item) -> str:
    return json.dumps([item.claim.get(name) for name in ("amount", "share", "status")], sort_keys=True)


def _same_type(predicted: Item, gold: Item) -> bool:
    return predicted.claim["type"] in gold.accepted("type")


def _same_amount(predicted: Item, gold: Item) -> bool:
    amount = predicted.claim.get("amount") or {}
    return any(_amounts_agree(amount, other or {}) for other in gold.accepted("amount"))


def _amounts_agree(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return a.get("currency") == b.get("currency") and all(
        _near(a.get(end), b.get(end)) for end in ("min", "max")
    )


def _near(a: float | None, b: float | None) -> bool:
    return a == b or (a is not None and b is not None and abs(a - b) <= TOLERANCE * max(abs(a), abs(b)))
