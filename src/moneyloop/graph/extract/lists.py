"""Joins mentions into lists, which play one role together: «X, the carrier Y and Z»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moneyloop.graph.extract.distance import BRACKETED
from moneyloop.graph.extract.insertions import aside
from moneyloop.graph.extract.lexicon import Lexicon
from moneyloop.graph.extract.sentence import Group, Mention, Sentence

_FEWEST_OF_LIST: Final = 3
_LONGEST_DESCRIPTION: Final = 5
_ROW: Final = 2
_WORD: Final = re.compile(r"[^\W_]+")
_PARTING: Final = ("ClauseCue", "StatusCue", "AttributionCue", "RelativeCue")


def groups(sentence: Sentence, lexicon: Lexicon) -> list[Group]:
    """Join mentions into lists, those of each insertion among themselves."""
    inserted = [[m for m in sentence.mentions if a <= m.start < b] for a, b in sentence.insertions]
    inside = {id(mention) for mentions in inserted for mention in mentions}
    outside = [mention for mention in sentence.mentions if id(mention) not in inside]
    groups = [group for level in (outside, *inserted) for group in _lists(sentence, level, lexicon)]
    return sorted(groups, key=lambda group: group.start)


def _lists(sentence: Sentence, mentions: Sequence[Mention], lexicon: Lexicon) -> list[Group]:
    """Join mentions into lists: a list ends with a conjunction, or is introduced as one («such as»).

    Where the verb comes last, what follows the end of a list and a comma may be its object.
    """
    groups: list[Group] = []
    loose: list[Mention] = []
    for mention in mentions:
        joint = _joint(sentence, groups[-1], loose, mention, lexicon) if groups else ""
        if joint == "comma" and not loose and _ended(sentence, groups[-1]) and lexicon.verb_last:
            joint = ""
        if joint == "conjunction" or (joint == "comma" and _introduced_as_list(sentence, groups[-1])):
            groups[-1] = Group([*groups[-1].mentions, *loose, mention])
            loose = []
        elif joint == "comma":
            loose.append(mention)
        else:
            groups += [*_closed(sentence, groups, loose), Group([mention])]
            loose = []
    return groups + _closed(sentence, groups, loose)


def _ended(sentence: Sentence, group: Group) -> bool:
    """Whether a conjunction stands before the last of several members of a list: «X, Y and Z»."""
    if len(group.mentions) < _FEWEST_OF_LIST:
        return False
    start, end = group.mentions[-2].end, group.mentions[-1].start
    return any(start <= cue.start and cue.end <= end for cue in sentence.cues_of("conjunction"))


def _closed(sentence: Sentence, groups: list[Group], loose: list[Mention]) -> list[Group]:
    """Return what is loose as groups, or join it to the last one: «X, Y and banks», three names in a row."""
    if not loose or (len(loose) < _ROW and not _and_others(sentence, loose[-1])):
        return [Group([single]) for single in loose]
    groups[-1] = Group([*groups[-1].mentions, *loose])
    return []


def _and_others(sentence: Sentence, mention: Mention) -> bool:
    """Whether a conjunction and a word that describes parties follow a mention."""
    places = {cue.end + 1 for cue in sentence.cues_of("conjunction") if 0 <= cue.start - mention.end <= 1}
    for cue in sentence.cues_of("DescriptorCue"):
        joined = (
            cue.prefix in sentence.conjunction_prefixes and cue.start - len(cue.prefix) == mention.end + 1
        )
        if joined or cue.start in places:
            return True
    return False


def _joint(sentence: Sentence, group: Group, loose: list[Mention], mention: Mention, lexicon: Lexicon) -> str:
    """Return what joins a mention to the list before it: "conjunction", "comma" or nothing."""
    if mention.wants or (mention.marker and not _same_marker(mention.marker, group.marker, lexicon)):
        return ""
    last = group.mentions[-1]
    if (_is_person(mention) != _is_person(last) and not loose) or mention.party == last.party:
        return ""
    if (last.wants and last.marker) or _possesses(sentence, mention):
        return ""
    start, end = (loose[-1] if loose else group).end, mention.outer(sentence.text)
    rest = list(sentence.text[start:end])
    conjunction = mention.prefix in sentence.conjunction_prefixes
    for cue in sentence.cues_of("conjunction", "DescriptorCue", "before"):
        if start <= cue.start and cue.end <= end:
            word = sentence.text[cue.start : cue.end]
            if cue.kind == "before" and word != mention.marker:
                continue
            rest[cue.start - start : cue.end - start] = " " * len(word)
            conjunction |= cue.kind == "conjunction" or bool(cue.prefix)
            rest[cue.start - start - len(cue.prefix) : cue.start - start] = " " * len(cue.prefix)
    for begin, stop in aside(sentence, start, end):
        rest[begin - start : stop - start] = "," + " " * (stop - begin - 1)
    gap = BRACKETED.sub("", _undescribed(sentence, start, "".join(rest), lexicon))
    if gap.strip(" ,-\"')") or ("," in gap and conjunction and _new_clause(sentence, group, mention)):
        return ""
    return "conjunction" if conjunction else "comma" if "," in gap else ""


def _undescribed(sentence: Sentence, start: int, gap: str, lexicon: Lexicon) -> str:
    """Blank the noun phrase that tells in a list who a member is: «, the carrier X».

    It begins with a word that begins noun phrases (no name does), and says nothing that the lexicon knows.
    """
    begin = gap.rfind(",") + 1
    words = list(_WORD.finditer(gap, begin))
    if not words or len(words) > _LONGEST_DESCRIPTION or "'" in gap[: words[0].start()]:
        return gap
    spans = [(start + word.start(), start + word.end()) for word in words]
    if _within_description(sentence, *spans[0]) and len(words) == 1:
        return gap[:begin] + " " * (len(gap) - begin)
    if not lexicon.is_no_name(words[0].group()):
        return gap
    small = lexicon.capitalised_nouns or all(sentence.original(*span)[:1].islower() for span in spans)
    acting = any(sentence.triggered(*span) or sentence.acts(span[0]) for span in spans)
    parting = _PARTING if len(words) == 1 else _PARTING[:-1]
    clause = any(cue.start < spans[-1][1] and spans[0][0] < cue.end for cue in sentence.cues_of(*parting))
    return gap if acting or clause or not small else gap[:begin] + " " * (len(gap) - begin)


def _within_description(sentence: Sentence, start: int, end: int) -> bool:
    """Whether describing words stand right before and right behind a span: «the power developer X»."""
    described = sentence.cues_of("DescriptorCue")
    return any(cue.end + 1 == start for cue in described) and any(cue.start == end + 1 for cue in described)


def _possesses(sentence: Sentence, mention: Mention) -> bool:
    """Whether another name stands right behind a mention, which only tells whose that is.

    Behind «and», written as one word with the mention, the other name is what the list does something with.
    """
    names = (one for one in sentence.mentions if one.start > mention.end and not one.prefix and _listed(one))
    behind = next(names, None)
    if behind is None or (mention.prefix in sentence.conjunction_prefixes and not mention.follower):
        return False
    return sentence.text[mention.end : behind.start].strip() in {"", mention.follower}


def _listed(mention: Mention) -> bool:
    return mention.party is not None and mention.party.listed


def _same_marker(marker: str, first: str, lexicon: Lexicon) -> bool:
    """Whether a word introduces a member of a list as another one introduces its first: «du X et de Y»."""
    _, _, last = first.rpartition(" ")
    forms = {lexicon.same_prepositions.get(one, one) for one in (first, last)}
    return lexicon.same_prepositions.get(marker, marker) in forms


def _new_clause(sentence: Sentence, group: Group, mention: Mention) -> bool:
    """Whether a mention behind «, and» is the subject of a verb, where the list before it is introduced."""
    ahead = mention.end + 1
    if not group.marker or mention.marker:
        return False
    return sentence.acts(ahead) and sentence.words_between(ahead, sentence.end) > 1


def _is_person(mention: Mention) -> bool:
    return mention.party is not None and mention.party.kind == "Person"


def _introduced_as_list(sentence: Sentence, group: Group) -> bool:
    start = group.mentions[0].outer(sentence.text)
    return any(0 <= start - cue.end <= 1 for cue in sentence.cues_of("ListCue"))
