"""Replays what a real server answered: llama.cpp with a model so small that nearly all it says is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Json, Reply, Serve
    from tests.graph.llm.conftest import MakeDocument, MakeReader

RECORD = json.loads(
    (Path(__file__).parent / "recorded" / "llama-cpp-gemma-3-270m.json").read_text(encoding="utf-8")
)


def test_the_server_is_understood_and_the_model_not_believed(
    serve: Serve, reader: MakeReader, document: MakeDocument
) -> None:
    exchanges = iter(RECORD["exchanges"])

    def answer(request: Json) -> Reply:
        exchange = next(exchanges)
        assert request["response_format"]["type"] == exchange["asked"]
        return exchange["status"], exchange["reply"]

    server = serve(answer)
    one = reader(server.url, max_tokens=RECORD["max_tokens"])
    result = one.extract(document(RECORD["document"]))
    assert next(exchanges, None) is None
    assert result.read
    assert result.claims == []
    (refused,) = result.rejected
    assert refused["claim"]["type"] == "Acquisition"
    assert refused["reasons"][0]["message"] == "the quote does not stand in the document"
    usage = one.meter.to_dict()
    assert (usage["requests"], usage["tokensIn"], usage["tokensOut"]) == (1, 59, 196)
