"""What a score holds: rates by measure, document, language and type, and what was missed or invented."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Final, NamedTuple

from moneyloop.graph.score.read import RawClaim

_DIGITS: Final = 3


@dataclass(frozen=True)
class Rates:
    """Counts of one measure; the three rates lie between 0 and 1, and are 0 where nothing can be divided."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Share of the predicted items that are right."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold items that were found."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: Rates) -> Rates:
        return Rates(self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold)

    def to_dict(self) -> dict[str, float | int]:
        """Return rates, rounded to three digits, and counts, for JSON."""
        rounded = {name: round(getattr(self, name), _DIGITS) for name in ("precision", "recall", "f1")}
        return {**rounded, "hits": self.hits, "predicted": self.predicted, "gold": self.gold}


@dataclass(frozen=True)
class Silence:
    """How sentences fare of which no gold claim is cut: how many, and what was read into them.

    ``with_edges`` counts the sentences to which an edge was predicted, ``invented`` the edges predicted in
    them that no other sentence of the document states either.
    """

    sentences: int = 0
    with_edges: int = 0
    invented: int = 0

    @property
    def share(self) -> float:
        """Share of the sentences to which an edge was predicted, 0..1."""
        return self.with_edges / self.sentences if self.sentences else 0.0

    @property
    def per_hundred(self) -> float:
        """Invented edges for each hundred sentences."""
        return 100 * self.invented / self.sentences if self.sentences else 0.0

    def __add__(self, other: Silence) -> Silence:
        return Silence(
            self.sentences + other.sentences,
            self.with_edges + other.with_edges,
            self.invented + other.invented,
        )

    def to_dict(self) -> dict[str, float | int]:
        """Return rates, rounded to three digits, and counts, for JSON."""
        rates = {"share": round(self.share, _DIGITS), "per_hundred": round(self.per_hundred, _DIGITS)}
        return {**asdict(self), **rates}


@dataclass(frozen=True)
class Difference:
    """An item of a gold claim that was ``missed``, or of a predicted one that no gold supports: ``invented``.

    ``parties`` are the two that an edge leads from and to, or the one of a figure. ``differs`` names what
    alone is wrong (amount, share, status), and is empty where the other side has nothing of the same type
    and parties. ``sentence`` is what the document says there, or the quote where that is all there is.
    """

    measure: str
    kind: str
    document: str
    language: str
    parties: tuple[str, ...]
    claim: RawClaim
    differs: tuple[str, ...] = ()
    sentence: str = ""


class Key(NamedTuple):
    """What rates are of: the items of a measure that one document has of one type."""

    measure: str
    document: str
    type: str


@dataclass
class Score:
    """Rates, and what they rest on.

    ``documents`` maps each document with gold claims to its language, ``und`` where nothing tells it.
    ``quotes`` is (verbatim, all), ``silence`` by document; both are None where no documents were given.
    ``unplaced`` are the gold claims whose quote stands nowhere in their document, as (document, id).
    """

    measures: tuple[str, ...]
    documents: dict[str, str] = field(default_factory=dict)
    rates: dict[Key, Rates] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    quotes: tuple[int, int] | None = None
    silence: dict[str, Silence] | None = None
    unplaced: list[tuple[str, str]] = field(default_factory=list)

    def total(self, measure: str) -> Rates:
        """Return the rates of a measure over all documents together."""
        return self._sum(measure, self.documents)

    def by_document(self, measure: str) -> dict[str, Rates]:
        """Return the rates of a measure for each document that has gold claims."""
        return {document: self._sum(measure, (document,)) for document in self.documents}

    def by_language(self, measure: str) -> dict[str, Rates]:
        """Return the rates of a measure for each language, sorted."""
        languages: dict[str, list[str]] = {}
        for document, language in self.documents.items():
            languages.setdefault(language, []).append(document)
        return {language: self._sum(measure, documents) for language, documents in sorted(languages.items())}

    def by_type(self, measure: str) -> dict[str, Rates]:
        """Return the rates of a measure for each type, sorted: that of the gold claim for what was found."""
        types: dict[str, Rates] = {}
        for key, rates in self.rates.items():
            if key.measure == measure:
                types[key.type] = types.get(key.type, Rates()) + rates
        return dict(sorted(types.items()))

    def silence_by_language(self) -> dict[str, Silence]:
        """Return how sentences without gold claims fare in each language, sorted."""
        languages: dict[str, Silence] = {}
        for document, silence in (self.silence or {}).items():
            language = self.documents[document]
            languages[language] = languages.get(language, Silence()) + silence
        return dict(sorted(languages.items()))

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the differences, for JSON."""
        result: dict[str, Any] = {name: self._measure_to_dict(name) for name in self.measures}
        if self.quotes:
            verbatim, count = self.quotes
            share = round(verbatim / count, _DIGITS) if count else 0.0
            result["quotes"] = {"precision": share, "predicted": count}
        if self.silence is not None:
            result["silence"] = {
                **sum(self.silence.values(), Silence()).to_dict(),
                "documents": _to_dicts(self.silence),
                "languages": _to_dicts(self.silence_by_language()),
            }
        return result

    def _measure_to_dict(self, measure: str) -> dict[str, Any]:
        return {
            **self.total(measure).to_dict(),
            "documents": _to_dicts(self.by_document(measure)),
            "languages": _to_dicts(self.by_language(measure)),
            "types": _to_dicts(self.by_type(measure)),
        }

    def _sum(self, measure: str, documents: Iterable[str]) -> Rates:
        wanted = frozenset(documents)
        found = (
            rates for key, rates in self.rates.items() if key.measure == measure and key.document in wanted
        )
        return sum(found, Rates())


def _to_dicts(rates: dict[str, Rates] | dict[str, Silence]) -> dict[str, dict[str, float | int]]:
    return {name: one.to_dict() for name, one in rates.items()}
