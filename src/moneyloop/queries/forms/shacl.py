"""Stored queries as RDF: executables of SHACL, as the SPARQL examples of the SIB are written.

The form is that of https://github.com/sib-swiss/sparql-examples: ``sh:select`` holds the query,
``rdfs:comment`` the question, ``schema:target`` the endpoint, ``schema:keywords`` the tags. Parameters are
added, typed, as ``sh:parameter``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from moneyloop.queries.header import MARK
from moneyloop.queries.stored import Parameter, StoredQuery
from moneyloop.settings import BASE, DATA, PREFIXES, TERMS

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

QUERIES: Final = BASE + "query/"
_HEADER: Final = re.compile(rf"\A(?:{re.escape(MARK)}.*\n)*\n*")
_PREFIX: Final = re.compile(r"^PREFIX (\w+): <([^>]+)>", re.MULTILINE)
_DATATYPES: Final = {"integer": "integer", "decimal": "decimal", "date": "date"}


def graph_of(queries: Iterable[StoredQuery], endpoint: str) -> Graph:
    """Return stored queries as a graph.

    Args:
        queries: the stored queries.
        endpoint: the address they are meant for, unless their header says another.
    """
    from rdflib import Graph

    graph = Graph()
    for prefix in ("sh", "rdfs", "dcterms", "schema", "xsd", "ml"):
        graph.bind(prefix, PREFIXES[prefix], replace=True)
    graph.bind("query", QUERIES)
    for query in queries:
        _add(graph, query, endpoint)
    return graph


def turtle_of(queries: Iterable[StoredQuery], endpoint: str) -> str:
    """Return stored queries as Turtle; see ``graph_of``."""
    return graph_of(queries, endpoint).serialize(format="turtle")


def _add(graph: Graph, query: StoredQuery, endpoint: str) -> None:
    from rdflib import RDF, RDFS, SH, Literal, URIRef
    from rdflib.namespace import DCTERMS, Namespace

    schema, subject = Namespace(PREFIXES["schema"]), URIRef(QUERIES + query.name)
    text = _HEADER.sub("", query.text)
    for kind in (SH.SPARQLExecutable, SH.SPARQLSelectExecutable):
        graph.add((subject, RDF.type, kind))
    for predicate, texts in ((RDFS.label, query.title), (RDFS.comment, query.question)):
        _add_texts(graph, subject, predicate, texts)
    graph.add((subject, DCTERMS.description, Literal(query.description, lang="en")))
    graph.add((subject, SH.select, Literal(text)))
    graph.add((subject, schema.target, URIRef(query.others.get("endpoint", endpoint))))
    for tag in query.tags:
        graph.add((subject, schema.keywords, Literal(tag)))
    _add_prefixes(graph, subject, dict(_PREFIX.findall(text)))
    for order, parameter in enumerate(query.parameters):
        _add_parameter(graph, subject, parameter, order)


def _add_texts(graph: Graph, subject: Node, predicate: Node, texts: Mapping[str, str]) -> None:
    from rdflib import Literal

    for language, text in texts.items():
        graph.add((subject, predicate, Literal(text, lang=language)))


def _add_prefixes(graph: Graph, subject: Node, prefixes: Mapping[str, str]) -> None:
    from rdflib import SH, XSD, Literal, URIRef

    declared = URIRef(f"{subject}/prefixes")
    graph.add((subject, SH.prefixes, declared))
    for prefix, namespace in prefixes.items():
        one = URIRef(f"{declared}/{prefix}")
        graph.add((declared, SH.declare, one))
        graph.add((one, SH.prefix, Literal(prefix)))
        graph.add((one, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))


def _add_parameter(graph: Graph, query: Node, parameter: Parameter, order: int) -> None:
    from rdflib import RDF, SH, XSD, Literal, URIRef
    from rdflib.collection import Collection

    subject = URIRef(f"{query}/parameter/{parameter.name}")
    graph.add((query, SH.parameter, subject))
    graph.add((subject, RDF.type, SH.Parameter))
    graph.add((subject, SH.path, URIRef(f"{QUERIES}parameter/_{parameter.name}")))
    graph.add((subject, SH.name, Literal(parameter.name)))
    graph.add((subject, SH.order, Literal(order)))
    _add_texts(graph, subject, SH.description, parameter.description)
    for predicate, value in _range(parameter):
        graph.add((subject, predicate, value))
    if not parameter.required:
        graph.add((subject, SH.optional, Literal(True)))
    if not parameter.many:
        graph.add((subject, SH.maxCount, Literal(1)))
    for text in parameter.default:
        graph.add((subject, SH.defaultValue, _term(parameter, text)))
    if parameter.allowed and parameter.type != "class":
        head = URIRef(f"{subject}/in")
        Collection(graph, head, [_term(parameter, text) for text in parameter.allowed])
        graph.add((subject, SH["in"], head))
    for predicate, bound in ((SH.minInclusive, parameter.minimum), (SH.maxInclusive, parameter.maximum)):
        if bound is not None:
            graph.add((subject, predicate, Literal(bound, datatype=XSD[_DATATYPES[parameter.type]])))
    if parameter.pattern:
        graph.add((subject, SH.pattern, Literal(f"^(?:{parameter.pattern})$")))


def _range(parameter: Parameter) -> list[tuple[Node, Node]]:
    """Return what SHACL says of the values of a parameter by its type."""
    from rdflib import SH, XSD, Literal, URIRef

    match parameter.type:
        case "status":
            return [(SH.nodeKind, SH.IRI), (SH["class"], URIRef(TERMS + "Status"))]
        case "party":
            return [(SH.nodeKind, SH.IRI), (SH.pattern, Literal(f"^{re.escape(DATA)}party/"))]
        case "class":
            return [(SH.nodeKind, SH.IRI)]
    return [(SH.datatype, XSD[_DATATYPES.get(parameter.type, "string")])]


def _term(parameter: Parameter, text: str) -> Node:
    from rdflib import XSD, Literal, URIRef

    if parameter.type in ("status", "class"):
        return URIRef(TERMS + text)
    return Literal(text, datatype=XSD[_DATATYPES[parameter.type]] if parameter.type in _DATATYPES else None)
