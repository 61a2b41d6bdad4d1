"""From the claims of one document to the quads of its named graph."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from moneyloop import __version__
from moneyloop.graph import vocabulary as v
from moneyloop.graph.claims import LEXICON, Claim
from moneyloop.graph.deals import party_iri, subject
from moneyloop.graph.states import Triple, amount_triples
from moneyloop.ontology.terms import ML
from moneyloop.settings import DATA, DOCUMENT_GRAPHS

if TYPE_CHECKING:
    from moneyloop.graph.documents import Document
    from moneyloop.ontology.model import Model

_CONTEXT: Final = 32
"""Characters kept before and after a quote."""
_UNRESOLVED: Final = f"{DATA}party/unresolved/"
_ACTIVITY: Final = ox.NamedNode(f"{DATA}activity/extraction-{__version__}")
_AGENT: Final = ox.NamedNode(f"{DATA}agent/moneyloop-{__version__}")


def graph_of(document: Document) -> ox.NamedNode:
    """Return the named graph of a document."""
    return ox.NamedNode(DOCUMENT_GRAPHS + v.segment(document.name))


def document_quads(document: Document, claims: Sequence[Claim], model: Model) -> list[ox.Quad]:
    """Return the named graph of a document: itself, its claims, what they say of deals, parties not in the
    file.

    The quads are in a fixed order, each once, and hold no blank node.

    Raises:
        KeyError: a type, a role or a status is not in the model.
        ValueError: a number is not finite, or an IRI is none.
    """
    graph = graph_of(document)
    triples = dict.fromkeys(_triples(document, claims, model))
    return [ox.Quad(*triple, graph) for triple in triples]


def _triples(document: Document, claims: Sequence[Claim], model: Model) -> Iterator[Triple]:
    yield from _document(document)
    read = [claim for claim in claims if not _by_hand(claim)]
    if read:
        yield from _origin({extractor for claim in read for extractor in _extractors(claim)})
    yield from _reviewers(claims)
    for claim in claims:
        yield from _claim(document, claim, model)
        yield from _evidence(document, claim)
        yield from _deal(claim, model)
    yield from _parties(claims, model)


def _document(document: Document) -> Iterator[Triple]:
    iri = v.document_iri(document.name)
    yield iri, v.TYPE, ox.NamedNode(ML.Document)
    yield iri, ox.NamedNode(ML.documentName), v.text(document.name)
    yield iri, v.term("dcterms", "language"), v.text(document.language)
    yield iri, ox.NamedNode(ML.contentHash), v.text(sha256(document.text.encode()).hexdigest())
    if document.title:
        yield iri, v.term("dcterms", "title"), v.text(document.title, document.language)
    if document.publisher:
        yield iri, v.term("dcterms", "publisher"), v.text(document.publisher)
    issued = v.day(document.published) if document.published else None
    if issued:
        yield iri, v.term("dcterms", "issued"), issued
    address = v.web_address(document.address) if document.address else None
    if address:
        yield iri, v.term("schema", "url"), address


def _extractors(claim: Claim) -> list[str]:
    """Return who found a claim; one that does not say so counts as found by the lexicon."""
    return claim.found_by or [LEXICON]


def _activity(extractor: str) -> ox.NamedNode:
    return _ACTIVITY if extractor == LEXICON else v.below(_ACTIVITY, v.segment(extractor))


def _origin(extractors: set[str]) -> Iterator[Triple]:
    """Describe an activity for each extractor: done by moneyloop, and by the model that was asked."""
    yield _AGENT, v.TYPE, v.term("prov", "SoftwareAgent")
    yield _AGENT, v.LABEL, v.text(f"moneyloop {__version__}")
    yield _AGENT, v.term("schema", "softwareVersion"), v.text(__version__)
    for extractor in sorted(extractors):
        activity = _activity(extractor)
        yield activity, v.TYPE, v.term("prov", "Activity")
        yield activity, v.term("prov", "wasAssociatedWith"), _AGENT
        if extractor != LEXICON:
            model = ox.NamedNode(f"{DATA}agent/{v.segment(extractor)}")
            yield activity, v.term("prov", "wasAssociatedWith"), model
            yield model, v.TYPE, v.term("prov", "SoftwareAgent")
            yield model, v.LABEL, v.text(extractor.partition(":")[2] or extractor)


def _by_hand(claim: Claim) -> bool:
    """Whether what a claim says was written by a person."""
    return claim.review is not None and claim.review.decision != "accepted"


def _reviewers(claims: Iterable[Claim]) -> Iterator[Triple]:
    for name in sorted({claim.review.reviewer for claim in claims if claim.review}):
        reviewer, activity = v.reviewer_iri(name), v.review_iri(name)
        yield reviewer, v.TYPE, v.term("prov", "Person")
        yield reviewer, v.LABEL, v.text(name)
        yield activity, v.TYPE, v.term("prov", "Activity")
        yield activity, v.term("prov", "wasAssociatedWith"), reviewer


def _claim(document: Document, claim: Claim, model: Model) -> Iterator[Triple]:
    iri = v.claim_iri(document.name, claim.id)
    yield iri, v.TYPE, ox.NamedNode(ML.Claim)
    yield iri, ox.NamedNode(ML.claimId), v.text(claim.id)
    yield iri, ox.NamedNode(ML.states), subject(claim, model)
    yield iri, v.STATUS, ox.NamedNode(model.statuses[claim.status].iri)
    yield iri, v.term("prov", "wasDerivedFrom"), v.document_iri(document.name)
    if claim.review:
        yield iri, v.term("prov", "wasAttributedTo"), v.reviewer_iri(claim.review.reviewer)
        yield iri, ox.NamedNode(ML.reviewDecision), v.text(claim.review.decision)
    by_hand = claim.review if _by_hand(claim) else None
    activities = [v.review_iri(by_hand.reviewer)] if by_hand else map(_activity, _extractors(claim))
    for activity in activities:
        yield iri, v.term("prov", "wasGeneratedBy"), activity
    if claim.share is not None:
        yield iri, ox.NamedNode(ML.share), v.decimal(claim.share)
    if claim.period:
        yield iri, v.PERIOD, v.text(claim.period)
    if claim.attributed_to:
        yield iri, ox.NamedNode(ML.attributedTo), v.text(claim.attributed_to)
    if claim.amount:
        place = v.below(iri, "amount")
        yield iri, v.AMOUNT, place
        yield from amount_triples(place, claim.amount)


def _evidence(document: Document, claim: Claim) -> Iterator[Triple]:
    iri = v.claim_iri(document.name, claim.id)
    target, quote, position = (v.below(iri, part) for part in ("target", "quote", "position"))
    before = document.text[max(0, claim.start - _CONTEXT) : claim.start]
    after = document.text[claim.end : claim.end + _CONTEXT]
    yield iri, v.term("oa", "hasTarget"), target
    yield target, v.TYPE, v.term("oa", "SpecificResource")
    yield target, v.term("oa", "hasSource"), v.document_iri(document.name)
    yield target, v.term("oa", "hasSelector"), quote
    yield target, v.term("oa", "hasSelector"), position
    yield quote, v.TYPE, v.term("oa", "TextQuoteSelector")
    for name, part in (("exact", claim.quote), ("prefix", before), ("suffix", after)):
        if part:
            yield quote, v.term("oa", name), v.text(part, document.language)
    yield position, v.TYPE, v.term("oa", "TextPositionSelector")
    yield position, v.term("oa", "start"), v.integer(claim.start)
    yield position, v.term("oa", "end"), v.integer(claim.end)


def _deal(claim: Claim, model: Model) -> Iterator[Triple]:
    relation = model.types[claim.type]
    deal = subject(claim, model)
    yield deal, v.TYPE, ox.NamedNode(relation.iri)
    for name in claim.roles:
        role = relation.roles[name]
        for filling in claim.filling(name):
            value = ox.NamedNode(party_iri(filling)) if role.is_party else v.text(filling.name)
            yield deal, ox.NamedNode(role.iri), value


def _parties(claims: Iterable[Claim], model: Model) -> Iterator[Triple]:
    """Describe the parties that are not in the party file: the most frequent name is the preferred one."""
    names: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for claim in claims:
        for name, role in model.types[claim.type].roles.items():
            for filling in claim.filling(name) if role.is_party else ():
                iri = party_iri(filling)
                if iri.startswith(_UNRESOLVED):
                    names[iri][filling.name, _language(filling.name, claim.language)] += 1
    for iri, counts in sorted(names.items()):
        party = ox.NamedNode(iri)
        yield party, v.TYPE, ox.NamedNode(ML.Party)
        yield party, ox.NamedNode(ML.unresolved), v.boolean(True)
        labelled: set[str] = set()
        for (name, language), _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            kind = v.term("skos", "altLabel") if language in labelled else v.PREFERRED_LABEL
            labelled.add(language)
            yield party, kind, v.text(name, language)


def _language(name: str, language: str) -> str:
    """Return the language to tag a name with: English for a name in Latin letters met in another script."""
    return "en" if name.isascii() else language
