"""What is seen in a sentence before any frame is tried: mentions, groups, quantities, cues, triggers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from moneyloop.graph.extract.quantities import Quantity
from moneyloop.graph.extract.uses import Uses
from moneyloop.graph.parties import Party
from moneyloop.graph.text.normalise import NormalText

_TOKEN: Final = re.compile(r"[^\W_]+")

Span = tuple[int, int]


@dataclass(slots=True)
class Mention:
    """A party mentioned in folded text.

    ``marker`` is the word (or prefixed particle) that introduces it, ``follower`` the one right after it,
    both "" if there is none. An anaphor («the company») has ``wants``, the kind of party it stands for, and
    gets its ``party`` when references are resolved, with all ``candidates``, the likeliest first; it is
    ``possessive`` where it stands for a name and what would follow it («its»). A mention is ``guessed``
    where nothing but its strange words speaks for a name; the first of these ``perhaps`` begins with a
    particle, given with the preposition in it.
    """

    start: int
    end: int
    party: Party | None
    marker: str = ""
    follower: str = ""
    wants: str = ""
    prefix: str = ""
    candidates: tuple[Party, ...] = ()
    begin: int = -1
    guessed: bool = False
    possessive: bool = False
    perhaps: tuple[str, str] = ("", "")

    def outer(self, text: str) -> int:
        """Return where the mention begins with the particle that is written as one word with it."""
        joined = self.start - 1 if self.prefix and text[self.start - 1] in '-"' else self.start
        return joined - len(self.prefix)


@dataclass(slots=True, eq=False)
class Group:
    """Mentions joined by commas and conjunctions, which play one role together.

    ``source`` says that the text names them as the origin of what it says («according to …»). ``begin`` is
    where the words begin that describe the first mention, ``marker`` is what introduces the group and
    ``follower`` what follows it; it is ``guessed`` if it is nothing but guesses.
    """

    mentions: Sequence[Mention]
    source: bool = False
    start: int = field(init=False)
    end: int = field(init=False)
    begin: int = field(init=False)
    marker: str = field(init=False)
    follower: str = field(init=False)
    guessed: bool = field(init=False)

    def __post_init__(self) -> None:
        first, last = self.mentions[0], self.mentions[-1]
        self.start, self.end = first.start, last.end
        self.begin = first.begin if 0 <= first.begin < first.start else first.start
        self.marker, self.follower = first.marker, last.follower
        self.guessed = all(mention.guessed for mention in self.mentions)

    @property
    def parties(self) -> list[Party]:
        """The parties of the group, each once, those not resolved left out."""
        if len(self.mentions) == 1:
            party = self.mentions[0].party
            return [] if party is None else [party]
        return list({m.party.iri: m.party for m in self.mentions if m.party is not None}.values())


@dataclass(slots=True)
class Cue:
    """A word of the lexicon in folded text, with what it is a cue of."""

    start: int
    end: int
    kind: str
    code: str = ""
    value: float = 0.0
    prefix: str = ""
    marker: str = ""
    follower: str = ""


@dataclass(slots=True)
class Sentence:
    """One sentence, as offsets into the folded text of its document, with everything seen in it."""

    normal: NormalText = field(repr=False)
    start: int
    end: int
    mentions: list[Mention] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    insertions: list[Span] = field(default_factory=list)
    conjunction_prefixes: frozenset[str] = frozenset()
    text: str = field(default="", repr=False)
    tokens: list[int] = field(default_factory=list)
    _indexed: list[Cue] | None = field(default=None, init=False, repr=False)
    _count: int = field(default=0, init=False, repr=False)
    _by_kind: dict[tuple[str, ...], list[Cue]] = field(default_factory=dict, init=False, repr=False)
    _by_end: dict[int, list[Cue]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self.text = self.normal.text
        self.tokens = [match.start() for match in _TOKEN.finditer(self.text, self.start, self.end)]

    def original(self, start: int, end: int) -> str:
        """Return the words of the document from which a span of the folded text was made."""
        return self.normal.original[slice(*self.normal.span(start, end))]

    def words_between(self, end: int, start: int) -> int:
        """Return how many words begin between two offsets."""
        return max(0, bisect_left(self.tokens, start) - bisect_left(self.tokens, end))

    def cues_of(self, *kinds: str) -> list[Cue]:
        """Return the cues of some kinds, by start."""
        if self._indexed is not self.cues or self._count != len(self.cues):
            self._index_cues()
        found = self._by_kind.get(kinds)
        if found is None:
            found = self._by_kind[kinds] = [cue for cue in self.cues if cue.kind in kinds]
        return found

    def cues_ending(self, *places: int) -> Iterator[Cue]:
        """Yield the cues that end at one of some places."""
        if self._indexed is not self.cues or self._count != len(self.cues):
            self._index_cues()
        if not self._by_end:
            for cue in self.cues:
                self._by_end.setdefault(cue.end, []).append(cue)
        for place in places:
            yield from self._by_end.get(place, ())

    def _index_cues(self) -> None:
        self._indexed, self._count, self._by_kind, self._by_end = self.cues, len(self.cues), {}, {}
        for cue in self.cues:
            self._by_kind.setdefault((cue.kind,), []).append(cue)

    def taken(self) -> list[tuple[int, int]]:
        """Return the spans of the mentions."""
        return [(mention.start, mention.end) for mention in self.mentions]

    def triggered(self, start: int, end: int) -> bool:
        """Whether a part of some pattern's trigger stands in a span."""
        return not free(start, end, ((trigger.start, trigger.end) for trigger in self.triggers))

    def acts(self, offset: int) -> bool:
        """Whether a verb stands at an offset, as far as the lexicon knows verbs."""
        if self.triggered(offset, offset + 1):
            return True
        return any(cue.start == offset for cue in self.cues_of("StatusCue", "AuxiliaryCue"))

    def known(self, start: int, end: int) -> bool:
        """Whether a span holds a word of the lexicon or a part of a party's name."""
        if self.triggered(start, end) or not free(start, end, self.taken()):
            return True
        return any(cue.start < end and start < cue.end for cue in self.cues)

    def word_before(self, offset: int) -> tuple[int, int] | None:
        """Return the span of the word that ends last before an offset, or None."""
        index = bisect_left(self.tokens, offset) - 1
        if index < 0:
            return None
        match = _TOKEN.match(self.text, self.tokens[index])
        return match.span() if match else None


class Located:
    """Sentences of a text in order, found by where they stand."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._starts = [sentence.start for sentence in sentences]

    def __iter__(self) -> Iterator[Sentence]:
        return iter(self._sentences)

    def at(self, start: int, end: int) -> Sentence | None:
        """Return the sentence that holds a span of the folded text, or None."""
        index = bisect_right(self._starts, start) - 1
        return self._sentences[index] if index >= 0 and end <= self._sentences[index].end else None


class Trigger(NamedTuple):
    """An occurrence of words that are part of triggers.

    ``prefix`` is the particle written as one word with them; ``uses`` are the patterns that they are part
    of.
    """

    start: int
    end: int
    prefix: str
    uses: Uses


def free(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a span overlaps none of some others."""
    for other_start, other_end in spans:  # noqa: SIM110 (a loop takes half the time, and is all over the engine)
        if other_start < end and start < other_end:
            return False
    return True
