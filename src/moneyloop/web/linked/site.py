"""The pages of a dataset as a static site: files that link each other by relative addresses."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import quote, unquote

import pyoxigraph as ox

from moneyloop.graph.folder import existing
from moneyloop.graph.whole import whole_folder
from moneyloop.settings import BASE
from moneyloop.web.linked.describe import Description, describe, serialised
from moneyloop.web.linked.dumps import write_dumps
from moneyloop.web.linked.names import PAGES, address_of
from moneyloop.web.linked.room import Build, Reader, catalogue_data, catalogue_page, thing_page

Progress = Callable[[str, int, int], None]
MARK: Final = "moneyloop-site.txt"
FORMS: Final = ("ttl", "jsonld")
"""The forms of RDF that stand beside each page; the dumps hold all."""
_LONGEST: Final = 200
"""Most bytes of a file's name, its suffix not counted."""


def write_site(
    folder: Path, out: Path, base: str, languages: Sequence[str], progress: Progress | None = None
) -> int:
    """Write a page and RDF for every IRI of a dataset, the catalogue and the dumps.

    Args:
        folder: the folder that a build wrote.
        out: a folder that is not there, is empty, or holds a former site, which is replaced.
        base: the URL that the site will have, with a slash at its end; pages link by relative addresses.
        languages: those of the pages, one at least; the first stands at the top, others below their codes.
        progress: is told how many IRIs are done of how many.

    Returns:
        the number of pages.

    Raises:
        DatasetError: the folder holds no dataset, or the site cannot be written.
    """
    with whole_folder(out, MARK) as place:
        (place / "dumps").mkdir()
        current = existing(folder, "store").parent
        dumps = write_dumps(current, place / "dumps")
        build = Build(current, base, sparql=False, dumps=lambda: dumps)
        addresses = dict.fromkeys(_addresses(build.store))
        writer = _Writer(build, place, languages)
        for done, (address, iri) in enumerate(addresses):
            if progress:
                progress("write", done + 1, len(addresses))
            writer.thing(address, iri)
        writer.whole()
        (place / MARK).write_text(f"{build.whole.version}\n", encoding="utf-8")
    return len(addresses) * len(languages)


def _addresses(store: ox.Store) -> Iterator[tuple[str, str]]:
    """Yield the address and the IRI of all that a dataset names, in the order of the store."""
    for quad in store:
        for term in (quad.subject, quad.object, quad.graph_name, quad.predicate):
            if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
                address = address_of(term.value)
                if address:
                    yield address, term.value


class _Writer:
    def __init__(self, build: Build, place: Path, languages: Sequence[str]) -> None:
        self._build, self._place, self._languages = build, place, languages

    def thing(self, address: str, iri: str) -> None:
        found = describe(self._build.store, iri)
        assert found is not None
        for form in FORMS:
            self._write(f"{file_of(address)}.{form}", serialised(_all(found), form))
        for language in self._languages:
            reader = self._reader(address, language)
            self._page(address, language, thing_page(self._build, found, address, reader))

    def whole(self) -> None:
        for form in FORMS:
            self._write(f"catalog.{form}", catalogue_data(self._build, form))
        void = catalogue_data(self._build, "ttl")
        self._write(".well-known/void", void)
        for language in self._languages:
            for address in ("catalog", "index"):
                self._page(address, language, catalogue_page(self._build, self._reader(address, language)))
        (self._place / "linked").mkdir()
        shutil.copyfile(Path(__file__).with_name("style.css"), self._place / "linked" / "style.css")

    def _reader(self, address: str, language: str) -> Reader:
        here = PurePosixPath(self._file(address, language)).parent.as_posix()

        def relative(file: str) -> str:
            return quote(os.path.relpath(file, here))

        def to(target: str) -> str:
            if target.startswith(("dumps/", "linked/")):
                return relative(target)
            return relative(self._file(target or "index", language))

        def data(target: str, form: str) -> str:
            return relative(f"{file_of(target)}.{form}")

        def tongue(code: str) -> str:
            return relative(self._file(address, code))

        return Reader(language, self._languages, to, data, tongue, FORMS)

    def _page(self, address: str, language: str, text: str) -> None:
        self._write(self._file(address, language), text.encode())

    def _file(self, address: str, language: str) -> str:
        start = "" if language == self._languages[0] else f"{language}/"
        return f"{start}{file_of(address)}.html"

    def _write(self, name: str, content: bytes) -> None:
        path = self._place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def file_of(address: str) -> str:
    """Return the path of the files of an address, without suffix: as a server decodes it, where files may."""
    return "/".join(_file_name(part) for part in address.removeprefix(PAGES).split("/"))


def _file_name(part: str) -> str:
    plain = unquote(part, errors="strict")
    if plain in ("", ".", "..") or any(sign in plain for sign in '/\\\0<>:"|?*'):
        plain = part
    if len(plain.encode()) <= _LONGEST:
        return plain
    return f"{plain.encode()[:100].decode(errors='ignore')}-{sha256(part.encode()).hexdigest()[:16]}"


def _all(found: Description) -> list[ox.Triple]:
    return [*found.own, *found.incoming]
