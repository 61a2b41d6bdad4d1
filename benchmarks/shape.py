"""The shape of a dataset as templates, made by the project itself: generated deals look like built ones.

Sample claims are written as RDF, fused and inferred from by the functions that a build uses; what comes out
becomes N-Quads with gaps for parties, amounts and dates. So the templates follow the ontology and the shape
of the dataset: nothing here names a type, a role or a status.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph as ox

from benchmarks.samples import DATES, PARTY, Sample, participant, samples
from moneyloop.graph import vocabulary as v
from moneyloop.graph.deals import fuse, subject
from moneyloop.graph.rdf import document_quads
from moneyloop.graph.states import Stated
from moneyloop.ontology.model import Model, load
from moneyloop.ontology.rules import infer
from moneyloop.ontology.terms import ML
from moneyloop.settings import INFERRED_GRAPH, PARTIES_GRAPH

GAPS: Final = (
    *("payer", "payee", "deal", "low", "high", "currency", "begins", "ends", "slot", "start", "end"),
    *("date0", "date1", "date2", "document0", "document1", "document2"),
)
"""What the templates of a deal are filled with, by position; ``low`` and ``high`` are in millions."""
_PARTY: Final = "P000000"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of deal.

    ``stated``, ``claimed`` and ``inferred`` are N-Quads with gaps: what is said of the deal, by which claims,
    and what follows for it. ``mask`` has a bit for each of ``Shape.pairs`` that follows for its parties.
    """

    stated: str
    claimed: str
    inferred: str
    mask: int
    live: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """The templates.

    ``pairs`` say what can follow for payer and payee (two gaps), ``party`` and ``party_inferred`` describe a
    party (one gap), and ``document`` a document (the gaps for its name and date).
    """

    kinds: tuple[Kind, ...]
    pairs: tuple[str, ...]
    party: str
    party_inferred: str
    document: str


@cache
def shape() -> Shape:
    """Make the templates."""
    model = load()
    every = list(samples(model))
    deals = [subject(one.claims[0], model).value for one in every]
    said = [_said(one, model) for one in every]
    store = ox.Store()
    store.extend([*_party(), *(quad for quads in said for quad in quads)])
    infer(store)
    follows = _by_subject(store.quads_for_pattern(None, None, None, ox.NamedNode(INFERRED_GRAPH)))
    bits: dict[str, int] = {}
    kinds = []
    for sample, deal, quads in zip(every, deals, said, strict=True):
        about = [quad for quad in quads if _name(quad).startswith(deal)]
        claims = [quad for quad in quads if "/claim/" in _name(quad)]
        inferred = [quad for name in {_name(quad) for quad in about} for quad in follows.pop(name, ())]
        gaps = sample.gaps(deal)
        between = [quad for end in (sample.payer, sample.payee) for quad in follows.pop(PARTY + end, ())]
        lines = sorted(_filled(between, {sample.payer: "{0}", sample.payee: "{1}"}).splitlines(keepends=True))
        mask = sum(1 << bits.setdefault(line, len(bits)) for line in lines)
        stated, claimed, then = (_numbered(_filled(one, gaps)) for one in (about, claims, inferred))
        kinds.append(Kind(stated, claimed, then, mask, sample.live))
    described, then = (_filled(one, {_PARTY: "{0}"}) for one in (_party(), follows.pop(PARTY + _PARTY, ())))
    if follows:
        raise ValueError(f"nothing is known of what follows for {', '.join(sorted(follows))}")
    return Shape(tuple(kinds), tuple(bits), described, then, _document(every[0], said[0]))


def _party() -> list[ox.Quad]:
    iri, graph = ox.NamedNode(PARTY + _PARTY), ox.NamedNode(PARTIES_GRAPH)
    label = v.text(participant(_PARTY).name, "en")
    kind = ox.Quad(iri, v.TYPE, ox.NamedNode(ML.Organization), graph)
    return [kind, ox.Quad(iri, v.PREFERRED_LABEL, label, graph)]


def _said(sample: Sample, model: Model) -> list[ox.Quad]:
    pairs = zip(sample.documents, sample.claims, strict=True)
    quads = [quad for document, claim in pairs for quad in document_quads(document, [claim], model)]
    return quads + fuse(map(Stated, sample.claims, DATES), model)


def _document(sample: Sample, quads: Iterable[ox.Quad]) -> str:
    """Return what is said of a document but for its claims."""
    apart = [quad for quad in quads if "/claim/" not in _name(quad) and "/deal/" not in _name(quad)]
    return _filled(apart, {sample.documents[0].name: "{0}", DATES[0]: "{1}"})


def _name(quad: ox.Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""


def _by_subject(quads: Iterable[ox.Quad]) -> dict[str, list[ox.Quad]]:
    found: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        found[_name(quad)].append(quad)
    return found


def _filled(quads: Iterable[ox.Quad], gaps: Mapping[str, str]) -> str:
    """Return quads as N-Quads, with gaps in place of what stands for them."""
    text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    written = text.decode().replace("{", "{{").replace("}", "}}")
    for stands, gap in sorted(gaps.items(), key=lambda item: -len(item[0])):
        written = written.replace(stands, gap)
    return written


def _numbered(template: str) -> str:
    for number, gap in enumerate(GAPS):
        template = template.replace(f"{{{gap}}}", f"{{{number}}}")
    return template
