"""How complete a language is: a list of what its lexicon, its names, labels and examples still lack.

An author who writes a language reads the list with ``pytest tests/graph/extract/test_completeness.py -k xx``.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from moneyloop import assets
from moneyloop.graph.documents import read_all
from moneyloop.graph.extract import lexicon as lexicons
from moneyloop.graph.extract.lexicon import Lexicon, Use
from moneyloop.ontology import axioms
from moneyloop.ontology.model import load as load_model
from moneyloop.settings import PREFIXES, TERMS

NOT_IN_EVERY_LANGUAGE: Final = {"AuxiliaryCue", "FillerCue", "RelativeCue", "RelativeDateCue", "UnitCue"}
CODES: Final = {
    "BoundCue": ("max", "min"),
    "RangeCue": ("open", "and", "to"),
    "AttributionCue": ("after", "before"),
    "AnaphorCue": ("Organization",),
    "DurationCue": ("Y", "M"),
    "CurrencyCue": ("USD", "EUR", "GBP", "JPY", "CNY"),
}
VALUES: Final = {
    "MonthCue": range(1, 13),
    "QuarterCue": range(1, 5),
    "NumberCue": range(1, 11),
    "MagnitudeCue": (10**3, 10**6, 10**9, 10**12),
    "FractionCue": (0.5, 0.333, 0.25),
}
FEWEST_EXAMPLES: Final = 2
SHOWN: Final = 5
Gaps = Iterator[str]


def uses(lexicon: Lexicon) -> list[Use]:
    """Return all uses of all words of a lexicon."""
    return [use for of_word in lexicon.words.values() for use in of_word]


def frames(lexicon: Lexicon) -> Gaps:
    """Name the deals and figures that no frame evokes, and the frames without an example."""
    said = {frame.type for frame in lexicon.frames}
    yield from (f"no ml:Frame evokes ml:{name}" for name in sorted(set(load_model().types) - said))
    bare = [frame.iri.rsplit("/", 1)[1] for frame in lexicon.frames if not frame.examples]
    yield from (f"the frame :{name} has no skos:example" for name in bare)


def statuses(lexicon: Lexicon) -> Gaps:
    """Name the statuses that neither a cue nor a frame gives."""
    given = {use.code for use in uses(lexicon) if use.kind == "StatusCue"}
    given |= {frame.status for frame in lexicon.frames}
    yield from (f"nothing gives the status ml:{name}" for name in load_model().statuses if name not in given)


def cues(lexicon: Lexicon) -> Gaps:
    """Name the kinds of cues that are missing."""
    kinds = axioms.load().subjects("rdfs:subClassOf", TERMS + "Cue")
    needed = {kind.removeprefix(TERMS) for kind in kinds} - NOT_IN_EVERY_LANGUAGE
    yield from (f"no ml:{kind}" for kind in sorted(needed - {use.kind for use in uses(lexicon)}))


def codes(lexicon: Lexicon) -> Gaps:
    """Name the bounds, ranges, currencies and the like that no cue stands for."""
    there = {(use.kind, use.code) for use in uses(lexicon)}
    for kind, wanted in CODES.items():
        yield from (f"no ml:{kind} with ml:code {code!r}" for code in wanted if (kind, code) not in there)


def values(lexicon: Lexicon) -> Gaps:
    """Name the months, quarters, numbers, magnitudes and fractions that no cue stands for."""
    there = {(use.kind, use.value) for use in uses(lexicon)}
    for kind, wanted in VALUES.items():
        yield from (f"no ml:{kind} with ml:value {value}" for value in wanted if (kind, value) not in there)


def grammar(lexicon: Lexicon) -> Gaps:
    """Name what the head of the lexicon leaves out."""
    there = {use.kind for use in uses(lexicon)}
    if not (there & {"before", "after"} or any(lexicon.clitics.values())):
        yield "no word introduces or follows a party: ml:preposition, ml:postposition or ml:cliticPreposition"
    if not ("conjunction" in there or lexicon.joining):
        yield "nothing joins the parties of a list: ml:conjunction or ml:cliticConjunction"
    if not lexicon.abbreviations:
        yield "no ml:abbreviation: each full stop would end a sentence"
    if not lexicon.not_names and (lexicon.capitalised_names or lexicon.quoted_names):
        yield "no ml:notAName: each word that looks like a name would be one"


@cache
def named() -> dict[str, set[str]]:
    """Return the languages in which each party of the party file has a preferred name."""
    found: dict[str, set[str]] = {}
    for quad in ox.parse(path=assets.asset("graph", "parties.ttl"), format=ox.RdfFormat.TURTLE):
        if isinstance(quad.object, ox.Literal) and quad.predicate.value == PREFIXES["skos"] + "prefLabel":
            found.setdefault(str(quad.subject), set()).add(str(quad.object.language))
    return found


def names(lexicon: Lexicon) -> Gaps:
    """Name the parties without a preferred name in the language."""
    yield from _missing(
        "parties without a skos:prefLabel",
        [iri for iri, tags in named().items() if lexicon.language not in tags],
    )


def labels(lexicon: Lexicon) -> Gaps:
    """Name the terms of the ontology without a label in the language."""
    known = axioms.load()
    terms = {quad.subject.value for quad in known.store if isinstance(quad.subject, ox.NamedNode)}
    labelled = {term: known.labels(term) for term in terms if term.startswith(TERMS)}
    bare = [
        term for term, by_language in labelled.items() if by_language and lexicon.language not in by_language
    ]
    yield from _missing("terms without an rdfs:label", bare)


@cache
def example_counts() -> Counter[str]:
    """Return how many documents of each language stand in graph/examples."""
    documents, _ = read_all([assets.asset("graph", "examples")])
    return Counter(document.language for document in documents)


def examples(lexicon: Lexicon) -> Gaps:
    """Say how many documents graph/examples lacks."""
    lacking = FEWEST_EXAMPLES - example_counts()[lexicon.language]
    if lacking > 0:
        yield f"graph/examples needs {lacking} more documents"


def _missing(what: str, terms: Collection[str]) -> Gaps:
    if terms:
        shown = ", ".join(sorted(term.rstrip(">").rsplit("/", 1)[1] for term in terms)[:SHOWN])
        yield f"{len(terms)} {what}: {shown}{' …' if len(terms) > SHOWN else ''}"


CHECKS: Final[tuple[Callable[[Lexicon], Gaps], ...]] = (
    frames,
    statuses,
    cues,
    codes,
    values,
    grammar,
    names,
    labels,
    examples,
)


@pytest.mark.parametrize("language", lexicons.languages())
def test_a_language_is_complete(language: str) -> None:
    lexicon = lexicons.load(language)
    gaps = [f"  {check.__name__}: {gap}" for check in CHECKS for gap in check(lexicon)]
    if gaps:
        pytest.fail("\n".join([f"{language} lacks", *gaps]), pytrace=False)


def test_what_a_beginning_lacks_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "xx.ttl"
    path.write_text(
        """
        @prefix ml: <https://w3id.org/moneyloop/ns/> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix : <https://w3id.org/moneyloop/lexicon/xx/> .
        : a ml:Lexicon ; dcterms:language "xx" ; ml:script "Latn" ; ml:capitalisedNames true .
        :loan a ml:Frame ; ml:evokes ml:Loan ; ml:frameStatus ml:completed ;
            ml:pattern "{lender} [gipsu] {borrower}" .
        :may a ml:MonthCue ; ml:value 5 ; ml:words "mayo" .
        """,
        encoding="utf-8",
    )
    lexicon = lexicons.load_file(path)
    gaps = {check.__name__: list(check(lexicon)) for check in CHECKS}
    assert all(gaps.values())
    assert "no ml:Frame evokes ml:Lease" in gaps["frames"]
    assert "no ml:Frame evokes ml:Loan" not in gaps["frames"]
    assert "the frame :loan has no skos:example" in gaps["frames"]
    assert gaps["statuses"] == [
        f"nothing gives the status ml:{name}"
        for name in ("considered", "announced", "committed", "cancelled")
    ]
    assert "no ml:NegationCue" in gaps["cues"] and "no ml:MonthCue" not in gaps["cues"]
    assert "no ml:CurrencyCue with ml:code 'USD'" in gaps["codes"]
    months = [gap for gap in gaps["values"] if "MonthCue" in gap]
    assert len(months) == 11 and "no ml:MonthCue with ml:value 5" not in months
    assert gaps["names"][0].startswith(f"{len(named())} parties without")
    assert gaps["examples"] == ["graph/examples needs 2 more documents"]
