"""The addresses of the explorer, as a client meets them."""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from tests.web.explorer.conftest import Here

from moneyloop.graph.update import update
from moneyloop.web.explorer import routes

pytestmark = pytest.mark.xdist_group("explorer")
FRONT = Path(__file__).parents[3] / "src" / "moneyloop" / "web" / "explorer" / "front"


async def asked(application: Starlette, address: str, **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        return await client.get(address, headers=headers)


@pytest.mark.anyio
async def test_a_view_is_json_that_need_not_be_sent_twice(application: Starlette) -> None:
    first = await asked(application, "/explorer/api/cycles?status=announced")
    assert first.status_code == 200
    assert first.json()["total"] > 0
    assert "default-src 'none'" in first.headers["Content-Security-Policy"]
    again = await asked(
        application, "/explorer/api/cycles?status=announced", **{"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/explorer/api/nothing", 404),
        ("/explorer/api/cycle?id=000000000000", 404),
        ("/explorer/api/cycles?status=sure", 400),
        ("/explorer/api/hop", 400),
        ("/explorer/api/party?iri=nobody", 400),
        ("/explorer/api/document?name=../../report", 404),
        ("/explorer/api/search?q=" + "x" * 3_000, 414),
        ("/explorer/assets/../../routes.py", 404),
        ("/explorer/%2e%2e/routes.py", 404),
    ],
)
async def test_what_is_wrong_is_said_in_one_line(application: Starlette, address: str, status: int) -> None:
    reply = await asked(application, address)
    assert reply.status_code == status
    assert "Traceback" not in reply.text
    assert reply.text.count("\n") <= 1


@pytest.mark.anyio
async def test_a_new_build_is_seen_at_once(examples: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(examples, copy, symlinks=True)
    application = Starlette(routes=routes(Here(copy)))
    before = await asked(application, "/explorer/api/about")
    update(copy, [], remove=["he-nvidia-openai"])
    after = await asked(application, "/explorer/api/about", **{"If-None-Match": before.headers["ETag"]})
    assert after.json()["counts"]["documents"] == before.json()["counts"]["documents"] - 1


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
