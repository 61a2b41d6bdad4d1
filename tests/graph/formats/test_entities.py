"""FollowTheMoney entities, as the followthemoney package checks them."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

import pyoxigraph as ox
import pytest
import yaml
from followthemoney import model

from moneyloop.assets import asset
from moneyloop.graph.formats.entities import entities
from moneyloop.graph.formats.tables import rows
from moneyloop.ontology.model import load


@pytest.fixture(scope="module")
def found(store: ox.Store) -> dict[str, dict[str, Any]]:
    told = list(entities(store))
    assert len({entity["id"] for entity in told}) == len(told)
    return {entity["id"]: entity for entity in told}


def problems(entity: dict[str, Any], found: dict[str, dict[str, Any]]) -> list[str]:
    """Say what the model of FollowTheMoney does not allow: properties, values, ranges, what is missing."""
    schema = model.get(entity["schema"])
    assert schema is not None
    schema.validate(cast(Any, entity))
    said = [f"needs {name}" for name in schema.required if name not in entity["properties"]]
    for name, values in entity["properties"].items():
        known = schema.properties.get(name)
        if known is None:
            said.append(f"knows no {name}")
        elif known.range is not None:
            ends = [model.get(found[value]["schema"]) for value in values]
            said += [f"{name}: {end}" for end in ends if end is None or not end.is_a(known.range)]
    return said


def test_every_entity_is_valid(found: dict[str, dict[str, Any]]) -> None:
    assert {key: said for key, entity in found.items() if (said := problems(entity, found))} == {}
    kept = [model.get_proxy(entity, cleaned=False).to_dict()["properties"] for entity in found.values()]
    given = [entity["properties"] for entity in found.values()]
    lost = [
        (name, values)
        for before, after in zip(given, kept, strict=True)
        for name, values in before.items()
        if len(after.get(name, ())) < len(values) and name not in ("alias", "name", "sourceUrl")
    ]
    assert lost == []


def test_every_live_deal_is_told_and_no_cancelled_one(
    store: ox.Store, found: dict[str, dict[str, Any]]
) -> None:
    deals = list(rows(store, "deals"))
    assert {row["status"] for row in deals} > {"cancelled"}
    told = Counter(
        entity["schema"]
        for entity in found.values()
        if entity["schema"] not in ("Article", "Company", "Person", "PublicBody", "ContractAward")
        and entity["schema"] != "ProjectParticipant"
    )
    assert told.total() == sum(row["status"] != "cancelled" for row in deals)
    assert {"Debt", "Ownership", "Employment", "Contract"} <= told.keys()


def test_a_loan_names_both_its_sides_and_the_sentence(found: dict[str, dict[str, Any]]) -> None:
    (loan,) = (
        entity
        for entity in found.values()
        if entity["schema"] == "Debt" and "5000000000" in entity["properties"].get("amount", ())
    )
    said = loan["properties"]
    names = [found[said[role][0]]["properties"]["name"][0] for role in ("creditor", "debtor")]
    assert names == ["Oracle", "Meta"]
    assert (said["amount"], said["currency"]) == (["5000000000"], ["USD"])
    assert found[said["proof"][0]]["properties"]["publisher"] == ["Gazette, Inc."]
    assert "<b>Gazette</b>" in said["description"][0]


def test_rules_name_what_the_ontology_and_the_model_know() -> None:
    mapping = yaml.safe_load(asset("graph", "followthemoney.yaml").read_text(encoding="utf-8"))
    types = load().types
    assert set(mapping["deals"]) <= set(types)
    assert {name for name, kind in types.items() if not kind.is_figure} <= set(mapping["deals"])
    for name, rules in mapping["deals"].items():
        for rule in rules:
            schema = model.get(rule["schema"])
            assert schema is not None
            named = {role for role in rule["properties"].values() if role[0] not in "$@*"}
            named |= {rule["links"]["role"]} if "links" in rule else set()
            assert named <= set(types[name].roles), name
            used = {*rule["properties"], *rule.get("constants", ()), *rule.get("amount", ())}
            assert used <= set(schema.properties), name


def test_a_party_that_no_schema_of_a_rule_fits_is_tied_otherwise(store: ox.Store) -> None:
    unresolved = ox.Store()
    for quad in store:
        is_class = quad.predicate.value.endswith("#type") and "/id/party/" in str(quad.subject)
        kept = quad.object if not is_class else ox.NamedNode("https://w3id.org/moneyloop/ns/Party")
        unresolved.add(ox.Quad(quad.subject, quad.predicate, kept, quad.graph_name))
    told = {entity["id"]: entity for entity in entities(unresolved)}
    schemata = {entity["schema"] for entity in told.values()}
    assert not schemata & {"Ownership", "Employment", "Company"}
    assert {"UnknownLink", "LegalEntity", "Debt"} <= schemata
    assert [problems(entity, told) for entity in told.values() if problems(entity, told)] == []


def test_the_same_dataset_gives_the_same_entities(store: ox.Store, found: dict[str, dict[str, Any]]) -> None:
    assert list(entities(store)) == list(found.values())
