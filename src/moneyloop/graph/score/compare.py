"""Scores claims against gold claims: precision, recall and F1 by measure, document, language and type.

- ``edges``: a relation split into (type, from, to); type, parties and direction are right
- ``pairs``: an edge without its type
- ``full``: an edge whose amount, share and status are right as well
- ``people``: the same as pairs, for deals of a person such as employments, which the first three leave out
- ``figures``: a figure of one party; type, party and amount are right
- ``quotes``: the share of predicted claims whose quote stands word for word in the document
- ``silence``: the edges predicted in sentences that state nothing by the gold claims
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from moneyloop.errors import ClaimError
from moneyloop.graph.documents import Document
from moneyloop.graph.score.matching import Item, Matching, Measure
from moneyloop.graph.score.measures import measures
from moneyloop.graph.score.read import RawClaim
from moneyloop.graph.score.result import Difference, Key, Rates, Score
from moneyloop.graph.score.sentences import Sentences
from moneyloop.graph.score.silence import silence

LISTED: Final = ("full", "figures")
"""The measures whose misses and inventions are worth listing."""

Claims = Mapping[str, Sequence[RawClaim]]


def compare(
    predicted: Claims,
    gold: Claims,
    *,
    aliases: Mapping[str, Sequence[str]] | None = None,
    documents: Iterable[Document] | None = None,
) -> Score:
    """Score predicted claims, by document name, against gold claims.

    Documents without gold claims are left out, except that ``quotes`` counts each predicted claim whose
    document is among ``documents``. Gold claims may be none for a document that states nothing.

    Raises:
        ClaimError: there are no gold claims to compare with.
    """
    if not gold:
        raise ClaimError("score: no gold claims found; give a .jsonl file or a folder of them")
    taken = measures(aliases or {})
    texts = {document.name: document for document in documents or ()}
    read = {name: Sentences(texts[name]) for name in gold if name in texts}
    score = Score(tuple(taken), {name: _language(name, texts, gold, predicted) for name in gold})
    for name, measure in taken.items():
        for document, claims in gold.items():
            found = measure.match(measure.distinct(predicted.get(document, ())), measure.distinct(claims))
            _count(score, name, document, found)
            if name in LISTED:
                language = score.documents[document]
                score.differences += _differences(
                    name, measure, found, document, language=language, read=read.get(document)
                )
    if documents is not None:
        score.quotes = _quotes(predicted, texts)
        score.silence = {
            name: silence(sentences, predicted.get(name, ()), gold[name], taken["edges"])
            for name, sentences in read.items()
        }
        score.unplaced = [
            (name, str(claim.get("id", "")))
            for name, sentences in read.items()
            for claim in gold[name]
            if not sentences.numbers(claim)
        ]
    return score


def _language(name: str, texts: Mapping[str, Document], gold: Claims, predicted: Claims) -> str:
    """Return the language of a document: its own, or what its claims say, or what their quotes are in."""
    from moneyloop.graph.documents.language import identify

    if name in texts:
        return texts[name].language
    claims = [*gold[name], *predicted.get(name, ())]
    said = Counter(str(claim["language"]) for claim in claims if claim.get("language"))
    if said:
        return said.most_common(1)[0][0]
    return identify("\n".join(str(claim.get("quote") or "") for claim in claims))


def _count(score: Score, measure: str, document: str, found: Matching) -> None:
    for items, rates in (
        (found.hits, Rates(hits=1, predicted=1, gold=1)),
        (found.extra, Rates(predicted=1)),
        (found.left, Rates(gold=1)),
    ):
        for item in items:
            key = Key(measure, document, item.claim["type"])
            score.rates[key] = score.rates.get(key, Rates()) + rates


def _differences(
    name: str, measure: Measure, found: Matching, document: str, *, language: str, read: Sentences | None
) -> list[Difference]:
    """Return what was missed and invented in a document, in text order where that is known."""

    def placed(kind: str, item: Item, differs: tuple[str, ...]) -> tuple[int, Difference]:
        start, sentence = read.around(item.claim) if read else (0, "")
        said = sentence or str(item.claim.get("quote") or "")
        return start, Difference(name, kind, document, language, item.parties, item.claim, differs, said)

    items = [placed("missed", item, _only(measure, found.extra, [item])) for item in found.left]
    items += [placed("invented", item, _only(measure, [item], found.left)) for item in found.extra]
    return [difference for _, difference in sorted(items, key=lambda pair: pair[0])]


def _only(measure: Measure, predicted: Iterable[Item], gold: Sequence[Item]) -> tuple[str, ...]:
    """Return the terms in which the first pair of items that speak of the same thing differs."""
    pairs = ((one, other) for one in predicted for other in gold if measure.same(one, other))
    return next((measure.differing(one, other) for one, other in pairs), ())


def _quotes(predicted: Claims, texts: Mapping[str, Document]) -> tuple[int, int]:
    counts: Counter[bool] = Counter()
    for document, claims in predicted.items():
        if document in texts:
            text = texts[document].text
            counts.update(bool(claim.get("quote")) and claim["quote"] in text for claim in claims)
    return counts[True], counts.total()
