"""RDF names and literals that the dataset is written with."""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from moneyloop.ontology.terms import ML
from moneyloop.settings import DATA, PREFIXES

_TAG: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_IRI_SAFE: Final = ":/?#[]@!$&'()*+,;=%~"


def term(prefix: str, name: str) -> ox.NamedNode:
    """Return the term ``prefix:name`` of one of the vocabularies in the settings."""
    return ox.NamedNode(PREFIXES[prefix] + name)


TYPE: Final = term("rdf", "type")
LABEL: Final = term("rdfs", "label")
STATUS: Final = ox.NamedNode(ML.status)
AMOUNT: Final = ox.NamedNode(ML.amount)
PERIOD: Final = ox.NamedNode(ML.period)
PREFERRED_LABEL: Final = term("skos", "prefLabel")


def segment(name: str) -> str:
    """Return a name as one segment of an IRI: percent-encoded but for unreserved ASCII characters."""
    return quote(name, safe="")


def document_iri(name: str) -> ox.NamedNode:
    """Return the IRI of the document of that name."""
    return ox.NamedNode(f"{DATA}document/{segment(name)}")


def claim_iri(document: str, claim: str) -> ox.NamedNode:
    """Return the IRI of a claim, from the name of its document and its id."""
    return ox.NamedNode(f"{DATA}claim/{segment(document)}/{segment(claim)}")


def reviewer_iri(name: str) -> ox.NamedNode:
    """Return the IRI of the person of that name who reviews claims."""
    return ox.NamedNode(f"{DATA}agent/reviewer/{segment(name)}")


def review_iri(name: str) -> ox.NamedNode:
    """Return the IRI of the activity of the reviewer of that name."""
    return ox.NamedNode(f"{DATA}activity/review/{segment(name)}")


def below(iri: ox.NamedNode, *parts: str) -> ox.NamedNode:
    """Return an IRI extended by path segments."""
    return ox.NamedNode("/".join((iri.value, *parts)))


def web_address(address: str) -> ox.NamedNode | None:
    """Return a web address as an IRI, what IRIs forbid percent-encoded; None if it still is none."""
    try:
        return ox.NamedNode(quote(address, safe=_IRI_SAFE))
    except ValueError:
        return None


def text(value: str, language: str = "") -> ox.Literal:
    """Return a text literal, tagged if the language is a well-formed BCP 47 tag."""
    if _TAG.fullmatch(language):
        return ox.Literal(value, language=language.lower())
    return ox.Literal(value)


def integer(value: int) -> ox.Literal:
    """Return an ``xsd:integer``."""
    return ox.Literal(str(value), datatype=term("xsd", "integer"))


def boolean(value: bool) -> ox.Literal:
    """Return an ``xsd:boolean``."""
    return ox.Literal("true" if value else "false", datatype=term("xsd", "boolean"))


def decimal_text(value: float) -> str:
    """Return the canonical lexical form of a number as ``xsd:decimal``: no exponent, no trailing zero.

    Raises:
        ValueError: the number is infinite or not a number.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} is no decimal number")
    plain = format(Decimal(repr(float(value))), "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in ("-0", "") else plain


def decimal(value: float) -> ox.Literal:
    """Return an ``xsd:decimal`` in canonical form.

    Raises:
        ValueError: the number is infinite or not a number.
    """
    return ox.Literal(decimal_text(value), datatype=term("xsd", "decimal"))


def day(value: str) -> ox.Literal | None:
    """Return an ISO 8601 date as ``xsd:date``; None if it is none."""
    try:
        return date_literal(date.fromisoformat(value))
    except ValueError:
        return None


def date_literal(value: date) -> ox.Literal:
    """Return an ``xsd:date``."""
    return ox.Literal(value.isoformat(), datatype=term("xsd", "date"))
