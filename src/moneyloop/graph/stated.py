"""Reads claims back from the graph of a dataset, where only a SPARQL endpoint is at hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from moneyloop.graph.claims import LEXICON, Amount, Claim, Participant, Review
from moneyloop.settings import DATA, PREFIXES, TERMS

if TYPE_CHECKING:
    from moneyloop.ontology.model import Model, RelationType
    from moneyloop.queries.source import Source

_PARTIES: Final = f"{DATA}party/"
_EXTRACTION: Final = f"{DATA}activity/extraction-"
_PROLOGUE: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_CLAIMS: Final = f"""{_PROLOGUE}
SELECT ?claim ?document ?language ?id ?subject ?status ?share ?period ?by ?low ?high ?currency
       ?quote ?start ?end ?decision ?reviewer WHERE {{
  ?claim a ml:Claim ; ml:claimId ?id ; ml:states ?subject ; ml:status ?status ; oa:hasTarget ?target ;
    prov:wasDerivedFrom ?source .
  ?source ml:documentName ?document ; dcterms:language ?language .
  ?target oa:hasSelector ?words , ?place .
  ?words oa:exact ?quote .
  ?place oa:start ?start ; oa:end ?end .
  OPTIONAL {{ ?claim ml:share ?share }}
  OPTIONAL {{ ?claim ml:period ?period }}
  OPTIONAL {{ ?claim ml:attributedTo ?by }}
  OPTIONAL {{
    ?claim ml:amount ?amount .
    ?amount ml:currency ?currency .
    OPTIONAL {{ ?amount ml:minAmount ?low }}
    OPTIONAL {{ ?amount ml:maxAmount ?high }}
  }}
  OPTIONAL {{
    ?claim ml:reviewDecision ?decision ; prov:wasAttributedTo ?person .
    ?person rdfs:label ?reviewer
  }}
}} ORDER BY ?document ?id"""
_ROLES: Final = f"""{_PROLOGUE}
SELECT DISTINCT ?document ?subject ?property ?value WHERE {{
  GRAPH ?graph {{
    ?source ml:documentName ?document .
    ?claim ml:states ?subject .
    ?subject ?property ?value .
  }}
}} ORDER BY ?document ?subject ?property ?value"""
_FOUND: Final = f"""{_PROLOGUE}
SELECT ?claim ?activity WHERE {{ ?claim prov:wasGeneratedBy ?activity }} ORDER BY ?claim ?activity"""
_NAMES: Final = f"""{_PROLOGUE}
SELECT ?party (MIN(STR(?label)) AS ?any) (MIN(?tagged) AS ?english) WHERE {{
  ?party skos:prefLabel ?label .
  FILTER (STRSTARTS(STR(?party), "{_PARTIES}"))
  BIND (IF(LANG(?label) = "en", STR(?label), ?nothing) AS ?tagged)
}} GROUP BY ?party"""

_Rows = list[dict[str, Any]]


def claims(source: Source, model: Model) -> list[Claim]:
    """Return the claims in the graphs of a dataset, by document and id.

    They are those of the dataset's claim files, but for what the graph does not hold: the form in which a
    document names a party is null; a claim is core if it has two parties or more; and where claims of one
    document on one deal describe products or projects differently, each has all descriptions.

    Raises:
        EndpointError: the source is an endpoint, and does not answer as it must.
    """
    names = {row["party"]: row.get("english") or row["any"] for row in _rows(source, _NAMES)}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in _rows(source, _FOUND):
        if row["activity"].startswith(_EXTRACTION):
            found[row["claim"]].append(unquote(row["activity"].removeprefix(_EXTRACTION).partition("/")[2]))
    said: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in _rows(source, _ROLES):
        said[row["document"], row["subject"]].append((row["property"], row["value"]))
    kinds = {kind.iri: kind for kind in model.types.values()}
    return [
        _claim(row, said[row["document"], row["subject"]], kinds, names, found[row["claim"]])
        for row in _rows(source, _CLAIMS)
    ]


def _rows(source: Source, text: str) -> _Rows:
    answer = source.select(text)
    return [
        {name: value for name, value in zip(answer.columns, row, strict=True) if value is not None}
        for row in answer.values()
    ]


def _claim(
    row: dict[str, Any],
    said: Iterable[tuple[str, str]],
    kinds: dict[str, RelationType],
    names: dict[str, str],
    found: list[str],
) -> Claim:
    values: defaultdict[str, list[str]] = defaultdict(list)
    for predicate, value in said:
        values[predicate].append(value)
    kind = next(kinds[iri] for iri in values[PREFIXES["rdf"] + "type"] if iri in kinds)
    roles = {
        name: [_filling(value, names, is_party=role.is_party) for value in values[role.iri]]
        for name, role in kind.roles.items()
        if values[role.iri]
    }
    parties = {one.iri for fillings in roles.values() for one in fillings if one.iri}
    amount = None
    if "currency" in row:
        amount = Amount(min=row.get("low"), max=row.get("high"), currency=row["currency"])
    review = None
    if "decision" in row:
        review = Review(decision=row["decision"], reviewer=row["reviewer"])
    return Claim(
        id=row["id"],
        type=kind.name,
        roles={name: one[0] if len(one) == 1 else one for name, one in roles.items()},
        amount=amount,
        share=row.get("share"),
        status=row["status"].removeprefix(TERMS),
        period=row.get("period"),
        attributed_to=row.get("by"),
        quote=row["quote"],
        core=len(parties) > 1,
        document=row["document"],
        language=row["language"],
        start=row["start"],
        end=row["end"],
        review=review,
        found_by=[extractor or LEXICON for extractor in found],
    )


def _filling(value: str, names: dict[str, str], *, is_party: bool) -> Participant:
    if is_party:
        return Participant(name=names.get(value, value), iri=value)
    return Participant(name=value)
