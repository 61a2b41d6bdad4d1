"""Loads the lexicon of a language: its frames, cues and grammatical words, all of them data.

A lexicon is one Turtle file in ``ontology/lexicon``; its vocabulary is described in ``ontology/lexicon.ttl``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from moneyloop import assets
from moneyloop.errors import AssetError
from moneyloop.graph.extract.patterns import Pattern, parse, split
from moneyloop.graph.extract.uses import as_set
from moneyloop.graph.text.normalise import fold
from moneyloop.settings import PREFIXES, TERMS

_TYPE: Final = PREFIXES["rdf"] + "type"
_EXAMPLE: Final = PREFIXES["skos"] + "example"
_LANGUAGE: Final = PREFIXES["dcterms"] + "language"
_CLITICS_IN_A_ROW: Final = 3
_JOINER: Final = "\u200c"

Description = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Frame:
    """One way in which a language says a deal or figure: patterns, usual status, example sentences."""

    iri: str
    type: str
    status: str
    patterns: tuple[Pattern, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """What a word is used for: a cue kind with its value, or a part of a pattern's trigger.

    ``marker`` is the preposition that the word holds («in it» written as one word), ``follower`` what would
    follow the name that it stands for («its»: «Nvidia's»).
    """

    kind: str
    code: str = ""
    value: float = 0.0
    pattern: int = -1
    part: int = -1
    marker: str = ""
    follower: str = ""


@dataclass(slots=True)
class Lexicon:
    """Everything moneyloop knows about the wording of one language.

    ``words`` maps each folded word to what it is used for; a word that ends in ``*`` is open at its end.
    ``clitics`` maps each sequence of prefixed particles to the preposition in it (or to ""), ``joining`` are
    those that begin with a conjunction. ``alike`` are the sets of words that introduce a party in the same
    sense. ``of_one_part`` is the set of the patterns whose trigger is one part, ``without_party`` of those
    that may stand where no party is named (see ``uses``).
    """

    language: str
    frames: list[Frame]
    patterns: list[tuple[Frame, Pattern]]
    words: dict[str, list[Use]]
    clitics: dict[str, str]
    joining: frozenset[str]
    relative_clitics: frozenset[str]
    enclitics: frozenset[str]
    articles: tuple[str, ...]
    abbreviations: frozenset[str]
    not_names: frozenset[str]
    no_name_stems: tuple[str, ...]
    no_name_ends: tuple[str, ...]
    same_prepositions: dict[str, str]
    alike: tuple[frozenset[str], ...]
    name_connectors: frozenset[str]
    name_ends: frozenset[str]
    given_names: frozenset[str]
    tied_words: re.Pattern[str] | None
    word_beginnings: tuple[str, ...]
    word_endings: tuple[str, ...]
    compound_joints: tuple[str, ...]
    compound_words: bool
    sectors_apart: frozenset[str]
    capitalised_names: bool
    capitalised_nouns: bool
    quoted_names: bool
    verb_last: bool
    adjectives_first: bool
    script: str
    decimal_comma: bool
    sets: dict[str, tuple[str, ...]] = field(repr=False)
    of_one_part: int = field(init=False, repr=False)
    without_party: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        patterns = [pattern for _, pattern in self.patterns]
        self.of_one_part = as_set(n for n, pattern in enumerate(patterns) if len(pattern.parts) == 1)
        self.without_party = as_set(n for n, pattern in enumerate(patterns) if not pattern.asking)

    def is_no_name(self, word: str) -> bool:
        """Whether a folded word names nobody, or begins (``ال*``) or ends (``*های``) like such words."""
        if word in self.not_names or word.startswith(self.no_name_stems):
            return True
        return word.endswith(self.no_name_ends)

    def spaced(self, text: str) -> str:
        """Return a text, as long as it was, with a space where a joiner ties a free word to the next."""
        if self.tied_words is None or _JOINER not in text:
            return text
        return self.tied_words.sub(r"\1 ", text)


def languages() -> list[str]:
    """Return the languages that have a lexicon, as BCP 47 codes."""
    return [path.stem for path in assets.assets("ontology/lexicon", "*.ttl")]


@cache
def load(language: str) -> Lexicon:
    """Return the lexicon of a language.

    Raises:
        AssetError: there is none, or it is malformed; the message names the file and the place.
    """
    return load_file(assets.asset("ontology", "lexicon", f"{language}.ttl"))


def load_file(path: Path) -> Lexicon:
    """Return the lexicon in a file.

    Raises:
        AssetError: the file is no lexicon; the message names the place.
    """
    try:
        subjects = _subjects(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise AssetError(f"{path}: {error}; correct the Turtle") from error
    heads = [about for about in subjects.values() if "Lexicon" in about[_TYPE]]
    if len(heads) != 1:
        raise AssetError(f"{path}: describes {len(heads)} lexicons; describe one ml:Lexicon")
    return _Builder(path, subjects, heads[0]).build()


def _subjects(quads: Iterator[ox.Quad]) -> dict[str, Description]:
    """Group statements by subject; IRIs of the terms namespace lose it."""
    subjects: dict[str, Description] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
            continue
        value = quad.object.value.removeprefix(TERMS)
        subjects[quad.subject.value][quad.predicate.value.removeprefix(TERMS)].append(value)
    return subjects


class _Builder:
    def __init__(self, path: Path, subjects: dict[str, Description], head: Description) -> None:
        self.path, self.subjects, self.head = path, subjects, head
        self.words: dict[str, list[Use]] = defaultdict(list)
        self.sets: dict[str, tuple[str, ...]] = {}

    def build(self) -> Lexicon:
        for about in self.subjects.values():
            if "WordSet" in about[_TYPE]:
                self.sets[self._one(about, "name")] = tuple(map(fold, self._listed(about, "words")))
        frames = [
            self._frame(iri, about) for iri, about in sorted(self.subjects.items()) if "Frame" in about[_TYPE]
        ]
        patterns = [(frame, pattern) for frame in frames for pattern in frame.patterns]
        no_names = list(map(fold, self._listed(self.head, "notAName")))
        for number, (_, pattern) in enumerate(patterns):
            self._trigger_words(number, pattern)
        for about in self.subjects.values():
            self._cue_words(about)
        self._markers(patterns)
        return Lexicon(
            language=self._one(self.head, _LANGUAGE),
            frames=frames,
            patterns=patterns,
            words=dict(self.words),
            clitics=self._clitics(),
            joining=self._joining(),
            relative_clitics=frozenset(map(fold, self._listed(self.head, "relativeClitic"))),
            enclitics=frozenset(map(fold, self._listed(self.head, "enclitic"))),
            articles=tuple(map(fold, self._listed(self.head, "joinedArticle"))),
            abbreviations=frozenset(word.casefold() for word in self._listed(self.head, "abbreviation")),
            not_names=frozenset(word for word in no_names if "*" not in word),
            no_name_ends=tuple(word[1:] for word in no_names if word.startswith("*")),
            tied_words=self._tied_words(),
            no_name_stems=tuple(word[:-1] for word in no_names if word.endswith("*")),
            same_prepositions={
                fold(form): fold(split(forms)[0])
                for forms in self.head.get("samePreposition", ())
                for form in split(forms)
            },
            alike=self._alike(),
            name_connectors=frozenset(self._listed(self.head, "nameConnector")),
            name_ends=frozenset(map(fold, self._listed(self.head, "nameEnd"))),
            given_names=frozenset(map(fold, self._listed(self.head, "givenName"))),
            word_beginnings=tuple(self._listed(self.head, "wordBeginning")),
            word_endings=tuple(self._listed(self.head, "wordEnding")),
            compound_joints=tuple(self._listed(self.head, "compoundJoint")),
            compound_words=self.head.get("compoundWords") == ["true"],
            sectors_apart=frozenset(self._listed(self.head, "sectorApart")),
            capitalised_names=self.head.get("capitalisedNames") == ["true"],
            capitalised_nouns=self.head.get("capitalisedNouns") == ["true"],
            verb_last=self.head.get("verbLast") == ["true"],
            adjectives_first=self.head.get("adjectivesFirst") == ["true"],
            quoted_names=self.head.get("quotedNames") == ["true"],
            script=self._one(self.head, "script"),
            decimal_comma=self.head.get("decimalComma") == ["true"],
            sets=self.sets,
        )

    def _frame(self, iri: str, about: Description) -> Frame:
        status = self._one(about, "frameStatus")
        patterns = tuple(
            parse(text, self.sets, f"{self.path}: {iri}", self._alike())
            for text in sorted(about.get("pattern", ()))
        )
        if not patterns:
            raise AssetError(f"{self.path}: {iri} has no ml:pattern; add one")
        return Frame(
            iri, self._one(about, "evokes"), status, patterns, tuple(sorted(about.get(_EXAMPLE, ())))
        )

    def _trigger_words(self, number: int, pattern: Pattern) -> None:
        for index, part in enumerate(pattern.parts):
            for word in part.words:
                self.words[word].append(Use("trigger", pattern=number, part=index))

    def _cue_words(self, about: Description) -> None:
        kinds = [kind for kind in about[_TYPE] if kind.endswith("Cue")]
        for kind in kinds:
            code = next(iter(about.get("code", about.get("cueStatus", ()))), "")
            value = float(next(iter(about.get("value", ())), "0"))
            marker = fold(next(iter(about.get("marker", ())), ""))
            follower = fold(next(iter(about.get("follower", ())), ""))
            for word in self._listed(about, "words"):
                self.words[fold(word)].append(Use(kind, code, value, marker=marker, follower=follower))

    def _markers(self, patterns: list[tuple[Frame, Pattern]]) -> None:
        """Register every word that introduces or follows a party, said in the header or by a slot."""
        prepositions = set(map(fold, self._listed(self.head, "preposition")))
        nouns = set(map(fold, self._listed(self.head, "possessedNoun")))
        before = prepositions | nouns
        after = set(map(fold, self._listed(self.head, "postposition")))
        for _, pattern in patterns:
            for slot in pattern.slots:
                before |= slot.before
                after |= slot.after
        clitics = set(map(fold, self._listed(self.head, "clitic")))
        for kind, words in (("before", before - clitics), ("after", after)):
            for word in words - {""}:
                other = "noun" if nouns else ""
                code = "preposition" if word in prepositions else other
                self.words[word].append(Use(kind, code if kind == "before" else ""))
        for word in self._listed(self.head, "conjunction"):
            self.words[fold(word)].append(Use("conjunction"))

    def _alike(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(map(fold, split(words))) for words in self.head.get("introducesAlike", ()))

    def _clitics(self) -> dict[str, str]:
        base = list(map(fold, self._listed(self.head, "clitic")))
        prepositions = set(map(fold, self._listed(self.head, "cliticPreposition")))
        sequences = {"": ""}
        for length in range(1, _CLITICS_IN_A_ROW + 1):
            for parts in product(base, repeat=length):
                marker = next((part for part in reversed(parts) if part in prepositions), "")
                sequences.setdefault("".join(parts), marker)
        return sequences

    def _joining(self) -> frozenset[str]:
        conjunctions = tuple(map(fold, self._listed(self.head, "cliticConjunction")))
        return frozenset(sequence for sequence in self._clitics() if sequence.startswith(conjunctions))

    def _tied_words(self) -> re.Pattern[str] | None:
        words = "|".join(map(re.escape, self._listed(self.head, "tiedWord")))
        return re.compile(rf"(?<!\w)({words}){_JOINER}") if words else None

    def _one(self, about: Description, name: str) -> str:
        values = about.get(name, [])
        if len(values) != 1:
            label = name.removeprefix(TERMS)
            raise AssetError(f"{self.path}: {sorted(about[_TYPE])} needs one {label}, has {len(values)}")
        return values[0]

    def _listed(self, about: Description, name: str) -> list[str]:
        return [word for text in about.get(name, ()) for word in split(text)]
