"""The stored queries as an OpenAPI 3.1 document: a path for each, with typed parameters and typed answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from moneyloop import __version__
from moneyloop.queries.header import LANGUAGES
from moneyloop.queries.stored import COLUMN_TYPES, Column, Parameter, StoredQuery

_SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "iri": {"type": "string", "format": "iri"},
}
_NUMBERS: Final = ("integer", "decimal")
_STOPS: Final = ("rows", "hops", "seconds", "memory", "steps")
_RESULTS: Final[dict[str, Any]] = {
    "type": "object",
    "description": "SPARQL 1.1 Query Results JSON",
    "required": ["head", "results"],
    "properties": {"head": {"type": "object"}, "results": {"type": "object"}},
}
_LANGUAGE: Final[dict[str, Any]] = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": "the language of the sentences",
    "schema": {"type": "string", "enum": list(LANGUAGES), "default": LANGUAGES[0]},
}
_FORMS: Final = ("json", "srj", "csv", "tsv", "html")
_FORM: Final[dict[str, Any]] = {
    "name": "format",
    "in": "query",
    "required": False,
    "description": "the form of the answer; without it, the one that Accept prefers",
    "schema": {"type": "string", "enum": list(_FORMS)},
}
_PROBLEMS: Final = {
    "400": "A parameter is unknown, missing, or its value does not fit",
    "406": "None of the forms of an answer is accepted",
    "414": "The address is too long",
    "503": "The answer takes more time or memory than is allowed, or the server is busy",
}
_HEADERS: Final[dict[str, Any]] = {
    "Moneyloop-Complete": {"description": "Whether no row can be missing.", "schema": {"type": "boolean"}},
    "Moneyloop-Stopped-By": {
        "description": "The limit that ended the answer, if one did.",
        "schema": {"type": "string"},
    },
    "ETag": {"description": "Changes with the dataset and the program.", "schema": {"type": "string"}},
}
_LISTED: Final[dict[str, Any]] = {
    "operationId": "queries",
    "summary": "The stored queries",
    "responses": {
        "200": {
            "description": "Name, title, question, parameters and columns of each.",
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "properties": {"queries": {"type": "array", "items": {"type": "object"}}},
                        "required": ["queries"],
                    }
                },
                "text/html": {"schema": {"type": "string"}},
            },
        }
    },
}


def document_of(queries: Iterable[StoredQuery], server: str, parties: Sequence[str] = ()) -> dict[str, Any]:
    """Return the document that describes a service which answers stored queries at ``/queries/NAME``.

    Args:
        queries: the stored queries.
        server: the address of the service.
        parties: names of parties that are given as examples of values.
    """
    listed = list(queries)
    tags = sorted({tag for query in listed for tag in query.tags})
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Stored queries of moneyloop",
            "version": __version__,
            "description": "Who finances, lends to, buys from or backs whom, and where money comes round.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "tags": [{"name": tag} for tag in tags],
        "paths": {"/queries": {"get": _LISTED}}
        | {f"/queries/{query.name}": {"get": _operation(query, parties)} for query in listed},
        "components": {"schemas": {"results": _RESULTS}, "responses": _problems()},
    }


def _problems() -> dict[str, Any]:
    plain = {"text/plain": {"schema": {"type": "string", "description": "One line that says why."}}}
    return {code: {"description": said, "content": plain} for code, said in _PROBLEMS.items()}


def _operation(query: StoredQuery, parties: Sequence[str]) -> dict[str, Any]:
    return {
        "operationId": query.name,
        "summary": query.title["en"],
        "description": f"{query.question['en']}\n\n{query.description}",
        "tags": list(query.tags),
        "parameters": [*(_parameter(parameter, parties) for parameter in query.parameters), _LANGUAGE, _FORM],
        "responses": {"200": _answer(query)}
        | {code: {"$ref": f"#/components/responses/{code}"} for code in _PROBLEMS},
        "x-title": dict(query.title),
        "x-question": dict(query.question),
        "x-row": dict(query.row),
    }


def _parameter(parameter: Parameter, parties: Sequence[str]) -> dict[str, Any]:
    schema = schema_of(parameter)
    if parameter.type == "party" and parties:
        schema["examples"] = list(parties)
    default: Any = [_read(parameter, text) for text in parameter.default]
    if parameter.many:
        schema = {"type": "array", "items": schema, "minItems": 1, "uniqueItems": True}
    elif default:
        default = default[0]
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.description["en"],
        "schema": schema | ({"default": default} if default else {}),
        "x-description": dict(parameter.description),
    } | ({"explode": True} if parameter.many else {})


def schema_of(parameter: Parameter) -> dict[str, Any]:
    """Return the JSON Schema of one value of a parameter."""
    schema = dict(_SCHEMAS.get(parameter.type, _SCHEMAS["string"]))
    if parameter.type == "currency":
        schema["pattern"] = "^[A-Z]{3}$"
    if parameter.pattern:
        schema["pattern"] = f"^(?:{parameter.pattern})$"
    if parameter.allowed and parameter.type != "class":
        schema["enum"] = list(parameter.allowed)
    for key, bound in (("minimum", parameter.minimum), ("maximum", parameter.maximum)):
        if bound is not None and parameter.type in _NUMBERS:
            schema[key] = _read(parameter, bound)
    return schema


def _read(parameter: Parameter, text: str) -> Any:
    if parameter.type in _NUMBERS:
        return int(text) if parameter.type == "integer" else float(text)
    return text


def answer_of(query: StoredQuery) -> dict[str, Any]:
    """Return the JSON Schema of an answer as `moneyloop.queries.plain` gives it."""
    rows: dict[str, Any] = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {column.name: _column(column) for column in query.columns},
            "required": [column.name for column in query.columns],
        },
    }
    if query.limit:
        rows["maxItems"] = query.limit
    properties = {
        "rows": rows,
        "sentences": {"type": "array", "items": {"type": "string"}, "description": "Each row in words."},
        "complete": {"type": "boolean", "description": "Whether no row can be missing."},
        "stoppedBy": {"enum": [*_STOPS, None], "description": "The limit that ended the search, if one did."},
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _answer(query: StoredQuery) -> dict[str, Any]:
    return {
        "description": query.title["en"],
        "headers": _HEADERS,
        "content": {
            "application/json": {"schema": answer_of(query)},
            "application/sparql-results+json": {"schema": {"$ref": "#/components/schemas/results"}},
            "text/csv": {"schema": {"type": "string"}},
            "text/tab-separated-values": {"schema": {"type": "string"}},
            "text/html": {"schema": {"type": "string"}},
        },
    }


def _column(column: Column) -> dict[str, Any]:
    schema = dict(_SCHEMAS[COLUMN_TYPES[column.type]])
    schema["type"] = [schema["type"], "null"]
    return schema | {"description": column.meaning, "x-kind": column.type}
