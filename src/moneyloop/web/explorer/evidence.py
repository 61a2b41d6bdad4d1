"""The claims on deals: the sentence that says it, who printed it and when, and what contradicts it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import pyoxigraph as ox

from moneyloop.graph.text.sentences import sentences
from moneyloop.queries import called, wording
from moneyloop.queries.answer import Value
from moneyloop.settings import TERMS
from moneyloop.web.explorer import contradictions, words
from moneyloop.web.explorer.asked import Asked
from moneyloop.web.explorer.pairs import pairs
from moneyloop.web.explorer.reader import PROLOGUE, Reader

_MOST: Final = 200
_CONTEXT: Final = 600
"""Characters on either side of a quote that are shown at most."""
_CLAIMS: Final = f"""{PROLOGUE}
SELECT ?claim ?deal ?status ?quote (LANG(?quote) AS ?tongue) ?start ?end ?document ?title ?publisher ?date
  ?language ?address ?attributed ?review (MIN(?low) AS ?min) (MAX(?high) AS ?max) (MIN(?unit) AS ?currency)
WHERE {{
  VALUES ?%s {{ %s }}
  ?claim ml:states ?deal ; ml:status ?status ; prov:wasDerivedFrom ?source ; oa:hasTarget ?target .
  ?target oa:hasSelector/oa:exact ?quote .
  ?target oa:hasSelector ?position . ?position oa:start ?start ; oa:end ?end .
  ?source ml:documentName ?document .
  OPTIONAL {{ ?source dcterms:title ?title }}
  OPTIONAL {{ ?source dcterms:publisher ?publisher }}
  OPTIONAL {{ ?source dcterms:issued ?date }}
  OPTIONAL {{ ?source dcterms:language ?language }}
  OPTIONAL {{ ?source schema:url ?address }}
  OPTIONAL {{ ?claim ml:attributedTo ?attributed }}
  OPTIONAL {{ ?claim ml:reviewDecision ?review }}
  OPTIONAL {{ ?claim ml:amount ?amount .
    OPTIONAL {{ ?amount ml:minAmount ?low }} OPTIONAL {{ ?amount ml:maxAmount ?high }}
    OPTIONAL {{ ?amount ml:currency ?unit }} }}
}} GROUP BY ?claim ?deal ?status ?quote ?start ?end ?document ?title ?publisher ?date ?language ?address
  ?attributed ?review
ORDER BY ?date ?document ?start LIMIT {_MOST}"""


def hop(reader: Reader, asked: Asked) -> dict[str, Any]:
    """Return the deals by which one party pays another, each with its claims."""
    payer, payee = asked.text("payer"), asked.text("payee")
    found = pairs(reader, "flows", asked.filters()).selected
    ends = [found.projection.parties.find(iri) for iri in (payer, payee)]
    edges = [] if None in ends else found.graph.edges(*(end for end in ends if end is not None))
    firmest = sorted(edges, key=lambda edge: -int(found.states.rank[found.state[edge]]))
    iris = [found.projection.deals[int(found.deal[edge])] for edge in firmest[:_MOST]]
    names = reader.names((payer, payee), asked.language)
    return {
        "payer": {"iri": payer, "name": names[payer]},
        "payee": {"iri": payee, "name": names[payee]},
        "total": len(edges),
        "deals": of_deals(reader, iris, asked),
    }


def of_deals(reader: Reader, iris: Iterable[str], asked: Asked) -> list[dict[str, Any]]:
    """Return deals or figures, each with its claims and what contradicts them."""
    wanted = list(iris)
    said = called.deals(reader.source, wanted, asked.language)
    claims = told(reader, "deal", wanted, asked)
    against = contradictions.of_deals(reader, wanted, asked)
    return [
        {
            "iri": iri,
            "said": said.get(iri, iri),
            "claims": [one for one in claims if one["deal"] == iri],
            "contradictions": against[iri],
        }
        for iri in wanted
    ]


def told(reader: Reader, by: str, iris: Iterable[str], asked: Asked) -> list[dict[str, Any]]:
    """Return claims in the words of the documents.

    Args:
        reader: the build.
        by: ``deal`` or ``source``, what the IRIs are of.
        iris: of deals and figures, or of documents.
        asked: the language, and the day by which documents must have been published.
    """
    places = " ".join(str(ox.NamedNode(iri)) for iri in iris)
    rows = reader.source.select(_CLAIMS % (by, places)) if places else None
    known_on = asked.day("knownOn")
    found = [dict(zip(rows.columns, row, strict=True)) for row in rows.values()] if rows else []
    return [_claim(reader, row, asked.language) for row in found if words.by(row["date"], known_on)]


def _claim(reader: Reader, row: dict[str, Value], language: str) -> dict[str, Any]:
    status = str(row["status"]).removeprefix(TERMS)
    tongue = str(row["language"] or row["tongue"] or "")
    return {
        "id": str(row["claim"]).rpartition("/")[2],
        "deal": row["deal"],
        "status": status,
        "statusName": wording.term(status, language),
        "amount": words.amount(row["min"], row["max"], row["currency"], language),
        "language": tongue,
        "languageName": words.tongue(tongue, language),
        "direction": words.direction(tongue),
        "document": row["document"],
        "title": row["title"],
        "publisher": row["publisher"],
        "date": str(row["date"] or ""),
        "day": words.day(row["date"], language),
        "address": words.web_address(row["address"]),
        "attributed": row["attributed"],
        "review": row["review"],
        **_in_sentence(reader, row),
    }


def _in_sentence(reader: Reader, row: dict[str, Value]) -> dict[str, Any]:
    """Return the quote, and what stands before and after it in its sentences."""
    text, quote = reader.text(str(row["document"])), str(row["quote"])
    start, end = (value if isinstance(value, int) else 0 for value in (row["start"], row["end"]))
    place = {"start": start, "end": end, "quote": quote}
    if text[start:end] != quote:
        return {**place, "before": "", "after": ""}
    low = max(text.rfind("\n", 0, start) + 1, start - _CONTEXT)
    high = min(_line_end(text, end), end + _CONTEXT)
    spans = [(low + first, low + last) for first, last in sentences(text[low:high], frozenset())]
    first = max((one for one, _ in spans if one <= start), default=start)
    last = min((one for _, one in spans if one >= end), default=end)
    return {**place, "before": text[first:start], "after": text[end:last]}


def _line_end(text: str, start: int) -> int:
    found = text.find("\n", start)
    return len(text) if found < 0 else found
