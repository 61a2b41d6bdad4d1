"""What a report says: cycles, the flows they are made of with their evidence, chains, and what was read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from moneyloop.ontology.model import load
from moneyloop.queries import wording
from moneyloop.queries.stored import FLOORS
from moneyloop.web.explorer import chains, contradictions, cycles, evidence, words
from moneyloop.web.explorer.asked import Asked
from moneyloop.web.explorer.pairs import pairs
from moneyloop.web.explorer.reader import PROLOGUE, Reader

CYCLES: Final = 12
_CLAIMS: Final = 8
"""Claims of one flow that are shown at most."""
_CHAINS: Final = 5
_COMPARED: Final = 300
_CONTRADICTIONS: Final = 40
_DOCUMENTS: Final = 60
_FIRM: Final = "committed"
_READ: Final = f"""{PROLOGUE}
SELECT ?document ?title ?publisher ?date ?language ?address WHERE {{
  ?source ml:documentName ?document .
  OPTIONAL {{ ?source dcterms:title ?title }} OPTIONAL {{ ?source dcterms:publisher ?publisher }}
  OPTIONAL {{ ?source dcterms:issued ?date }} OPTIONAL {{ ?source dcterms:language ?language }}
  OPTIONAL {{ ?source schema:url ?address }} }} ORDER BY DESC(?date) ?document LIMIT {_DOCUMENTS}"""

Told = dict[str, Any]


def content(reader: Reader, language: str) -> Told:
    """Return all that a report says, in the words of a language.

    The flows of the cycles that are shown are numbered in the order in which they first occur.
    """
    asked = Asked({"lang": language, "limit": str(CYCLES)})
    found = cycles.view(reader, asked)
    flows = _flows(reader, found["cycles"], language)
    report = json.loads((reader.folder / "report.json").read_text(encoding="utf-8"))
    labels = _statuses(language)
    return {
        "counts": report["counts"],
        "foundBy": report.get("foundBy", {}),
        "statuses": labels,
        "held": [{**one, "count": found["held"][one["name"]]} for one in labels],
        "total": found["total"],
        "complete": found["complete"],
        "cycles": [_cycle(one, flows, labels) for one in found["cycles"]],
        "flows": list(flows.values()),
        "single": [one for one in flows.values() if one["sources"] == 1],
        "chains": [_chain(reader, one, language) for one in _most_relied_on(reader, asked)],
        "contradictions": _contradictions(reader, flows.values(), asked),
        "documents": _documents(reader, language),
    }


def _statuses(language: str) -> list[Told]:
    known = load().statuses
    return [
        {
            "name": name,
            "label": known[name].labels.get(language, name),
            "firm": place,
            "dashed": place < FLOORS.index(_FIRM),
        }
        for place, name in enumerate(FLOORS)
    ]


def _ends(cycle: Told) -> list[tuple[Told, Told]]:
    hops = cycle["hops"]
    return list(zip(hops, [*hops[1:], *hops[:1]], strict=True))


def _flows(reader: Reader, shown: Iterable[Told], language: str) -> dict[tuple[str, str], Told]:
    flows: dict[tuple[str, str], Told] = {}
    for cycle in shown:
        for hop, after in _ends(cycle):
            key = hop["payer"], after["payer"]
            if key not in flows:
                flows[key] = _flow(reader, len(flows) + 1, hop, after, language)
    return flows


def _flow(reader: Reader, number: int, hop: Told, after: Told, language: str) -> Told:
    asked = Asked({"lang": language, "payer": hop["payer"], "payee": after["payer"]})
    deals = evidence.hop(reader, asked)["deals"]
    said = [
        {**claim, "said": deal["said"], "firm": _firm(claim)} for deal in deals for claim in deal["claims"]
    ]
    claims = sorted(said, key=_firmest)
    return {
        "number": number,
        "payer": hop["payer"],
        "payee": after["payer"],
        "payerName": hop["payerName"],
        "payeeName": after["payerName"],
        "status": hop["status"],
        "statusName": wording.term(hop["status"], language),
        "firm": FLOORS.index(hop["status"]),
        "amount": hop["amount"]["text"] if hop["amount"] else None,
        "claims": claims[:_CLAIMS],
        "leading": _leading(claims),
        "total": len(claims),
        "sources": len({claim["document"] for claim in claims}),
        "deals": [deal["iri"] for deal in deals],
        "contradicted": any(deal["contradictions"] for deal in deals),
    }


def _firm(claim: Told) -> int:
    """Return the rank of a claim's status; that of the weakest for one that has none: cancelled."""
    return FLOORS.index(claim["status"]) if claim["status"] in FLOORS else 0


def _firmest(claim: Told) -> tuple[int, bool, str, int]:
    """Order claims: the firmest first, of these those with an amount."""
    return -claim["firm"], claim["amount"] is None, claim["document"], claim["start"]


def _leading(claims: list[Told]) -> list[Told]:
    """Return the firmest claim, and the firmest that gives an amount."""
    priced = next((one for one in claims if one["amount"]), None)
    return [one for at, one in enumerate(claims) if at == 0 or one is priced]


def _cycle(cycle: Told, flows: dict[tuple[str, str], Told], labels: list[Told]) -> Told:
    levels = cycle["levels"]
    weakest = next(one for one in labels if one["name"] == cycle["status"])
    return {
        "id": cycle["id"],
        "amount": cycle["amount"]["text"] if cycle["amount"] else None,
        "status": weakest,
        "names": [hop["payerName"] for hop in cycle["hops"]],
        "flows": [flows[hop["payer"], after["payer"]] for hop, after in _ends(cycle)],
        "levels": [
            {
                "label": one["label"],
                "firm": one["firm"],
                "holds": one["name"] in levels,
                "amount": ((levels.get(one["name"]) or {}).get("amount") or {}).get("text"),
            }
            for one in labels
        ],
    }


def _most_relied_on(reader: Reader, asked: Asked) -> list[str]:
    """Return the parties to which most others are directly exposed."""
    import numpy as np

    found = pairs(reader, "exposures", asked.filters())
    if not len(found.key):
        return []
    count = np.bincount(found.end[found.start != found.end], minlength=found.selected.graph.size)
    order = np.argsort(-count, kind="stable")[:_CHAINS]
    return [reader.projection.parties[int(one)] for one in order if count[one]]


def _chain(reader: Reader, party: str, language: str) -> Told:
    found = chains.view(reader, Asked({"lang": language, "party": party}))
    names = {one["iri"]: one["name"] for one in found["parties"]}
    far = {one["iri"]: one["hops"] for one in found["parties"]}
    levels: dict[int, dict[str, Told]] = {}
    for hop in found["hops"]:
        one = levels.setdefault(far[hop["from"]], {}).setdefault(
            hop["from"], {"name": names[hop["from"]], "over": []}
        )
        one["over"].append(
            {
                "name": names[hop["to"]],
                "amount": hop["amount"]["text"] if hop["amount"] else None,
                "status": wording.term(hop["status"], language),
                "firm": FLOORS.index(hop["status"]),
            }
        )
    steps = [
        {"hops": far_off, "parties": sorted(at.values(), key=lambda one: str(one["name"]))}
        for far_off, at in sorted(levels.items())
    ]
    return {"name": found["party"]["name"], "total": found["total"], "shown": len(names) - 1, "steps": steps}


def _contradictions(reader: Reader, flows: Iterable[Told], asked: Asked) -> Told:
    known = reader.projection.deals
    own = [deal for flow in flows for deal in flow["deals"]]
    rest = (known[place] for place in range(min(len(known), _COMPARED)))
    compared = list(dict.fromkeys((*own, *rest)))[:_COMPARED]
    found = contradictions.of_deals(reader, compared, asked)
    pairs_ = {
        json.dumps(one, sort_keys=True): one for one in (one for deal in found.values() for one in deal)
    }
    return {
        "pairs": [
            {**one, "sides": [{**side, "firm": _firm(side)} for side in one["sides"]]}
            for one in list(pairs_.values())[:_CONTRADICTIONS]
        ],
        "total": len(pairs_),
        "compared": len(compared),
        "deals": len(known),
    }


def _documents(reader: Reader, language: str) -> list[Told]:
    rows = reader.source.select(_READ)
    found = [dict(zip(rows.columns, row, strict=True)) for row in rows.values()]
    return [
        {
            "name": row["document"],
            "title": row["title"],
            "publisher": row["publisher"],
            "day": words.day(row["date"], language),
            "language": str(row["language"] or ""),
            "languageName": words.tongue(str(row["language"] or ""), language),
            "direction": words.direction(str(row["language"] or "")),
            "address": words.web_address(row["address"]),
        }
        for row in found
    ]
