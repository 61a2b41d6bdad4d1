"""What follows from the axioms, kept true while statements come and go.

The inferred graph is what a run of all rules would make it, at a cost that depends on what changed: first all
is taken away that could rest on a statement that goes, then what still has another reason is put back, then
what follows from the new statements is added (delete and rederive: Gupta, Mumick, Subrahmanian, «Maintaining
views incrementally», SIGMOD 1993). It holds for rules of any form, transitive ones included.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

import pyoxigraph as ox

from moneyloop.ontology import axioms as ax
from moneyloop.ontology.rule import TYPE, Atom, Rule
from moneyloop.ontology.rules import ruleset
from moneyloop.settings import INFERRED_GRAPH

_Binding = dict[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]
_GRAPH: Final = ox.NamedNode(INFERRED_GRAPH)


@dataclass(slots=True)
class Change:
    """The quads of the inferred graph that went and that came."""

    removed: set[ox.Quad] = field(default_factory=set)
    added: set[ox.Quad] = field(default_factory=set)

    def take(self, store: ox.Store, triple: ox.Triple) -> None:
        """Take a statement out of the inferred graph, if it is there."""
        quad = _inferred(triple)
        if quad in store:
            store.remove(quad)
            self.removed.add(quad)

    def put(self, store: ox.Store, triple: ox.Triple) -> None:
        """Put a statement into the inferred graph."""
        quad = _inferred(triple)
        store.add(quad)
        if quad in self.removed:
            self.removed.remove(quad)
        else:
            self.added.add(quad)


def maintain(
    store: ox.Store,
    removed: Collection[ox.Quad],
    added: Collection[ox.Quad],
    *,
    ignoring: Collection[str] = (),
    axioms: ax.Axioms | None = None,
) -> Change:
    """Remove and add quads of a store that rules were run on, and bring its inferred graph up to date.

    Args:
        store: the store.
        removed: quads in it, of any graph but the inferred one.
        added: quads of any graph but the inferred one.
        ignoring: IRIs of properties and classes that nothing is concluded from, because they were put into
            the inferred graph after the rules had run.
        axioms: those that the rules come from; by default those of the ontology.
    """
    known = frozenset(ignoring)
    run = _Run(store, [rule for rule in ruleset(axioms) if not rule.needs & known])
    going, coming = set(removed) - set(added), set(added)
    doubtful = run.doubtful(going, {quad.triple for quad in coming})
    new = [
        triple
        for triple in dict.fromkeys(quad.triple for quad in coming)
        if run.concerns(triple) and (triple in doubtful or not run.said(triple))
    ]
    for quad in going:
        store.remove(quad)
    store.extend(coming)
    for triple in chain(doubtful, (quad.triple for quad in coming)):
        run.change.take(store, triple)
    run.conclude([*run.restored(doubtful), *new])
    return run.change


def _inferred(triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, _GRAPH)


def _key(prop: str, value: str) -> str:
    """Return what tells statements apart that rules are about: the property, or of a type the class."""
    return value if prop == TYPE else prop


def _key_of(triple: ox.Triple) -> str:
    value = triple.object
    return _key(triple.predicate.value, value.value if isinstance(value, ox.NamedNode) else "")


class _Run:
    """Rules, by what they read and by what they conclude, over a store."""

    def __init__(self, store: ox.Store, rules: Iterable[Rule]) -> None:
        self.store = store
        self.change = Change()
        self._readers: defaultdict[str, list[tuple[Rule, int]]] = defaultdict(list)
        self._makers: defaultdict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            self._makers[rule.head.about].append(rule)
            for number, atom in enumerate(rule.atoms):
                self._readers[_key(atom.prop, atom.value[1:-1])].append((rule, number))

    def concerns(self, triple: ox.Triple) -> bool:
        """Whether a rule reads or concludes such statements."""
        key = _key_of(triple)
        return key in self._readers or key in self._makers

    def said(self, triple: ox.Triple, besides: Collection[ox.Quad] = ()) -> bool:
        """Whether a statement is in any graph, by other quads than those given."""
        found = self.store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
        return any(quad not in besides for quad in found)

    def doubtful(self, going: Collection[ox.Quad], staying: Collection[ox.Triple]) -> dict[ox.Triple, None]:
        """Return all statements that go, and all inferred ones that could rest on them."""
        triples = dict.fromkeys(quad.triple for quad in going)
        found = {
            triple: None
            for triple in triples
            if self.concerns(triple) and triple not in staying and not self.said(triple, going)
        }
        waiting = list(found)
        while waiting:
            for one in self._consequences(waiting.pop()):
                if one not in found and _inferred(one) in self.store:
                    found[one] = None
                    waiting.append(one)
        return found

    def restored(self, doubtful: Iterable[ox.Triple]) -> list[ox.Triple]:
        """Put back the statements that a rule concludes from what is left, and return them."""
        back = [triple for triple in doubtful if not self.said(triple) and self._follows(triple)]
        for triple in back:
            self.change.put(self.store, triple)
        return back

    def conclude(self, new: Sequence[ox.Triple]) -> None:
        """Add all that follows from statements, and from what follows from them."""
        waiting = list(new)
        while waiting:
            for one in self._consequences(waiting.pop()):
                if not self.said(one):
                    self.change.put(self.store, one)
                    waiting.append(one)

    def _consequences(self, triple: ox.Triple) -> list[ox.Triple]:
        """Return what rules conclude in one step from a statement and others in the store."""
        found: dict[ox.Triple, None] = {}
        for rule, number in self._readers.get(_key_of(triple), ()):
            start = _matched(rule.atoms[number], triple, {})
            if start is not None:
                rest = [atom for other, atom in enumerate(rule.atoms) if other != number]
                for binding in self._solutions(rule, rest, start):
                    found[_filled(rule.head.atom, binding)] = None
        return list(found)

    def _follows(self, triple: ox.Triple) -> bool:
        for rule in self._makers.get(_key_of(triple), ()):
            start = _matched(rule.head.atom, triple, {})
            if start is not None and next(self._solutions(rule, rule.atoms, start), None) is not None:
                return True
        return False

    def _solutions(self, rule: Rule, atoms: Sequence[Atom], binding: _Binding) -> Iterator[_Binding]:
        if not atoms:
            if all(_is_member(binding[one.variable], one.iris) for one in rule.members):
                yield binding
            return
        atom, triples = self._narrowest(atoms, binding)
        rest = [other for other in atoms if other is not atom]
        for triple in triples:
            extended = _matched(atom, triple, binding)
            if extended is not None:
                yield from self._solutions(rule, rest, extended)

    def _narrowest(self, atoms: Sequence[Atom], binding: _Binding) -> tuple[Atom, Iterable[ox.Triple]]:
        """Return the statement that the fewest triples can stand for, and these; all are read in turns."""
        bound = [sum(_term(end, binding) is not None for end in (one.subject, one.value)) for one in atoms]
        likely = [one for one, number in zip(atoms, bound, strict=True) if number == max(bound)]
        if len(likely) == 1:
            return likely[0], self._triples(likely[0], binding)
        readers = [(one, self._triples(one, binding), dict[ox.Triple, None]()) for one in likely]
        while True:
            for atom, triples, seen in readers:
                triple = next(triples, None)
                if triple is None:
                    return atom, seen
                seen[triple] = None

    def _triples(self, atom: Atom, binding: _Binding) -> Iterator[ox.Triple]:
        subject, value = _term(atom.subject, binding), _term(atom.value, binding)
        if isinstance(subject, ox.NamedNode | ox.BlankNode | None):
            found = self.store.quads_for_pattern(subject, ox.NamedNode(atom.prop), value)
            yield from (quad.triple for quad in found)


def _term(end: str, binding: _Binding) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None:
    return binding.get(end) if end.startswith("?") else ox.NamedNode(end[1:-1])


def _matched(atom: Atom, triple: ox.Triple, binding: _Binding) -> _Binding | None:
    """Return a binding extended so that an atom says what a triple says; None if it cannot."""
    if triple.predicate.value != atom.prop:
        return None
    extended = dict(binding)
    for end, term in ((atom.subject, triple.subject), (atom.value, triple.object)):
        known = _term(end, extended)
        if known is None:
            extended[end] = term
        elif known != term:
            return None
    return extended


def _filled(atom: Atom, binding: _Binding) -> ox.Triple:
    subject, value = _term(atom.subject, binding), _term(atom.value, binding)
    assert isinstance(subject, ox.NamedNode | ox.BlankNode)
    assert value is not None
    return ox.Triple(subject, ox.NamedNode(atom.prop), value)


def _is_member(term: object, iris: Sequence[str]) -> bool:
    return isinstance(term, ox.NamedNode) and term.value in iris
