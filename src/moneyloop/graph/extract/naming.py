"""Finds who is mentioned in the sentences of a document: listed parties, and those that no list has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from moneyloop.graph.extract.glosses import glosses
from moneyloop.graph.extract.guess import Guesser
from moneyloop.graph.extract.lexicon import Lexicon
from moneyloop.graph.extract.names import NameFinder, short_forms, titles
from moneyloop.graph.extract.ordinary import OrdinaryWords
from moneyloop.graph.extract.sentence import Located, Mention, Sentence, free
from moneyloop.graph.parties import PERSON, Name, Parties, Party, unlisted
from moneyloop.graph.text.normalise import NormalText, fold

_ORGANIZATION: Final = "Party"
_OFTEN: Final = 3
_CAPITAL: Final = re.compile(r"(?: (?:[^\W\d_]\.|[^\W\d_][\w&]*))+")


class Namer:
    """Names the parties in documents of one language."""

    def __init__(self, lexicon: Lexicon, parties: Parties) -> None:
        self._lexicon, self._parties = lexicon, parties
        self._ordinary = OrdinaryWords(lexicon)

    def name(self, normal: NormalText, sentences: Located) -> None:
        """Add the mentions of parties to the sentences; who is found in one place is known everywhere."""
        self._add(self._parties, normal, sentences)
        known = self._unlisted(normal, sentences)
        explained = [named for sentence in sentences for named in glosses(sentence, self._lexicon)]
        self._add(_known_again(known, explained, sentences, self._lexicon), normal, sentences)
        guesser = Guesser(normal.text, self._lexicon, self._ordinary)
        for sentence in sentences:
            sentence.mentions += list(guesser.find(sentence))
        _sure_where_often(sentences)

    def _add(self, parties: Parties, normal: NormalText, sentences: Located) -> None:
        particles = (self._lexicon.clitics, self._lexicon.enclitics)

        def is_marked(start: int, end: int) -> bool:
            sentence = sentences.at(start, end)
            return sentence is not None and _is_marked(sentence, start, end)

        for found in parties.find(normal.text, *particles, self._lexicon.language, is_marked):
            sentence = sentences.at(found.start, found.end)
            if sentence is None or (found.capital and sentence.original(found.start, found.end)[0].islower()):
                continue
            if self._part_of_longer(sentence, found.end):
                continue
            if free(found.start, found.end, sentence.taken()):
                sentence.mentions.append(Mention(found.start, found.end, found.party, prefix=found.prefix))

    def _part_of_longer(self, sentence: Sentence, end: int) -> bool:
        """Whether capitalised words go on behind a name up to one that ends names: «Helion Grid Holdings»."""
        lexicon = self._lexicon
        if not (lexicon.capitalised_names and lexicon.name_ends) or lexicon.capitalised_nouns:
            return False
        _, stop = sentence.normal.span(sentence.start, sentence.end)
        _, start = sentence.normal.span(sentence.start, end)
        behind = _CAPITAL.match(sentence.normal.original, start, stop)
        words = behind.group().split() if behind else []
        for word in words:
            if not word[0].isupper():
                return False
            if fold(word) in self._lexicon.name_ends:
                return True
        return False

    def _unlisted(self, normal: NormalText, sentences: Located) -> dict[str, Party]:
        finder = NameFinder(normal, self._lexicon, self._ordinary)
        known: dict[str, Party] = {}
        for sentence in sentences:
            for start, end in finder.find(sentence, sentence.taken()):
                name = sentence.original(start, end)
                titled = any(0 <= start - cue.end <= 1 for cue in titles(sentence))
                person = titled or self._begins_with_given_name(name)
                party = unlisted(name, PERSON if person else _ORGANIZATION)
                known.setdefault(party.iri, party)
                prefix = _clitic_before(sentence.text, start, self._lexicon)
                sentence.mentions.append(Mention(start, end, known[party.iri], prefix=prefix))
        return known

    def _begins_with_given_name(self, name: str) -> bool:
        first, *rest = name.split()
        return bool(rest) and fold(first) in self._lexicon.given_names


def _sure_where_often(sentences: Located) -> None:
    """Take a guess for a name where the document has it often, and somewhere it acts or is described.

    That is what the document is about.
    """
    found: dict[str, list[Mention]] = defaultdict(list)
    acting: set[str] = set()
    for sentence in sentences:
        for mention in sentence.mentions:
            if mention.guessed and mention.party is not None:
                found[mention.party.iri].append(mention)
                acting |= {mention.party.iri} if _acts(sentence, mention) else set()
    for iri, mentions in found.items():
        for mention in mentions:
            mention.guessed = len(mentions) < _OFTEN or iri not in acting


def _acts(sentence: Sentence, mention: Mention) -> bool:
    """Whether a descriptor or a verb stands right beside a mention that nothing introduces."""
    start = mention.outer(sentence.text)
    if mention.prefix or any(cue.end == start for cue in sentence.cues_of("before")):
        return False
    if any(0 <= start - cue.end <= 1 for cue in sentence.cues_of("DescriptorCue")):
        return True
    before = sentence.word_before(start)
    return sentence.acts(mention.end + 1) or (before is not None and sentence.acts(before[0]))


def mark_people(sentence: Sentence, people: Collection[str]) -> None:
    """Make persons of the parties of a sentence that are among ``people`` (IRIs)."""
    for mention in sentence.mentions:
        if mention.party is not None and mention.party.iri in people:
            mention.party = replace(mention.party, kind=PERSON)


def _known_again(
    known: dict[str, Party], explained: Sequence[tuple[Party, str]], sentences: Located, lexicon: Lexicon
) -> Parties:
    """Return the unlisted parties of a document with their names and short forms, and settle who is whose."""
    short = short_forms(known.values(), lexicon)
    short |= {fold(form): party for party, form in explained}
    for sentence in sentences:
        for mention in sentence.mentions:
            if mention.party is not None and not mention.party.listed:
                mention.party = short.get(fold(mention.party.name), mention.party)
    again = [(party, party.name) for party in known.values()]
    ends = [(party, party.name.split()[place]) for party in short.values() for place in (0, -1)]
    again += [(party, form) for party, form in ends if fold(form) in short]
    again += [(party, form) for party, form in explained]
    return Parties(Name(party, form) for party, form in again if short.get(fold(form), party) == party)


def _is_marked(sentence: Sentence, start: int, end: int) -> bool:
    """Whether quotation marks or a word that announces a name stand around a place."""
    if sentence.text[start - 1 : start] == sentence.text[end : end + 1] == '"':
        return True
    announcing = (cue for cue in sentence.cues_of("DescriptorCue") if cue.code in ("name", "in-name"))
    return any(0 <= start - cue.end <= 1 for cue in announcing)


def _clitic_before(text: str, start: int, lexicon: Lexicon) -> str:
    at = start - 1 if start and text[start - 1] in '-"' else start
    first = at
    while first > 0 and text[first - 1].isalnum():
        first -= 1
    return text[first:at] if text[first:at] in lexicon.clitics else ""
