"""The dataset that the pages are of: its current build, and what is rendered from them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from moneyloop import __version__
from moneyloop.graph.folder import existing
from moneyloop.ontology.terms import ML
from moneyloop.queries.source import open_dataset
from moneyloop.web.linked import catalog as whole_
from moneyloop.web.linked.describe import Description, serialised
from moneyloop.web.linked.dumps import Dump
from moneyloop.web.linked.names import FORMS, address_of
from moneyloop.web.linked.pages import Address, Frame, page
from moneyloop.web.linked.schema_org import schema_org
from moneyloop.web.linked.view import Link, Value, view
from moneyloop.web.linked.words import Labels, interface

RDF = tuple(form for form in FORMS if form != "html")
_SHOWN = (ML.Party, ML.Document, ML.Deal, ML.Figure, ML.Cycle, ML.Claim, ML.ExchangeRate)


def _none() -> None:
    return None


@dataclass(frozen=True, eq=False)
class Build:
    """One build of a dataset, opened to be read.

    ``base`` is where it is shown, with a slash at its end; ``sparql`` whether a SPARQL endpoint is beside it;
    ``dumps`` returns its dumps, None while there are none.
    """

    folder: Path
    base: str
    sparql: bool = True
    dumps: Callable[[], Sequence[Dump] | None] = _none

    @cached_property
    def store(self) -> ox.Store:
        """Its store."""
        return open_dataset(self.folder).store

    @property
    def whole(self) -> whole_.Whole:
        """What the catalogue says of it."""
        path = existing(self.folder, "report.json")
        report = json.loads(path.read_text(encoding="utf-8"))
        built = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
        version = f"{report.get('madeWith', {}).get('version', __version__)}+{built:%Y%m%dT%H%M%SZ}"
        return whole_.Whole(self.base, version, built, report["counts"], self.dumps(), self.sparql)


@dataclass(frozen=True, slots=True)
class Reader:
    """To whom a page is shown: its language, the others, and how links are written."""

    language: str
    languages: Sequence[str]
    to: Address
    data: Callable[[str, str], str]
    tongue: Callable[[str], str]
    forms: Sequence[str] = RDF

    def link(self, iri: str) -> str | None:
        """Return the link to the page of an IRI; None if that is no page of ours."""
        address = address_of(iri)
        return None if address is None else self.to(address)

    def frame(self, here: str, forms: Sequence[str] | None = None) -> Frame:
        """Return what is around a page."""
        there = self.forms if forms is None else forms
        return Frame(self.language, self.languages, here, there, self.to, self.data, self.tongue)


def thing_page(build: Build, description: Description, here: str, reader: Reader) -> str:
    """Return the page of an IRI, at an address below the base."""
    link: Link = reader.link
    shown = view(description, Labels(build.store, reader.language), link)
    data = schema_org(description, shown.title.text, build.base + here)
    return page("thing.html", reader.frame(here), shown.title.text, data, view=shown)


def catalogue_page(build: Build, reader: Reader) -> str:
    """Return the page of the dataset as a whole."""
    labels = Labels(build.store, reader.language)
    classes = [Value(*labels.of(iri), reader.link(iri), True) for iri in _SHOWN if _is_used(build.store, iri)]
    words, whole = interface(reader.language), build.whole
    dumps = [
        {
            "name": dump.name,
            "media": dump.media,
            "href": reader.to(f"dumps/{dump.name}"),
            "size": dump.size,
            "sha256": dump.sha256,
        }
        for dump in whole.dumps or ()
    ]
    return page(
        "catalogue.html",
        reader.frame("catalog"),
        words["title"],
        whole_.schema_org(whole, reader.language),
        version=whole.version,
        classes=classes,
        dumps=dumps,
    )


def _is_used(store: ox.Store, iri: str) -> bool:
    return next(store.quads_for_pattern(None, None, ox.NamedNode(iri), None), None) is not None


def message_page(status: int, word: str, iri: str, frame: Frame) -> str:
    """Return a page that says what is wrong with a request, by a word of the interface."""
    message = interface(frame.language)[word]
    return page("message.html", frame, str(status), None, status=status, message=message, iri=iri)


def catalogue_data(build: Build, form: str) -> bytes:
    """Return the description of the dataset as a whole in a form of RDF."""
    return serialised(whole_.catalog(build.whole), form)
