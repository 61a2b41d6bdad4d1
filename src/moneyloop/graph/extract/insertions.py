"""Finds what stands between commas to say more about a party: «AMD, a rival of Intel, has …».

Such an insertion parts nothing: the clause around it goes on behind it, and its parties play no role there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from moneyloop.graph.extract.coreference import PRONOUN
from moneyloop.graph.extract.lexicon import Lexicon
from moneyloop.graph.extract.sentence import Cue, Mention, Sentence, Span, free

COMMA: Final = re.compile(r"(?<!\d),|,(?!\d)")
"""A comma that is no part of a number."""
_OPENING: Final = re.compile(r"[\")]*\s*(?:\([^()]*\)\s*)?,\s*")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NO_DESCRIPTION: Final = ("conjunction", "ClauseCue", "StatusCue", "AuxiliaryCue", "AttributionCue")
_FEWEST_WORDS: Final = 2
_FINITE: Final = ("StatusCue", "AuxiliaryCue", "AttributionCue")


def insertions(sentence: Sentence, lexicon: Lexicon) -> list[Span]:
    """Return the insertions of a sentence, each from its first comma to behind its last, in text order."""
    found: list[Span] = []
    if not COMMA.search(sentence.text, sentence.start, sentence.end):
        return found
    for mention in sentence.mentions:
        if found and mention.end < found[-1][1]:
            continue
        opening = _OPENING.match(sentence.text, mention.end, sentence.end)
        if opening is None:
            found += _unopened(sentence, mention)
            continue
        begin, inside = sentence.text.index(",", opening.start()), opening.end()
        relative = _relative(sentence, begin, inside, lexicon)
        if not relative and not _describes(sentence, inside, lexicon):
            continue
        end = _end(sentence, inside)
        if _is_member(sentence, inside, end) if relative else lexicon.verb_last and end == sentence.end:
            continue
        if relative or not (_has_verb(sentence, inside, end) or _names(sentence, inside, end, lexicon)):
            found.append((begin, end))
    return found


def _unopened(sentence: Sentence, mention: Mention) -> Iterator[Span]:
    """Yield the relative clause right behind a mention that only a comma at its end marks off.

    Several such clauses are a list: «it is X that lends, Y that builds, Z that rents».
    """
    relative = _relative_behind(sentence, mention)
    if relative is None:
        return
    end = _end(sentence, relative.end)
    row = any(_relative_behind(sentence, other) for other in sentence.mentions if other is not mention)
    if end < sentence.end and not row and sentence.triggered(relative.end, end):
        yield relative.start, end


def _relative_behind(sentence: Sentence, mention: Mention) -> Cue | None:
    behind = (cue for cue in sentence.cues_of("RelativeCue") if 0 <= cue.start - mention.end <= 1)
    return next(behind, None)


def _relative(sentence: Sentence, begin: int, inside: int, lexicon: Lexicon) -> bool:
    """Whether a relative clause begins behind a comma."""
    if any(cue.start in (begin, inside) for cue in sentence.cues_of("RelativeCue")):
        return True
    clitics = lexicon.relative_clitics
    places = [(one.start, one.prefix) for one in sentence.triggers]
    places += [(cue.start, cue.prefix) for cue in sentence.cues_of("StatusCue")]
    places += [(mention.start, mention.prefix) for mention in sentence.mentions]
    if any(start - len(prefix) == inside and clitics.intersection(prefix) for start, prefix in places):
        return True
    return says_which(sentence, inside, lexicon)


def says_which(sentence: Sentence, place: int, lexicon: Lexicon) -> bool:
    """Whether a word begins at a place that says «which», and goes on as a word that the lexicon knows."""
    word = _WORD.match(sentence.text, place)
    return word is not None and _known_with(word.group(), lexicon.relative_clitics, lexicon)


def _known_with(word: str, particles: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether a word is unknown to the lexicon, but known without the particle that it begins with."""
    rest = word[1:]
    if word[0] not in particles or word in lexicon.words or lexicon.is_no_name(word):
        return False
    return rest in lexicon.words or lexicon.is_no_name(rest)


def _is_member(sentence: Sentence, inside: int, end: int) -> bool:
    """Whether what may be a relative clause is the next member of a list: «, dem Staatsfonds X und Y».

    It begins with an article and a noun before the name, has no verb, and ends with a name.
    """
    within = [mention for mention in sentence.mentions if inside <= mention.start and mention.end <= end]
    if not within or within[-1].wants or end - within[-1].end > len('".'):
        return False
    if not any(cue.start == inside for cue in sentence.cues_of("DescriptorCue")):
        return False
    described = sentence.words_between(inside, within[0].start) >= _FEWEST_WORDS
    if not described or _has_verb(sentence, inside + 1, end):
        return False
    small = [(cue.start, cue.end) for cue in sentence.cues_of("DescriptorCue", "before", "conjunction")]
    acting = (one for one in sentence.triggers if inside < one.start and one.end < end)
    return all(not free(one.start, one.end, small) or one.end - one.start == 1 for one in acting)


def _describes(sentence: Sentence, inside: int, lexicon: Lexicon) -> bool:
    """Whether the noun phrase that begins behind a comma may say who a party is."""
    word = _WORD.match(sentence.text, inside)
    there = [mention for mention in sentence.mentions if mention.outer(sentence.text) == inside]
    if word is None or any(not _repeats(sentence, mention) for mention in there):
        return False
    if any(cue.start - len(cue.prefix) == inside for cue in sentence.cues_of("DescriptorCue", "AnaphorCue")):
        return True
    begun = [cue for cue in sentence.cues_of(*_NO_DESCRIPTION) if cue.start - len(cue.prefix) == inside]
    introducing = [cue for cue in sentence.cues_of("before", "after") if cue.start == inside]
    if begun or any(cue.kind == "after" or cue.code == "preposition" for cue in introducing):
        return False
    if _begins_with_particle(sentence, inside, word.group(), lexicon):
        return False
    if lexicon.capitalised_nouns:
        return lexicon.is_no_name(word.group())
    return not lexicon.capitalised_names or sentence.original(*word.span())[:1].islower()


def _begins_with_particle(sentence: Sentence, inside: int, word: str, lexicon: Lexicon) -> bool:
    """Whether a word begins with a preposition or a conjunction that is written as one with it."""
    joined = [one.prefix for one in sentence.triggers if one.start - len(one.prefix) == inside]
    if any(lexicon.clitics.get(particles) for particles in (word, *joined)):
        return True
    return not lexicon.joining.isdisjoint(joined) or _known_with(word, lexicon.joining, lexicon)


def _repeats(sentence: Sentence, mention: Mention) -> bool:
    """Whether a mention only says again who stands before it: «Nvidia, the chip maker, …»."""
    if not mention.wants or mention.wants == PRONOUN:
        return False
    end = _end(sentence, mention.end)
    return not (sentence.triggered(mention.end, end) or _has_verb(sentence, mention.end, end))


def _has_verb(sentence: Sentence, inside: int, end: int) -> bool:
    """Whether what looks like a description is a clause of its own."""
    clauses = sentence.cues_of("RelativeCue", "ClauseCue")
    stops = [cue.start for cue in clauses if inside <= cue.start < end]
    until = min(stops, default=end)
    return any(inside <= cue.start < until for cue in sentence.cues_of(*_FINITE))


def _names(sentence: Sentence, inside: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a description ends with the name that it describes, that of another member of a list."""
    if any(cue.start == inside for cue in sentence.cues_of("before")):
        return False
    within = [mention for mention in sentence.mentions if inside <= mention.start and mention.end < end]
    if not within or end - within[-1].end > len('",'):
        return False
    for mention in reversed(within):
        start = mention.outer(sentence.text)
        if lexicon.clitics.get(mention.prefix) or _ends_at(sentence, start, "before", "ListCue"):
            return False
        if not lexicon.capitalised_names and not _announced(sentence, start):
            return False
        in_list = mention.prefix or _ends_at(sentence, start, "conjunction")
        if not in_list and not sentence.text[:start].rstrip().endswith(","):
            return True
    return True


def _announced(sentence: Sentence, place: int) -> bool:
    """Whether a word that announces names stands before a place: «company X», and not «owner of X»."""
    announcing = [cue for cue in sentence.cues_of("DescriptorCue") if cue.code in ("name", "in-name")]
    return any(0 <= place - cue.end <= 1 for cue in announcing)


def _ends_at(sentence: Sentence, place: int, *kinds: str) -> bool:
    return any(0 <= place - cue.end <= 1 for cue in sentence.cues_of(*kinds))


def _end(sentence: Sentence, inside: int) -> int:
    """Return where an insertion ends: behind the comma that no list goes on after, or with the clause."""
    stop = sentence.text.find(";", inside, sentence.end)
    end = sentence.end if stop < 0 else stop
    for comma in COMMA.finditer(sentence.text, inside, end):
        if not _goes_on(sentence, comma.start()):
            return comma.end()
    return end


def _goes_on(sentence: Sentence, comma: int) -> bool:
    """Whether a comma stands between two parties of a list, or in brackets."""
    before = any(0 <= comma - mention.end <= 1 for mention in sentence.mentions)
    named = [mention for mention in sentence.mentions if not mention.wants]
    behind = any(0 <= mention.outer(sentence.text) - comma <= 2 for mention in named)
    opened = sentence.text.count("(", sentence.start, comma) > sentence.text.count(")", sentence.start, comma)
    return opened or (before and behind)


def without_repetitions(sentence: Sentence) -> list[Mention]:
    """Return the mentions of a sentence without «the company» where an insertion begins with it."""
    openings = [_OPENING.match(sentence.text, begin) for begin, _ in sentence.insertions]
    begins = {opening.end() for opening in openings if opening}
    return [m for m in sentence.mentions if not (m.wants and m.outer(sentence.text) in begins)]


def aside(sentence: Sentence, start: int, end: int) -> Iterator[Span]:
    """Yield the insertions that stand whole between two places."""
    for begin, stop in sentence.insertions:
        if start <= begin and stop <= end:
            yield begin, stop
