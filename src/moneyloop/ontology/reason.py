"""Checks the ontology, with data if given, by a description-logic reasoner: HermiT, or else Pellet.

Both come with owlready2 and need Java; where there is none the answer is «not checked».
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from moneyloop.ontology import axioms as ax
from moneyloop.settings import BASE

if TYPE_CHECKING:
    from rdflib import Graph

_LONGEST: Final = 200
_CONTRADICTION: Final = "owl#Thing is not satisfiable"


@dataclass(frozen=True, slots=True)
class Consistency:
    """What a reasoner found; ``str`` says it in one line.

    ``unsatisfiable`` are the IRIs of classes that can have no member.
    """

    state: Literal["consistent", "inconsistent", "not checked"]
    detail: str = ""
    reasoner: str = ""
    unsatisfiable: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.state}: {self.detail}" if self.detail else self.state

    @property
    def ok(self) -> bool:
        """Whether nothing wrong was found; true as well where nothing was checked."""
        return self.state != "inconsistent"


def check(data: Graph | None = None, paths: Iterable[Path] | None = None) -> Consistency:
    """Check that the ontology (or the modules at other paths), with data if given, is free of contradiction.

    Classes that can have no member count as a contradiction; they are looked for in the ontology alone. Takes
    seconds.
    """
    if shutil.which("java") is None:
        return Consistency("not checked", "no Java")
    ontology = _merged(paths)
    found = _reasoned(ontology)
    if data is None or found.state != "consistent":
        return found
    return _reasoned(ontology + without_days(data), classes=False)


def _merged(paths: Iterable[Path] | None) -> Graph:
    """Return all modules in one graph, without the imports, which would be looked for online."""
    from rdflib import OWL, Graph

    graph = Graph()
    for path in ax.modules() if paths is None else paths:
        graph.parse(path, format="turtle")
    graph.remove((None, OWL.imports, None))
    return without_days(graph)


def without_days(graph: Graph) -> Graph:
    """Return a graph without what says days: OWL 2 has no ``xsd:date``, and reasoners stop at it."""
    from rdflib import XSD, Graph, Literal

    kept = Graph()
    for subject, prop, value in graph:
        if value != XSD.date and not (isinstance(value, Literal) and value.datatype == XSD.date):
            kept.add((subject, prop, value))
    return kept


def _reasoned(graph: Graph, *, classes: bool = True) -> Consistency:
    import owlready2 as owl

    failures = []
    for name, reason in (("HermiT", _by_hermit), ("Pellet", _by_pellet)):
        try:
            return _verdict(name, reason(graph, classes))
        except owl.OwlReadyInconsistentOntologyError:
            return Consistency(
                "inconsistent", f"{name} finds that the statements contradict each other", name
            )
        except owl.OwlReadyJavaError as error:
            failures.append(f"{name} failed ({_reason(error)})")
    return Consistency("not checked", "; ".join(failures))


def _by_hermit(graph: Graph, classes: bool) -> list[str]:
    """Return the classes that can have no member, if they are asked for."""
    import owlready2 as owl

    if classes:
        return _empty_classes(graph, owl.sync_reasoner_hermit)
    _hermit_consistency(graph)
    return []


def _by_pellet(graph: Graph, classes: bool) -> list[str]:
    """Return the classes that can have no member, if they are asked for."""
    import owlready2 as owl

    empty = _empty_classes(graph, owl.sync_reasoner_pellet)
    return empty if classes else []


def _empty_classes(graph: Graph, sync_reasoner: Callable[..., object]) -> list[str]:
    import owlready2 as owl

    with _world(graph) as world:
        sync_reasoner(world, infer_property_values=False, debug=0)
        return sorted(cls.iri for cls in world.inconsistent_classes() if cls is not owl.Nothing)


def _hermit_consistency(graph: Graph) -> None:
    """Ask HermiT for nothing but consistency.

    owlready2's own call also classifies properties and individuals. With data that takes most of the time,
    and tells nothing about consistency.
    """
    import owlready2 as owl
    from owlready2 import reasoning

    with tempfile.TemporaryDirectory(prefix="moneyloop-") as folder:
        file = Path(folder, "graph.nt")
        graph.serialize(file, format="nt", encoding="utf-8")
        java = [owl.JAVA_EXE, f"-Xmx{reasoning.JAVA_MEMORY}M", "-cp", reasoning._HERMIT_CLASSPATH]
        hermit = ["org.semanticweb.HermiT.cli.CommandLine", "--consistency", file.as_uri()]
        run = subprocess.run([*java, *hermit], capture_output=True, text=True, encoding="utf-8", check=False)
    if "Inconsistent ontology" in run.stderr or _CONTRADICTION in run.stdout:
        raise owl.OwlReadyInconsistentOntologyError
    if run.returncode:
        raise owl.OwlReadyJavaError(run.stderr)


@contextmanager
def _world(graph: Graph) -> Iterator[Any]:
    """Give a world of its own (owlready2's default one is shared) that holds a graph.

    owlready2 leaves its temporary files behind where a reasoner fails; they go with the world.
    """
    import owlready2 as owl

    usual = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="moneyloop-") as folder:
        tempfile.tempdir = folder
        world = owl.World()
        try:
            text = graph.serialize(format="xml", encoding="utf-8")
            world.get_ontology(BASE + "ontology").load(fileobj=io.BytesIO(text))
            yield world
        finally:
            tempfile.tempdir = usual
            world.close()


def _verdict(reasoner: str, unsatisfiable: list[str]) -> Consistency:
    if unsatisfiable:
        listed = ", ".join(unsatisfiable)
        return Consistency(
            "inconsistent", f"no member is possible of {listed}", reasoner, tuple(unsatisfiable)
        )
    return Consistency("consistent", f"checked by {reasoner}", reasoner)


def _reason(error: Exception) -> str:
    """Return the line of a Java failure that says most: the first that names an exception or error."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = [line for line in lines if "Exception" in line or "Error" in line]
    return (telling or lines or ["no message"])[0][:_LONGEST]
