"""What documents that come and go change in a dataset: its quads, and the names of its parties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from moneyloop.graph import ledger
from moneyloop.graph import vocabulary as v
from moneyloop.graph.deals import fuse, party_iri, subject
from moneyloop.graph.former import Former
from moneyloop.graph.ingest import Ingested
from moneyloop.graph.states import Stated
from moneyloop.ontology.model import Model
from moneyloop.settings import DATA, DOCUMENT_GRAPHS

_KINDS: Final = {"deals": f"{DATA}deal/", "figures": f"{DATA}figure/"}


@dataclass(slots=True)
class Delta:
    """Quads, and lines of names, that go and that come; how many more deals and figures there are."""

    removed: set[ox.Quad] = field(default_factory=set)
    added: set[ox.Quad] = field(default_factory=set)
    names_removed: list[bytes] = field(default_factory=list)
    names_added: list[bytes] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def change(self, removed: Iterable[ox.Quad], added: Iterable[ox.Quad]) -> None:
        """Let quads go and come; what does both stays."""
        before, after = set(removed), set(added)
        self.removed |= before - after
        self.added |= after - before


def stated(
    store: ox.Store, known: Former, gone: Collection[str], new: Sequence[Ingested], model: Model
) -> Delta:
    """Return what changes in the graphs of documents and of deals.

    Only the deals are fused anew that a claim of these documents states, or whose label has a name that the
    claims no longer give, or give only now.

    Args:
        store: holds the dataset as it was.
        known: the dataset as it was.
        gone: the names of the documents that go, also those that come in another version.
        new: what became of the documents that come.
        model: types, roles and statuses.
    """
    leaving = [Stated(claim, known.entries[name].published) for name in gone for claim in known.claims(name)]
    coming = [Stated(claim, one.published) for one in new for claim in one.claims]
    delta = Delta()
    renamed = _count_names(delta, known, leaving, coming)
    touched = {subject(one.claim, model).value for one in (*leaving, *coming)}
    touched.update(_deals_of(store, renamed))
    staying = list(known.stating(store, touched, gone))
    names = known.names({iri for one in (*staying, *leaving, *coming) for iri in _parties(one)})
    before = fuse([*staying, *leaving], model, _first(names))
    after = fuse([*staying, *coming], model, _first(_recounted(names, leaving, coming)))
    delta.change(_graphs(store, gone), (quad for one in new for quad in one.quads))
    delta.change(before, after)
    delta.counts = _counted(after)
    delta.counts.subtract(_counted(before))
    return delta


def _graphs(store: ox.Store, documents: Iterable[str]) -> Iterator[ox.Quad]:
    for name in documents:
        graph = ox.NamedNode(DOCUMENT_GRAPHS + v.segment(name))
        yield from store.quads_for_pattern(None, None, None, graph)


def _parties(one: Stated) -> Iterator[str]:
    return (party_iri(filling) for role in one.claim.roles for filling in one.claim.filling(role))


def _count_names(
    delta: Delta, known: Former, leaving: Sequence[Stated], coming: Sequence[Stated]
) -> list[str]:
    """Count names anew; return the parties that are shown by another name now."""
    before = known.names({iri for one in (*leaving, *coming) for iri in _parties(one)})
    after = _recounted(before, leaving, coming)
    old, new = set(ledger.name_lines(before)), set(ledger.name_lines(after))
    delta.names_removed, delta.names_added = sorted(old - new), sorted(new - old)
    shown, now = _first(before), _first(after)
    return [iri for iri in shown if iri in now and shown[iri] != now[iri]]


def _recounted(names: ledger.Names, leaving: Sequence[Stated], coming: Sequence[Stated]) -> ledger.Names:
    found = {iri: Counter(counted) for iri, counted in names.items()}
    for iri, counted in ledger.names(one.claim for one in coming).items():
        found.setdefault(iri, Counter()).update(counted)
    for iri, counted in ledger.names(one.claim for one in leaving).items():
        found[iri].subtract(counted)
    return found


def _first(names: ledger.Names) -> dict[str, str]:
    given = {iri: [name for name, count in counted.items() if count > 0] for iri, counted in names.items()}
    return {iri: min(some) for iri, some in given.items() if some}


def _deals_of(store: ox.Store, parties: Iterable[str]) -> Iterator[str]:
    for iri in parties:
        for quad in store.quads_for_pattern(None, None, ox.NamedNode(iri)):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(
                tuple(_KINDS.values())
            ):
                yield quad.subject.value


def _counted(quads: Iterable[ox.Quad]) -> Counter[str]:
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    described = {iri for iri in subjects if "/" not in iri.removeprefix(DATA).partition("/")[2]}
    return Counter({kind: sum(iri.startswith(start) for iri in described) for kind, start in _KINDS.items()})


def apply(store: ox.Store, delta: Delta) -> None:
    """Take quads out of a store, and put others in."""
    for quad in delta.removed:
        store.remove(quad)
    store.extend(delta.added)
