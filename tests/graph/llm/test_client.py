"""Tests of how servers are asked: forms of answers, keys, failures, retries, the cache."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from moneyloop.errors import ModelError
from moneyloop.graph.llm import Settings
from moneyloop.graph.llm.client import Client, TooLong
from moneyloop.graph.llm.usage import Meter

if TYPE_CHECKING:
    from tests.conftest import Json, Replies, Reply, Serve

SCHEMA = {"type": "object"}


def client(url: str | None, **fields: object) -> Client:
    settings = Settings("model", url, **({"retries": 0} | fields))  # type: ignore[arg-type]
    return Client(settings, SCHEMA, Meter("model", settings.price_in, settings.price_out))


def test_the_schema_model_and_options_are_sent(serve: Serve, replies: type[Replies]) -> None:
    server = serve(lambda _: replies.completion("{}"))
    client(server.url, max_tokens=50).ask("rules", "text")
    (request,) = server.requests
    assert request["response_format"]["json_schema"] == {"name": "claims", "schema": SCHEMA, "strict": True}
    assert (request["model"], request["temperature"], request["max_tokens"]) == ("model", 0, 50)


@pytest.mark.parametrize(("status", "known"), [(400, 1), (422, 2), (500, 1), (400, 3)])
def test_a_server_that_knows_no_schemas_is_asked_in_another_form(
    serve: Serve, replies: type[Replies], status: int, known: int
) -> None:
    """The forms from the strictest on; the server knows those from number ``known`` on."""
    forms = ["json_schema", "with schema", "json_object", None]

    def form(request: Json) -> str | None:
        asked = request.get("response_format", {})
        return "with schema" if "schema" in asked else asked.get("type")

    def answer(request: Json) -> Reply:
        if forms.index(form(request)) < known:
            return replies.failure(status, "response_format: Input should be 'text'")
        return replies.completion("{}")

    server = serve(answer)
    one = client(server.url, retries=3)
    assert one.ask("rules", "text").text == "{}"
    assert one.ask("rules", "another text").text == "{}"
    assert [form(request) for request in server.requests] == [*forms[: known + 1], forms[known]]


def test_options_that_a_model_refuses_are_left_out(serve: Serve, replies: type[Replies]) -> None:
    def answer(request: Json) -> Reply:
        if "max_tokens" in request:
            return replies.failure(400, "Unsupported parameter: 'max_tokens'; use 'max_completion_tokens'")
        if "temperature" in request:
            return replies.failure(400, "Unsupported value: 'temperature' does not support 0")
        return replies.completion("{}")

    server = serve(answer)
    assert client(server.url, max_tokens=9).ask("rules", "text").text == "{}"
    assert server.requests[-1]["max_completion_tokens"] == 9
    assert "response_format" in server.requests[-1]


def test_a_busy_server_is_asked_again(serve: Serve, replies: type[Replies]) -> None:
    server = serve(
        lambda _: replies.failure(429, "slow down") if len(server.requests) < 3 else replies.completion("{}")
    )
    assert client(server.url, retries=2).ask("rules", "text").text == "{}"
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("status", "message", "told", "passing"),
    [
        (401, "Incorrect API key provided", "refuses the key; set MONEYLOOP_LLM_API_KEY", False),
        (404, "The model 'model' does not exist", "knows no model 'model'", False),
        (400, "this cannot be", "refuses the request with status 400: .*this cannot be", False),
        (503, "too much\nto do", "status 503", True),
    ],
)
def test_a_refusal_is_one_line(
    serve: Serve, replies: type[Replies], status: int, message: str, told: str, *, passing: bool
) -> None:
    server = serve(lambda _: replies.failure(status, message))
    with pytest.raises(ModelError, match=told) as raised:
        client(server.url).ask("rules", "text")
    assert raised.value.passing == passing
    assert "\n" not in str(raised.value)
    assert server.url in str(raised.value)


def test_a_server_that_is_down_is_one_line() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    with pytest.raises(ModelError, match="cannot be reached") as raised:
        client(url).ask("rules", "text")
    assert not raised.value.passing


def test_what_is_no_completion_is_said_so(serve: Serve) -> None:
    server = serve(lambda _: (200, {"hello": "world"}))
    with pytest.raises(ModelError, match="holds no choice"):
        client(server.url).ask("rules", "text")


def test_a_text_beyond_the_context_is_told_apart(serve: Serve, replies: type[Replies]) -> None:
    message = "Requested tokens (9000) exceed context window of 8192"
    server = serve(lambda _: replies.failure(500, message))
    with pytest.raises(TooLong):
        client(server.url).ask("rules", "text")


def test_the_key_and_address_come_from_the_environment(
    serve: Serve, replies: type[Replies], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(lambda _: replies.completion("{}"))
    with pytest.raises(ModelError, match="no key for OpenAI: set OPENAI_API_KEY"):
        client(None)
    monkeypatch.setenv("OPENAI_API_KEY", "general")
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    client(None, cache=False).ask("rules", "text")
    monkeypatch.setenv("MONEYLOOP_LLM_API_KEY", "own")
    client(None, cache=False).ask("rules", "text")
    assert [one["authorization"] for one in server.headers] == ["Bearer general", "Bearer own"]


def test_without_the_extra_it_says_what_to_install(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(ModelError, match=r"pip install 'moneyloop\[llm\]'"):
        client("http://127.0.0.1:1/v1")


def test_the_same_question_is_asked_once(serve: Serve, replies: type[Replies], tmp_path: Path) -> None:
    server = serve(lambda _: replies.completion('{"claims": []}', "length"))
    first = client(server.url).ask("rules", "text")
    assert client(server.url).ask("rules", "text") == first
    assert not first.complete
    assert len(server.requests) == 1
    client(server.url).ask("other rules", "text")
    client(server.url).ask("rules", "another text")
    client(server.url, max_tokens=5).ask("rules", "text")
    client(server.url, cache=False).ask("rules", "text")
    assert len(server.requests) == 5
    kept = [path for path in (tmp_path / "answers").rglob("*") if path.is_file()]
    assert len(kept) == 4
    assert {path.suffix for path in kept} == {".json"}


def test_a_damaged_cache_is_no_answer(serve: Serve, replies: type[Replies], tmp_path: Path) -> None:
    server = serve(lambda _: replies.completion("{}"))
    client(server.url).ask("rules", "text")
    for path in (tmp_path / "answers").rglob("*.json"):
        path.write_text('{"text": "cut')
    assert client(server.url).ask("rules", "text").text == "{}"
    assert len(server.requests) == 2


def test_tokens_and_cost_are_those_that_the_server_says(serve: Serve, replies: type[Replies]) -> None:
    server = serve(lambda _: replies.completion("{}", tokens=(1_000_000, 500_000)))
    meter = Meter("model", 2.0, 8.0)
    one = Client(Settings("model", server.url), SCHEMA, meter)
    one.ask("rules", "text")
    one.ask("rules", "text")
    assert (meter.requests, meter.cached, meter.tokens_in, meter.tokens_out) == (1, 1, 1_000_000, 500_000)
    assert meter.cost == 6.0
    assert meter.line() == "1 requests, 1 from the cache, 1,000,000 tokens in, 500,000 out, cost 6.0000"
