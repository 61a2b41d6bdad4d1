"""Validates every document of a built dataset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import pyoxigraph as ox

from moneyloop.settings import DOCUMENT_GRAPHS, PARTIES_GRAPH, TERMS
from moneyloop.validation.validator import Validator
from moneyloop.validation.violation import Violation

_NAME: Final = TERMS + "documentName"
_Graph = Callable[[], list[ox.Quad]]


def validate_dataset(
    dataset: ox.Store | Iterable[ox.Quad], *, texts: Mapping[str, str] | None = None, language: str = "en"
) -> list[Violation]:
    """Return what is wrong in the document graphs of a dataset, by graph; nothing where all conform.

    ``texts`` are texts of documents by document name: the quotes of these are compared with the text, others
    are not. Known parties are those of the dataset's own graph of parties, if it has any.

    Raises:
        AssetError: the ontology, the parties or the shapes are missing or malformed.
    """
    graphs = _stored(dataset) if isinstance(dataset, ox.Store) else _grouped(dataset)
    parties = graphs.get(PARTIES_GRAPH, list)()
    validator = Validator(language=language, parties=parties or None)
    violations: list[Violation] = []
    for name in sorted(graphs):
        if name.startswith(DOCUMENT_GRAPHS):
            quads = graphs[name]()
            violations += validator.validate(quads, _text(quads, texts or {}))
    return violations


def _stored(store: ox.Store) -> dict[str, _Graph]:
    """Return the graphs of a store by name, each read when it is asked for."""

    def read(name: ox.NamedNode) -> _Graph:
        return lambda: list(store.quads_for_pattern(None, None, None, name))

    return {name.value: read(name) for name in store.named_graphs() if isinstance(name, ox.NamedNode)}


def _grouped(quads: Iterable[ox.Quad]) -> dict[str, _Graph]:
    groups: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        if isinstance(quad.graph_name, ox.NamedNode):
            groups.setdefault(quad.graph_name.value, []).append(quad)
    return {name: group.copy for name, group in groups.items()}


def _text(quads: Iterable[ox.Quad], texts: Mapping[str, str]) -> str | None:
    for quad in quads:
        if quad.predicate.value == _NAME and isinstance(quad.object, ox.Literal):
            return texts.get(quad.object.value)
    return None
