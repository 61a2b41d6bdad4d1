"""The pattern language of frames.

A pattern says in one line which words carry a deal or figure, and where its parties stand::

    {investor} [@invest|bought … stake] {investee:in|into} => completed

``[…]`` is the trigger: words that must stand in the sentence; ``|`` separates alternatives, ``…`` parts with
a gap (several ``[…]`` are parts as well), ``@name`` stands for a word set of the lexicon, a final ``*``
leaves the end of a word open, and ``role=`` before a part keeps its wording as a description
(``product=@goods``). ``{…}`` is a slot: a role (or two, ``a,b``, which the parties of a list play towards
each other, or ``a/b``, of which each of two parties plays the one that fits it), standing before or after
the trigger as it is written:

    ``~role``        on either side
    ``role?``        may be missing
    ``role^``        may be taken from the sentences before
    ``role!``        may be a name that no recogniser knows, next to the trigger
    ``role+``        stands right beside the trigger
    ``role:a|@b``    introduced by one of these words or word sets (an empty alternative: by none)
    ``role::a|b``    followed by one of these words

``{amount}`` and ``{share}`` demand that the sentence gives one. An amount is looked for without being named,
a share only where ``{share}`` or ``{share?}`` stands.
``=>`` gives the status where no cue says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from moneyloop.errors import AssetError
from moneyloop.graph.text.normalise import fold

_STATUS: Final = re.compile(r"\s*=>\s*(\w+)\s*$")
_TRIGGER: Final = re.compile(r"\[([^\[\]]+)\]")
_SLOT: Final = re.compile(r"\{(~?)([\w,/]+)([?^!+]*)(?::(?!:)([^{}:]*))?(?:::([^{}:]*))?\}")
_FEWEST_PIECES: Final = 3
_SET: Final = re.compile(r"@(\w+)")
QUANTITIES: Final = frozenset({"amount", "share"})


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the party of a role stands: ``side`` is -1 before the trigger, 1 after it, 0 on either side.

    A ``bare`` one may stand there without a word that introduces it.
    """

    roles: tuple[str, ...]
    side: int
    optional: bool
    from_context: bool
    unknown_name: bool
    beside: bool
    one_way: bool
    before: frozenset[str]
    after: frozenset[str]
    bare: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a trigger: alternative words, and the description role that its wording fills."""

    words: tuple[str, ...]
    role: str | None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern: it says nothing without what it ``demands``, and may have what it ``takes``.

    ``urgent`` has the slots in the order in which they are filled, ``urgent_of_head`` that where the trigger
    stands in a relative clause. ``asking`` has those whose party a recogniser must find in the sentence.
    """

    slots: tuple[Slot, ...]
    parts: tuple[Part, ...]
    status: str | None
    demands: frozenset[str]
    takes: frozenset[str]
    urgent: tuple[Slot, ...]
    urgent_of_head: tuple[Slot, ...]
    asking: tuple[Slot, ...]


def parse(
    text: str, word_sets: Mapping[str, tuple[str, ...]], where: str, alike: Sequence[frozenset[str]] = ()
) -> Pattern:
    """Parse a pattern; of the words that introduce a party ``alike`` each stands for all.

    Raises:
        AssetError: the text is no pattern, or names a word set that the lexicon lacks.
    """
    text = _with_sets(text, word_sets, where)
    status = _STATUS.search(text)
    pieces = _TRIGGER.split(text[: status.start()] if status else text)
    if len(pieces) < _FEWEST_PIECES:
        raise AssetError(f"{where}: «{text}» has no trigger: write {{slot}} [trigger] {{slot}} => status")
    slots = [
        _widened(slot, alike)
        for index, piece in enumerate(pieces[::2])
        for slot in _slots(piece, _side(index, pieces), where)
    ]
    triggers = [part for piece in pieces[1::2] for part in re.split(r"…|\.\.\.", piece)]
    quantities = [slot for slot in slots if QUANTITIES & set(slot.roles)]
    demands = frozenset(role for slot in quantities if not slot.optional for role in slot.roles)
    takes = frozenset(role for slot in quantities for role in slot.roles) | {"amount"}
    parts = tuple(_part(part, where) for part in triggers)
    parties = tuple(slot for slot in slots if not QUANTITIES & set(slot.roles))
    return Pattern(
        slots=parties,
        parts=parts,
        status=status.group(1) if status else None,
        demands=demands,
        takes=takes,
        urgent=tuple(sorted(parties, key=lambda slot: (slot.optional, slot.bare))),
        urgent_of_head=tuple(sorted(parties, key=_urgency_of_head)),
        asking=tuple(
            slot for slot in parties if not (slot.optional or slot.from_context or slot.unknown_name)
        ),
    )


def _urgency_of_head(slot: Slot) -> tuple[bool, bool, bool]:
    """Sort slots: needed ones first, that of a relative clause's head before those that a word introduces."""
    return slot.optional, not slot.bare or slot.side > 0, slot.bare


def _side(index: int, pieces: list[str]) -> int:
    """Return -1 for what stands before the first trigger, 1 for what stands after the last, else 0."""
    return -1 if index == 0 else 1 if 2 * index == len(pieces) - 1 else 0


def _slots(text: str, side: int, where: str) -> list[Slot]:
    if _SLOT.sub("", text).strip():
        raise AssetError(f"{where}: «{_SLOT.sub('', text).strip()}» is no slot: write {{role:word|word}}")
    return [_slot(match, side) for match in _SLOT.finditer(text)]


def _slot(match: re.Match[str], side: int) -> Slot:
    either, roles, flags, before_words, after_words = match.groups()
    before = _alternatives(before_words or "")
    after = frozenset[str]() if after_words is None else _alternatives(after_words)
    return Slot(
        roles=tuple(re.split("[,/]", roles)),
        side=0 if either else side,
        optional="?" in flags,
        from_context="^" in flags,
        unknown_name="!" in flags,
        beside="+" in flags,
        one_way="/" in roles,
        before=before,
        after=after,
        bare="" in before and not after,
    )


def _widened(slot: Slot, alike: Sequence[frozenset[str]]) -> Slot:
    """Return a slot that takes all words that introduce a party as one does that it takes."""
    more = [words for words in alike if words & slot.before]
    return replace(slot, before=slot.before.union(*more)) if more else slot


def _alternatives(text: str) -> frozenset[str]:
    return frozenset(fold(word.strip()) for word in text.split("|"))


def _part(text: str, where: str) -> Part:
    role, _, alternatives = text.rpartition("=")
    words = tuple(dict.fromkeys(map(fold, split(alternatives))))
    if not words or not re.fullmatch(r"\w*", role.strip()):
        raise AssetError(f"{where}: «{text}» is no part of a trigger: write word|word or role=word|word")
    return Part(words, role.strip() or None)


def _with_sets(text: str, word_sets: Mapping[str, tuple[str, ...]], where: str) -> str:
    """Return a pattern with the words of each set in the place of its name."""

    def words(match: re.Match[str]) -> str:
        if match.group(1) not in word_sets:
            raise AssetError(f"{where}: no word set is named «{match.group(1)}»; add it to the lexicon")
        return "|".join(word_sets[match.group(1)])

    return _SET.sub(words, text)


def split(text: str) -> list[str]:
    """Return the alternatives of a list of words separated by ``|``."""
    return [word.strip() for word in text.split("|") if word.strip()]
