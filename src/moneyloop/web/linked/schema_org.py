"""What a page says in the terms of schema.org, for search engines."""

from __future__ import annotations

from typing import Any, Final

import pyoxigraph as ox

from moneyloop.graph.vocabulary import term
from moneyloop.ontology.terms import ML
from moneyloop.settings import PREFIXES
from moneyloop.web.linked.describe import Description

_TYPE: Final = term("rdf", "type")
_KINDS: Final = {
    ML.Person: "Person",
    ML.Government: "GovernmentOrganization",
    ML.Party: "Organization",
    ML.Document: "Article",
    ML.Claim: "Claim",
    PREFIXES["owl"] + "Class": "DefinedTerm",
    PREFIXES["owl"] + "ObjectProperty": "DefinedTerm",
    PREFIXES["owl"] + "DatatypeProperty": "DefinedTerm",
}
"""Class to type; the first that fits counts."""
_NAMES: Final = {
    term("skos", "prefLabel"): "name",
    term("rdfs", "label"): "name",
    term("dcterms", "title"): "headline",
    term("skos", "altLabel"): "alternateName",
    term("skos", "definition"): "description",
    term("dcterms", "publisher"): "publisher",
    term("dcterms", "issued"): "datePublished",
    term("dcterms", "language"): "inLanguage",
    term("schema", "url"): "url",
    term("schema", "leiCode"): "leiCode",
    term("owl", "sameAs"): "sameAs",
    term("oa", "exact"): "text",
    term("prov", "wasDerivedFrom"): "appearance",
}


def schema_org(description: Description, title: str, page: str) -> dict[str, Any] | None:
    """Return a description in the terms of schema.org; None if they have none for it.

    Args:
        description: what the dataset says.
        title: the name of what is described.
        page: the address of the page.
    """
    node = description.iri
    classes = {
        one.object.value
        for one in description.own
        if one.subject == node and one.predicate == _TYPE and isinstance(one.object, ox.NamedNode)
    }
    kind = next((said for name, said in _KINDS.items() if name in classes), None)
    if kind is None:
        return None
    data: dict[str, Any] = {"@context": "https://schema.org", "@type": kind, "@id": node.value}
    found: dict[str, list[Any]] = {}
    for triple in description.own:
        is_own = triple.subject == node or triple.predicate == term("oa", "exact")
        if is_own and triple.predicate in _NAMES:
            told = _told(triple.object)
            found.setdefault(_NAMES[triple.predicate], []).append(told)
    for name, values in found.items():
        data[name] = values[0] if len(values) == 1 else values
    data.setdefault("name", title)
    return data | {"mainEntityOfPage": page}


def _told(value: object) -> Any:
    if isinstance(value, ox.Literal):
        return {"@value": value.value, "@language": value.language} if value.language else value.value
    return value.value if isinstance(value, ox.NamedNode) else str(value)
