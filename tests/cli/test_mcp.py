"""``moneyloop mcp``: the tools of a real server at its standard streams, as the official client sees them."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from mcp import Client, StdioServerParameters
from typer.testing import CliRunner

from moneyloop.cli.app import app
from moneyloop.errors import DatasetError
from moneyloop.graph.build import build
from moneyloop.graph.store import open_store
from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.run import run

EXAMPLES = Path(__file__).parents[2] / "graph" / "examples"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("mcp") / "graph"
    build([EXAMPLES], place)
    return place


def talking(folder: Path, act: Callable[[Client], Awaitable[None]], *options: str) -> None:
    async def talked() -> None:
        command = ["-m", "moneyloop", "mcp", str(folder), *options]
        server = StdioServerParameters(command=sys.executable, args=command, env=dict(os.environ))
        async with Client(server) as client:
            await act(client)

    asyncio.run(talked())


def test_every_stored_query_is_a_tool_that_only_reads(folder: Path) -> None:
    async def act(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == list(catalogue())
        for tool in tools:
            query = catalogue()[tool.name]
            assert tool.annotations and tool.annotations.read_only_hint
            assert set(tool.input_schema["properties"]) == {*(one.name for one in query.parameters), "lang"}
            assert tool.input_schema["required"] == [one.name for one in query.parameters if one.required]
            jsonschema.Draft202012Validator.check_schema(tool.input_schema)
            assert query.question["en"] in (tool.description or "")

    talking(folder, act)


def test_a_tool_answers_with_rows_and_sentences(folder: Path) -> None:
    expected = run(catalogue()["cycles"], open_store(folder), {"status": "committed"})

    async def act(client: Client) -> None:
        schemas = {tool.name: tool.output_schema for tool in (await client.list_tools()).tools}
        answer = await client.call_tool("cycles", {"status": "committed"})
        assert not answer.is_error
        said: Any = answer.structured_content
        jsonschema.validate(said, schemas["cycles"] or False)
        assert [row["cycle"] for row in said["rows"]] == [row[0] for row in expected.values()]
        assert answer.content[0].text.splitlines() == said["sentences"]  # type: ignore[union-attr]
        french = await client.call_tool("chains", {"party": "OpenAI", "length": 2, "lang": "fr"})
        assert french.structured_content["rows"]

    talking(folder, act)


def test_a_wrong_argument_is_an_error_of_the_tool_and_the_next_call_is_answered(folder: Path) -> None:
    async def act(client: Client) -> None:
        for name, arguments, said in (
            ("exposure", {}, "needs party"),
            ("exposure", {"party": "Nvidai"}, "did you mean nvidia"),
            ("cycles", {"status": "firm"}, "must be one of"),
            ("cycles", {"status": {"$ne": ""}}, "must be a value"),
            ("cycles", {"lang": "xx"}, "lang must be one of"),
            ("nothing", {}, "nothing"),
        ):
            answer = await client.call_tool(name, arguments)
            assert answer.is_error
            assert said in answer.content[0].text  # type: ignore[union-attr]
        assert not (await client.call_tool("cycles")).is_error

    talking(folder, act)


def test_an_answer_that_is_cut_says_so(folder: Path) -> None:
    async def act(client: Client) -> None:
        answer = await client.call_tool("deals")
        assert len(answer.structured_content["rows"]) == 3
        assert not answer.structured_content["complete"]
        assert "not complete: stopped by the limit on rows" in answer.content[0].text  # type: ignore[union-attr]

    talking(folder, act, "--rows", "3")


def test_nothing_but_the_protocol_is_written(folder: Path) -> None:
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }
    told = subprocess.run(
        [sys.executable, "-m", "moneyloop", "mcp", str(folder)],
        input=json.dumps(hello) + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    (line,) = told.stdout.splitlines()
    assert json.loads(line)["result"]["serverInfo"]["name"] == "moneyloop"


def test_a_folder_without_a_dataset_is_an_error(tmp_path: Path) -> None:
    outcome = CliRunner().invoke(app, ["mcp", str(tmp_path)])
    assert isinstance(outcome.exception, DatasetError)
