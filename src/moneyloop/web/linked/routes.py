"""The addresses of the linked data: things are answered with 303, documents in the form that is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Final, Protocol
from urllib.parse import quote, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from moneyloop.graph.folder import existing
from moneyloop.settings import BASE
from moneyloop.web.linked import negotiate
from moneyloop.web.linked.describe import Description, describe, serialised
from moneyloop.web.linked.dumps import NAMES, SUMS
from moneyloop.web.linked.making import Making
from moneyloop.web.linked.names import FORMS, PAGES, address_of, iri_of, parted
from moneyloop.web.linked.room import (
    Build,
    Reader,
    catalogue_data,
    catalogue_page,
    message_page,
    thing_page,
)

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The Content-Security-Policy: the data blocks in the pages are no scripts, and nothing inline runs."""
_LICENCE: Final = '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'


class Context(Protocol):
    """What the pages need to know: the folder of the dataset, and the URL that it is served at."""

    @property
    def folder(self) -> Path:
        """The folder that a build wrote."""
        ...

    @property
    def base(self) -> str:
        """The URL that stands for the base IRI, with a slash at its end."""
        ...


def routes(context: Context) -> list[Route]:
    """Return the routes of the linked data of a dataset; they read it in threads, not in the event loop."""
    room = _Room(context)
    return [
        Route("/id/{name:path}", room.thing),
        Route("/ns/{name:path}", room.thing),
        Route("/page/{name:path}", room.document),
        Route("/ontology{name:path}", room.document),
        Route("/graph/{name:path}", room.document),
        Route("/catalog{suffix}", room.catalogue),
        Route("/catalog", room.catalogue),
        Route("/.well-known/void", room.catalogue),
        Route("/dumps/{name}", room.dump),
        Route("/linked/style.css", _style),
    ]


class _Room:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._root = urlsplit(context.base).path or "/"
        self._lock = Lock()
        self._build: Build | None = None
        self._making: Making | None = None

    def build(self) -> Build:
        """Return the current build of the dataset, opened anew when another took its place."""
        place = existing(self._context.folder, "store").parent
        with self._lock:
            if self._build is None or self._build.folder != place:
                self._making = Making(place)
                self._build = Build(place, self._context.base, dumps=self._making.made)
            return self._build

    def thing(self, request: Request) -> Response:
        """Answer for a thing: see the document that tells of it."""
        name = _path(request)
        if name == "ns/":
            return self._see("ontology", request)
        path, suffix = name, None
        if describe(self.build().store, iri_of(name)) is None:
            path, suffix = parted(name)
            if suffix is None or describe(self.build().store, iri_of(path)) is None:
                return self._missing(request, name)
        form = suffix or negotiate.form(request.headers.get("accept"))
        if form is None:
            return self._unacceptable(request, PAGES + path)
        return self._see(f"{address_of(iri_of(path))}.{form}", request)

    def document(self, request: Request) -> Response:
        """Answer with a document, in the form of its suffix or else in the one that is accepted."""
        here = _path(request)
        name, suffix = here.removeprefix(PAGES), None
        found = self._described(here, name)
        if found is None:
            here, suffix = parted(here)
            name = here.removeprefix(PAGES)
            found = self._described(here, name) if suffix else None
        if found is None:
            return self._missing(request, name)
        form = suffix or negotiate.form(request.headers.get("accept"))
        here = str(address_of(found.iri.value))
        if form is None:
            return self._unacceptable(request, here)
        return self._told(request, found, here, form)

    def _described(self, here: str, name: str) -> Description | None:
        is_page = here.startswith(PAGES)
        if is_page and not name.startswith(("id/", "ns/")):
            return None
        return describe(self.build().store, iri_of(name))

    def _told(self, request: Request, found: Description, here: str, form: str) -> Response:
        if form == "html":
            reader = self._reader(request)
            body: str | bytes = thing_page(self.build(), found, here, reader)
        else:
            body = serialised([*found.own, *found.incoming], form)
        about = f'<{found.iri.value}>; rel="describes"'
        return self._response(request, body, form, here, about)

    def catalogue(self, request: Request) -> Response:
        """Answer with what is to be said of the dataset as a whole."""
        suffix = request.path_params.get("suffix", "").removeprefix(".")
        if suffix and suffix not in FORMS:
            return self._missing(request, _path(request))
        here = "catalog"
        is_void = request.url.path.endswith("/void")
        accept = request.headers.get("accept")
        form = suffix or ("ttl" if is_void and accept in (None, "*/*") else negotiate.form(accept))
        if form is None:
            return self._unacceptable(request, here)
        build = self.build()
        body = catalogue_page(build, self._reader(request)) if form == "html" else catalogue_data(build, form)
        return self._response(request, body, form, here, f'<{build.whole.iri}>; rel="describes"')

    def dump(self, request: Request) -> Response:
        """Answer with a dump."""
        name = request.path_params["name"]
        if name not in (*NAMES, SUMS):
            return self._missing(request, f"dumps/{name}")
        media = "application/gzip" if name.endswith(".gz") else NAMES.get(name, "text/plain")
        build, making = self.build(), self._making
        if making is None or build.dumps() is None:
            frame = self._reader(request).frame("", ())
            body = message_page(503, "beingMade", f"{BASE}dumps/{name}", frame)
            return self._message(503, body, frame.language, {"Retry-After": "10"})
        return FileResponse(making.folder / name, media_type=media, headers=_headers())

    def _see(self, address: str, request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        headers = _headers() | {"Vary": "Accept", "Link": _LICENCE}
        return RedirectResponse(f"{self._root}{address}{query}", 303, headers)

    def _missing(self, request: Request, name: str) -> Response:
        frame = self._reader(request).frame("", ())
        return self._message(404, message_page(404, "notFound", BASE + name, frame), frame.language)

    def _unacceptable(self, request: Request, here: str) -> Response:
        frame = self._reader(request).frame(here)
        iri = BASE + here.removeprefix(PAGES)
        return self._message(406, message_page(406, "notAcceptable", iri, frame), frame.language)

    def _message(
        self, status: int, body: str, language: str, more: Mapping[str, str] | None = None
    ) -> Response:
        headers = (
            _headers() | dict(more or {}) | {"Vary": "Accept, Accept-Language", "Content-Language": language}
        )
        return Response(body, status, headers, "text/html; charset=utf-8")

    def _reader(self, request: Request) -> Reader:
        asked = request.query_params.get("lang")
        accepted = request.headers.get("accept-language")
        language = negotiate.language(asked, accepted)
        kept = f"?{urlencode({'lang': language})}" if asked == language else ""

        def to(address: str) -> str:
            return f"{self._root}{address}{kept}"

        def data(address: str, form: str) -> str:
            return f"{self._root}{address}.{form}"

        return Reader(language, negotiate.LANGUAGES, to, data, lambda code: f"?{urlencode({'lang': code})}")

    def _response(self, request: Request, body: str | bytes, form: str, here: str, about: str) -> Response:
        alternates = [
            f'<{self._root}{here}.{other}>; rel="alternate"; type="{media}"'
            for other, media in FORMS.items()
            if other != form
        ]
        headers = _headers() | {
            "Vary": "Accept, Accept-Language" if form == "html" else "Accept",
            "Content-Location": f"{self._root}{here}.{form}",
            "Link": ", ".join([about, _LICENCE, *alternates]),
        }
        if form == "html":
            language = negotiate.language(
                request.query_params.get("lang"), request.headers.get("accept-language")
            )
            headers["Content-Language"] = language
        media = FORMS[form]
        kind = f"{media}; charset=utf-8" if media.startswith("text/") else media
        return Response(body, 200, headers, kind)


def _style(request: Request) -> Response:
    return FileResponse(Path(__file__).with_name("style.css"), media_type="text/css", headers=_headers())


def _headers() -> dict[str, str]:
    return {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Link, Content-Location",
    }


def _path(request: Request) -> str:
    """Return the path as the client sent it, still percent-encoded; a proxy takes off that of the base."""
    raw: bytes = request.scope.get("raw_path") or quote(request.url.path).encode()
    return raw.partition(b"?")[0].decode("ascii", errors="replace").removeprefix("/")
