"""What a build works with: the extractor, the validator, the ontology's model and its rules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from moneyloop import __version__, assets
from moneyloop.graph.claims import LEXICON, Claim

if TYPE_CHECKING:
    from moneyloop.graph.documents import Document
    from moneyloop.graph.review.merge import Reviewed
    from moneyloop.ontology.maintain import Change
    from moneyloop.ontology.model import Model
    from moneyloop.validation.violation import Violation


@dataclass(slots=True)
class Extraction:
    """What an extractor makes of a document.

    Attributes:
        claims: in text order.
        rejected: what the extractor itself did not let stand, one JSON object each, with ``reasons``.
        failures: the parts that could not be read, and why, in words for people.
        read: whether any part could be read.
    """

    claims: list[Claim] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    read: bool = True


def _nothing() -> dict[str, object]:
    return {}


def _maintain(store: ox.Store, removed: Collection[ox.Quad], added: Collection[ox.Quad]) -> Change:
    from moneyloop.graph.loops import MARKS
    from moneyloop.ontology.maintain import maintain

    return maintain(store, removed, added, ignoring=MARKS)


def _assets() -> dict[str, object]:
    """Return the version and hashes of the assets that extraction, validation and inference go by."""
    return {
        "version": __version__,
        "extractor": LEXICON,
        "ontology": assets.digest("ontology", "*.ttl"),
        "lexicon": assets.digest("ontology/lexicon", "*.ttl"),
        "parties": assets.digest("graph", "parties.ttl"),
        "rates": assets.digest("graph", "rates.ttl"),
        "shapes": assets.digest("validation", "*.ttl"),
    }


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
        threads: how many documents to extract from at the same time, in threads instead of processes, where
            extraction waits for others to answer.
        usage: gives what a language model was asked, for the report; nothing where none is.
        maintain: takes quads out of a store and puts others in, and brings what the axioms say up to date.
        made_with: gives what the claims and quads of a document depend on besides the document.
    """

    extract: Callable[[Document], Extraction]
    validate: Callable[[Sequence[ox.Quad], str], Sequence[Violation]]
    infer: Callable[[ox.Store], int]
    base: Callable[[], list[ox.Quad]]
    reads: Callable[[str], bool]
    model: Model
    reviewed: Reviewed | None = None
    threads: int = 1
    usage: Callable[[], dict[str, object]] = _nothing
    maintain: Callable[[ox.Store, Collection[ox.Quad], Collection[ox.Quad]], Change] = _maintain
    made_with: Callable[[], dict[str, object]] = _nothing


def default_tools() -> Tools:
    """Return the tools of the project: extraction by lexicon, SHACL, and the axioms of the ontology."""
    from moneyloop.graph.extract import Extractor
    from moneyloop.graph.store import base_quads
    from moneyloop.ontology.model import load
    from moneyloop.ontology.rules import infer
    from moneyloop.validation import Validator

    extractor, validator = Extractor(), Validator()

    def extract(document: Document) -> Extraction:
        return Extraction(extractor.extract(document))

    return Tools(extract, validator.validate, infer, base_quads, extractor.reads, load(), made_with=_assets)
