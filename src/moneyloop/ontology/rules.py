"""The axioms as rules: each one becomes a SPARQL update that runs in the store.

What is turned into rules: subclasses and equivalent classes (named classes, intersections, existential
restrictions, enumerations, self restrictions), subproperties, inverses, transitive properties and property
chains, with inverses anywhere a property may stand. Domains and ranges are left to the reasoner and to
validation: deriving types from them would hide mistakes. Conclusions are drawn in the project's own terms
only: alignments are for readers elsewhere.

The rules read the union of all named graphs and write what is not said anywhere yet into one graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

import pyoxigraph as ox

from moneyloop.ontology import axioms as ax
from moneyloop.ontology.rule import TYPE, Atom, Body, Head, Rule
from moneyloop.settings import INFERRED_GRAPH, TERMS

_THING: Final = ax.expand("owl:Thing")


def infer(store: ox.Store, axioms: ax.Axioms | None = None) -> int:
    """Run the rules of the ontology, or of other axioms, to their fixpoint into the inferred graph.

    Clear that graph first if statements were taken away. Returns the number of statements added.
    """
    found = ruleset(axioms)
    known = {head: _count(store, head) for head in {rule.head for rule in found}}
    before = sum(known.values())
    waiting = set(range(len(found)))
    while waiting:
        for number, rule in enumerate(found):
            if number not in waiting:
                continue
            waiting.discard(number)
            store.update(rule.text)
            now = _count(store, rule.head)
            if now > known[rule.head]:
                known[rule.head] = now
                waiting |= {other for other, one in enumerate(found) if rule.head.about in one.needs}
    return sum(known.values()) - before


def rules(axioms: ax.Axioms | None = None) -> list[str]:
    """Return the rules of the ontology, or of other axioms, as SPARQL updates.

    A rule comes after those whose conclusions it needs, unless they need each other; run in this order until
    nothing is added, they reach the fixpoint.
    """
    return [rule.text for rule in ruleset(axioms)]


def ruleset(axioms: ax.Axioms | None = None) -> tuple[Rule, ...]:
    """Return the rules of the ontology, or of other axioms, with their parts, in the order to run them in."""
    return _default() if axioms is None else tuple(compiled(axioms))


@cache
def _default() -> tuple[Rule, ...]:
    return tuple(compiled(ax.load()))


def compiled(axioms: ax.Axioms) -> list[Rule]:
    """Return the rules that axioms amount to, each once and in the order to run them in."""
    makers = (_subclasses, _subproperties, _inverses, _transitive, _chains)
    found = [rule for make in makers for rule in make(axioms)]
    own = {rule.text: rule for rule in found if rule.head.about.startswith(TERMS) and rule.needs}
    return _ordered(sorted(own.values(), key=lambda rule: rule.text))


def _ordered(ruleset: list[Rule]) -> list[Rule]:
    """Put each rule after those that conclude what it needs, as far as they don't need each other."""
    makers: dict[str, list[Rule]] = {}
    for rule in ruleset:
        makers.setdefault(rule.head.about, []).append(rule)
    placed: dict[str, Rule] = {}
    seen: set[str] = set()

    def place(rule: Rule) -> None:
        if rule.text in seen:
            return
        seen.add(rule.text)
        for need in sorted(rule.needs):
            for maker in makers.get(need, ()):
                place(maker)
        placed[rule.text] = rule

    for rule in ruleset:
        place(rule)
    return list(placed.values())


def _count(store: ox.Store, head: Head) -> int:
    text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{INFERRED_GRAPH}> {{ {head.atom.text} }} }}"
    solutions = store.query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    return int(next(solutions)["n"].value)


def _of_type(cls: str) -> Head:
    return Head(Atom("?x", TYPE, f"<{cls}>"), cls)


def _subclasses(axioms: ax.Axioms) -> Iterator[Rule]:
    for sub, sup in axioms.pairs("rdfs:subClassOf"):
        yield from _implication(axioms, sub, sup)
    for one, other in axioms.pairs("owl:equivalentClass"):
        yield from _implication(axioms, one, other)
        yield from _implication(axioms, other, one)


def _implication(axioms: ax.Axioms, sub: ax.Term, sup: ax.Term) -> Iterator[Rule]:
    body = Body()
    if _condition(axioms, sub, "?x", body):
        for head in _conclusions(axioms, sup):
            yield body.rule(head)


def _condition(axioms: ax.Axioms, expression: ax.Term, variable: str, body: Body) -> bool:
    """Add to a body that a variable is in a class; false if no rule can say so."""
    if isinstance(expression, ox.NamedNode):
        if expression.value != _THING:
            body.statement(Atom(variable, TYPE, f"<{expression.value}>"), expression.value)
        return True
    for members in axioms.objects(expression, "owl:intersectionOf"):
        return all(_condition(axioms, part, variable, body) for part in axioms.members(members))
    for members in axioms.objects(expression, "owl:oneOf"):
        body.member(variable, [ax.value(member) for member in axioms.members(members)])
        return True
    return _restriction(axioms, expression, variable, body)


def _restriction(axioms: ax.Axioms, expression: ax.Term, variable: str, body: Body) -> bool:
    for prop in axioms.objects(expression, "owl:onProperty"):
        if axioms.values(expression, "owl:hasSelf") == ["true"]:
            _link(axioms, prop, variable, variable, body)
            return True
        for filler in axioms.objects(expression, "owl:someValuesFrom"):
            value = body.fresh()
            _link(axioms, prop, variable, value, body)
            return _condition(axioms, filler, value, body)
    return False


def _conclusions(axioms: ax.Axioms, expression: ax.Term) -> Iterator[Head]:
    """Return what membership of ``?x`` in a class lets a rule conclude."""
    if isinstance(expression, ox.NamedNode):
        yield _of_type(expression.value)
        return
    for members in axioms.objects(expression, "owl:intersectionOf"):
        for part in axioms.members(members):
            yield from _conclusions(axioms, part)
    if axioms.values(expression, "owl:hasSelf") == ["true"]:
        for prop in axioms.objects(expression, "owl:onProperty"):
            yield _linked(axioms, prop, "?x", "?x")


def _direction(axioms: ax.Axioms, prop: ax.Term) -> tuple[str, bool]:
    """Return the IRI of a property expression and whether it is an inverse."""
    if isinstance(prop, ox.NamedNode):
        return prop.value, False
    of = axioms.objects(prop, "owl:inverseOf")
    iri, inverse = _direction(axioms, of[0])
    return iri, not inverse


def _link(axioms: ax.Axioms, prop: ax.Term, subject: str, value: str, body: Body) -> None:
    iri, inverse = _direction(axioms, prop)
    start, end = (value, subject) if inverse else (subject, value)
    body.statement(Atom(start, iri, end), iri)


def _linked(axioms: ax.Axioms, prop: ax.Term, subject: str, value: str) -> Head:
    iri, inverse = _direction(axioms, prop)
    start, end = (value, subject) if inverse else (subject, value)
    return Head(Atom(start, iri, end), iri)


def _property_rule(axioms: ax.Axioms, chain: list[ax.Term], sup: ax.Term) -> Rule:
    body = Body()
    ends = ["?x", *(body.fresh() for _ in chain[1:]), "?y"]
    for prop, start, end in zip(chain, ends, ends[1:], strict=False):
        _link(axioms, prop, start, end, body)
    return body.rule(_linked(axioms, sup, "?x", "?y"))


def _subproperties(axioms: ax.Axioms) -> Iterator[Rule]:
    for sub, sup in axioms.pairs("rdfs:subPropertyOf"):
        yield _property_rule(axioms, [sub], sup)


def _inverses(axioms: ax.Axioms) -> Iterator[Rule]:
    for one, other in axioms.pairs("owl:inverseOf"):
        if isinstance(one, ox.NamedNode):
            for sub, sup in ((one, other), (other, one)):
                body = Body()
                _link(axioms, sub, "?y", "?x", body)
                yield body.rule(_linked(axioms, sup, "?x", "?y"))


def _transitive(axioms: ax.Axioms) -> Iterator[Rule]:
    for iri in axioms.subjects("rdf:type", ax.expand("owl:TransitiveProperty")):
        prop = ox.NamedNode(iri)
        yield _property_rule(axioms, [prop, prop], prop)


def _chains(axioms: ax.Axioms) -> Iterator[Rule]:
    for sup, members in axioms.pairs("owl:propertyChainAxiom"):
        yield _property_rule(axioms, axioms.members(members), sup)
