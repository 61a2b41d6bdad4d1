"""The addresses of the stored queries: their list, each of them, and the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from moneyloop import __version__
from moneyloop.errors import QueryError
from moneyloop.queries.catalogue import catalogue, found
from moneyloop.queries.forms.openapi import document_of
from moneyloop.queries.stored import StoredQuery
from moneyloop.web.accept import preferred
from moneyloop.web.explorer.reader import build_of
from moneyloop.web.limits import Limits
from moneyloop.web.linked import negotiate
from moneyloop.web.linked.pages import Frame
from moneyloop.web.stored import pages
from moneyloop.web.stored.answering import MEDIA, Asked, answered, parties, shown

RESERVED: Final = ("lang", "format")
"""Parameters of an address that are none of a query: the language of sentences and pages, and the form."""
COMPLETE: Final = "Moneyloop-Complete"
STOPPED: Final = "Moneyloop-Stopped-By"
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_LONGEST: Final = 4_000
"""Characters of an address's parameters that are read."""
_OFFERS: Final = {media: form for form, media in MEDIA.items()}


class Context(Protocol):
    """What the stored queries need of the server."""

    @property
    def folder(self) -> Path:
        """The folder of the dataset."""
        ...

    @property
    def base(self) -> str:
        """The URL of the server, with a slash at its end."""
        ...

    @property
    def limits(self) -> Limits:
        """What an answer may cost."""
        ...

    async def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a function at the top of a module returns, called in a worker."""
        ...


def routes(context: Context) -> list[Route]:
    """Return the routes of the stored queries."""
    room = _Room(context)
    return [
        Route("/queries", room.listed),
        Route("/queries/{name}", room.asked),
        Route("/openapi.json", room.described),
    ]


class _Room:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._root = urlsplit(context.base).path or "/"

    async def listed(self, request: Request) -> Response:
        """Answer with the list of the stored queries."""
        form = request.query_params.get("format") or preferred(
            request.headers.get("accept"), {"application/json": "json", "text/html": "html"}
        )
        if form == "html":
            return self._page(request, pages.listed(self._frame(request, "queries")))
        queries = [_listed(query) for query in catalogue().values()]
        return JSONResponse({"queries": queries}, headers=_headers())

    async def described(self, request: Request) -> Response:
        """Answer with the OpenAPI document; parties of the dataset are examples of parties."""
        names = await self._context.run(parties, self._context.folder, "en")
        document = document_of(catalogue().values(), self._context.base.rstrip("/"), names)
        return JSONResponse(document, headers=_headers())

    async def asked(self, request: Request) -> Response:
        """Answer a stored query in the form of the suffix, of ``format``, or that is accepted."""
        name, _, suffix = request.path_params["name"].partition(".")
        if name not in catalogue() or suffix not in ("", *MEDIA):
            return _line(404, f"there is no stored query {request.path_params['name']!r}; see /queries")
        form = (
            suffix or request.query_params.get("format") or preferred(request.headers.get("accept"), _OFFERS)
        )
        if form not in MEDIA:
            return _line(406, f"the forms of an answer are {', '.join(MEDIA.values())}")
        if len(request.url.query) > _LONGEST:
            return _line(414, f"the address has more than {_LONGEST} characters of parameters")
        if form == "html":
            return await self._shown(request, found(name))
        return await self._answered(request, name, form)

    async def _answered(self, request: Request, name: str, form: str) -> Response:
        asked = Asked(name, _given(request), _language(request), self._context.limits.rows)
        tag = _tag(build_of(self._context.folder), asked, form)
        headers = _headers() | {"ETag": tag, "Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"}
        if tag in request.headers.get("If-None-Match", ""):
            return Response(status_code=304, headers=headers)
        try:
            told = await self._context.run(answered, self._context.folder, asked, form)
        except QueryError as error:
            return _line(400, str(error))
        headers[COMPLETE] = str(told.stopped is None).lower()
        if told.stopped:
            headers[STOPPED] = told.stopped
        return Response(told.body, 200, headers, f"{MEDIA[form]}; charset=utf-8")

    async def _shown(self, request: Request, query: StoredQuery) -> Response:
        """Answer with a page: the form of the query, and what it answers if all that it needs is there."""
        given, language = _given(request), _language(request)
        answer, problem, status = None, "", 200
        missing = [one.name for one in query.parameters if one.required and not given.get(one.name)]
        if not missing:
            asked = Asked(query.name, given, language, self._context.limits.rows)
            try:
                answer = await self._context.run(shown, self._context.folder, asked)
            except QueryError as error:
                problem, status = str(error), 400
        names = await self._context.run(parties, self._context.folder, language)
        frame = self._frame(request, f"queries/{query.name}")
        body = pages.one(frame, query, given, answer=answer, problem=problem, parties=names)
        return self._page(request, body, status)

    def _frame(self, request: Request, here: str) -> Frame:
        language = _language(request)
        kept = [(key, value) for key, value in request.query_params.multi_items() if key not in RESERVED]
        return pages.frame(self._root, here, language, kept)

    def _page(self, request: Request, body: str, status: int = 200) -> Response:
        headers = _headers() | {
            "Content-Security-Policy": _POLICY,
            "Content-Language": _language(request),
            "Vary": "Accept, Accept-Language",
        }
        return Response(body, status, headers, "text/html; charset=utf-8")


def _tag(build: str, asked: Asked, form: str) -> str:
    """Return what tells an answer from every other: nobody has it who was not given that answer."""
    told = repr((build, __version__, asked, form))
    return f'"{sha256(told.encode()).hexdigest()[:32]}"'


def _given(request: Request) -> dict[str, list[str]]:
    """Return the values of each parameter; a field of a form that was left empty is none."""
    given: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name not in RESERVED and value.strip():
            given.setdefault(name, []).append(value)
    return given


def _language(request: Request) -> str:
    return negotiate.language(request.query_params.get("lang"), request.headers.get("accept-language"))


def _listed(query: StoredQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": dict(query.title),
        "question": dict(query.question),
        "parameters": [one.name for one in query.parameters],
        "required": [one.name for one in query.parameters if one.required],
        "columns": [one.name for one in query.columns],
        "tags": list(query.tags),
    }


def _headers() -> dict[str, str]:
    return {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": f"{COMPLETE}, {STOPPED}, ETag",
    }


def _line(status: int, text: str) -> Response:
    return PlainTextResponse(" ".join(text.split()) + "\n", status, _headers())
