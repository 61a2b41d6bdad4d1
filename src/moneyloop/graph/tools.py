"""What a build works with: the extractor, the validator, the ontology's model and its rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from moneyloop.graph.claims import Claim
    from moneyloop.graph.documents import Document
    from moneyloop.graph.review.merge import Reviewed
    from moneyloop.ontology.model import Model
    from moneyloop.validation.violation import Violation


@dataclass(frozen=True, slots=True)
class Tools:
    """The parts that a build is put together from.

    Attributes:
        extract: gives the claims of a document.
        validate: gives what is wrong with the named graph of a document, whose text comes second.
        infer: adds to a store what the axioms say, and returns how many quads that are.
        base: gives the quads of the graphs of the ontology and the parties.
        reads: whether there is a lexicon for a language.
        model: types, roles and statuses.
        reviewed: decisions that are applied to what is extracted, if there are any.
    """

    extract: Callable[[Document], list[Claim]]
    validate: Callable[[Sequence[ox.Quad], str], Sequence[Violation]]
    infer: Callable[[ox.Store], int]
    base: Callable[[], list[ox.Quad]]
    reads: Callable[[str], bool]
    model: Model
    reviewed: Reviewed | None = None


def default_tools() -> Tools:
    """Return the tools of the project: extraction by lexicon, SHACL, and the axioms of the ontology."""
    from moneyloop.graph.extract import Extractor
    from moneyloop.graph.store import base_quads
    from moneyloop.ontology.model import load
    from moneyloop.ontology.rules import infer
    from moneyloop.validation import Validator

    extractor, validator = Extractor(), Validator()
    return Tools(extractor.extract, validator.validate, infer, base_quads, extractor.reads, load())
