"""Finds the party or the class that a person means, by IRI, id or name in any language."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, TypeGuard

import pyoxigraph as ox

from moneyloop.errors import QueryError
from moneyloop.graph.text.normalise import fold
from moneyloop.queries.header import LANGUAGES
from moneyloop.settings import DATA, PREFIXES, TERMS

_SKOS: Final = PREFIXES["skos"]
_NAMES: Final = tuple(
    ox.NamedNode(iri)
    for iri in (_SKOS + "prefLabel", _SKOS + "altLabel", TERMS + "riskyLabel", TERMS + "descriptor")
)
_LABEL: Final = ox.NamedNode(PREFIXES["rdfs"] + "label")
_SUBCLASS: Final = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")
_PARTIES: Final = f"{DATA}party/"
_UNRESOLVED: Final = f"{_PARTIES}unresolved/"
_SHOWN: Final = 5


def party(store: ox.Store, text: str) -> ox.NamedNode:
    """Return the party with this IRI, id (``nvidia``), or name in any language, whatever the case.

    Raises:
        QueryError: no party or several parties are called so; the message names them, or names like it.
    """
    for prefix in ("", _PARTIES, _UNRESOLVED):
        iri = _iri(prefix + text)
        if iri and iri.value.startswith(_PARTIES) and _known(store, iri):
            return iri
    exact = {subject for name in _literals(text) for subject in _called(store, name)}
    if len(exact) == 1:
        return ox.NamedNode(exact.pop())
    names = _party_names(store)
    return _only("party", text, names.get(fold(text).strip(), set()), names)


def class_below(store: ox.Store, text: str, bases: tuple[str, ...]) -> ox.NamedNode:
    """Return the class with this name (``Loan``), IRI or label in any language, below one of the bases.

    Raises:
        QueryError: there is no such class; the message names classes like it.
    """
    classes = {iri for base in bases for iri in _subclasses(store, ox.NamedNode(TERMS + base))}
    names: defaultdict[str, set[str]] = defaultdict(set)
    for iri in classes:
        names[fold(iri.removeprefix(TERMS))].add(iri)
        names[fold(iri)].add(iri)
        for quad in store.quads_for_pattern(ox.NamedNode(iri), _LABEL, None):
            if isinstance(quad.object, ox.Literal):
                names[fold(quad.object.value)].add(iri)
    return _only("class", text, names.get(fold(text).strip(), set()), names)


def _iri(text: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(text)
    except ValueError:
        return None


def _known(store: ox.Store, iri: ox.NamedNode) -> bool:
    about = store.quads_for_pattern(iri, None, None), store.quads_for_pattern(None, None, iri)
    return any(True for quads in about for _ in quads)


def _literals(text: str) -> Iterator[ox.Literal]:
    yield ox.Literal(text)
    for language in LANGUAGES:
        yield ox.Literal(text, language=language)


def _called(store: ox.Store, name: ox.Literal) -> Iterator[str]:
    for predicate in _NAMES:
        for quad in store.quads_for_pattern(None, predicate, name):
            if _is_party(quad.subject):
                yield quad.subject.value


def _party_names(store: ox.Store) -> Mapping[str, set[str]]:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for predicate in _NAMES:
        for quad in store.quads_for_pattern(None, predicate, None):
            party, name = quad.subject, quad.object
            if isinstance(name, ox.Literal) and _is_party(party):
                names[fold(name.value).strip()].add(party.value)
    return names


def _is_party(term: object) -> TypeGuard[ox.NamedNode]:
    return isinstance(term, ox.NamedNode) and term.value.startswith(_PARTIES)


def _subclasses(store: ox.Store, base: ox.NamedNode) -> Iterator[str]:
    seen: set[str] = set()
    waiting = [base]
    while waiting:
        for quad in store.quads_for_pattern(None, _SUBCLASS, waiting.pop()):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value not in seen:
                seen.add(quad.subject.value)
                waiting.append(quad.subject)
                yield quad.subject.value


def _only(kind: str, text: str, found: set[str], names: Mapping[str, set[str]]) -> ox.NamedNode:
    if len(found) == 1:
        return ox.NamedNode(next(iter(found)))
    if found:
        raise QueryError(f"query: {text!r} can be each of {', '.join(sorted(found))}; give the IRI")
    close = difflib.get_close_matches(fold(text).strip(), names, n=_SHOWN)
    near = dict.fromkeys(iri for name in close for iri in sorted(names[name]))
    shown = ", ".join(iri.removeprefix(_PARTIES).removeprefix(TERMS) for iri in near)
    hint = f"did you mean {shown}?" if near else f"give its IRI, its id or one of its names as the {kind}"
    raise QueryError(f"query: there is no {kind} {text!r} in the dataset; {hint}")
