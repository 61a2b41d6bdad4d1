"""What holds for every test; and a server that speaks the chat protocol of OpenAI."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import settings

pytest_plugins = ("tests.scripted", "tests.servers")
settings.register_profile("moneyloop", deadline=None)
settings.load_profile("moneyloop")

Json = dict[str, Any]
Reply = tuple[int, Json]
Answer = Callable[[Json], Reply]


@dataclass
class ModelServer:
    """Where a server is, and what it was asked so far: bodies and headers of the requests."""

    url: str
    requests: list[Json] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


Serve = Callable[[Answer], ModelServer]


class Replies:
    """Replies as OpenAI's interface has them."""

    @staticmethod
    def completion(content: str, finish: str = "stop", tokens: tuple[int, int] = (100, 20)) -> Reply:
        message = {"role": "assistant", "content": content}
        usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)}
        return 200, {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 0,
            "model": "model",
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
            "usage": usage,
        }

    @classmethod
    def claims(cls, *said: Json) -> Reply:
        return cls.completion(json.dumps({"claims": list(said)}, ensure_ascii=False))

    @staticmethod
    def failure(status: int, message: str, code: str | None = None) -> Reply:
        return status, {"error": {"message": message, "type": "error", "param": None, "code": code}}


@contextmanager
def _serving(answer: Answer) -> Iterator[ModelServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append(body)
            server.headers.append({name.lower(): value for name, value in self.headers.items()})
            status, reply = answer(body)
            data = json.dumps(reply, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *arguments: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server = ModelServer(f"http://127.0.0.1:{http.server_port}/v1")
        thread = Thread(target=http.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()


@pytest.fixture
def replies() -> type[Replies]:
    return Replies


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Serve]:
    """Start servers that answer each request as a function of its body; cache and keys are the test's own."""
    monkeypatch.setenv("MONEYLOOP_CACHE", str(tmp_path / "answers"))
    for name in ("MONEYLOOP_LLM_BASE_URL", "MONEYLOOP_LLM_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with ExitStack() as servers:
        yield lambda answer: servers.enter_context(_serving(answer))
