"""The ontology as Python sees it: the types of deals and figures with their roles, and the statuses.

Nothing here names a type, a role or a status: all of them are read from the Turtle files, so that a new
relation type needs no change of code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

from moneyloop.errors import OntologyError
from moneyloop.ontology import axioms as ax
from moneyloop.settings import TERMS

_FIGURE = TERMS + "Figure"
_PARTY = TERMS + "Party"


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a type: ``name`` as claims write it; ``is_party`` is false for descriptions in words.

    ``range`` is the IRI of the class of what fills it, "" if the ontology says none; ``end`` is "from" or
    "to" where the role is an end of the one edge that a deal is drawn as. Parties of ``unlikely`` sectors
    or classes rarely play it.
    """

    name: str
    iri: str
    is_party: bool
    range: str = ""
    end: str = field(default="", kw_only=True)
    unlikely: frozenset[str] = field(default=frozenset(), kw_only=True)
    labels: dict[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class RelationType:
    """A type of deals or figures; ``roles`` by their names in claims, ``labels`` by language code.

    ``carries_amount`` says whether an amount of money belongs to what it states, ``ties_parties`` whether
    the parties of one role are tied with each other where what they share has no name. ``told_with`` names
    the types that the same words may tell. ``contribution`` is the type of each named party's part of a
    deal with a total, "" if the parts are of the same type.
    """

    name: str
    iri: str
    is_figure: bool
    roles: dict[str, Role]
    labels: dict[str, str] = field(default_factory=dict, compare=False)
    carries_amount: bool = True
    ties_parties: bool = False
    told_with: frozenset[str] = frozenset()
    contribution: str = ""

    @property
    def ends(self) -> tuple[str, str] | None:
        """The names of the roles that the edge of a deal leads from and to; None where it is no edge."""
        named = {role.end: name for name, role in self.roles.items() if role.end}
        return (named["from"], named["to"]) if len(named) > 1 else None


@dataclass(frozen=True, slots=True)
class Status:
    """A status; ``rank`` is None for the one that stands apart: cancelled."""

    name: str
    iri: str
    rank: int | None
    labels: dict[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Model:
    """The types by name and the statuses by name, lowest rank first and those without a rank last.

    ``kinds`` are the classes of parties by name, each with the IRIs of itself and of the classes above it.
    """

    types: dict[str, RelationType]
    statuses: dict[str, Status]
    kinds: dict[str, frozenset[str]] = field(default_factory=dict)

    def tell_alike(self, one: str, other: str) -> bool:
        """Whether the same words may tell deals of two types."""
        return other in self.types[one].told_with or one in self.types[other].told_with


@cache
def load() -> Model:
    """Return the types and statuses of the ontology.

    Raises:
        OntologyError: a module is no Turtle, or the ontology has no types or no statuses.
    """
    return read(ax.load())


def read(axioms: ax.Axioms) -> Model:
    """Return the types and statuses that axioms describe.

    Raises:
        OntologyError: there are no types or no statuses.
    """
    roles = _roles_by_class(axioms)
    types = [_type(axioms, iri, roles) for iri in _classes(axioms)]
    found = {kind.name: kind for kind in types if kind.roles}
    if not found:
        raise OntologyError(
            "ontology: no class below ml:Deal or ml:Figure has a role; add ml:roleName to its roles"
        )
    statuses = sorted(_statuses(axioms), key=lambda one: (one.rank is None, one.rank or 0, one.name))
    if not statuses:
        raise OntologyError("ontology: there is no individual of ml:Status; add the status scheme")
    parties = {_PARTY} | _below(axioms, _PARTY)
    kinds = {iri.removeprefix(TERMS): frozenset(_above(axioms, iri)) for iri in sorted(parties)}
    return Model(found, {status.name: status for status in statuses}, kinds)


def _classes(axioms: ax.Axioms) -> list[str]:
    """Return the classes below Deal and Figure, sorted."""
    return sorted(_below(axioms, TERMS + "Deal") | _below(axioms, _FIGURE))


def _type(axioms: ax.Axioms, iri: str, roles: dict[str, list[Role]]) -> RelationType:
    above = _above(axioms, iri)
    own = {role.name: role for cls in above for role in roles.get(cls, ())}
    ordered = dict(sorted(own.items()))
    amount = axioms.values(iri, "ml:carriesAmount") != ["false"]
    ties = axioms.values(iri, "ml:tiesParties") == ["true"]
    name = iri.removeprefix(TERMS)
    others = frozenset(value.removeprefix(TERMS) for value in axioms.values(iri, "ml:toldWith"))
    part = next(iter(axioms.values(iri, "ml:contributionType")), "").removeprefix(TERMS)
    return RelationType(name, iri, _FIGURE in above, ordered, axioms.labels(iri), amount, ties, others, part)


def _roles_by_class(axioms: ax.Axioms) -> dict[str, list[Role]]:
    roles: dict[str, list[Role]] = {}
    for prop, name in axioms.pairs("ml:roleName"):
        iri = ax.value(prop)
        is_party = ax.expand("owl:ObjectProperty") in axioms.values(prop, "rdf:type")
        filler = next(iter(axioms.values(prop, "rdfs:range")), "")
        end = next(iter(axioms.values(prop, "ml:edgeEnd")), "")
        sectors = "|".join(axioms.values(prop, "ml:unlikelySector")).split("|")
        unlikely = frozenset(filter(None, sectors))
        role = Role(ax.value(name), iri, is_party, filler, axioms.labels(iri), end=end, unlikely=unlikely)
        for domain in axioms.objects(prop, "rdfs:domain"):
            for cls in _alternatives(axioms, domain):
                roles.setdefault(cls, []).append(role)
    return roles


def _alternatives(axioms: ax.Axioms, domain: ax.Term) -> list[str]:
    """Return a named class itself, or the classes that a union is of."""
    if isinstance(domain, ox.NamedNode):
        return [domain.value]
    unions = axioms.objects(domain, "owl:unionOf")
    return [ax.value(member) for union in unions for member in axioms.members(union)]


def _above(axioms: ax.Axioms, iri: str) -> set[str]:
    parents = [
        term.value for term in axioms.objects(iri, "rdfs:subClassOf") if isinstance(term, ox.NamedNode)
    ]
    return {iri}.union(*(_above(axioms, parent) for parent in parents))


def _below(axioms: ax.Axioms, iri: str) -> set[str]:
    children = set(axioms.subjects("rdfs:subClassOf", iri))
    return children.union(*(_below(axioms, child) for child in children))


def _statuses(axioms: ax.Axioms) -> list[Status]:
    found = []
    for iri in axioms.subjects("rdf:type", TERMS + "Status"):
        ranks = axioms.values(iri, "ml:statusRank")
        found.append(
            Status(iri.removeprefix(TERMS), iri, int(ranks[0]) if ranks else None, axioms.labels(iri))
        )
    return found
