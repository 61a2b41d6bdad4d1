"""Counts of violations, for the report of a build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from moneyloop.validation.violation import Violation


@dataclass
class Summary:
    """How often which shape failed: counts by severity, and by shape IRI and constraint component."""

    severities: Counter[str] = field(default_factory=Counter)
    shapes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, violations: Iterable[Violation]) -> None:
        """Count violations."""
        for violation in violations:
            self.count(violation.severity, violation.shape, violation.component)

    def count(self, severity: str, shape: str, component: str, times: int = 1) -> None:
        """Count what a constraint of a shape found."""
        self.severities[severity] += times
        self.shapes[shape, component] += times

    @property
    def conforms(self) -> bool:
        """Whether nothing was found at all, not even a warning."""
        return not self.severities

    def to_dict(self) -> dict[str, object]:
        """Return the counts as plain values, sorted, for JSON."""
        return {
            "conforms": self.conforms,
            "severities": dict(sorted(self.severities.items())),
            "shapes": [
                {"shape": shape, "component": component, "count": count}
                for (shape, component), count in sorted(self.shapes.items())
            ],
        }


def summarise(violations: Iterable[Violation]) -> Summary:
    """Return the counts of violations."""
    summary = Summary()
    summary.add(violations)
    return summary
