"""The measures of the score: which items each takes, when two agree, and which count as the same.

Described groups ("a consortium of investors") are not parties.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final

from moneyloop.graph.score.matching import TERMS, Item, Measure, Party
from moneyloop.graph.score.read import RawClaim
from moneyloop.ontology.model import load as load_model
from moneyloop.ontology.terms import ML

_LEGAL_FORM: Final = re.compile(
    r"\b(?:co|company|corp|corporation|group|holdings?|inc|llc|ltd|plc|platforms|the)\b\.?"
)
_NOT_ALPHANUMERIC: Final = re.compile(r"[\W_]+")
_DESCRIBED_START: Final = re.compile(r"(?:a|an|the|some|several|about|other|\d+) ")
_DESCRIBED_END: Final = re.compile(r"(?:^|\s)(?!government|administration|ministry)[a-z][a-z-]*$")


def measures(aliases: Mapping[str, Sequence[str]]) -> dict[str, Measure]:
    """Return the measures by name; each alias counts as the canonical name it is listed under."""
    return _Scorer(aliases).measures()


class _Scorer:
    def __init__(self, aliases: Mapping[str, Sequence[str]]) -> None:
        types = load_model().types
        self._ends = {name: kind.ends for name, kind in types.items() if kind.ends}
        self._personal = frozenset(
            name for name, (start, _) in self._ends.items() if types[name].roles[start].range == ML.Person
        )
        self._tying = frozenset(name for name, kind in types.items() if kind.ties_parties)
        self._figure_types = frozenset(name for name, kind in types.items() if kind.is_figure)
        self._families = [
            (_fold(name), frozenset(map(_fold, (name, *forms)))) for name, forms in aliases.items()
        ]

    def measures(self) -> dict[str, Measure]:
        def typed(item: Item) -> tuple[str, ...]:
            return (item.claim["type"], item.start.name, item.end.name)

        def paired(item: Item) -> tuple[str, ...]:
            return typed(item)[1:]

        def same(predicted: Item, gold: Item) -> bool:
            return _same_type(predicted, gold) and self._same_ends(predicted, gold)

        return {
            "edges": Measure(self._edges, same, typed),
            "pairs": Measure(self._edges, self._same_ends, paired),
            "full": Measure(self._edges, same, lambda item: (*typed(item), _terms(item)), tuple(TERMS)),
            "people": Measure(self._people, self._same_ends, paired),
            "figures": Measure(
                self._figures,
                same,
                lambda item: (*typed(item), json.dumps(item.claim.get("amount"), sort_keys=True)),
                ("amount",),
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
        return Party(key, frozenset(forms), name)

    def _edges(self, claims: Iterable[RawClaim]) -> Iterator[Item]:
        for claim in claims:
            if claim["type"] in self._ends and claim["type"] not in self._personal:
                yield from self._split(claim)

    def _people(self, claims: Iterable[RawClaim]) -> Iterator[Item]:
        return (item for claim in claims if claim["type"] in self._personal for item in self._split(claim))

    def _figures(self, claims: Iterable[RawClaim]) -> Iterator[Item]:
        for claim in claims:
            if claim["type"] in self._figure_types and claim.get("amount"):
                for party in self._parties(claim, "party"):
                    yield Item(claim, party, party)

    def _split(self, claim: RawClaim) -> Iterator[Item]:
        start_role, end_role = self._ends[claim["type"]]
        starts, ends = self._parties(claim, start_role), self._parties(claim, end_role)
        if claim["type"] in self._tying and _is_described((claim.get("roles") or {}).get(end_role)):
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


def _fold(name: str) -> str:
    """Return the form in which two names are compared: no case, punctuation or legal form."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return _NOT_ALPHANUMERIC.sub("", _LEGAL_FORM.sub(" ", text)) or _NOT_ALPHANUMERIC.sub("", text)


def _is_described(filling: Any) -> bool:
    """Whether what fills a role is no name: nothing, or words in lower case."""
    first = filling[0] if isinstance(filling, list) and filling else filling
    name = first.get("name") if isinstance(first, dict) else first
    return not name or re.search(r"\b[a-z]", name) is not None


def _terms(item: Item) -> str:
    return json.dumps([item.claim.get(name) for name in TERMS], sort_keys=True)


def _same_type(predicted: Item, gold: Item) -> bool:
    return predicted.claim["type"] in gold.accepted("type")
