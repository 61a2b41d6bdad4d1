"""The pages of a party, a deal and a document."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

import pyoxigraph as ox

from moneyloop.queries import called, wording
from moneyloop.queries.answer import Value
from moneyloop.queries.catalogue import found
from moneyloop.queries.run import run
from moneyloop.settings import DATA
from moneyloop.web.explorer import evidence, words
from moneyloop.web.explorer.asked import Asked
from moneyloop.web.explorer.reader import PARTIES, PROLOGUE, Reader

_DOCUMENT: Final = f"""{PROLOGUE}
SELECT ?source ?title ?publisher ?date ?language ?address WHERE {{
  ?source ml:documentName %s .
  OPTIONAL {{ ?source dcterms:title ?title }} OPTIONAL {{ ?source dcterms:publisher ?publisher }}
  OPTIONAL {{ ?source dcterms:issued ?date }} OPTIONAL {{ ?source dcterms:language ?language }}
  OPTIONAL {{ ?source schema:url ?address }} }} LIMIT 1"""
_DEAL: Final = f"""{PROLOGUE}
SELECT ?status ?low ?high ?currency ?period ?claims WHERE {{
  BIND(%s AS ?deal) ?deal ml:status ?status .
  OPTIONAL {{ ?deal ml:amount ?amount . OPTIONAL {{ ?amount ml:minAmount ?low }}
    OPTIONAL {{ ?amount ml:maxAmount ?high }} OPTIONAL {{ ?amount ml:currency ?currency }} }}
  OPTIONAL {{ ?deal ml:period ?period }} OPTIONAL {{ ?deal ml:claimCount ?claims }} }} LIMIT 1"""
_PARTIES_OF: Final = f"""{PROLOGUE}
SELECT DISTINCT ?role ?party WHERE {{ ?property ml:roleName ?role . %s ?property ?party }}"""
_LONGEST: Final = 200_000
_DEALS: Final = 300


def party(reader: Reader, asked: Asked) -> dict[str, Any]:
    """Return what is known about a party: names, what it is, its deals and figures, by the stored query.

    Raises:
        QueryError: there is no such party.
    """
    iri = asked.text("iri")
    answer = run(found("party"), reader.source, {"party": iri, **asked.counting()})
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.values()]
    deals = [row for row in rows if row["section"] in ("deal", "figure")]
    said = called.deals(reader.source, {str(row["iri"]) for row in deals[:_DEALS]}, asked.language)
    return {
        "iri": iri,
        "name": reader.names([iri], asked.language)[iri],
        "names": _names(rows),
        "about": [
            {
                "property": wording.known(str(row["property"]), asked.language),
                "value": str(row["value"] or row["iri"]),
            }
            for row in rows
            if row["section"] == "about"
        ],
        "total": len(deals),
        "deals": [_listed(row, said, asked.language) for row in deals[:_DEALS]],
    }


def _names(rows: list[dict[str, Value]]) -> list[str]:
    return list(dict.fromkeys(str(row["value"]) for row in rows if row["section"] == "name"))


def _listed(row: dict[str, Value], said: dict[str, str], language: str) -> dict[str, Any]:
    return {
        "iri": row["iri"],
        "section": row["section"],
        "said": said.get(str(row["iri"]), row["value"]),
        "type": wording.term(str(row["type"] or ""), language),
        "status": row["status"],
        "statusName": wording.term(str(row["status"]), language) if row["status"] else "",
        "amount": words.amount(row["amountMin"], row["amountMax"], row["currency"], language),
        "period": wording.plain("period", row["period"], language) if row["period"] else "",
        "claims": row["claims"],
    }


def deal(reader: Reader, asked: Asked) -> dict[str, Any]:
    """Return a deal or figure: its parties, status, amount, and claims.

    Raises:
        LookupError: there is none with this IRI.
    """
    iri, language = asked.text("iri"), asked.language
    rows = reader.source.select(_DEAL % _named(iri, f"{DATA}deal/")).values()
    if not rows:
        raise LookupError(iri)
    status, low, high, currency, period, claims = rows[0]
    name = str(status).rpartition("/")[2]
    roles = reader.source.select(_PARTIES_OF % ox.NamedNode(iri)).values()
    parties = [str(one) for _, one in roles if str(one).startswith(PARTIES)]
    names = reader.names(parties, language)
    return {
        **evidence.of_deals(reader, [iri], asked)[0],
        "status": name,
        "statusName": wording.term(name, language),
        "amount": words.amount(low, high, currency, language),
        "period": wording.plain("period", period, language) if period else "",
        "count": claims,
        "parties": [{"iri": one, "name": names[one]} for one in sorted(set(parties), key=names.__getitem__)],
    }


def document(reader: Reader, asked: Asked) -> dict[str, Any]:
    """Return a document: what is known of it, and its text with its claims in their places.

    Raises:
        LookupError: there is none of this name.
    """
    name, language = asked.text("name"), asked.language
    rows = reader.source.select(_DOCUMENT % ox.Literal(name)).values()
    if not rows:
        raise LookupError(name)
    source, title, publisher, date, tongue, address = rows[0]
    text = reader.text(name)
    claims = evidence.told(reader, "source", [str(source)], asked)
    said = called.deals(reader.source, {str(one["deal"]) for one in claims}, language)
    return {
        "name": name,
        "title": title,
        "publisher": publisher,
        "day": words.day(date, language),
        "language": tongue,
        "languageName": words.tongue(str(tongue or ""), language),
        "direction": words.direction(str(tongue or "")),
        "address": words.web_address(address),
        "cut": len(text) > _LONGEST,
        "pieces": _pieces(text[:_LONGEST], claims),
        "claims": [{**one, "said": said.get(str(one["deal"]), one["deal"])} for one in claims],
    }


def _pieces(text: str, claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the text in pieces, each with the ids of the claims whose quotes cover it."""
    spans = [
        (one["start"], min(one["end"], len(text)), one["id"]) for one in claims if one["start"] < len(text)
    ]
    ends = sorted({0, len(text), *(end for span in spans for end in span[:2])})
    return [
        {"text": text[low:high], "claims": [who for start, end, who in spans if start <= low and high <= end]}
        for low, high in pairwise(ends)
    ]


def _named(iri: str, start: str) -> ox.NamedNode:
    if not iri.startswith(start):
        raise LookupError(iri)
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise LookupError(iri) from None
