"""What parties and deals of a dataset are called in a language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from moneyloop.queries import wording
from moneyloop.queries.header import LANGUAGES
from moneyloop.queries.source import Source
from moneyloop.settings import DATA, PREFIXES, TERMS

_PREFIXES: Final = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("ml", "rdfs", "skos"))
_PARTIES: Final = f"""{_PREFIXES}
SELECT DISTINCT ?name ?local WHERE {{
  VALUES ?known {{ %s }}
  ?party skos:prefLabel ?known , ?local .
  FILTER(LANG(?local) = "%s")
  BIND(STR(?known) AS ?name)
}}"""
_DEALS: Final = f"""{_PREFIXES}
SELECT DISTINCT ?deal ?class ?role ?party ?name (LANG(?name) AS ?tag) WHERE {{
  VALUES ?deal {{ %s }}
  ?deal a ?class .
  {{ ?class rdfs:subClassOf ml:Deal }} UNION {{ ?class rdfs:subClassOf ml:Figure }}
  OPTIONAL {{
    ?property ml:roleName ?role .
    ?deal ?property ?party .
    OPTIONAL {{ ?party skos:prefLabel ?name }}
  }}
}}"""


def parties(source: Source, names: Iterable[str], language: str) -> dict[str, str]:
    """Return what parties are called in a language, by the name an answer gives; not if it is unclear."""
    literals = _joined(ox.Literal(name, language=tag) for name in sorted(names) for tag in LANGUAGES)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, local in source.select(_PARTIES % (literals, language)).values() if literals else ():
        found[str(name)].add(str(local))
    return {name: local.pop() for name, local in found.items() if len(local) == 1}


def deals(source: Source, iris: Iterable[str], language: str) -> dict[str, str]:
    """Return deals and figures by IRI, said as ``loan: lender Grove, borrower Cedar`` in a language."""
    fillers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    classes: dict[str, str] = {}
    places = _joined(map(ox.NamedNode, sorted(iris)))
    for row in source.select(_DEALS % places).values() if places else ():
        deal, kind, role, party, name, tag = (str(cell or "") for cell in row)
        if wording.is_type(kind.removeprefix(TERMS)):
            classes[deal] = kind.removeprefix(TERMS)
        if role:
            fillers[deal, role].add(party)
            names[party][tag] = min(name, names[party].get(tag, name))
    shown = {party: _named(party, found, language) for party, found in names.items()}
    return {
        deal: _said(
            kind,
            {role: {shown[p] for p in fillers[deal, role]} for role in wording.roles(kind, language)},
            language,
        )
        for deal, kind in classes.items()
    }


def _named(party: str, names: dict[str, str], language: str) -> str:
    """Return a name in the language, else in English, else any; that of a party without names is its id."""
    found = names.get(language) or names.get("en") or min(filter(None, names.values()), default="")
    return found or party.removeprefix(f"{DATA}party/")


def _said(kind: str, fillers: dict[str, set[str]], language: str) -> str:
    comma, colon, joint = (wording.word(key, language) for key in ("comma", "colon", "and"))
    parts = [
        f"{label} {joint.join(sorted(fillers[role]))}"
        for role, label in wording.roles(kind, language).items()
        if fillers[role]
    ]
    said = wording.term(kind, language)
    return said + colon + comma.join(parts) if parts else said


def _joined(terms: Iterable[ox.NamedNode | ox.Literal]) -> str:
    return " ".join(map(str, terms))
