"""The stored queries as tools of the Model Context Protocol (https://modelcontextprotocol.io), read-only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from moneyloop import __version__
from moneyloop.errors import MoneyloopError, QueryError
from moneyloop.queries.catalogue import catalogue, found
from moneyloop.queries.forms.openapi import answer_of, schema_of
from moneyloop.queries.header import LANGUAGES
from moneyloop.queries.stored import Parameter, StoredQuery
from moneyloop.web.limits import Limits
from moneyloop.web.stored.answering import Asked, answered
from moneyloop.web.workers import Workers

_INSTRUCTIONS: Final = """\
Who finances, lends to, buys from, owns or backs whom, as documents say, and where the same money comes round.
Each tool answers one question with rows and a sentence for each; quotes are the documents' own words.
A party is given by any of its names. An answer that is not complete says which limit stopped it."""
_LANG: Final = {"type": "string", "enum": list(LANGUAGES), "description": "the language of the sentences"}


async def serve(folder: Path, limits: Limits) -> None:
    """Answer at standard input and output until that is closed.

    Args:
        folder: the dataset; what a build or an update puts there is answered from then on.
        limits: what an answer may cost; the process that goes beyond it is stopped.
    """
    workers = Workers(1, limits)
    try:
        server = make_server(folder, limits, workers)
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())
    finally:
        workers.close()


def make_server(folder: Path, limits: Limits, workers: Workers) -> Server[Any]:
    """Return a server whose tools are the stored queries, answered by workers."""

    async def listed(context: Any, asked: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=list(map(_tool, catalogue().values())))

    async def called(context: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            given = _given(found(asked.name), asked.arguments or {})
            language = str((asked.arguments or {}).get("lang", LANGUAGES[0]))
            question = Asked(asked.name, given, language, limits.rows)
            told = await workers.run(answered, folder, question, "json")
        except MoneyloopError as error:
            return _said(" ".join(str(error).split()), is_error=True)
        answer = json.loads(told.body)
        return _said(_text(answer), answer)

    return Server(
        "moneyloop",
        version=__version__,
        instructions=_INSTRUCTIONS,
        on_list_tools=listed,
        on_call_tool=called,
    )


def _tool(query: StoredQuery) -> types.Tool:
    properties = {one.name: _property(one) for one in query.parameters} | {"lang": dict(_LANG)}
    return types.Tool(
        name=query.name,
        title=query.title["en"],
        description=f"{query.question['en']}\n\n{query.description}",
        input_schema={
            "type": "object",
            "properties": properties,
            "required": [one.name for one in query.parameters if one.required],
            "additionalProperties": False,
        },
        output_schema=answer_of(query),
        annotations=types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


def _property(parameter: Parameter) -> dict[str, Any]:
    schema = schema_of(parameter)
    if parameter.many:
        schema = {"type": "array", "items": schema, "minItems": 1}
    return schema | {"description": parameter.description["en"]}


def _given(query: StoredQuery, arguments: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the values of each parameter as a person gives them.

    Raises:
        QueryError: a value is an object, or the language is none of ours.
    """
    if arguments.get("lang", LANGUAGES[0]) not in LANGUAGES:
        raise QueryError(f"{query.name}: lang must be one of {', '.join(LANGUAGES)}")
    given = {}
    for name, value in arguments.items():
        values = value if isinstance(value, list) else [value]
        if any(isinstance(one, dict | list) for one in values):
            raise QueryError(f"{query.name}: {name} must be a value or a list of values")
        if name != "lang" and value is not None:
            given[name] = list(map(str, values))
    return given


def _text(answer: Mapping[str, Any]) -> str:
    lines = list(answer["sentences"]) or ["Nothing found."]
    if not answer["complete"]:
        lines.append(f"(not complete: stopped by the limit on {answer['stoppedBy']})")
    return "\n".join(lines)


def _said(text: str, answer: Any = None, *, is_error: bool = False) -> types.CallToolResult:
    content = types.TextContent(type="text", text=text)
    return types.CallToolResult(content=[content], structured_content=answer, is_error=is_error)
