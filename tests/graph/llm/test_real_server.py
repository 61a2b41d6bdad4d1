"""Asks a real server: llama-cpp-python with a small model. ``make model`` sets both up."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.graph.llm.conftest import MakeDocument, MakeReader

HOME = Path(__file__).parents[3] / ".venv-llm"
PYTHON, MODEL = HOME / "bin" / "python", HOME / "model.gguf"
START = 120.0
TEXT = (
    "Nvidia has invested 30 billion dollars in OpenAI. "
    "Oracle has borrowed 18 billion dollars from Deutsche Bank."
)

pytestmark = [
    pytest.mark.llm_server,
    pytest.mark.slow,
    pytest.mark.skipif(not MODEL.exists(), reason="no language model here; call: make model"),
]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log"
    options = ["--model", str(MODEL), "--n_ctx", "4096", "--chat_format", "gemma", "--port", str(port)]
    with log.open("wb") as out:
        server = subprocess.Popen(
            [str(PYTHON), "-m", "llama_cpp.server", *options], stdout=out, stderr=subprocess.STDOUT
        )
    try:
        address = f"http://127.0.0.1:{port}/v1"
        _wait(f"{address}/models", server, log)
        yield address
    finally:
        server.terminate()
        server.wait(30)


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    pytest.fail(f"the server did not start: {log.read_text(errors='replace')[-2000:]}")


def test_the_wire_and_the_grounding(url: str, reader: MakeReader, document: MakeDocument) -> None:
    """The model is a base model: what it says shows that it is asked rightly, not how well it reads."""
    one = reader(url, max_tokens=400, timeout=500)
    result = one.extract(document(TEXT))
    usage = one.meter.to_dict()
    assert one.meter.requests >= 1
    assert one.meter.tokens_in > 20, usage
    assert one.meter.tokens_out > 5, usage
    assert all("longer than it may be" in failure for failure in result.failures)
    assert result.claims or result.rejected or result.failures
    assert all(claim.quote == TEXT[claim.start : claim.end] for claim in result.claims)
    assert all(refused["reasons"] for refused in result.rejected)
    one.extract(document(TEXT))
    assert one.meter.cached == one.meter.requests


def test_an_unanswerable_length_is_told_apart(url: str, reader: MakeReader, document: MakeDocument) -> None:
    result = reader(url, chunk_tokens=100_000).extract(document("x1 " * 9000))
    assert result.failures[0].endswith("is longer than the model takes")
