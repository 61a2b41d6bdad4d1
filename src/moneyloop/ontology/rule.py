"""A rule: conditions about variables and what follows from them; as a SPARQL update, and as its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from moneyloop.settings import INFERRED_GRAPH, PREFIXES

TYPE: Final = PREFIXES["rdf"] + "type"


class Atom(NamedTuple):
    """A statement in a rule: its ends are variables (``?x``) or IRIs (``<…>``), its property is an IRI."""

    subject: str
    prop: str
    value: str

    @property
    def text(self) -> str:
        """The statement as a SPARQL triple pattern."""
        return f"{self.subject} <{self.prop}> {self.value}"


class Head(NamedTuple):
    """A rule's conclusion, and its property or (of a type) its class."""

    atom: Atom
    about: str


class Member(NamedTuple):
    """The condition that a variable is one of some IRIs."""

    variable: str
    iris: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        text: the rule as a SPARQL update.
        needs: the IRIs of the properties and classes that it reads.
        head: what it concludes.
        atoms: the statements that it asks for.
        members: its other conditions.
    """

    text: str
    needs: frozenset[str]
    head: Head
    atoms: tuple[Atom, ...]
    members: tuple[Member, ...]


@dataclass(slots=True)
class Body:
    """The conditions of a rule, collected one by one."""

    atoms: list[Atom] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    needs: set[str] = field(default_factory=set)
    variables: int = 0

    def fresh(self) -> str:
        """Return a variable that is not used yet."""
        self.variables += 1
        return f"?v{self.variables}"

    def statement(self, atom: Atom, about: str) -> None:
        """Ask for a statement; ``about`` is its property or (of a type) its class."""
        self.atoms.append(atom)
        self.needs.add(about)

    def member(self, variable: str, iris: Sequence[str]) -> None:
        """Ask for a variable to be one of some IRIs."""
        self.members.append(Member(variable, tuple(iris)))

    def rule(self, head: Head) -> Rule:
        """Return the rule that concludes a statement, unless that is said already, from these conditions."""
        conditions = [f"GRAPH ?g{number} {{ {atom.text} }}" for number, atom in enumerate(self.atoms)]
        for variable, iris in self.members:
            listed = ", ".join(f"<{iri}>" for iri in iris)
            conditions.append(f"FILTER ({variable} IN ({listed}))")
        conditions.append(f"FILTER NOT EXISTS {{ GRAPH ?said {{ {head.atom.text} }} }}")
        where = " ".join(conditions)
        text = f"INSERT {{ GRAPH <{INFERRED_GRAPH}> {{ {head.atom.text} }} }} WHERE {{ {where} }}"
        return Rule(text, frozenset(self.needs), head, tuple(self.atoms), tuple(self.members))
