"""Makes press texts: sentences that state deals, among ordinary sentences that state none.

Sentences that state a deal or figure come from the example documents (those that a gold claim is cut of) and
from the examples of the lexicon's frames; ordinary ones are the other sentences of the example documents, and
those of ``ordinary/<language>.txt``, which are about all sorts of things.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from moneyloop import assets
from moneyloop.graph import score
from moneyloop.graph.documents import Document, read_all
from moneyloop.graph.extract import lexicon as lexicons
from moneyloop.graph.score.sentences import Sentences

ORDINARY: Final = Path(__file__).parent / "ordinary"
ARTICLE: Final = 5_000
"""Bytes of UTF-8 that a text has before it ends, as an article of a newspaper has."""

_PARAGRAPH: Final = 4


@dataclass(frozen=True)
class Sources:
    """The sentences of one language that texts are made of."""

    language: str
    stating: tuple[str, ...]
    ordinary: tuple[str, ...]


@cache
def _examples() -> dict[str, list[tuple[str, bool]]]:
    """Return the sentences of the example documents by language, each with whether it states something."""
    documents, _ = read_all([assets.asset("graph", "examples")])
    gold = score.load(assets.asset("graph", "gold"))
    found: dict[str, list[tuple[str, bool]]] = {}
    for document in documents:
        sentences = Sentences(document)
        stated = frozenset[int]().union(*map(sentences.numbers, gold.get(document.name, ())))
        found.setdefault(document.language, []).extend(
            (sentence, number in stated) for number, sentence in enumerate(sentences)
        )
    return found


def sources(language: str) -> Sources:
    """Return the sentences of a language."""
    examples = _examples().get(language, [])
    frames = [sentence for frame in lexicons.load(language).frames for sentence in frame.examples]
    file = ORDINARY / f"{language}.txt"
    ordinary = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return Sources(
        language,
        tuple(sentence for sentence, states in examples if states) + tuple(frames),
        tuple(sentence for sentence, states in examples if not states) + tuple(ordinary),
    )


def text(origin: Sources, size: int, share: float, chance: random.Random) -> str:
    """Return a text of at least ``size`` bytes of UTF-8, in paragraphs.

    ``share`` is the share of its sentences that state something, 0..1.
    """
    sentences: list[str] = []
    length = 0
    while length < size:
        pool = origin.stating if chance.random() < share or not origin.ordinary else origin.ordinary
        sentences.append(chance.choice(pool))
        length += len(sentences[-1].encode()) + 1
    paragraphs = (sentences[at : at + _PARAGRAPH] for at in range(0, len(sentences), _PARAGRAPH))
    return "\n\n".join(map(" ".join, paragraphs)) + "\n"


def articles(origin: Sources, size: int, share: float, seed: int) -> list[Document]:
    """Return documents of the length of an article, ``size`` bytes of UTF-8 or more together."""
    chance = random.Random(f"{seed} {origin.language} {share}")
    documents: list[Document] = []
    while size > 0:
        written = text(origin, min(size, ARTICLE), share, chance)
        documents.append(document(written, origin.language, len(documents)))
        size -= len(written.encode())
    return documents


def document(written: str, language: str, number: int = 0) -> Document:
    """Return a text as a document."""
    name = f"{language}-{number}"
    return Document(name, written, language, None, None, None, None, Path(f"{name}.txt"))


def size_of(documents: Sequence[Document]) -> int:
    """Return how many bytes of UTF-8 some documents have."""
    return sum(len(one.text.encode()) for one in documents)


def words(languages: Sequence[str]) -> Iterator[str]:
    """Yield the words of the ordinary sentences of some languages."""
    for language in languages:
        for sentence in sources(language).ordinary:
            yield from sentence.split()
