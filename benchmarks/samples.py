"""Sample claims of every kind of deal; what stands for a gap in them can be told from all else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path
from typing import Final, cast

from moneyloop.graph.claims import Amount, Claim, Participant, Status
from moneyloop.graph.documents import Document
from moneyloop.ontology import axioms as ax
from moneyloop.ontology.model import Model, RelationType
from moneyloop.ontology.terms import ML
from moneyloop.settings import DATA

CLAIMS: Final = 3
"""Claims of one deal at most, each in a document of its own, by date."""
PARTY: Final = f"{DATA}party/"
DATES: Final = ("2101-01-01", "2101-01-02", "2101-01-03")
LOW: Final = 777
HIGH: Final = 888
MILLION: Final = 1_000_000
CURRENCY: Final = "XTS"
BEGINS: Final = "2111"
ENDS: Final = "2112"
START: Final = 11_100
END: Final = 11_220
LANGUAGE: Final = "en"
_TEXT: Final = ("The parties agreed on it, people who know of the talks say. " * END)[:END]


@dataclass(frozen=True, slots=True)
class Sample:
    """The claims of one deal, each in its document; ``live`` is false if the last one cancels it."""

    payer: str
    payee: str
    claims: tuple[Claim, ...]
    documents: tuple[Document, ...]
    live: bool

    def gaps(self, deal: str) -> dict[str, str]:
        """Return which gap stands for what, given the IRI of the deal."""
        found = {self.payer: "{payer}", self.payee: "{payee}", deal.rpartition("-")[2]: "{deal}"}
        found |= {f"{LOW * MILLION}": "{low}000000", f"{HIGH * MILLION}": "{high}000000"}
        found |= {
            f"{LOW} million": "{low} million",
            f"{HIGH} million": "{high} million",
            CURRENCY: "{currency}",
        }
        found |= {BEGINS: "{begins}", ENDS: "{ends}", f'"{START}"': '"{start}"', f'"{END}"': '"{end}"'}
        found |= {"SLOT": "{slot}"} | {date: f"{{date{number}}}" for number, date in enumerate(DATES)}
        return found | {one.name: f"{{document{number}}}" for number, one in enumerate(self.documents)}


def samples(model: Model) -> Iterator[Sample]:
    """Yield a sample for each type between a payer and a payee, course of its status, amount and period."""
    amounts = (None, (LOW, LOW), (LOW, HIGH))
    periods = (None, f"{BEGINS}/{ENDS}")
    choices = product(_types(model), _courses(model), amounts, periods)
    for number, ((kind, payer, payee), course, amount, period) in enumerate(choices):
        names = f"A{number:06}", f"B{number:06}"
        documents = tuple(_document(f"D{number:06}-{one}", date) for one, date in enumerate(DATES))
        roles = {role: participant(name) for role, name in zip((payer, payee), names, strict=True)}
        about: dict[str, object] = {
            "type": kind.name,
            "roles": roles,
            "amount": _amount(amount),
            "period": period,
        }
        claims = tuple(
            _claim(document, status, about) for document, status in zip(documents, course, strict=False)
        )
        live = model.statuses[course[-1]].rank is not None
        yield Sample(*names, claims, documents[: len(claims)], live)


def participant(name: str) -> Participant:
    """Return a party whose IRI ends in its name."""
    return Participant(name=f"Party {name}", text=f"Party {name}", iri=PARTY + name)


def _types(model: Model) -> list[tuple[RelationType, str, str]]:
    """Return the types that a payer and a payee are all the parties of, with the names of their roles."""
    above: dict[str, set[str]] = {}
    for sub, sup in ax.load().pairs("rdfs:subPropertyOf"):
        above.setdefault(ax.value(sub), set()).add(ax.value(sup))
    found = []
    for kind in model.types.values():
        parties = [role for role in kind.roles.values() if role.is_party]
        payers = [role.name for role in parties if ML.payer in above.get(role.iri, ())]
        payees = [role.name for role in parties if ML.payee in above.get(role.iri, ())]
        if len(payers) == len(payees) == 1:
            found.append((kind, payers[0], payees[0]))
    return found


def _courses(model: Model) -> list[tuple[str, ...]]:
    """Return what claims say of the status of a deal, in turn: once, twice, rising, given up."""
    ranked = [one.name for one in model.statuses.values() if one.rank is not None]
    given_up = [one.name for one in model.statuses.values() if one.rank is None]
    once, twice = [(one,) for one in ranked], [(one, one) for one in ranked]
    return [
        *once,
        *twice,
        *pairwise(ranked),
        *zip(ranked, ranked[1:], ranked[2:], strict=False),
        *product(ranked[1:2], given_up),
    ]


def _amount(ends: tuple[int, int] | None) -> Amount | None:
    return Amount(min=ends[0] * MILLION, max=ends[1] * MILLION, currency=CURRENCY) if ends else None


def _document(name: str, date: str) -> Document:
    address = f"https://news.example/{name}"
    return Document(name, _TEXT, LANGUAGE, f"News {name}", "The Example", date, address, Path(name))


def _claim(document: Document, status: str, about: dict[str, object]) -> Claim:
    fields = {
        "id": f"{document.name}-SLOT",
        "status": cast(Status, status),
        "quote": _TEXT[START:],
        "core": True,
        "document": document.name,
        "language": LANGUAGE,
        "start": START,
        "end": END,
    }
    return Claim.model_validate(about | fields)
