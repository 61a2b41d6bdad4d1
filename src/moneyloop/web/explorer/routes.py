"""The addresses of the explorer: its page, its files, and its views as JSON."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Protocol

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from moneyloop import __version__
from moneyloop.errors import MoneyloopError, QueryError
from moneyloop.web.explorer.reader import build_of
from moneyloop.web.explorer.views import VIEWS, looked_at

STATIC: Final = Path(__file__).with_name("static")
"""The front end as it was built from ``front``."""
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
_UNBUILT: Final = (
    "The front end has not been built; call `make front` in the checkout. /sparql answers without.\n"
)
_LONGEST: Final = 2_000
"""Characters of an address's parameters that are read."""


class Context(Protocol):
    """What the explorer needs of the server: the dataset, and work done off the event loop."""

    @property
    def folder(self) -> Path:
        """The folder of the dataset."""
        ...

    async def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a function at the top of a module returns, called in a worker."""
        ...


def routes(context: Context) -> list[BaseRoute]:
    """Return the addresses of the explorer."""
    api = _Api(context)
    return [
        Route("/", _page),
        Route("/explorer/api/{view}", api.answered),
        Mount("/explorer", _Files(directory=STATIC, check_dir=False)),
    ]


async def _page(request: Request) -> Response:
    page = STATIC / "index.html"
    if not page.is_file():
        return PlainTextResponse(_UNBUILT, status_code=503, headers=_HEADERS)
    return FileResponse(page, headers=_HEADERS)


class _Files(StaticFiles):
    """The files of the front end; what stands in ``assets`` has its hash in its name, and never changes."""

    async def check_config(self) -> None:
        """Let a front end that was not built be one without files."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(_HEADERS)
        if path.startswith("assets/"):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


class _Api:
    """Answers views, and keeps the answers of the current build."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._kept = _Kept()

    async def answered(self, request: Request) -> Response:
        view = request.path_params["view"]
        if view not in VIEWS:
            return _problem(404, f"explorer: there is no view {view!r}")
        if len(request.url.query) > _LONGEST:
            return _problem(414, f"explorer: the address is longer than {_LONGEST} characters")
        try:
            return await self._current(view, request)
        except QueryError as error:
            return _problem(400, str(error))
        except MoneyloopError as error:
            return _problem(503, str(error))

    async def _current(self, view: str, request: Request) -> Response:
        """Return a view of the current build; to who has it already, that it is the same."""
        build = build_of(self._context.folder)
        tag = f'"{build}-{__version__}"'
        if tag in request.headers.get("If-None-Match", ""):
            return Response(status_code=304, headers={**_HEADERS, "ETag": tag})
        body = await self._body(build, view, dict(request.query_params))
        if body is None:
            return _problem(404, "explorer: what the address asks for is not in the dataset")
        return Response(body, media_type="application/json", headers={**_HEADERS, "ETag": tag})

    async def _body(self, build: str, view: str, given: Mapping[str, str]) -> bytes | None:
        key = (build, view, *sorted(given.items()))
        if (known := self._kept.get(key)) is not None:
            return known
        body: bytes | None = await self._context.run(looked_at, self._context.folder, view, given)
        if body is not None:
            self._kept.put(key, body)
        return body


class _Kept:
    """The answers asked for last, up to a number of bytes."""

    _MOST: Final = 32 * 2**20

    def __init__(self) -> None:
        self._bodies: OrderedDict[tuple[Any, ...], bytes] = OrderedDict()
        self._size = 0

    def get(self, key: tuple[Any, ...]) -> bytes | None:
        if key in self._bodies:
            self._bodies.move_to_end(key)
        return self._bodies.get(key)

    def put(self, key: tuple[Any, ...], body: bytes) -> None:
        self._size += len(body) - len(self._bodies.pop(key, b""))
        self._bodies[key] = body
        while self._size > self._MOST:
            self._size -= len(self._bodies.popitem(last=False)[1])


def _problem(status: int, why: str) -> Response:
    return JSONResponse({"error": why}, status_code=status, headers=_HEADERS)
