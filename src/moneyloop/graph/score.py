"""Scores claims against gold claims: precision, recall and F1 by measure, over all documents and for each.

- ``edges``: a relation split into (type, from, to); type, parties and direction are right
- ``pairs``: an edge without its type
- ``full``: an edge whose amount, share and status are right as well
- ``people``: the same as pairs, for employments, which the first three leave out
- ``figures``: a figure of one party; type, party and amount are right
- ``quotes``: the share of predicted claims whose quote stands word for word in the document
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from moneyloop.errors import ClaimError
from moneyloop.graph.measures import RawClaim, match, measures

LISTED: Final = ("full", "figures")
"""The measures whose misses and inventions are worth listing."""


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
        rounded = {name: round(getattr(self, name), 3) for name in ("precision", "recall", "f1")}
        return {**rounded, "hits": self.hits, "predicted": self.predicted, "gold": self.gold}


@dataclass(frozen=True)
class Difference:
    """A gold claim that was ``missed``, or a predicted one that no gold claim supports: ``invented``."""

    measure: str
    kind: str
    document: str
    claim: RawClaim


@dataclass
class Score:
    """Rates by measure and document; ``quotes`` is (verbatim, all), or None where no documents were given."""

    measures: dict[str, dict[str, Rates]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    quotes: tuple[int, int] | None = None

    def total(self, measure: str) -> Rates:
        """Return the rates of a measure over all documents together."""
        return sum(self.measures[measure].values(), Rates())

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the differences, for JSON."""
        result: dict[str, Any] = {
            measure: {
                **self.total(measure).to_dict(),
                "documents": {name: rates.to_dict() for name, rates in documents.items()},
            }
            for measure, documents in self.measures.items()
        }
        if self.quotes:
            verbatim, count = self.quotes
            result["quotes"] = {"precision": round(verbatim / count, 3) if count else 0.0, "predicted": count}
        return result


def load(path: Path) -> dict[str, list[RawClaim]]:
    """Read the claims of a ``.jsonl`` file, or of each in a folder, by document name.

    Raises:
        ClaimError: the path does not exist, the folder holds no such file, or a line is no JSON object.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise ClaimError(f"{path}: holds no claims; give a .jsonl file or a folder of them")
    return {file.stem: list(_read(file)) for file in files}


def _read(file: Path) -> Iterator[RawClaim]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ClaimError(
            f"{file}: cannot be read as claims ({error}); give a .jsonl file or a folder"
        ) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            claim = json.loads(line)
        except json.JSONDecodeError as error:
            raise ClaimError(f"{file}:{number}: not JSON ({error.msg}); correct the line") from error
        if not isinstance(claim, dict):
            raise ClaimError(f"{file}:{number}: not a JSON object; correct the line")
        if "type" in claim:
            yield claim


def load_aliases(path: Path) -> dict[str, list[str]]:
    """Read a JSON object of canonical names, each with a list of the other forms that count as it.

    Raises:
        ClaimError: the file cannot be read, or holds something else.
    """
    try:
        aliases = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ClaimError(f"{path}: cannot be read as aliases ({error})") from error
    if not isinstance(aliases, dict) or not all(isinstance(forms, list) for forms in aliases.values()):
        raise ClaimError(f"{path}: not an object of name -> list of names; correct the file")
    return aliases


def compare(
    predicted: Mapping[str, Sequence[RawClaim]],
    gold: Mapping[str, Sequence[RawClaim]],
    *,
    aliases: Mapping[str, Sequence[str]] | None = None,
    documents: Path | None = None,
) -> Score:
    """Score predicted claims, by document name, against gold claims.

    Documents without gold claims are left out, except that ``quotes`` counts each predicted claim whose
    document stands as ``<document>.txt`` in the folder ``documents``.

    Raises:
        ClaimError: there are no gold claims to compare with.
    """
    if not gold:
        raise ClaimError("score: no gold claims found; give a .jsonl file or a folder of them")
    score = Score()
    for name, measure in measures(aliases or {}).items():
        score.measures[name] = {}
        for document, claims in gold.items():
            hits, extra, left = match(
                measure.distinct(predicted.get(document, ())), measure.distinct(claims), measure.agrees
            )
            score.measures[name][document] = Rates(hits, hits + len(extra), hits + len(left))
            if name in LISTED:
                score.differences += [Difference(name, "missed", document, item.claim) for item in left]
                score.differences += [Difference(name, "invented", document, item.claim) for item in extra]
    if documents is not None:
        score.quotes = _quotes(predicted, documents)
    return score


def _quotes(predicted: Mapping[str, Sequence[RawClaim]], documents: Path) -> tuple[int, int]:
    counts: Counter[bool] = Counter()
    for document, claims in predicted.items():
        file = documents / f"{document}.txt"
        if file.exists():
            text = file.read_text(encoding="utf-8")
            counts.update(bool(claim.get("quote")) and claim["quote"] in text for claim in claims)
    return counts[True], counts.total()
