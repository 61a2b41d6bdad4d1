"""Validates every document of a built dataset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from moneyloop.settings import DOCUMENT_GRAPHS, PARTIES_GRAPH, TERMS
from moneyloop.validation.validator import Validator
from moneyloop.validation.violation import Violation

_NAME = TERMS + "documentName"


def validate_dataset(
    dataset: ox.Store | Iterable[ox.Quad], *, texts: Mapping[str, str] | None = None, language: str = "en"
) -> list[Violation]:
    """Return what is wrong in the document graphs of a dataset, by graph; nothing where all conform.

    ``texts`` are texts of documents by document name: the quotes of these are compared with the text, others
    are not. Known parties are those of the dataset's own graph of parties, if it has any.

    Raises:
        AssetError: the ontology, the parties or the shapes are missing or malformed.
    """
    documents: dict[str, list[ox.Quad]] = {}
    parties: list[ox.Quad] = []
    for quad in dataset:
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        if name == PARTIES_GRAPH:
            parties.append(quad)
        elif name.startswith(DOCUMENT_GRAPHS):
            documents.setdefault(name, []).append(quad)
    validator = Validator(language=language, parties=parties or None)
    return [
        violation
        for name in sorted(documents)
        for violation in validator.validate(documents[name], _text(documents[name], texts or {}))
    ]


def _text(quads: Iterable[ox.Quad], texts: Mapping[str, str]) -> str | None:
    for quad in quads:
        if quad.predicate.value == _NAME and isinstance(quad.object, ox.Literal):
            return texts.get(quad.object.value)
    return None
