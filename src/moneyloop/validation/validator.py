"""Validates the graph of one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from moneyloop.errors import AssetError
from moneyloop.settings import PREFIXES
from moneyloop.validation.context import PartyFacts, known_parties, subclasses, texts_at_positions
from moneyloop.validation.convert import TermConverter, quiet_literals
from moneyloop.validation.responsible import Responsible
from moneyloop.validation.shapes import Shapes, load
from moneyloop.validation.violation import Violation

if TYPE_CHECKING:
    import rdflib

_SH: Final = PREFIXES["sh"]


class Validator:
    """Holds the shapes, the subclass links and the known parties; validates any number of documents.

    ``language`` is the language of the messages, English where a shape has no other. ``parties`` are the
    quads that describe known parties, by default those of ``graph/parties.ttl``.

    Raises:
        AssetError: the ontology, the parties or (at the first document) the shapes are missing or malformed.
    """

    def __init__(self, *, language: str = "en", parties: Iterable[ox.Quad | ox.Triple] | None = None) -> None:
        self.language = language
        self._parties = PartyFacts(known_parties() if parties is None else parties)
        self._subclasses = subclasses()
        self._terms = TermConverter()

    @cached_property
    def _shapes(self) -> Shapes:
        return load(text=False)

    @cached_property
    def _shapes_with_text(self) -> Shapes:
        return load(text=True)

    def validate(self, quads: Sequence[ox.Quad], text: str | None = None) -> list[Violation]:
        """Return what is wrong with the graph of one document, sorted; nothing where it conforms.

        ``text`` is the text of the document, in which quotes are compared with what stands at their
        positions; without it they are not.
        """
        shapes = self._shapes if text is None else self._shapes_with_text
        report = _run(self._terms.graph(self._judged(quads, text)), shapes)
        responsible = Responsible(quads)
        graphs = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
        graph = graphs.pop() if len(graphs) == 1 else ""
        return sorted(
            self._violations(report, shapes, responsible, graph),
            key=lambda found: (
                found.focus,
                found.shape,
                found.path or "",
                found.component,
                found.value or "",
            ),
        )

    def _judged(self, quads: Sequence[ox.Quad], text: str | None) -> Iterator[ox.Quad | ox.Triple]:
        yield from quads
        yield from self._subclasses
        yield from self._parties.of(quads)
        if text is not None:
            yield from texts_at_positions(quads, text)

    def _violations(
        self, report: rdflib.Graph, shapes: Shapes, responsible: Responsible, graph: str
    ) -> Iterator[Violation]:
        from rdflib import SH, URIRef

        for result in report.objects(None, SH.result):
            focus = str(report.value(result, SH.focusNode))
            shape = str(report.value(result, SH.sourceShape))
            path = report.value(result, SH.resultPath)
            value = report.value(result, SH.value)
            yield Violation(
                focus=focus,
                path=str(path) if isinstance(path, URIRef) else shapes.paths.get(shape),
                value=None if value is None else str(value),
                shape=shape,
                component=str(report.value(result, SH.sourceConstraintComponent)).removeprefix(_SH),
                severity=str(report.value(result, SH.resultSeverity)).removeprefix(_SH),
                message=self._message(report.objects(result, SH.resultMessage)),
                claims=responsible.claims(focus),
                graph=graph,
            )

    def _message(self, messages: Iterable[Any]) -> str:
        by_language = {found.language: str(found) for found in messages}
        for language in (self.language, "en"):
            if language in by_language:
                return by_language[language]
        return next(iter(by_language.values()), "")


def _order(found: Violation) -> tuple[str, ...]:
    return (found.focus, found.shape, found.path or "", found.component, found.value or "")


def _run(data: rdflib.Graph, shapes: Shapes) -> rdflib.Graph:
    import pyshacl
    import rdflib

    with quiet_literals():
        _, report, text = pyshacl.validate(
            data, shacl_graph=shapes.graph, inference="none", inplace=True, advanced=False, js=False
        )
    if not isinstance(report, rdflib.Graph):
        raise AssetError(f"validation: the shapes cannot be run: {text}; correct the shapes files")
    return report
