"""Makes variants of the assets: more or fewer parties, more or fewer frames."""

from __future__ import annotations

import random
import re
import shutil
from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from benchmarks import texts
from moneyloop import assets
from moneyloop.graph.documents import Document
from moneyloop.graph.extract import lexicon as lexicons
from moneyloop.graph.parties import listed
from moneyloop.graph.text.normalise import fold
from moneyloop.settings import DATA, PREFIXES, TERMS

_TYPE: Final = ox.NamedNode(PREFIXES["rdf"] + "type")
_LABEL: Final = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
_ORGANIZATION: Final = ox.NamedNode(TERMS + "Organization")
_FRAME: Final = ox.NamedNode(TERMS + "Frame")
_WORD_SET: Final = ox.NamedNode(TERMS + "WordSet")
_PATTERN: Final = ox.NamedNode(TERMS + "pattern")
_WORDS: Final = ox.NamedNode(TERMS + "words")
_NAME: Final = ox.NamedNode(TERMS + "name")
_LONGEST_WORD: Final = 9

Turtle = list[ox.Triple]


def with_parties(folder: Path, count: int, language: str, documents: Sequence[Document], seed: int) -> int:
    """Write assets to a folder that hold about ``count`` parties; returns how many they are.

    The parties that the documents name are always among them; those that the party file lacks have generated
    names, in English and in the language.
    """
    triples = _read(assets.asset("graph", "parties.ttl"))
    iris = _parties(triples)
    named = _named(documents, language)
    chance = random.Random(f"{seed} {count} {language}")
    others = [iri for iri in iris if iri not in named]
    chance.shuffle(others)
    kept = named | set(others[: max(0, count - len(named))])
    chosen = [one for one in triples if _subject(one) in kept]
    missing = max(0, count - len(iris))
    _copy(folder)
    _write(folder / "graph" / "parties.ttl", chosen + _generated(missing, language, chance))
    return len(kept) + missing


def listed_parties() -> int:
    """Return how many parties the party file has."""
    return len(_parties(_read(assets.asset("graph", "parties.ttl"))))


def _parties(triples: Turtle) -> list[str]:
    return sorted({_subject(one) for one in triples if one.predicate == _TYPE})


def _named(documents: Sequence[Document], language: str) -> set[str]:
    lexicon = lexicons.load(language)
    return {
        found.party.iri
        for document in documents
        for found in listed().find(fold(document.text), lexicon.clitics, lexicon.enclitics)
    }


def _generated(count: int, language: str, chance: random.Random) -> Turtle:
    """Return parties with names of two words that look like those of the ordinary sentences."""
    english, own = _chain(("en",)), _chain((language,))
    triples: Turtle = []
    for number in range(count):
        iri = ox.NamedNode(f"{DATA}party/generated-{number}")
        triples.append(ox.Triple(iri, _TYPE, _ORGANIZATION))
        for code, chain in {"en": english, language: own}.items():
            name = " ".join(_word(chain, chance).capitalize() for _ in range(2))
            triples.append(ox.Triple(iri, _LABEL, ox.Literal(f"{name} {number:x}", language=code)))
    return triples


def _chain(languages: Sequence[str]) -> dict[str, list[str]]:
    """Return which letters follow which two in the words of some languages."""
    follow: dict[str, list[str]] = defaultdict(list)
    for word in texts.words(languages):
        letters = "".join(letter for letter in word.lower() if letter.isalpha())
        for at in range(len(letters) - 1):
            follow[letters[max(0, at - 1) : at + 1]].append(letters[at + 1])
        if letters:
            follow[""].append(letters[0])
    return follow


def _word(follow: dict[str, list[str]], chance: random.Random) -> str:
    word = chance.choice(follow[""])
    length = chance.randint(4, _LONGEST_WORD)
    while len(word) < length and (letters := follow.get(word[-2:])):
        word += chance.choice(letters)
    return word


def with_frames(folder: Path, percent: int, language: str, seed: int) -> int:
    """Write assets to a folder whose lexicon has a percentage of its frames; returns how many patterns.

    Above 100 %, each frame stands there a second time, with other words for its triggers.
    """
    triples = _read(assets.asset("ontology", "lexicon", f"{language}.ttl"))
    frames = sorted({_subject(one) for one in triples if one.object == _FRAME})
    chance = random.Random(f"{seed} {percent} {language}")
    dropped = set(chance.sample(frames, len(frames) * (100 - percent) // 100)) if percent < 100 else set()
    kept = [one for one in triples if _subject(one) not in dropped]
    if percent > 100:
        kept += _altered(triples, set(frames))
    _copy(folder)
    file = folder / "ontology" / "lexicon" / f"{language}.ttl"
    _write(file, kept)
    return len(lexicons.load_file(file).patterns)


def _altered(triples: Turtle, frames: Collection[str]) -> Turtle:
    """Return the frames and word sets once more, with triggers spelt from their end to their beginning."""
    sets = {_subject(one) for one in triples if one.object == _WORD_SET}
    altered: Turtle = []
    for one in triples:
        subject, value = _subject(one), one.object
        if subject not in frames and subject not in sets:
            continue
        if isinstance(value, ox.Literal):
            if one.predicate == _WORDS:
                value = ox.Literal("|".join(map(_backwards, value.value.split("|"))))
            elif one.predicate == _NAME:
                value = ox.Literal(value.value + "Backwards")
            elif one.predicate == _PATTERN:
                value = ox.Literal(re.sub(r"\[([^\[\]]+)\]", _trigger, value.value))
        altered.append(ox.Triple(ox.NamedNode(subject + "-backwards"), one.predicate, value))
    return altered


def _trigger(match: re.Match[str]) -> str:
    parts = re.split(r"(\||…|\.\.\.|\w+=)", match[1])
    return f"[{''.join(map(_backwards, parts))}]"


def _backwards(word: str) -> str:
    """Return a word backwards; separators stay, and names of word sets become those of the altered ones."""
    core = word.strip()
    if not core or core in ("|", "…", "...") or core.endswith("="):
        return word
    if core.startswith("@"):
        return word.replace(core, core + "Backwards")
    return word.replace(core, core.rstrip("*")[::-1] + core[len(core.rstrip("*")) :])


def _subject(triple: ox.Triple) -> str:
    return triple.subject.value if isinstance(triple.subject, ox.NamedNode) else ""


def _read(path: Path) -> Turtle:
    return [quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]


def _write(path: Path, triples: Turtle) -> None:
    path.unlink(missing_ok=True)
    ox.serialize(triples, str(path), ox.RdfFormat.TURTLE)


def _copy(folder: Path) -> None:
    """Copy the assets to a folder, without the example documents."""
    for name in assets.FOLDERS:
        shutil.copytree(
            assets.asset(name),
            folder / name,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("examples", "gold"),
        )
