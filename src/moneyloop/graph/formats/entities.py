"""FollowTheMoney entities (https://followthemoney.tech), one a line; what becomes what is an asset."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import sha1
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import yaml

from moneyloop.assets import asset
from moneyloop.graph.formats.tables import Row, rows
from moneyloop.graph.whole import whole_file
from moneyloop.ontology.model import Model, load

Entity = dict[str, Any]
_Properties = dict[str, Sequence[str | None]]
_EVERY: Final = "*"


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of the parties, roles and claims while deals are told."""

    schemata: dict[str, str]
    roles: dict[str, list[Row]]
    claims: dict[str, list[Row]]
    documents: dict[str, Row]
    model: Model


def write_entities(store: ox.Store, out: Path) -> None:
    """Write parties, documents, deals and figures as FollowTheMoney entities.

    The id of an entity is the SHA-1 of its IRI. Deals and figures that are cancelled are left out. Days are
    those of the deal's period, the last one included; amounts are in whole units of their currency.

    Raises:
        DatasetError: the file cannot be written.
    """
    with whole_file(out) as path, path.open("w", encoding="utf-8") as target:
        for entity in entities(store):
            target.write(json.dumps(entity, ensure_ascii=False) + "\n")


def entities(store: ox.Store) -> Iterator[Entity]:
    """Yield the entities of a dataset, those that others point at first."""
    names = _grouped(rows(store, "names"), "party")
    schemata: dict[str, str] = {}
    for row in rows(store, "parties"):
        schemata[row["party"]] = _mapping()["parties"][row["class"]]
        yield _party(row, schemata[row["party"]], names[row["party"]])
    documents = {row["document"]: row for row in rows(store, "documents")}
    for row in documents.values():
        yield _document(row)
    roles, claims = (_grouped(rows(store, table), "deal") for table in ("roles", "claims"))
    told = _Told(schemata, roles, claims, documents, load())
    for row in rows(store, "deals"):
        if row.get("status") != "cancelled":
            yield from _deal(row, told)


@cache
def _mapping() -> dict[str, Any]:
    mapping: dict[str, Any] = yaml.safe_load(asset("graph", "followthemoney.yaml").read_text("utf-8"))
    return mapping


def _grouped(table: Iterable[Row], column: str) -> defaultdict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in table:
        groups[row[column]].append(row)
    return groups


def _id(iri: str) -> str:
    return sha1(iri.encode(), usedforsecurity=False).hexdigest()


def _entity(iri: str, schema: str, properties: _Properties) -> Entity:
    said = {name: list(dict.fromkeys(filter(None, values))) for name, values in properties.items()}
    kept = {name: values for name, values in said.items() if values}
    return {"id": _id(iri), "schema": schema, "properties": kept}


def _party(row: Row, schema: str, names: list[Row]) -> Entity:
    preferred = [name["name"] for name in names if name["kind"] == "preferred"]
    properties: _Properties = {
        "name": [row.get("name", row["party"]), *preferred],
        "alias": [name["name"] for name in names if name["kind"] == "other"],
        "sector": row.get("sectors", "").split("|"),
        "leiCode": [row.get("lei")],
        "wikidataId": [row.get("wikidata")],
        "sourceUrl": [row["party"]],
    }
    return _entity(row["party"], schema, properties)


def _document(row: Row) -> Entity:
    properties: _Properties = {
        "title": [row.get("title")],
        "fileName": [row["name"]],
        "language": [_mapping()["languages"].get(row.get("language"))],
        "publishedAt": [row.get("published")],
        "publisher": [row.get("publisher")],
        "sourceUrl": [row.get("url")],
    }
    return _entity(row["document"], "Article", properties)


def _deal(row: Row, told: _Told) -> Iterator[Entity]:
    roles = told.roles[row["deal"]]
    ends = told.model.types[row["type"]].ends
    rules = [*_mapping()["deals"].get(row["type"], ()), *_mapping()["default"]]
    for rule in rules:
        filled = {name: _filling(value, row, roles, ends) for name, value in rule["properties"].items()}
        if all(_fits(filled[name], allowed, told.schemata) for name, allowed in rule["needs"].items()):
            evidence = _evidence(told.claims[row["deal"]], told.documents)
            properties: _Properties = {
                name: _values(values, told.schemata) for name, values in filled.items()
            }
            properties |= {name: [word] for name, word in rule.get("constants", {}).items()}
            properties |= _amount(row, rule.get("amount")) | _times(row, rule["schema"]) | evidence
            yield _entity(row["deal"], rule["schema"], properties)
            yield from _links(row, rule.get("links"), roles, evidence)
            return


def _filling(value: str, row: Row, roles: list[Row], ends: tuple[str, str] | None) -> list[str]:
    """Return what a rule takes for a property: IRIs of parties, or texts."""
    if value.startswith("$"):
        return [row[value[1:]]] if value[1:] in row else []
    if value.startswith("@"):
        if ends is None:
            return []
        value = ends[value == "@to"]
    if value == _EVERY:
        return [role["party"] for role in roles if "party" in role]
    return [role.get("party") or role["text"] for role in roles if role["role"] == value]


def _fits(values: list[str], allowed: list[str], schemata: dict[str, str]) -> bool:
    found = [schemata.get(value) for value in values]
    return bool(found) and all(schema and (not allowed or schema in allowed) for schema in found)


def _values(values: list[str], schemata: dict[str, str]) -> list[str]:
    return [_id(value) if value in schemata else value for value in values]


def _evidence(claims: list[Row], documents: dict[str, Row]) -> _Properties:
    said = [documents[claim["document"]] for claim in claims]
    return {
        "proof": [_id(document["document"]) for document in said],
        "publisher": [document.get("publisher") for document in said],
        "sourceUrl": [document.get("url") for document in said],
        "description": [claim["quote"] for claim in claims],
    }


def _amount(row: Row, names: list[str] | None) -> _Properties:
    if not names or "currency" not in row:
        return {}
    amount, currency = names
    return {amount: [row.get("amountMin"), row.get("amountMax")], currency: [row["currency"]]}


def _times(row: Row, schema: str) -> _Properties:
    said: _Properties = {"summary": [f"{row.get('label', row['type'])} ({row.get('status')})"]}
    if schema in _mapping()["intervals"]:
        until = row.get("validUntil")
        last = (date.fromisoformat(until) - timedelta(days=1)).isoformat() if until else None
        said |= {"startDate": [row.get("validFrom")], "endDate": [last], "recordId": [row["deal"]]}
    return said


def _links(
    row: Row, links: dict[str, str] | None, roles: list[Row], evidence: _Properties
) -> Iterator[Entity]:
    """Yield an entity for each party of a role of the deal, that ties it to the deal's own entity."""
    for party in _filling(links["role"], row, roles, None) if links else ():
        assert links is not None
        ends = {links["node"]: [_id(row["deal"])], links["party"]: [_id(party)]}
        properties = ends | _times(row, links["schema"]) | evidence
        yield _entity(f"{row['deal']} {links['role']} {party}", links["schema"], properties)
