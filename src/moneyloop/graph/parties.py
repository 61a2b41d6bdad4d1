"""The party file, and finding its parties in text by any of their names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from moneyloop import assets
from moneyloop.errors import AssetError
from moneyloop.graph.text.matcher import FIRST_NOT_LATIN, Matcher
from moneyloop.graph.text.normalise import fold
from moneyloop.settings import DATA, PREFIXES, TERMS

_SKOS: Final = PREFIXES["skos"]
_PREFERRED: Final = _SKOS + "prefLabel"
_RISKY: Final = TERMS + "riskyLabel"
_NAMING: Final = frozenset({_PREFERRED, _SKOS + "altLabel", _RISKY, TERMS + "descriptor"})
_SHORTEST: Final = 2
PERSON: Final = "Person"
"""The class of parties that are people."""


@dataclass(frozen=True, slots=True)
class Party:
    """A party: IRI, canonical (English) name, class (local name), sector; whether the party file has it."""

    iri: str
    name: str
    kind: str = "Party"
    sector: str = ""
    listed: bool = True

    def __hash__(self) -> int:
        return hash(self.iri)


@dataclass(frozen=True, slots=True)
class Found:
    """A party's name in folded text; ``capital`` says that it is only a name where it is written with one."""

    start: int
    end: int
    prefix: str
    party: Party
    capital: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A form of a party's name; a ``risky`` one counts only where a safe one of the party stands too.

    ``language`` is the one that the form belongs to, "" for any.
    """

    party: Party
    form: str
    risky: bool = False
    language: str = ""

    @property
    def capital(self) -> bool:
        """Whether the form is only a name where it is written with a capital letter."""
        return self.form[0].isupper() and self.form[0] < FIRST_NOT_LATIN


@dataclass(slots=True)
class _About:
    kind: str = "Party"
    sector: str = ""
    label: str = ""
    names: list[tuple[str, bool, str]] = field(default_factory=list)


class Parties:
    """Parties that can be found by name."""

    def __init__(self, named: Iterable[Name]) -> None:
        self._names: dict[str, list[Name]] = defaultdict(list)
        for name in named:
            folded = fold(name.form).strip()
            if len(folded) >= _SHORTEST:
                self._names[folded].append(name)
        self._words = list(self._names)
        self._matcher = Matcher(self._words)

    def named(self, name: str) -> Party | None:
        """Return the one party that has a name, however it is written; None if there is none, or several."""
        found = {one.party.iri: one.party for one in self._names.get(fold(name).strip(), ())}
        return next(iter(found.values())) if len(found) == 1 else None

    def names(self) -> list[str]:
        """Return the canonical names of all parties, sorted."""
        return sorted({one.party.name for names in self._names.values() for one in names})

    def find(
        self,
        text: str,
        clitics: Collection[str],
        enclitics: Collection[str],
        language: str = "",
        is_marked: Callable[[int, int], bool] = lambda _start, _end: False,
    ) -> list[Found]:
        """Return the names in folded text that no longer name contains, by start.

        A name that is risky in the ``language`` of the text counts where ``is_marked`` says that the text
        marks the place as one.
        """
        found: list[tuple[Found, bool]] = []
        covered = -1
        for hit in self._matcher.find(text, clitics, enclitics):
            names = self._names[self._words[hit.word]]
            if hit.start < covered or len({name.party.iri for name in names}) > 1:
                continue
            own = [name for name in names if name.language in ("", language)] or names
            risky = any(name.risky for name in own) and not is_marked(hit.start, hit.end)
            capital = all(name.capital for name in names)
            found.append((Found(hit.start, hit.end, hit.prefix, names[0].party, capital), risky))
            covered = hit.end
        safe = {name.party.iri for name, risky in found if not risky}
        return [name for name, risky in found if not risky or name.party.iri in safe]


@cache
def listed() -> Parties:
    """Return the parties of ``graph/parties.ttl``.

    Raises:
        AssetError: the file is missing or malformed.
    """
    return load(assets.asset("graph", "parties.ttl"))


def load(path: Path) -> Parties:
    """Return the parties of a Turtle file.

    Raises:
        AssetError: the file is no Turtle, or a party has no English name.
    """
    parties: dict[str, _About] = defaultdict(_About)
    try:
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode):
                _note(parties[quad.subject.value], quad)
    except SyntaxError as error:
        raise AssetError(f"{path}: {error}; correct the Turtle") from error
    return Parties(
        Name(Party(iri, about.label, about.kind, about.sector), form, risky, language)
        for iri, about in sorted(parties.items())
        for form, risky, language in about.names
        if about.label
    )


def _note(about: _About, quad: ox.Quad) -> None:
    predicate, value = quad.predicate.value, quad.object
    if predicate == PREFIXES["rdf"] + "type" and isinstance(value, ox.NamedNode):
        about.kind = value.value.removeprefix(TERMS)
    elif isinstance(value, ox.Literal):
        if predicate in _NAMING:
            about.names.append((value.value, predicate == _RISKY, value.language or ""))
        if predicate == _PREFERRED and value.language == "en":
            about.label = value.value
        elif predicate == TERMS + "sector":
            about.sector = value.value


def unlisted(name: str, kind: str = "Party") -> Party:
    """Return a party that is not in the party file; its IRI is made of its name."""
    slug = re.sub(r"[\W_]+", "-", fold(name)).strip("-")
    return Party(f"{DATA}party/unresolved/{quote(slug)}", name.strip(), kind, listed=False)
