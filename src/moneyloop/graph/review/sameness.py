"""When two statements say the same: their parties resolved, their places found, their fields compared."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from moneyloop.graph.claims import Participant
from moneyloop.graph.deals import description, party_iri
from moneyloop.graph.parties import Parties, unlisted
from moneyloop.graph.review.decisions import Statement
from moneyloop.settings import DATA

if TYPE_CHECKING:
    from moneyloop.ontology.model import Model

_UNRESOLVED: Final = f"{DATA}party/unresolved/"


@dataclass(frozen=True, slots=True)
class Names:
    """What names mean: the types with their roles, and the parties of the party file."""

    model: Model
    parties: Parties

    def is_party(self, type_name: str, role: str) -> bool:
        """Whether a party fills a role of a type; false where the ontology knows neither."""
        relation = self.model.types.get(type_name)
        return relation is not None and role in relation.roles and relation.roles[role].is_party

    def resolve(self, statement: Statement) -> Statement:
        """Return a statement whose parties have the IRIs that the party file gives to their names.

        A party that had an IRI of the party file keeps it.
        """
        roles: dict[str, Participant | list[Participant]] = {}
        for role, value in statement.roles.items():
            named = self.is_party(statement.type, role)
            found = [self._resolved(one) if named else one for one in statement.filling(role)]
            roles[role] = found if isinstance(value, list) else found[0]
        return statement.model_copy(update={"roles": roles})

    def _resolved(self, participant: Participant) -> Participant:
        if participant.iri and not participant.iri.startswith(_UNRESOLVED):
            return participant
        party = self.parties.named(participant.name)
        if party is None:
            iri = participant.iri or unlisted(participant.name).iri
            return participant.model_copy(update={"iri": iri, "text": participant.text or participant.name})
        text = participant.text or participant.name
        return Participant(name=party.name, text=text, iri=party.iri)

    def sides(self, statement: Statement) -> Hashable:
        """Return the type and the parties in their roles, for comparison."""
        roles = (role for role in statement.roles if self.is_party(statement.type, role))
        return statement.type, frozenset(
            (role, frozenset(map(party_iri, statement.filling(role)))) for role in roles
        )

    def content(self, statement: Statement) -> tuple[Hashable, ...]:
        """Return all that a statement says, for comparison; its place is no part of that."""
        described = frozenset(
            (role, frozenset(description(one.name) for one in statement.filling(role)))
            for role in statement.roles
            if not self.is_party(statement.type, role)
        )
        said = (statement.status, statement.period, statement.attributed_to)
        return (self.sides(statement), described, *measures(statement), *said)


def measures(statement: Statement) -> tuple[Hashable, Hashable]:
    """Return the amount and the share of a statement, for comparison."""
    return statement.amount, statement.share
