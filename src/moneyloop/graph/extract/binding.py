"""Settles whom the anaphors that fill the slots of a pattern stand for: nobody deals with himself."""

from __future__ import annotations

from dataclasses import replace

from moneyloop.graph.extract.coreference import ANY, PRONOUN
from moneyloop.graph.extract.fit import Fit, Fits
from moneyloop.graph.extract.match import Match
from moneyloop.graph.extract.sentence import Group, Mention


def bind(match: Match, actor: Group | None, fits: Fits) -> bool:
    """Give anaphors that clash with other parties of a match other antecedents; False if it tells no deal.

    ``actor`` is who the clause of the match says does something: «X sold its stake in the company» is of
    another company, whatever role of the deal X plays (principles B and C of N. Chomsky, "Lectures on
    Government and Binding", 1981).
    """
    if _says_it_twice(match) or any(_reflexive(match, group) for group in match.fillings.values()):
        return False
    _unbind(match, actor, fits)
    return not (_of_itself(match) or _doubled(match))


def _of_itself(match: Match) -> bool:
    """Whether the same party alone stands on all sides of a match."""
    sides = {id(group): {party.iri for party in group.parties} for group in match.fillings.values()}
    return len(sides) > 1 and len(set().union(*sides.values())) == 1


def _says_it_twice(match: Match) -> bool:
    """Whether two pronouns for the same party play the roles of a match."""
    pronouns = [group.mentions[0] for group in match.fillings.values() if group.mentions[0].wants == PRONOUN]
    places = {mention.start for mention in pronouns}
    return len(places) > len({mention.party for mention in pronouns})


def _reflexive(match: Match, group: Group) -> bool:
    """Whether a possessive stands for the party that plays another role before it: «X rents its servers»."""
    own = group.mentions[0]
    if not own.possessive or own.party is None:
        return False
    before = (other for other in match.fillings.values() if other is not group and other.end <= own.start)
    others = (other for other in before if not other.marker)
    return any(own.party == party for other in others for party in other.parties)


def _doubled(match: Match) -> bool:
    """Whether an anaphor stands for a party of the other side, for want of another that is free."""
    for group in match.fillings.values():
        others = {p.iri for g in match.fillings.values() if g is not group for p in g.parties}
        if group.mentions[0].wants and len(group.parties) == 1 and group.parties[0].iri in others:
            return True
    return False


def _unbind(match: Match, actor: Group | None, fits: Fits) -> None:
    """Give an anaphor another antecedent where its party stands on the other side or is an unlikely one.

    «The company» gives way before «the bank» does, and «it», which rather stands for the topic, last.
    """
    for role, group in sorted(match.fillings.items(), key=lambda filling: _firmness(filling[1])):
        anaphor = group.mentions[0]
        if not anaphor.wants or anaphor.party is None or len(group.parties) > 1:
            continue
        others = {p.iri for g in match.fillings.values() if g is not group for p in g.parties}
        if actor is not None and _is_object(anaphor) and actor.end <= anaphor.start:
            others.update(party.iri for party in actor.parties)
        clash = anaphor.party.iri in others
        if not clash and fits(anaphor.party, match.frame.type, role) is Fit.WELL:
            continue
        free = [party for party in anaphor.candidates if party.iri not in others]
        fitting = [party for party in free if fits(party, match.frame.type, role) is Fit.WELL]
        if fitting or (clash and free):
            match.fillings[role] = Group([replace(anaphor, party=(fitting or free)[0])])


def _is_object(anaphor: Mention) -> bool:
    """Whether something introduces «the company», which is no pronoun then of who does something with it."""
    return bool(anaphor.marker) and anaphor.wants != PRONOUN and not anaphor.possessive


def _firmness(group: Group) -> int:
    anaphor = group.mentions[0]
    return 2 if anaphor.wants == PRONOUN or anaphor.possessive else anaphor.wants != ANY
