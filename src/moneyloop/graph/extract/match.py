"""A pattern found in a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from moneyloop.graph.extract.lexicon import Frame
from moneyloop.graph.extract.patterns import Pattern
from moneyloop.graph.extract.quantities import Quantity
from moneyloop.graph.extract.sentence import Group, Trigger

_BOTH: Final = 2
_UNNAMED: Final = 5


@dataclass(slots=True)
class Match:
    """A pattern found in a sentence: where its trigger stands and which groups fill its roles.

    ``head`` is the party that a relative clause with the trigger speaks of («to Intel, which bought …»),
    ``head_marker`` what introduces it there («Intel, in which …»), ``anew`` says that a conjunction before
    the trigger begins another clause, and ``elliptic`` is the party for which the trigger is left out
    («invested 5 in Intel and 2 in xAI»). ``until`` is where the sentence ends from which its amount comes,
    if that is not its own.
    """

    frame: Frame
    pattern: Pattern
    triggers: list[Trigger]
    head: Group | None = None
    head_marker: str = ""
    anew: bool = False
    fillings: dict[str, Group] = field(default_factory=dict)
    cost: float = 0.0
    elliptic: Group | None = None
    amount: Quantity | None = None
    share: Quantity | None = None
    until: int | None = None

    @property
    def start(self) -> int:
        """Offset of the trigger in folded text."""
        return self.triggers[0].start

    @property
    def end(self) -> int:
        """Offset of the end of the trigger in folded text."""
        return self.triggers[-1].end

    @property
    def span(self) -> tuple[int, int]:
        """Where the trigger stands in folded text."""
        return self.start, self.end

    @property
    def anchors(self) -> list[tuple[int, int]]:
        """The places near which the quantities of this match stand."""
        if self.elliptic is not None:
            return [(self.elliptic.start, self.elliptic.end)]
        behind = [(g.start, g.end) for g in self.fillings.values() if g.start >= self.end]
        return [*((trigger.start, trigger.end) for trigger in self.triggers), *behind]

    @property
    def rank(self) -> tuple[float, int]:
        """Sorts matches, the surest first: the more a pattern asks for and gets, the surer it is."""
        letters = sum(trigger.end - trigger.start for trigger in self.triggers)
        filled = [slot for slot in self.pattern.slots if slot.roles[0] in self.fillings]
        weight = 4 * len(self.triggers) + 4 * len(filled) + sum(not slot.bare for slot in filled)
        parties = sum(len(group.mentions) for group in self.fillings.values())
        return (self.cost - weight - letters / 4 - parties / 2, self.start)

    def doubt(self, beside_others: bool) -> float:
        """How doubtful a deal between parties is: its rank, worse with each party that is not named.

        One whose parties are all named is doubtful beside surer ones only.
        """
        unnamed = sum(bool(mention.wants) for group in self.fillings.values() for mention in group.mentions)
        if len(self.fillings) < _BOTH or not (unnamed or beside_others):
            return 0.0
        return self.rank[0] + _UNNAMED * unnamed

    def turns_round(self, other: Match) -> bool:
        """Whether a match tells another one's deal between the same parties the other way round."""
        if self.frame.type != other.frame.type or len(self.fillings) != len(other.fillings):
            return False
        sides = {role: {party.iri for party in group.parties} for role, group in self.fillings.items()}
        others = {role: {party.iri for party in group.parties} for role, group in other.fillings.items()}
        if len(sides) < _BOTH or sides.keys() != others.keys() or sides == others:
            return False
        return list(sides.values()) == [others[role] for role in reversed(list(sides))]

    def overlaps(self, other: Match) -> bool:
        """Whether two matches rest on the same words (ellipsis apart)."""
        if self.pattern is other.pattern and self.elliptic is not other.elliptic:
            return False
        return any(a.start < b.end and b.start < a.end for a in self.triggers for b in other.triggers)
