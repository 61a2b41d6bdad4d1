"""Recognises the names of parties that no list has.

Three signs are enough in every language, and the lexicon says which of them hold: letters of another script
(Latin names in Hebrew, Arabic or Persian text), capital letters inside a sentence, a word that announces a
name («חברת X», «شركة X», «la société X»).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from moneyloop.graph.extract.lexicon import Lexicon
from moneyloop.graph.extract.ordinary import OrdinaryWords
from moneyloop.graph.extract.sentence import Cue, Sentence, free
from moneyloop.graph.parties import Party
from moneyloop.graph.text.matcher import FIRST_NOT_LATIN, LONGEST_PREFIX, same_word
from moneyloop.graph.text.normalise import NormalText, fold

_CAPITALS: Final = "".join(filter(str.isupper, map(chr, range(ord(FIRST_NOT_LATIN)))))
_CAPITAL_WORD: Final = rf"(?:[{_CAPITALS}][\w&]*|[a-z]+[A-Z]\w*)(?:[.\-'’][{_CAPITALS}0-9][\w&]*)*"
_LATIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9&]*(?:[.\-' ](?:& )?[A-Za-z][A-Za-z0-9&]*)*")
_INSIDE: Final = re.compile(rf" (?:(?<=[^\W\d_] )|(?<=[^\W\d_], ))({_CAPITAL_WORD})")
_LAST_WORD: Final = re.compile(r"([^\W\d_]+),?$")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_TOKEN: Final = re.compile(r"[^\W_]+(?:[\"'.\-][^\W_]+)*")
_TICKER: Final = re.compile(r"\((?:[A-Za-z ]+: ?)?[A-Z]{1,6}(?:\.[A-Z]{1,3})?\)")
_OPENING: Final = re.compile(r"(?:^|[.!?:\n]\s+)([^\W_]+)")
_SPACED: Final = re.compile(r"\S+")
_QUOTED: Final = re.compile(r"\s(?:\w+ ){0,2}\"([^\W_][^\"]{1,40}[^\s\"])\"(?!\w)")
_IN_QUOTES: Final = re.compile(r"(?<!\w)[^\W\d_]?\"([^\W\d_][^\" ]*(?: [^\" .,]+){0,3})\"(?!\w)")
_LONGEST_NAME: Final = 5
_SHORTEST_ALONE: Final = 4
_LONGEST_ANNOUNCED: Final = 2
_LONGEST_ENDED: Final = 3
_LONGEST_LETTER: Final = 3
_LONGEST_WORD: Final = 30
_FEWEST_LETTERS: Final = 3
_LONGEST_TRADE: Final = 3
_OFTEN: Final = 3

Span = tuple[int, int]


class NameFinder:
    """Finds the unlisted names of one document."""

    def __init__(self, normal: NormalText, lexicon: Lexicon, ordinary: OrdinaryWords) -> None:
        self._normal, self._lexicon, self._ordinary = normal, lexicon, ordinary
        self._nobody: dict[str, bool] = {}
        joints = "|".join(["&", *map(re.escape, sorted(lexicon.name_connectors))])
        self._run = re.compile(rf"(?<!\w){_CAPITAL_WORD}(?: (?:(?:{joints}) )?{_CAPITAL_WORD})*")

    def find(self, sentence: Sentence, taken: Sequence[Span]) -> list[Span]:
        """Return the spans (in folded text) of unlisted names in a sentence, apart from those ``taken``."""
        spans = [
            *self._foreign(sentence),
            *self._announced(sentence),
            *self._quoted(sentence),
            *self._ended(sentence),
        ]
        found: list[Span] = []
        for start, end in sorted(spans):
            if start < end and free(start, end, [*taken, *found]):
                found.append((start, end))
        return found

    def _foreign(self, sentence: Sentence) -> Iterator[Span]:
        """Yield runs of words in Latin letters, or with capitals where the whole text is in Latin letters."""
        start, end = self._normal.span(sentence.start, sentence.end)
        if self._lexicon.script != "Latn":
            found = self._latin(start, end)
        elif self._lexicon.capitalised_names:
            found = self._capitalised(sentence, start, end)
        else:
            return
        tickers = [match.span() for match in _TICKER.finditer(self._normal.original, start, end)]
        for a, b in found:
            if b - a > 1 and free(a, b, tickers):
                yield self._normal.folded(a), self._normal.folded(b)

    def _latin(self, start: int, end: int) -> Iterator[Span]:
        for match in _LATIN.finditer(self._normal.original, start, end):
            if any(map(str.isupper, match.group())):
                yield self._trimmed(*match.span())

    def _capitalised(self, sentence: Sentence, start: int, end: int) -> Iterator[Span]:
        for match in self._run.finditer(self._normal.original, start, end):
            a, b = self._trimmed(*match.span())
            if self._lexicon.capitalised_nouns:
                a, b = self._without_nouns(sentence, a, b)
            elif a > match.start():
                a = self._with_place(sentence, match.start(), a, b)
            elif a == start:
                a = self._without_opening(a, b)
            name = self._normal.original[a:b]
            if len(name.split()) > _LONGEST_NAME:
                continue
            first = a == start and " " not in name
            if first and not self._surely_a_name(name) and not self._acts(sentence, b):
                continue
            yield a, b

    def _trimmed(self, start: int, end: int) -> Span:
        """Cut words that no name begins or ends with off a run of words."""
        words = self._normal.original[start:end].split(" ")
        while words and self._names_nobody(words[0]):
            start += len(words.pop(0)) + 1
        while words and self._lexicon.is_no_name(fold(words[-1])):
            if len(words) > 1 and fold(words[-1]) in self._lexicon.name_ends:
                break
            end -= len(words.pop()) + 1
        return start, max(start, end)

    def _with_place(self, sentence: Sentence, first: int, start: int, end: int) -> int:
        """Return where a name begins that is ordinary words but for the place in it: «Boston Properties»."""
        left = self._normal.original[start:end].split(" ")
        if not all(word[1:].islower() and word.lower() in self._ordinary for word in left):
            return start
        place = max(first, self._normal.original.rfind(" ", first, start - 1) + 1)
        folded = self._normal.folded(place)
        return place if any(cue.start == folded for cue in sentence.cues_of("DescriptorCue")) else start

    def _without_opening(self, start: int, end: int) -> int:
        """Return where a name begins behind a sentence's first word, if that is no part of it: «Airline X».

        Elsewhere the name has a capital, and the word has none.
        """
        first, _, rest = self._normal.original[start:end].partition(" ")
        known = first[1:].islower() and first.lower() in self._ordinary and first not in self._inside
        return end - len(rest) if rest and known and self._stands_alone(rest.partition(" ")[0]) else start

    def _names_nobody(self, word: str) -> bool:
        """Whether no name begins with a word, or with any part of it: «French-American»."""
        found = self._nobody.get(word)
        if found is None:
            folded = fold(word)
            joined = "-" in folded and all(map(self._lexicon.is_no_name, folded.split("-")))
            found = self._nobody[word] = joined or self._lexicon.is_no_name(folded)
        return found

    def _without_nouns(self, sentence: Sentence, start: int, end: int) -> Span:
        """Cut ordinary nouns off a run of words, all of it if there is nothing else: «Rivale X», «X-Chef»."""
        original = self._normal.original
        words = [match.span() for match in _SPACED.finditer(original, start, end)]
        described = False
        while len(words) > 1 and self._ordinary.is_noun(original[slice(*words[0])]):
            words.pop(0)
            described = True
        while (
            len(words) > 1
            and self._ordinary.is_noun(original[slice(*words[-1])])
            and self._known(sentence, *words[-1])
        ):
            words.pop()
        if not words or (len(words) == 1 and not self._may_name(sentence, *words[0], described)):
            return start, start
        (first, _), (last, end) = words[0], words[-1]
        head, hyphen, tail = original[last:end].partition("-")
        if not (hyphen and head and tail in self._ordinary):
            return first, end
        return (
            (first, last + len(head))
            if first < last or not self._ordinary.says_nothing(head)
            else (start, start)
        )

    def _may_name(self, sentence: Sentence, start: int, end: int, described: bool) -> bool:
        """Whether a word alone is a name: no noun, or a compound right behind one: «Betreiber Rheinstrom»."""
        word = self._normal.original[start:end]
        if not self._ordinary.is_noun(word):
            return True
        return described and not self._ordinary.listed(word) and not self._known(sentence, start, end)

    def _known(self, sentence: Sentence, start: int, end: int) -> bool:
        return sentence.known(self._normal.folded(start), self._normal.folded(end))

    def _surely_a_name(self, word: str) -> bool:
        """Whether a sentence's first word is a name: written with a capital inside a sentence too."""
        if any(character.isupper() or character.isdigit() for character in word[1:]):
            return True
        if word.lower() in self._small:
            return False
        return word in self._inside or word not in self._ordinary

    def _acts(self, sentence: Sentence, end: int) -> bool:
        """Whether a sentence begins with a word unknown to the lexicon and a verb known to it."""
        word = sentence.text[sentence.start : self._normal.folded(end)]
        after = sentence.start + len(word) + 1
        if word in self._lexicon.words or word.lower() in self._small:
            return False
        small = any(cue.start == after for cue in sentence.cues_of("before", "conjunction"))
        return sentence.acts(after) and not small

    @cached_property
    def _inside(self) -> frozenset[str]:
        return frozenset(match.group(1) for match in _INSIDE.finditer(self._normal.original))

    def _stands_alone(self, word: str) -> bool:
        """Whether a word stands right behind a small one somewhere: it begins a name there."""
        text, place = self._normal.original, -1
        while (place := text.find(" " + word, place + 1)) >= 0:
            before = _LAST_WORD.search(text, max(0, place - _LONGEST_WORD), place)
            whole = not text[place + len(word) + 1 : place + len(word) + 2].isalnum()
            if whole and before and before.group(1).islower():
                return True
        return False

    def _recurs(self, word: str) -> bool:
        """Whether a document has a word often, also where a sentence begins."""
        return word in self._openings and self._counts[word] >= _OFTEN

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(_TOKEN.findall(self._normal.text))

    @cached_property
    def _openings(self) -> frozenset[str]:
        return frozenset(_OPENING.findall(self._normal.text))

    @cached_property
    def _small(self) -> frozenset[str]:
        return frozenset(filter(str.islower, _LETTERS.findall(self._normal.original)))

    def _announced(self, sentence: Sentence) -> Iterator[Span]:
        announcing = [
            cue
            for cue in sentence.cues_of("DescriptorCue")
            if cue.code in ("name", "in-name") or (not cue.code and self._tells_trade(sentence, cue))
        ]
        stops = [cue for cue in sentence.cues if cue.kind != "DescriptorCue"] if announcing else []
        for cue in announcing:
            quoted = _QUOTED.match(sentence.text, cue.end, sentence.end)
            if quoted:
                yield quoted.span(1)
            elif cue.code == "in-name":
                end = self._end_of_name(sentence, cue, cue.end, stops)
                yield cue.start, end if end > cue.end else cue.start
            else:
                yield self._behind_announcement(sentence, cue, stops)

    def _behind_announcement(self, sentence: Sentence, cue: Cue, stops: Sequence[Cue]) -> Span:
        """Return where the name stands that a word announces, an empty span if none does."""
        start = _end_of_descriptors(sentence, cue)
        place = self._behind_trade(sentence, start)
        if place == start + 1 and cue.code:
            return place, self._end_of_name(sentence, cue, start, stops)
        if not self._may_follow_trade(sentence, place):
            return place, place
        sentence.cues.append(replace(cue, end=place - 1, code=""))
        return place, self._end_of_name(sentence, cue, place - 1, stops)

    def _tells_trade(self, sentence: Sentence, cue: Cue) -> bool:
        """Whether a description ends with an article's noun: «maker of-the-chips»."""
        if not self._lexicon.articles:
            return False
        _, space, last = sentence.text[cue.start : cue.end].rpartition(" ")
        return bool(space) and last.startswith(self._lexicon.articles)

    def _behind_trade(self, sentence: Sentence, start: int) -> int:
        """Return where words end that tell a company's trade, the last with an article: «of the-chips»."""
        place = start + 1
        words = list(_TOKEN.finditer(sentence.text, start, sentence.end))[:_LONGEST_TRADE]
        for word in words if self._lexicon.articles else ():
            article = next((one for one in self._lexicon.articles if word.group().startswith(one)), "")
            rest = sentence.original(word.start() + len(article), word.end())
            if rest not in self._ordinary or sentence.text[word.start() - 1] != " ":
                break
            if article and sentence.original(*word.span()) in self._ordinary:
                place = word.end() + 1
        return place

    def _may_follow_trade(self, sentence: Sentence, place: int) -> bool:
        """Whether what follows a company's trade is its name: a strange word, or one sentences begin with."""
        word = _TOKEN.match(sentence.text, place)
        return word is not None and (self._strange(sentence, word) or self._recurs(word.group()))

    def _quoted(self, sentence: Sentence) -> Iterator[Span]:
        """Yield short quotations, where the press puts names in quotes, that do not begin with a known word.

        Further on one may stand behind a particle: «Afaq for investment».
        """
        if not self._lexicon.quoted_names:
            return
        for match in _IN_QUOTES.finditer(sentence.text, sentence.start, sentence.end):
            first, *rest = _TOKEN.finditer(sentence.text, *match.span(1))
            strange = [word for word in rest if not self._introduced(word.group())]
            known = any(self._no_name(sentence, word, sentence.cues) for word in (first, *strange))
            if not known or self._surely_called(sentence, [first, *rest]):
                yield match.span(1)

    def _surely_called(self, sentence: Sentence, words: Sequence[re.Match[str]]) -> bool:
        """Whether words in quotes are a name though the lexicon knows some of them.

        They end as names do («… Capital»), begin with a word that is part of names («Bank …»), or are letters
        spelled as they are said: «إن بي سي».
        """
        if len(words) > 1 and words[-1].group() in self._lexicon.name_ends:
            return True
        begun = (c for c in sentence.cues_of("DescriptorCue") if c.code == "in-name")
        if len(words) > 1 and any(cue.start == words[0].start() for cue in begun):
            return True
        spelled = all(len(word.group()) <= _LONGEST_LETTER for word in words)
        return spelled and len(words) >= _FEWEST_LETTERS

    def _ended(self, sentence: Sentence) -> Iterator[Span]:
        """Yield names that nothing but their last word tells, where names have no capital letters."""
        if self._lexicon.script == "Latn":
            return
        ends = self._lexicon.name_ends
        words = list(_TOKEN.finditer(sentence.text, sentence.start, sentence.end))
        for last, word in enumerate(words):
            if word.group() not in ends or (words[last + 1 :] and words[last + 1].group() in ends):
                continue
            first = last
            while first > max(0, last - _LONGEST_ENDED) and self._may_belong(
                sentence, words[first - 1], words[first]
            ):
                first -= 1
            if first < last:
                yield self._without_conjunction(sentence, words[first]), word.end()

    def _without_conjunction(self, sentence: Sentence, word: re.Match[str]) -> int:
        """Return where a name begins whose first word may hold a conjunction: «وX», not behind «company»."""
        start = word.start()
        particle, hyphen, rest = word.group().partition("-")
        if hyphen and rest and particle in self._lexicon.clitics:
            return start + len(particle) + len(hyphen)
        introducing = [cue for cue in sentence.cues_of("before", "DescriptorCue") if cue.end == start - 1]
        ends = [mention.end for mention in sentence.mentions]
        if any(cue.code == "name" or cue.start - 1 not in ends for cue in introducing):
            return start
        joined = len(word.group()) > _SHORTEST_ALONE and word.group()[0] in self._lexicon.joining
        return start + joined

    def _may_belong(self, sentence: Sentence, before: re.Match[str], word: re.Match[str]) -> bool:
        """Whether a word is part of the name that goes on with the next one: strange, or another end."""
        if sentence.text[before.end() : word.start()] not in (" ", "-"):
            return False
        if before.group() in self._lexicon.name_ends:
            return True
        return not self._no_name(sentence, before, sentence.cues) and self._strange(sentence, before)

    def _introduced(self, word: str) -> bool:
        return any(self._lexicon.clitics.get(word[:length]) for length in (1, 2))

    def _end_of_name(self, sentence: Sentence, cue: Cue, start: int, stops: Sequence[Cue]) -> int:
        """Return where the name ends that begins behind a place: a few words, and more that are strange."""
        end = start
        for number in range(_LONGEST_NAME):
            match = _TOKEN.match(sentence.text, end + 1, sentence.end) if end + 1 < sentence.end else None
            if match is None or sentence.text[end] not in ' "' or self._no_name(sentence, match, stops):
                break
            if self._goes_on(sentence, cue, sentence.original(*match.span()), first=not number):
                break
            if number and self._only_first_strange(sentence, start, end, match):
                break
            if number >= _LONGEST_ANNOUNCED and not self._strange(sentence, match):
                break
            end = match.start() + _one_script(match.group())
            if end < match.end():
                break
        return end

    def _goes_on(self, sentence: Sentence, cue: Cue, word: str, first: bool) -> bool:
        """Whether the clause goes on with a word behind what announces a name, or behind its first word.

        It begins with a particle that introduces a noun («to»), or is an ordinary word where a verb stands
        before what announces the name: «sold the company X shares».
        """
        for length in range(1, min(LONGEST_PREFIX, len(word) - 1) + 1):
            if self._lexicon.clitics.get(word[:length]) and word[length:] in self._ordinary:
                return not self._ordinary.as_it_is(word)
        if first or self._lexicon.capitalised_names:
            return False
        before = sentence.word_before(cue.start)
        return before is not None and sentence.acts(before[0]) and word in self._ordinary

    def _only_first_strange(self, sentence: Sentence, start: int, end: int, match: re.Match[str]) -> bool:
        """Whether an ordinary word follows a name that no dictionary has."""
        name = sentence.original(start, end).strip(' "')
        if self._lexicon.capitalised_names or name in self._ordinary:
            return False
        return sentence.original(*match.span()) in self._ordinary

    def _strange(self, sentence: Sentence, match: re.Match[str]) -> bool:
        name_end = match.group() in self._lexicon.name_ends
        return name_end or sentence.original(*match.span()) not in self._ordinary

    def _no_name(self, sentence: Sentence, match: re.Match[str], stops: Sequence[Cue]) -> bool:
        word, (start, end) = match.group(), match.span()
        if word[:1] in self._lexicon.relative_clitics and sentence.original(start + 1, end) in self._ordinary:
            return True
        known = any(stop.start < end and start < stop.end for stop in stops)
        return known or sentence.triggered(start, end) or self._lexicon.is_no_name(word) or word.isdigit()


def _end_of_descriptors(sentence: Sentence, cue: Cue) -> int:
    """Return where the last of the descriptors ends that follow one: «company» + «Israeli»."""
    end = cue.end
    for other in sentence.cues_of("DescriptorCue"):
        if other.start == end + 1:
            end = other.end
    return end


def _one_script(word: str) -> int:
    """Return how many characters of a word are of the script that it begins with."""
    for index in range(1, len(word)):
        if (
            word[index].isalpha()
            and word[index - 1].isalpha()
            and not same_word(word[index - 1], word[index])
        ):
            return index
    return len(word)


def titles(sentence: Sentence) -> list[Cue]:
    """Return the words of a sentence that announce a person («Mr»)."""
    return [cue for cue in sentence.cues_of("DescriptorCue") if cue.code == "person"]


def short_forms(parties: Iterable[Party], lexicon: Lexicon) -> dict[str, Party]:
    """Return the first and last words of longer names, folded, each with the one party it may mean."""
    found: dict[str, set[Party]] = defaultdict(set)
    for party in parties:
        words = party.name.split()
        if len(words) > 1:
            for word in (words[0], words[-1]):
                found[fold(word)].add(party)
    return {
        word: next(iter(owners))
        for word, owners in found.items()
        if len(owners) == 1
        and len(word) >= _SHORTEST_ALONE
        and not lexicon.is_no_name(word)
        and word not in lexicon.words
        and (lexicon.script == "Latn" or word not in lexicon.name_ends)
    }
