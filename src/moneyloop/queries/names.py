"""Finds the party or the class that a person means, by IRI, id or name in any language."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox

from moneyloop.errors import QueryError
from moneyloop.graph.text.normalise import fold
from moneyloop.queries.answer import Value
from moneyloop.queries.header import LANGUAGES
from moneyloop.queries.source import Source
from moneyloop.settings import DATA, PREFIXES, TERMS

_PARTIES: Final = f"{DATA}party/"
_UNRESOLVED: Final = f"{_PARTIES}unresolved/"
_SHOWN: Final = 5
_PROLOGUE: Final = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("ml", "rdfs", "skos"))
_KNOWN: Final = """
SELECT ?party WHERE {
  VALUES ?party { %s }
  FILTER (EXISTS { ?party ?predicate ?object } || EXISTS { ?subject ?role ?party })
}"""
_CALLED: Final = f"""{_PROLOGUE}
SELECT DISTINCT ?party ?name WHERE {{
  %s
  ?party skos:prefLabel|skos:altLabel|ml:riskyLabel|ml:descriptor ?name .
  FILTER (isIRI(?party) && STRSTARTS(STR(?party), "{_PARTIES}"))
}}"""
_CLASSES: Final = f"""{_PROLOGUE}
SELECT DISTINCT ?class ?label WHERE {{
  VALUES ?base {{ %s }}
  ?class rdfs:subClassOf+ ?base .
  FILTER (isIRI(?class))
  OPTIONAL {{ ?class rdfs:label ?label }}
}}"""


def party(source: Source, text: str) -> ox.NamedNode:
    """Return the party with this IRI, id (``nvidia``), or name in any language, whatever the case.

    Raises:
        QueryError: no party or several parties are called so; the message names them, or names like it.
    """
    if iri := _by_iri(source, text):
        return iri
    literals = [ox.Literal(text), *(ox.Literal(text, language=language) for language in LANGUAGES)]
    exact = _called(source, f"VALUES ?name {{ {_joined(literals)} }}").get(_folded(text), set())
    if len(exact) == 1:
        return ox.NamedNode(exact.pop())
    names = _called(source, "")
    return _only("party", text, names.get(_folded(text), set()), names)


def class_below(source: Source, text: str, bases: tuple[str, ...]) -> ox.NamedNode:
    """Return the class with this name (``Loan``), IRI or label in any language, below one of the bases.

    Raises:
        QueryError: there is no such class; the message names classes like it.
    """
    found = source.select(_CLASSES % _joined(ox.NamedNode(TERMS + base) for base in bases)).values()
    own = ((iri, name) for iri, _ in found for name in (iri, str(iri).removeprefix(TERMS)))
    names = _by_name([*own, *found])
    return _only("class", text, names.get(_folded(text), set()), names)


def _by_iri(source: Source, text: str) -> ox.NamedNode | None:
    iris = [iri for prefix in ("", _PARTIES, _UNRESOLVED) if (iri := _iri(prefix + text))]
    parties = [iri for iri in iris if iri.value.startswith(_PARTIES)]
    known = {value for (value,) in source.select(_KNOWN % _joined(parties)).values()} if parties else set()
    return next((iri for iri in parties if iri.value in known), None)


def _iri(text: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(text)
    except ValueError:
        return None


def _called(source: Source, restriction: str) -> Mapping[str, set[str]]:
    return _by_name(source.select(_CALLED % restriction).values())


def _joined(terms: Iterable[ox.NamedNode | ox.Literal]) -> str:
    return " ".join(map(str, terms))


def _by_name(rows: Iterable[tuple[Value, ...]]) -> Mapping[str, set[str]]:
    """Return the IRIs of rows of IRI and name by folded name."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for iri, name in rows:
        if name is not None:
            names[_folded(str(name))].add(str(iri))
    return names


def _folded(name: str) -> str:
    return fold(name).strip()


def _only(kind: str, text: str, found: set[str], names: Mapping[str, set[str]]) -> ox.NamedNode:
    if len(found) == 1:
        return ox.NamedNode(next(iter(found)))
    if found:
        raise QueryError(f"query: {text!r} can be each of {', '.join(sorted(found))}; give the IRI")
    close = difflib.get_close_matches(_folded(text), names, n=_SHOWN)
    near = dict.fromkeys(iri for name in close for iri in sorted(names[name]))
    shown = ", ".join(iri.removeprefix(_PARTIES).removeprefix(TERMS) for iri in near)
    hint = f"did you mean {shown}?" if near else f"give its IRI, its id or one of its names as the {kind}"
    raise QueryError(f"query: there is no {kind} {text!r} in the dataset; {hint}")
