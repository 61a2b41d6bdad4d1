"""Sees what stands in each sentence of a document: words of the lexicon, parties, quantities."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from moneyloop.graph.extract import quantities as q
from moneyloop.graph.extract.lexicon import Lexicon, Use
from moneyloop.graph.extract.names import NameFinder
from moneyloop.graph.extract.sentence import Cue, Group, Mention, Sentence, Trigger
from moneyloop.graph.parties import Parties, unlisted
from moneyloop.graph.text.matcher import Hit, Matcher
from moneyloop.graph.text.normalise import NormalText

_UNITS: Final = frozenset({"MagnitudeCue", "CurrencyCue", "PercentCue"})
_LONGEST_WALK: Final = 4
_WORDS_TO_SOURCE: Final = 3
_APPOSED: Final = re.compile(r"[\s(]*")


class Analyser:
    """Analyses documents of one language."""

    def __init__(self, lexicon: Lexicon, parties: Parties) -> None:
        self.lexicon, self.parties = lexicon, parties
        self._words = list(lexicon.words)
        self._uses: list[list[Use]] = [lexicon.words[word] for word in self._words]
        units = frozenset(
            number for number, uses in enumerate(self._uses) if any(use.kind in _UNITS for use in uses)
        )
        self._matcher = Matcher(self._words, units)

    def analyse(self, normal: NormalText, spans: Sequence[tuple[int, int]]) -> list[Sentence]:
        """Return the sentences of a text, given as spans of the original."""
        sentences = [Sentence(normal, normal.folded(start), normal.folded(end)) for start, end in spans]
        starts = [sentence.start for sentence in sentences]
        self._lexical(normal.text, sentences, starts)
        self._listed(normal.text, sentences, starts)
        names = NameFinder(normal, self.lexicon)
        for sentence in sentences:
            self._finish(sentence, names)
        return sentences

    def _lexical(self, text: str, sentences: list[Sentence], starts: list[int]) -> None:
        covered: dict[str, int] = {}
        for hit in self._matcher.find(text, self.lexicon.clitics, self.lexicon.enclitics):
            sentence = _sentence_at(sentences, starts, hit.start, hit.end)
            if sentence is not None:
                for use in self._uses[hit.word]:
                    self._note(sentence, hit, use, covered)

    def _note(self, sentence: Sentence, hit: Hit, use: Use, covered: dict[str, int]) -> None:
        if use.kind == "trigger":
            sentence.triggers[use.pattern].append(Trigger(hit.start, hit.end, use.part, hit.prefix))
        elif hit.end > covered.get(use.kind, -1):
            covered[use.kind] = hit.end
            sentence.cues.append(Cue(hit.start, hit.end, use.kind, use.code, use.value, hit.prefix))

    def _listed(self, text: str, sentences: list[Sentence], starts: list[int]) -> None:
        for found in self.parties.find(text, self.lexicon.clitics, self.lexicon.enclitics):
            sentence = _sentence_at(sentences, starts, found.start, found.end)
            if sentence is None or (found.capital and sentence.original(found.start, found.end)[0].islower()):
                continue
            sentence.mentions.append(Mention(found.start, found.end, found.party, prefix=found.prefix))

    def _finish(self, sentence: Sentence, names: NameFinder) -> None:
        taken = [(mention.start, mention.end) for mention in sentence.mentions]
        for start, end in names.find(sentence, taken):
            name = sentence.original(start, end)
            prefix = _clitic_before(sentence.text, start, self.lexicon)
            sentence.mentions.append(Mention(start, end, unlisted(name), prefix=prefix))
        self._drop_covered(sentence)
        for cue in sentence.cues_of("AnaphorCue"):
            if all(cue.end <= m.start or cue.start >= m.end for m in sentence.mentions):
                sentence.mentions.append(Mention(cue.start, cue.end, None, wants=cue.code, prefix=cue.prefix))
        sentence.mentions.sort(key=lambda mention: mention.start)
        sentence.mentions = _absorbed(sentence)
        for mention in sentence.mentions:
            mention.marker = self._marker(sentence, mention)
            mention.follower = _follower(sentence, mention)
        sentence.groups = _groups(sentence)
        for group in sentence.groups:
            group.source = _is_source(sentence, group)
        sentence.quantities = self._quantities(sentence)

    def _drop_covered(self, sentence: Sentence) -> None:
        """Drop words of the lexicon that are part of a party's name."""
        spans = [(mention.start, mention.end) for mention in sentence.mentions]

        def free(item: Cue | Trigger) -> bool:
            return all(item.end <= start or item.start >= end for start, end in spans)

        sentence.cues = [cue for cue in sentence.cues if free(cue)]
        for pattern, triggers in sentence.triggers.items():
            sentence.triggers[pattern] = [trigger for trigger in triggers if free(trigger)]

    def _quantities(self, sentence: Sentence) -> list[q.Quantity]:
        pieces = [
            q.Piece(cue.start, cue.end, cue.kind, cue.code, cue.value)
            for cue in sentence.cues
            if cue.kind in q.KINDS
        ]
        pieces += q.number_pieces(sentence.text, sentence.start, sentence.end, self.lexicon.decimal_comma)
        return q.quantities(sentence.text, _longest(pieces))

    def _marker(self, sentence: Sentence, mention: Mention) -> str:
        """Return the word or particle that introduces a mention, looking through «the company», «such as»."""
        marker = self.lexicon.clitics.get(mention.prefix, "")
        position = mention.outer(sentence.text)
        while not marker:
            before = _ending_at(sentence, position, "before")
            if before:
                return sentence.text[before.start : before.end]
            descriptor = self._descriptor_before(sentence, position)
            if descriptor is None:
                return ""
            marker = self.lexicon.clitics.get(descriptor.prefix, "")
            position = descriptor.start - len(descriptor.prefix)
        return marker

    def _descriptor_before(self, sentence: Sentence, position: int) -> Cue | None:
        """Return the describing word that ends at a position, or a few unknown words before it."""
        for _ in range(_LONGEST_WALK):
            found = _ending_at(sentence, position, "DescriptorCue", "ListCue")
            if found:
                return found
            word = sentence.word_before(position)
            if word is None or sentence.text[word[1] : position].strip(" -'\""):
                return None
            if any(cue.start < word[1] and word[0] < cue.end for cue in sentence.cues):
                return None
            if sentence.triggered(*word):
                return None
            position = word[0]
        return None


def _is_source(sentence: Sentence, group: Group) -> bool:
    """Whether «according to» stands right before a group, or «estimates» right after it."""
    start = group.mentions[0].outer(sentence.text)
    for cue in sentence.cues_of("AttributionCue"):
        if cue.code == "after" and cue.end <= start:
            gap, words = sentence.text[cue.end : start], sentence.words_between(cue.end, start)
        elif cue.code == "estimate" and cue.start >= group.end:
            gap, words = sentence.text[group.end : cue.start], sentence.words_between(group.end, cue.start)
        else:
            continue
        if words <= _WORDS_TO_SOURCE and not any(mark in gap for mark in ",;:."):
            return True
    return False


def _longest(pieces: list[q.Piece]) -> list[q.Piece]:
    """Return the pieces by start, without those that are only part of a longer one."""
    kept: list[q.Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.start, -piece.end)):
        if (
            not kept
            or piece.start >= kept[-1].end
            or (piece.start, piece.end) == (kept[-1].start, kept[-1].end)
        ):
            kept.append(piece)
    return kept


def _sentence_at(sentences: list[Sentence], starts: list[int], start: int, end: int) -> Sentence | None:
    index = bisect_right(starts, start) - 1
    return sentences[index] if index >= 0 and end <= sentences[index].end else None


def _ending_at(sentence: Sentence, position: int, *kinds: str) -> Cue | None:
    """Return the longest cue of some kinds that ends at a position, white space aside."""
    end = position
    while end > sentence.start and sentence.text[end - 1] in " \"'(":
        end -= 1
    found = [c for c in sentence.cues if c.kind in kinds and c.end in (end, position) and c.start < end]
    return min(found, key=lambda cue: cue.start, default=None)


def _follower(sentence: Sentence, mention: Mention) -> str:
    for cue in sentence.cues:
        if (
            cue.kind == "after"
            and cue.start >= mention.end
            and not sentence.text[mention.end : cue.start].strip()
        ):
            return sentence.text[cue.start : cue.end]
    return ""


def _clitic_before(text: str, start: int, lexicon: Lexicon) -> str:
    at = start - 1 if text[start - 1 : start] == "-" else start
    first = at
    while first > 0 and text[first - 1].isalnum():
        first -= 1
    return text[first:at] if text[first:at] in lexicon.clitics else ""


def _absorbed(sentence: Sentence) -> list[Mention]:
    """Merge a mention with the one right before it where the second only repeats or spells out the first."""
    kept: list[Mention] = []
    for mention in sentence.mentions:
        last = kept[-1] if kept else None
        if (
            last is not None
            and last.party is not None
            and mention.party is not None
            and not mention.prefix
            and _APPOSED.fullmatch(sentence.text, last.end, mention.start)
            and (last.party.iri == mention.party.iri or (last.party.listed and not mention.party.listed))
        ):
            last.end = mention.end
        else:
            kept.append(mention)
    return kept


def _groups(sentence: Sentence) -> list[Group]:
    """Join mentions into lists: a list ends with a conjunction, or is introduced as one («such as»)."""
    groups: list[Group] = []
    loose: list[Mention] = []
    for mention in sentence.mentions:
        joint = _joint(sentence, groups[-1], loose, mention) if groups else ""
        if joint == "conjunction" or (joint == "comma" and _introduced_as_list(sentence, groups[-1])):
            groups[-1].mentions += [*loose, mention]
            loose = []
        elif joint == "comma":
            loose.append(mention)
        else:
            groups += [Group([single]) for single in [*loose, mention]]
            loose = []
    return groups + [Group([single]) for single in loose]


def _joint(sentence: Sentence, group: Group, loose: list[Mention], mention: Mention) -> str:
    """Return what joins a mention to the list before it: "conjunction", "comma" or nothing."""
    if mention.wants or (mention.marker and mention.marker != group.marker):
        return ""
    start, end = (loose[-1] if loose else group).end, mention.outer(sentence.text)
    rest = list(sentence.text[start:end])
    conjunction = bool(mention.prefix) and mention.prefix not in _articles(mention)
    for cue in sentence.cues_of("conjunction", "DescriptorCue", "before"):
        if start <= cue.start and cue.end <= end:
            word = sentence.text[cue.start : cue.end]
            if cue.kind == "before" and word != mention.marker:
                continue
            rest[cue.start - start : cue.end - start] = " " * len(word)
            conjunction |= cue.kind == "conjunction" or bool(cue.prefix)
            rest[cue.start - start - len(cue.prefix) : cue.start - start] = " " * len(cue.prefix)
    gap = "".join(rest)
    if gap.strip(" ,-\"'"):
        return ""
    return "conjunction" if conjunction else "comma" if "," in gap else ""


def _articles(mention: Mention) -> frozenset[str]:
    """Return the prefixes that introduce a mention without joining it to one before."""
    return frozenset({mention.marker})


def _introduced_as_list(sentence: Sentence, group: Group) -> bool:
    start = group.mentions[0].outer(sentence.text)
    return any(0 <= start - cue.end <= 1 for cue in sentence.cues_of("ListCue"))
