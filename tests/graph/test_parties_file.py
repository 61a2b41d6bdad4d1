"""The party file: names in each language, no name for two parties, and only what its head declares."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache
from typing import Final, TypeAlias

import pyoxigraph as ox
import pytest

from moneyloop import assets
from moneyloop.graph.extract import lexicon as lexicons
from moneyloop.graph.text.normalise import fold
from moneyloop.settings import DATA, PREFIXES, TERMS

LANGUAGES: Final = tuple(lexicons.languages())
SKOS: Final = PREFIXES["skos"]
TYPE: Final = PREFIXES["rdf"] + "type"
PREF: Final = SKOS + "prefLabel"
ALT: Final = SKOS + "altLabel"
RISKY: Final = TERMS + "riskyLabel"
DESCRIPTOR: Final = TERMS + "descriptor"
SECTOR: Final = TERMS + "sector"
PART_OF: Final = TERMS + "partOf"
SAME_AS: Final = PREFIXES["owl"] + "sameAs"
LEI: Final = PREFIXES["schema"] + "leiCode"
NAMES: Final = (PREF, ALT, RISKY, DESCRIPTOR)
CLASSES: Final = {TERMS + name for name in ("Organization", "Person", "Government", "Fund", "Vehicle")}
# fmt: off
SECTORS: Final = frozenset(
    {
        "AI lab", "asset manager", "bank", "broker", "central bank", "chips", "cloud", "crypto",
        "data centres", "energy", "government", "hardware", "industry", "insurance", "international body",
        "internet", "neocloud", "payments", "pension fund", "press", "private credit", "private equity",
        "rating", "regulator", "research", "software", "sovereign fund", "telecoms", "venture capital",
    }
)
# fmt: on
# fmt: off
CANONICAL: Final = (
    "OpenAI", "Nvidia", "Microsoft", "Oracle", "SoftBank", "Vision Fund", "Meta", "Alphabet", "Google",
    "Amazon", "AMD", "Intel", "CoreWeave", "Anthropic", "xAI", "JPMorgan Chase", "MUFG",
    "Vantage Data Centers", "Blue Owl Capital", "PIMCO", "Apollo Global Management", "Deutsche Bank",
    "ARK Invest", "DeepSeek", "Stargate", "Circle", "Citigroup", "Phillip Securities Japan", "Palantir",
    "Coinbase", "Tesla", "Apple", "IBM", "Fluidstack", "Bank of America", "Morgan Stanley", "UBS",
    "Bank of England", "Financial Times", "n-tv", "Axios", "eToro", "JonesTrading", "SuRo Capital",
    "Kruze Consulting", "Ripple", "Trump administration", "Sam Altman", "Greg Brockman", "Mira Murati",
    "Sundar Pichai", "Mark Zuckerberg", "Andy Jassy", "Jamie Dimon", "Elon Musk", "Masayoshi Son",
    "Brad Garlinghouse",
)
# fmt: on
UNICODE_NAMES: Final = {"Hebr": ("HEBREW",), "Arab": ("ARABIC",)}
SCRIPTS: Final = {language: UNICODE_NAMES.get(lexicons.load(language).script, ()) for language in LANGUAGES}
Properties: TypeAlias = dict[str, list[ox.NamedNode | ox.Literal]]


@cache
def parties() -> dict[str, Properties]:
    found: dict[str, Properties] = defaultdict(lambda: defaultdict(list))
    path = assets.asset("graph", "parties.ttl")
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        found[quad.subject.value][quad.predicate.value].append(quad.object)
    return dict(found)


def english(properties: Properties) -> str:
    return next(name.value for name in literals(properties, PREF) if name.language == "en")


def literals(properties: Properties, predicate: str) -> list[ox.Literal]:
    values = properties.get(predicate, [])
    assert all(isinstance(value, ox.Literal) for value in values)
    return [value for value in values if isinstance(value, ox.Literal)]


def slug(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-")


def owners(predicates: tuple[str, ...]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for iri, properties in parties().items():
        for predicate in predicates:
            for name in literals(properties, predicate):
                found[" ".join(fold(name.value).split())].add(iri)
    return found


def scripts(text: str) -> set[str]:
    return {unicodedata.name(c).split()[0] for c in text if unicodedata.category(c) == "Lo"}


def test_enough_parties_and_people() -> None:
    kinds = Counter(kind.value for properties in parties().values() for kind in properties[TYPE])
    assert len(parties()) >= 200
    assert kinds[TERMS + "Person"] >= 50


def test_each_party_has_one_known_class() -> None:
    wrong = {iri for iri, properties in parties().items() if len(properties[TYPE]) != 1}
    wrong |= {iri for iri, properties in parties().items() if properties[TYPE][0].value not in CLASSES}
    assert wrong == set()


def test_each_party_has_one_preferred_name_in_each_language() -> None:
    wrong = {
        iri: languages
        for iri, properties in parties().items()
        if (languages := sorted(str(name.language) for name in literals(properties, PREF)))
        != sorted(LANGUAGES)
    }
    assert wrong == {}


@pytest.mark.parametrize("name", CANONICAL)
def test_canonical_name_is_there(name: str) -> None:
    assert name in {english(properties) for properties in parties().values()}


def test_iri_is_made_of_the_english_name() -> None:
    wrong = {
        iri for iri, properties in parties().items() if iri != f"{DATA}party/{slug(english(properties))}"
    }
    assert wrong == set()


def test_no_name_belongs_to_two_parties() -> None:
    assert {name: iris for name, iris in owners(NAMES).items() if len(iris) > 1} == {}


def test_a_name_is_not_both_safe_and_risky() -> None:
    wrong = [
        (iri, name.value)
        for iri, properties in parties().items()
        for name in literals(properties, ALT) + literals(properties, DESCRIPTOR)
        if fold(name.value) in {fold(risky.value) for risky in literals(properties, RISKY)}
    ]
    assert wrong == []


def test_a_party_with_risky_names_has_a_safe_one() -> None:
    wrong = []
    for iri, properties in parties().items():
        risky = {fold(name.value) for name in literals(properties, RISKY)}
        safe = {fold(name.value) for name in literals(properties, PREF) + literals(properties, ALT)} - risky
        if not safe:
            wrong.append(iri)
    assert wrong == []


def test_names_are_tidy_and_tagged() -> None:
    wrong = [
        (iri, name.value)
        for iri, properties in parties().items()
        for predicate in NAMES
        for name in literals(properties, predicate)
        if name.language not in LANGUAGES
        or name.value != " ".join(name.value.split())
        or name.value != unicodedata.normalize("NFC", name.value)
        or len(fold(name.value)) < 2
    ]
    assert wrong == []


def test_names_are_written_in_the_script_of_their_language() -> None:
    wrong = [
        (iri, name.value)
        for iri, properties in parties().items()
        for predicate in NAMES
        for name in literals(properties, predicate)
        if not scripts(name.value) <= set(SCRIPTS[str(name.language)])
    ]
    assert wrong == []


def test_preferred_names_use_the_script_of_their_language() -> None:
    wrong = [
        (iri, name.value)
        for iri, properties in parties().items()
        for name in literals(properties, PREF)
        if SCRIPTS[str(name.language)] and not scripts(name.value)
    ]
    assert wrong == []


def test_arabic_and_persian_use_their_own_letters() -> None:
    foreign = {"ar": re.compile("[پچژگکی\u200c]"), "fa": re.compile("[كيىةأإ]")}
    wrong = [
        (iri, name.value)
        for iri, properties in parties().items()
        for predicate in NAMES
        for name in literals(properties, predicate)
        if (letters := foreign.get(str(name.language))) and letters.search(name.value)
    ]
    assert wrong == []


def test_only_declared_predicates() -> None:
    used = {predicate for properties in parties().values() for predicate in properties}
    assert used <= {TYPE, *NAMES, SECTOR, PART_OF, SAME_AS, LEI}


def test_sectors_are_in_the_list_and_only_people_have_none() -> None:
    for iri, properties in parties().items():
        sectors = [sector.value for sector in literals(properties, SECTOR)]
        is_person = properties[TYPE][0].value == TERMS + "Person"
        assert len(sectors) == (0 if is_person else 1), iri
        assert set(sectors) <= SECTORS, iri


def test_parents_are_listed_and_never_circular() -> None:
    parents = {iri: properties.get(PART_OF, []) for iri, properties in parties().items()}
    for iri in parents:
        line = [iri]
        while above := parents[line[-1]]:
            assert len(above) == 1 and above[0].value in parents and above[0].value not in line, iri
            line.append(above[0].value)


def test_identifiers_are_well_formed_and_belong_to_one_party() -> None:
    shapes = {SAME_AS: r"http://www\.wikidata\.org/entity/Q[1-9]\d*", LEI: r"[0-9A-Z]{18}\d{2}"}
    for predicate, shape in shapes.items():
        values = [value.value for properties in parties().values() for value in properties.get(predicate, [])]
        assert [value for value in values if not re.fullmatch(shape, value)] == []
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_lei_check_digits() -> None:
    codes = [code.value for properties in parties().values() for code in properties.get(LEI, [])]
    wrong = [code for code in codes if int("".join(str(int(c, 36)) for c in code)) % 97 != 1]
    assert wrong == []


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("אנבידיה", "Nvidia"),
        ("נבידיה", "Nvidia"),
        ("انویدیا", "Nvidia"),
        ("إنفيديا", "Nvidia"),
        ("انفيديا", "Nvidia"),
        ("أوبن أيه آي", "OpenAI"),
        ("اوپن ای آی", "OpenAI"),
        ("אופן AI", "OpenAI"),
        ("ג'יי.פי מורגן", "JPMorgan Chase"),
        ("מיצובישי UFJ", "MUFG"),
        ("سيتي غروب", "Citigroup"),
        ("אלפבית", "Alphabet"),
        ("جوجل", "Google"),
        ("غوغل", "Google"),
        ("دولت ترامپ", "Trump administration"),
        ("קאת’י ווד", "Cathie Wood"),
        ("בעלת פייסבוק", "Meta"),
        ("the ChatGPT maker", "OpenAI"),
    ],
)
def test_spelling_leads_to_its_party(spelling: str, name: str) -> None:
    (iri,) = owners(NAMES)[fold(spelling)]
    assert english(parties()[iri]) == name


@pytest.mark.parametrize("form", ["מטה", "Altman", "אלטמן", "ماسک", "Circle", "Lambda", "Arm", "مبادلة"])
def test_ambiguous_forms_are_marked_risky(form: str) -> None:
    assert len(owners((RISKY,))[fold(form)]) == 1
    assert owners((ALT, DESCRIPTOR))[fold(form)] == set()
