"""What is wrong with a claim that a reviewer writes, found before it is kept."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from moneyloop.graph import vocabulary as v
from moneyloop.graph.claims import Review
from moneyloop.graph.fit import unfit
from moneyloop.graph.rdf import document_quads
from moneyloop.graph.review.decisions import Statement
from moneyloop.graph.review.merge import to_claim
from moneyloop.graph.review.sameness import Names

if TYPE_CHECKING:
    from moneyloop.graph.documents.document import Document
    from moneyloop.validation import Validator


class Checker:
    """Validates one claim as a build does, with the shapes; they are read at the first claim."""

    def __init__(self, names: Names) -> None:
        self._names = names

    @cached_property
    def _validator(self) -> Validator:
        from moneyloop.validation import Validator

        return Validator()

    def __call__(self, document: Document, statement: Statement) -> list[str]:
        """Return why a build would refuse a claim of a document; nothing if it would not."""
        review = Review(decision="added", reviewer="-")
        placed = statement.model_copy(update={"id": "1"})
        claim = to_claim(placed, review, document, self._names)
        found = unfit(claim, v.claim_iri(document.name, claim.id), self._names.model)
        if not found:
            quads = document_quads(document, [claim], self._names.model)
            found = self._validator.validate(quads, document.text)
        return [one.message for one in found if one.rejects and one.claims]
