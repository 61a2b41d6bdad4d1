"""Flows between parties as GraphML (http://graphml.graphdrawing.org), for Gephi, yEd and networkx."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

import pyoxigraph as ox

from moneyloop.errors import DatasetError
from moneyloop.graph.formats.tables import Row, rows
from moneyloop.graph.whole import whole_file

_NODE: Final = {"name": "string", "class": "string", "sectors": "string", "unresolved": "boolean"}
_EDGE: Final = {
    "deal": "string",
    "type": "string",
    "label": "string",
    "status": "string",
    "amountMin": "double",
    "amountMax": "double",
    "currency": "string",
    "period": "string",
    "validFrom": "string",
    "validUntil": "string",
    "claims": "int",
}
"""Attributes, by the columns of the tables that they come from, with their types in GraphML."""
_NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE: Final = "http://graphml.graphdrawing.org/xmlns"


def write_graphml(store: ox.Store, out: Path) -> None:
    """Write the parties that pay or are paid, and an edge from payer to payee for each deal.

    The id of a node is the IRI of the party. Amounts are in whole units of their currency; deals that are
    cancelled are left out.

    Raises:
        DatasetError: a text cannot be said in XML, or the file cannot be written.
    """
    flows = [row for row in rows(store, "relations") if row["kind"] == "flow"]
    deals = {flow["deal"] for flow in flows}
    said = {row["deal"]: row for row in rows(store, "deals") if row["deal"] in deals}
    ends = {flow[end] for flow in flows for end in ("source", "target")}
    parties = (row for row in rows(store, "parties") if row["party"] in ends)
    with whole_file(out) as path, path.open("w", encoding="utf-8") as target:
        writer = XMLGenerator(target, encoding="utf-8", short_empty_elements=True)
        _document(writer, parties, ((flow, said[flow["deal"]]) for flow in flows))


def _document(writer: XMLGenerator, parties: Iterable[Row], flows: Iterable[tuple[Row, Row]]) -> None:
    writer.startDocument()
    writer.startElement("graphml", AttributesImpl({"xmlns": _SPACE}))
    for kind, attributes in (("node", _NODE), ("edge", _EDGE)):
        for name, form in attributes.items():
            key = {"id": f"{kind}-{name}", "for": kind, "attr.name": name, "attr.type": form}
            writer.startElement("key", AttributesImpl(key))
            writer.endElement("key")
    writer.startElement("graph", AttributesImpl({"id": "flows", "edgedefault": "directed"}))
    for party in parties:
        _element(writer, "node", {"id": party["party"]}, _data(party, _NODE))
    for flow, deal in flows:
        _element(writer, "edge", {"source": flow["source"], "target": flow["target"]}, _data(deal, _EDGE))
    writer.endElement("graph")
    writer.endElement("graphml")
    writer.endDocument()


def _data(row: Row, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in attributes:
        if name in row:
            found = _NOT_XML.search(row[name])
            if found:
                raise DatasetError(
                    f"{next(iter(row.values()))}: XML cannot hold the character U+{ord(found[0]):04X} of "
                    f"its {name}; choose another format"
                )
            yield name, row[name]


def _element(
    writer: XMLGenerator, kind: str, attributes: dict[str, str], data: Iterator[tuple[str, str]]
) -> None:
    writer.startElement(kind, AttributesImpl(attributes))
    for name, value in data:
        writer.startElement("data", AttributesImpl({"key": f"{kind}-{name}"}))
        writer.characters(value)
        writer.endElement("data")
    writer.endElement(kind)
    writer.ignorableWhitespace("\n")
