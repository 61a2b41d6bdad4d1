"""Tells how mentions stand in a sentence: what introduces and follows them, what list they are part of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moneyloop.graph.extract.distance import BRACKETED
from moneyloop.graph.extract.insertions import aside
from moneyloop.graph.extract.lexicon import Lexicon
from moneyloop.graph.extract.sentence import Cue, Group, Mention, Sentence, free

_LONGEST_WALK: Final = 4
_FEWEST_OF_LIST: Final = 3
_WORDS_TO_SOURCE: Final = 3
_WORDS_AFTER_SAYING: Final = 4
_LONGEST_DESCRIPTION: Final = 5
_ROW: Final = 2
_PRESS: Final = "press"
_WORD: Final = re.compile(r"[^\W_]+")
_PARTING: Final = ("ClauseCue", "RelativeCue", "StatusCue", "AttributionCue")
_APPOSED: Final = re.compile(r"\s*(?:\(\s*(?:[^():,]{1,20}:\s?)?)?")


def group(sentence: Sentence, lexicon: Lexicon) -> None:
    """Set marker and follower of each mention of a sentence, and the groups that they form."""
    sentence.mentions = _absorbed(sentence)
    for mention in sentence.mentions:
        mention.marker, mention.begin = _marker(sentence, mention, lexicon)
        mention.follower = mention.follower or _follower(sentence, mention, lexicon)
    sentence.groups = _groups(sentence, lexicon)
    for one in sentence.groups:
        one.source = _is_source(sentence, one)


def _marker(sentence: Sentence, mention: Mention, lexicon: Lexicon) -> tuple[str, int]:
    """Return the word or particle that introduces a mention, looking through «the company», «such as».

    Second comes where the words begin through which it was looked.
    """
    marker = mention.marker or lexicon.clitics.get(mention.prefix, "")
    position = begin = mention.outer(sentence.text)
    described = False
    if marker and (part := _part_before(sentence, begin)):
        marker, position, begin = lexicon.clitics.get(part.prefix, ""), part.start, part.start
    while not marker:
        found = _introducing(sentence, position, described)
        described = True
        if found is None:
            break
        if found.kind == "before" and (part := _part_before(sentence, found.start)):
            found = part
        elif found.kind == "before" and _leads_group(sentence, found, lexicon):
            pass
        elif found.kind == "before":
            return sentence.text[found.start : found.end], begin
        marker = found.marker or lexicon.clitics.get(found.prefix, "")
        begin = found.start - len(found.prefix)
        parted = found.kind == "ListCue" and any(lexicon.clitics.values())
        position = _before_comma(sentence, begin) if parted else begin
        position = _before_genitive(sentence, position)
    return marker, begin


def _leads_group(sentence: Sentence, introducing: Cue, lexicon: Lexicon) -> bool:
    """Whether «led by» stands behind a word for a group, which acts as who leads it: «banks led by X»."""
    word = sentence.text[introducing.start : introducing.end]
    if not any(word in words for words in lexicon.alike):
        return False
    return any(0 <= introducing.start - cue.end <= 1 for cue in sentence.cues_of("DescriptorCue"))


def _part_before(sentence: Sentence, place: int) -> Cue | None:
    """Return the word for a part of a party that ends before a place: «the venture arm of X»."""
    return next((cue for cue in sentence.cues_of("PartCue") if 0 <= place - cue.end <= 1), None)


def _before_comma(sentence: Sentence, position: int) -> int:
    """Return where the words end that a comma parts from a list: «from banks, among them X».

    Only a particle that is joined to those words surely introduces the list.
    """
    before = sentence.text[sentence.start : position].rstrip()
    return sentence.start + len(before) - 1 if before.endswith(",") else position


def _before_genitive(sentence: Sentence, position: int) -> int:
    """Return where the name begins that has to do with a word at a position («OpenAI's rival»), else that."""
    for cue in sentence.cues_of("after"):
        before = sentence.text[cue.end : position].strip() == "" and cue.end <= position
        if before or cue.start < position < cue.end:
            for mention in sentence.mentions:
                if mention.end == cue.start:
                    return mention.outer(sentence.text)
    return position


def _introducing(sentence: Sentence, position: int, described: bool) -> Cue | None:
    """Return the word that introduces or describes what stands at a position, or shortly after it.

    One unknown word may stand between what introduces and what ``described`` it: «vom Berliner Versorger X»,
    or between a noun and its owner: «سهام عادی X».
    """
    for step in range(_LONGEST_WALK):
        position = _before_amount(sentence, position)
        introducing = () if step > described else ("before",)
        found = _ending_at(sentence, position, "DescriptorCue", "ListCue", *introducing)
        if found is None and step == 1 and not introducing:
            noun = _ending_at(sentence, position, "before")
            found = noun if noun and noun.code == "noun" else None
        if found:
            return found
        word = sentence.word_before(position)
        if word is None or sentence.text[word[1] : position].strip(" -'\""):
            return None
        if _known_whole(sentence, *word):
            return None
        position = word[0]
    return None


def _known_whole(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a word, with the ending that it has, is one of the lexicon or of a name."""
    if not free(start, end, sentence.taken()):
        return True
    spans = [(one.start, one.end) for one in sentence.triggers]
    spans += [(one.start, one.end) for one in sentence.cues]
    return any(begin < end <= stop for begin, stop in spans)


def _before_amount(sentence: Sentence, position: int) -> int:
    """Return where an amount begins that ends at a position and is said as an adjective, else the position.

    Its unit has an ending then, and parts a noun from its owner: «وام دو میلیارد دلاری اوراکل».
    """
    word = sentence.word_before(position)
    if word is None or sentence.text[word[1] : position].strip(' "'):
        return position
    if not any(c.start <= word[0] < c.end < word[1] for c in sentence.cues_of("CurrencyCue", "PercentCue")):
        return position
    counting = sentence.cues_of("NumberCue", "MagnitudeCue", "BoundCue", "RangeCue", "CurrencyCue")
    start = word[0]
    while (word := sentence.word_before(start)) is not None:
        digits = sentence.text[slice(*word)].isdigit()
        if not digits and not any(cue.start <= word[0] and word[1] <= cue.end for cue in counting):
            break
        start = word[0]
    return start


def _ending_at(sentence: Sentence, position: int, *kinds: str) -> Cue | None:
    """Return the longest cue of some kinds that ends at a position, white space aside."""
    end = position
    while end > sentence.start and sentence.text[end - 1] in " \"'(":
        end -= 1
    found = [c for c in sentence.cues if c.kind in kinds and c.end in (end, position) and c.start < end]
    longest = min(found, key=lambda cue: cue.start, default=None)
    return None if longest and _part_of_relative(sentence, longest) else longest


def _part_of_relative(sentence: Sentence, cue: Cue) -> bool:
    """Whether a word is part of what begins a relative clause: «, an dem»."""
    return any(
        relative.start <= cue.start and cue.end <= relative.end
        for relative in sentence.cues_of("RelativeCue")
        if relative.end - relative.start > cue.end - cue.start
    )


def _follower(sentence: Sentence, mention: Mention, lexicon: Lexicon) -> str:
    """Return the word that follows a mention, also behind a remark or a word that names nobody."""
    found = sentence.cues_of("after")
    if not found or found[-1].start < mention.end:
        return ""
    for end in (mention.end, _over_remark(sentence, mention.end, lexicon)):
        for cue in found:
            if cue.start >= end and not sentence.text[end : cue.start].strip(' "'):
                return sentence.text[cue.start : cue.end]
    return ""


def _over_remark(sentence: Sentence, end: int, lexicon: Lexicon) -> int:
    """Return where a remark, or a word that names nobody, ends that stands at a place; else the place."""
    begin = end + (sentence.text[end : end + 1] in ('"', " "))
    for start, stop in sentence.insertions:
        if start in (end, begin):
            return stop
    bracket = BRACKETED.match(sentence.text, begin, sentence.end)
    if bracket:
        return bracket.end()
    word = _WORD.match(sentence.text, begin, sentence.end)
    if word and lexicon.is_no_name(word.group()) and not sentence.known(*word.span()):
        return word.end()
    return end


def _is_source(sentence: Sentence, group: Group) -> bool:
    """Whether «according to» stands right before a group, «said» before the press, or «estimates» behind."""
    press = any(party.sector == _PRESS for party in group.parties)
    start = group.mentions[0].outer(sentence.text)
    for cue in sentence.cues_of("AttributionCue"):
        if (cue.code == "after" or (press and cue.code == "before")) and cue.end <= start:
            gap, words = sentence.text[cue.end : start], sentence.words_between(cue.end, start)
        elif cue.code == "before" and _ends_remark(sentence, group, cue):
            return True
        elif cue.code == "estimate" and cue.start >= group.end:
            gap, words = sentence.text[group.end : cue.start], sentence.words_between(group.end, cue.start)
        else:
            continue
        between = [
            other
            for other in sentence.groups
            if min(cue.end, group.end) <= other.start < max(cue.start, start)
        ]
        if words <= _WORDS_TO_SOURCE and not between and not any(mark in gap for mark in ",;:."):
            return True
    return False


def _ends_remark(sentence: Sentence, group: Group, verb: Cue) -> bool:
    """Whether a sentence ends with who said it: «…, the company announced on Monday»."""
    start = group.mentions[0].outer(sentence.text)
    if not 0 <= verb.start - group.end <= 1 or not sentence.text[:start].rstrip().endswith(","):
        return False
    return sentence.words_between(verb.end, sentence.end) <= _WORDS_AFTER_SAYING


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
            last.end = _behind_bracket(sentence.text, last.end, mention.end)
        else:
            kept.append(mention)
    return kept


def _behind_bracket(text: str, start: int, end: int) -> int:
    """Return where a name ends that a bracket spells out: behind the bracket."""
    return end + 1 if "(" in text[start:end] and text.startswith(")", end) else end


def _groups(sentence: Sentence, lexicon: Lexicon) -> list[Group]:
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
    if not lexicon.is_no_name(words[0].group()):
        return gap
    spans = [(start + word.start(), start + word.end()) for word in words]
    small = lexicon.capitalised_nouns or all(sentence.original(*span)[:1].islower() for span in spans)
    acting = any(sentence.triggered(*span) or sentence.acts(span[0]) for span in spans)
    clause = any(cue.start < spans[-1][1] and spans[0][0] < cue.end for cue in sentence.cues_of(*_PARTING))
    return gap if acting or clause or not small else gap[:begin] + " " * (len(gap) - begin)


def _possesses(sentence: Sentence, mention: Mention) -> bool:
    """Whether another name stands right behind a mention, which only tells whose that is."""
    names = (one for one in sentence.mentions if one.start > mention.end and not one.prefix and _listed(one))
    behind = next(names, None)
    if behind is None:
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
