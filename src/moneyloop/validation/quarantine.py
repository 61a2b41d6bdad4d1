"""Parts the claims that may enter the graph from those that may not; none is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from moneyloop.graph.claims import Claim
from moneyloop.validation.violation import Violation


@dataclass(frozen=True)
class Rejection:
    """A claim that stays out of the graph, and why."""

    claim: Claim
    reasons: tuple[Violation, ...]

    def to_json(self) -> str:
        """Return the claim and its reasons as one line of JSON, without a line end."""
        reasons = [
            {
                "shape": reason.shape,
                "component": reason.component,
                "path": reason.path,
                "value": reason.value,
                "focus": reason.focus,
                "message": reason.message,
            }
            for reason in self.reasons
        ]
        return json.dumps(
            {"claim": self.claim.model_dump(mode="json"), "reasons": reasons}, ensure_ascii=False
        )


def quarantine(
    claims: Sequence[Claim], violations: Iterable[Violation], claim_iri: Callable[[Claim], str]
) -> tuple[list[Claim], list[Rejection]]:
    """Split the claims of a document into those kept and those rejected, both in the given order.

    A claim is rejected by each violation of severity ``Violation`` that it is responsible for. What no claim
    is responsible for, for example a wrong date of the document, rejects none; it is up to the caller to
    report it.
    """
    reasons: dict[str, list[Violation]] = {}
    for violation in violations:
        if violation.rejects:
            for iri in violation.claims:
                reasons.setdefault(iri, []).append(violation)
    kept: list[Claim] = []
    rejected: list[Rejection] = []
    for claim in claims:
        found = reasons.get(claim_iri(claim))
        if found:
            rejected.append(Rejection(claim, tuple(found)))
        else:
            kept.append(claim)
    return kept, rejected
