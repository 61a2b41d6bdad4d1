from __future__ import annotations

import json
from collections.abc import Callable

from moneyloop.graph.claims import Claim
from moneyloop.validation import Violation, quarantine, summarise

Make = Callable[..., Claim]


def iri(claim: Claim) -> str:
    return f"urn:claim:{claim.id}"


def violation(*claims: str, severity: str = "Violation", shape: str = "urn:shape") -> Violation:
    return Violation(
        focus="urn:focus",
        path="urn:path",
        value=None,
        shape=shape,
        component="MinCountConstraintComponent",
        severity=severity,
        message="It is missing; add it.",
        claims=claims,
    )


def test_claims_that_are_responsible_are_rejected_with_every_reason(loan: Make, revenue: Make) -> None:
    first, second, third = loan("1"), revenue("2"), loan("3")
    both, one = violation("urn:claim:1", "urn:claim:3"), violation("urn:claim:3", shape="urn:other")
    kept, rejected = quarantine([first, second, third], [both, one], iri)
    assert kept == [second]
    assert [(rejection.claim, rejection.reasons) for rejection in rejected] == [
        (first, (both,)),
        (third, (both, one)),
    ]


def test_warnings_and_faults_of_the_document_reject_no_claim(loan: Make) -> None:
    claims = [loan("1")]
    assert quarantine(claims, [violation("urn:claim:1", severity="Warning"), violation()], iri) == (
        claims,
        [],
    )


def test_without_violations_all_are_kept(loan: Make, revenue: Make) -> None:
    assert quarantine([], [], iri) == ([], [])
    assert quarantine([loan(), revenue()], [], iri) == ([loan(), revenue()], [])


def test_a_rejection_is_one_line_of_json_from_which_the_claim_can_be_read_again(loan: Make) -> None:
    claim = loan("1")
    _, (rejection,) = quarantine([claim], [violation("urn:claim:1")], iri)
    line = rejection.to_json()
    assert "\n" not in line
    fields = json.loads(line)
    assert Claim.model_validate(fields["claim"]) == claim
    assert fields["reasons"] == [
        {
            "shape": "urn:shape",
            "component": "MinCountConstraintComponent",
            "path": "urn:path",
            "value": None,
            "focus": "urn:focus",
            "message": "It is missing; add it.",
        }
    ]


def test_a_summary_counts_by_severity_and_by_shape() -> None:
    summary = summarise([violation(), violation(), violation(severity="Warning", shape="urn:other")])
    assert summary.to_dict() == {
        "conforms": False,
        "severities": {"Violation": 2, "Warning": 1},
        "shapes": [
            {"shape": "urn:other", "component": "MinCountConstraintComponent", "count": 1},
            {"shape": "urn:shape", "component": "MinCountConstraintComponent", "count": 2},
        ],
    }


def test_a_summary_of_nothing_conforms() -> None:
    assert summarise([]).to_dict() == {"conforms": True, "severities": {}, "shapes": []}
