"""What a shape finds wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

VIOLATION: Final = "Violation"
WARNING: Final = "Warning"
INFO: Final = "Info"


@dataclass(frozen=True)
class Violation:
    """One result of a shape.

    ``focus`` and ``shape`` are IRIs; ``path`` is an IRI, or a SPARQL property path where the shape's path is
    not one property, or null; ``value`` is an IRI or the lexical form of a literal, or null where something
    is missing; ``component`` is the local name of the SHACL constraint component, for example
    ``MinCountConstraintComponent``; ``severity`` is ``Violation``, ``Warning`` or ``Info``; ``claims`` are
    the IRIs of the claims that are responsible, none where the document itself is at fault; ``graph`` is the
    IRI of the named graph it was found in, empty for the default graph.
    """

    focus: str
    path: str | None
    value: str | None
    shape: str
    component: str
    severity: str
    message: str
    claims: tuple[str, ...] = ()
    graph: str = ""

    @property
    def rejects(self) -> bool:
        """Whether the claims that are responsible stay out of the graph."""
        return self.severity == VIOLATION
