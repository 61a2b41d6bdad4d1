"""Tests of the score, alone and against the reference implementation if that stands beside the checkout."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from moneyloop.errors import ClaimError
from moneyloop.graph.documents import Document, read_all
from moneyloop.graph.score import Rates, RawClaim, Score, Silence, compare, load, load_aliases

SHARED = Path(__file__).parents[4] / "shared"
shared = pytest.mark.skipif(
    not (SHARED / "score.py").is_file(), reason="the gold claims are not beside the checkout"
)


def loan(lender: object = "Blue Owl Capital", borrower: object = "Meta", **fields: Any) -> RawClaim:
    return {
        "id": "1",
        "type": "Loan",
        "roles": {"lender": lender, "borrower": borrower},
        "amount": {"min": 2e9, "max": 2e9, "currency": "USD", "unit": "currency"},
        "share": None,
        "status": "completed",
        "quote": "q",
    } | fields


def score(predicted: list[RawClaim], gold: list[RawClaim], **options: Any) -> Score:
    return compare({"a": predicted}, {"a": gold}, **options)


def test_same_claims_score_one_in_each_measure_they_fill() -> None:
    figure = loan(type="Revenue", roles={"party": "Oracle"})
    job = loan(type="Employment", roles={"person": "Sam Altman", "organization": "OpenAI"})
    result = score([loan(), figure, job], [loan(), figure, job])
    assert {measure: result.total(measure).f1 for measure in result.measures} == dict.fromkeys(
        ("edges", "pairs", "full", "people", "figures"), 1.0
    )
    assert result.differences == []


def test_wrong_status_counts_as_edge_and_not_as_full() -> None:
    result = score([loan(status="announced")], [loan()])
    assert result.total("edges").hits == 1
    assert result.total("full").hits == 0
    assert [(d.measure, d.kind) for d in result.differences] == [("full", "missed"), ("full", "invented")]


def test_direction_matters() -> None:
    assert score([loan("Meta", "Blue Owl Capital")], [loan()]).total("pairs").hits == 0


@pytest.mark.parametrize(("amount", "hits"), [(2.02e9, 1), (2.05e9, 0)])
def test_amounts_agree_within_a_hundredth(amount: float, hits: int) -> None:
    claim = loan(amount={"min": amount, "max": amount, "currency": "USD", "unit": "currency"})
    assert score([claim], [loan()]).total("full").hits == hits


def test_optional_gold_is_neither_hit_nor_miss_and_excuses_its_prediction() -> None:
    result = score([loan()], [loan(optional=True)])
    assert result.total("full").to_dict() == {
        "precision": 0.0,
        "recall": 0.0,
        "f1": 0.0,
        "hits": 0,
        "predicted": 0,
        "gold": 0,
    }


def test_accepted_values_count_as_right() -> None:
    gold = loan(accept={"status": ["announced"], "roles": [{"lender": "PIMCO", "borrower": "Meta"}]})
    assert score([loan("PIMCO", status="announced")], [gold]).total("full").hits == 1


def test_described_groups_are_not_parties_and_legal_forms_do_not_matter() -> None:
    assert score([], [loan("a consortium of investors")]).total("edges").gold == 0
    assert score([loan(borrower="Meta Platforms, Inc.")], [loan()]).total("edges").hits == 1


def test_text_of_a_party_counts_as_a_form_of_it() -> None:
    predicted = loan({"name": "Blue Owl", "text": "Blue Owl Capital", "iri": None})
    assert score([predicted], [loan()]).total("edges").hits == 1


def test_aliases_join_names() -> None:
    aliases = {"Blue Owl Capital": ["Blue Owl"]}
    assert score([loan("Blue Owl")], [loan()], aliases=aliases).total("edges").hits == 1
    assert score([loan("Blue Owl")], [loan()]).total("edges").hits == 0


def test_joint_project_without_a_name_ties_its_participants() -> None:
    roles = {"participant": ["OpenAI", "Oracle"], "project": "data centres in Texas"}
    swapped = {"participant": ["Oracle", "OpenAI"], "project": "a campus"}
    result = score([loan(type="JointProject", roles=swapped)], [loan(type="JointProject", roles=roles)])
    assert result.total("edges").to_dict()["hits"] == 1


def document(text: str, name: str = "a", language: str = "en") -> Document:
    return Document(name, text, language, None, None, None, None, Path(f"{name}.txt"))


def test_quotes_are_looked_up_in_the_documents() -> None:
    result = score([loan(), loan(quote="not there")], [loan()], documents=[document("one q two")])
    assert result.quotes == (1, 2)
    assert result.to_dict()["quotes"] == {"precision": 0.5, "predicted": 2}


def test_rates_by_type_count_what_was_found_under_the_type_of_the_gold() -> None:
    bond = loan(type="BondIssue", roles={"issuer": "Meta", "buyer": "PIMCO"})
    gold = [loan(), loan(type="Lease", roles={"lessee": "Meta", "lessor": "Blue Owl Capital"})]
    accepted = loan(type="CapitalRaise", roles={"investor": "Apollo", "recipient": "Meta"})
    gold.append(loan("Apollo", accept={"type": ["CapitalRaise"]}))
    result = score([loan(), bond, accepted], gold)
    assert result.by_type("edges") == {
        "BondIssue": Rates(predicted=1),
        "Lease": Rates(gold=1),
        "Loan": Rates(2, 2, 2),
    }
    assert sum(result.by_type("full").values(), Rates()) == result.total("full")


def test_rates_by_language_take_the_language_of_documents_then_claims_then_quotes() -> None:
    french = loan(quote="La société a emprunté deux milliards de dollars à une banque en septembre dernier.")
    gold = {"a": [loan()], "b": [loan()], "c": [french], "d": []}
    predicted = {"a": [loan(language="fr")], "b": [loan(language="he")]}
    result = compare(predicted, gold, documents=[document("q", "a", "ar")])
    assert result.documents == {"a": "ar", "b": "he", "c": "fr", "d": "und"}
    assert result.by_language("edges") == {
        "ar": Rates(1, 1, 1),
        "fr": Rates(gold=1),
        "he": Rates(1, 1, 1),
        "und": Rates(),
    }
    assert result.to_dict()["edges"]["languages"]["he"]["recall"] == 1.0


def test_differences_say_what_alone_is_wrong() -> None:
    predicted = [loan(status="announced", share=0.5), loan(lender="Apollo")]
    found = score(predicted, [loan(), loan(lender="PIMCO")]).differences
    assert [(one.kind, one.parties, one.differs) for one in found] == [
        ("missed", ("Blue Owl Capital", "Meta"), ("share", "status")),
        ("missed", ("PIMCO", "Meta"), ()),
        ("invented", ("Blue Owl Capital", "Meta"), ("share", "status")),
        ("invented", ("Apollo", "Meta"), ()),
    ]


TEXT = (
    "Rain fell. Meta borrowed 2 bn from Blue Owl Capital. PIMCO lent it more. Nobody paid Apollo. It rained."
)


def test_differences_come_in_text_order_with_their_whole_sentence() -> None:
    missed = loan("PIMCO", quote="lent it more")
    invented = loan("Apollo", quote="paid Apollo", start=TEXT.index("paid"))
    first = loan(quote="borrowed 2 bn")
    found = score([invented], [missed, first], documents=[document(TEXT)]).differences
    assert [(one.kind, one.sentence) for one in found] == [
        ("missed", "Meta borrowed 2 bn from Blue Owl Capital."),
        ("missed", "PIMCO lent it more."),
        ("invented", "Nobody paid Apollo."),
    ]


def test_a_difference_shows_the_quote_where_the_document_is_not_at_hand() -> None:
    found = score([loan("Apollo")], [loan(quote="said so")]).differences
    assert [one.sentence for one in found] == ["said so", "q"]


def test_edges_in_sentences_without_gold_claims_are_counted() -> None:
    gold = [loan(quote="Meta borrowed 2 bn"), loan("PIMCO", optional=True, quote="PIMCO lent it more.")]
    predicted = [
        loan(quote="Meta borrowed 2 bn from Blue Owl Capital."),
        loan("Apollo", quote="Nobody paid Apollo."),
        loan("Apollo", amount=None, quote="Nobody paid Apollo."),
        loan(quote="It rained."),
        loan("Shell", quote="PIMCO lent it more. Nobody paid Apollo."),
        loan(type="Employment", roles={"person": "Ann Lee", "organization": "Meta"}, quote="Rain fell."),
    ]
    result = score(predicted, gold, documents=[document(TEXT)])
    assert result.silence == {"a": Silence(sentences=3, with_edges=2, invented=1)}
    assert result.to_dict()["silence"]["languages"]["en"] == {
        "sentences": 3,
        "with_edges": 2,
        "invented": 1,
        "share": 0.667,
        "per_hundred": 33.333,
    }


def test_a_document_that_states_nothing_counts_with_all_its_sentences() -> None:
    result = score([loan(quote="PIMCO lent it more.")], [], documents=[document(TEXT)])
    assert result.silence == {"a": Silence(5, 1, 1)}
    assert score([loan()], []).silence is None


def test_gold_whose_quote_stands_nowhere_is_named() -> None:
    result = score([], [loan(), loan(id="2", quote="Rain fell")], documents=[document(TEXT)])
    assert result.unplaced == [("a", "1")]


def test_parties_of_a_project_without_a_name_are_tied_with_each_other() -> None:
    roles = {"participant": ["Oracle", "Intel", "Arm"], "project": "a data centre"}
    named = {**roles, "project": "Stargate"}
    tied = score([], [loan(type="JointProject", roles=roles)]).differences
    assert [one.parties for one in tied] == [("Arm", "Intel"), ("Arm", "Oracle"), ("Intel", "Oracle")]
    assert score([], [loan(type="JointProject", roles=named)]).differences[0].parties == (
        "Oracle",
        "Stargate",
    )


def test_malformed_input_is_reported_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"type": "Loan"}\n\n{', encoding="utf-8")
    with pytest.raises(ClaimError, match=r"a\.jsonl:3: not JSON"):
        load(file)
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(ClaimError, match=r"a\.jsonl:1: not a JSON object"):
        load(tmp_path)
    with pytest.raises(ClaimError, match="cannot be read as claims"):
        load(tmp_path / "missing.jsonl")
    with pytest.raises(ClaimError, match="not an object of name"):
        load_aliases(file)
    with pytest.raises(ClaimError, match="no gold claims"):
        compare({}, {})


def reference(predicted: Path, gold: Path, *options: str) -> dict[str, Any]:
    command = [sys.executable, str(SHARED / "score.py"), str(predicted), str(gold), "--json", *options]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def _spelled_out(value: str | list[str]) -> list[dict[str, str | None]]:
    names = value if isinstance(value, list) else [value]
    return [{"name": name, "text": name.upper(), "iri": None} for name in names]


def perturbed(claims: list[RawClaim], chance: random.Random) -> list[RawClaim]:
    """Return claims as a fallible extractor could have made them."""
    out: list[RawClaim] = []
    for original in claims:
        claim = json.loads(json.dumps(original))
        for name in ("optional", "accept"):
            claim.pop(name, None)
        change = chance.randrange(9)
        roles = claim["roles"]
        if change == 0:
            continue
        if change == 1:
            claim["status"] = chance.choice(["considered", "announced", "completed"])
        elif change == 2 and claim["amount"] and claim["amount"]["max"]:
            claim["amount"]["max"] *= chance.choice([1.005, 1.5])
        elif change == 3:
            claim["type"] = chance.choice(["Loan", "EquityInvestment", claim["type"]])
        elif change == 4 and len(roles) > 1 and "project" not in roles:
            names, values = list(roles), list(roles.values())
            claim["roles"] = dict(zip(names, reversed(values), strict=True))
        elif change == 5:
            out.append(json.loads(json.dumps(claim)))
        elif change == 6:
            claim["roles"] = {role: _spelled_out(value) for role, value in roles.items() if role != "project"}
        elif change == 7:
            claim["quote"] = "nowhere"
        out.append(claim)
    chance.shuffle(out)
    return out


@shared
@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_agrees_with_the_reference(seed: int | None, tmp_path: Path) -> None:
    gold, folder = SHARED / "gold", tmp_path / "claims"
    folder.mkdir()
    for name, claims in load(gold).items():
        changed = claims if seed is None else perturbed(claims, random.Random(f"{seed} {name}"))
        lines = "".join(json.dumps(claim, ensure_ascii=False) + "\n" for claim in changed)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    aliases = tmp_path / "aliases.json"
    aliases.write_text(json.dumps({"Alphabet": ["Google"], "Meta": ["Facebook", "META"]}), encoding="utf-8")
    documents = SHARED / "documents"
    texts, _ = read_all([documents])
    ours = compare(load(folder), load(gold), aliases=load_aliases(aliases), documents=texts)
    expected = reference(folder, gold, "--aliases", str(aliases), "--documents", str(documents))
    found = ours.to_dict()
    assert {name: {key: found[name][key] for key in row} for name, row in expected.items()} == expected
    if seed is not None:
        assert 0 < ours.total("full").f1 < 1


@shared
def test_lists_the_same_misses_as_the_reference(tmp_path: Path) -> None:
    gold = SHARED / "gold"
    name, claims = next(iter(load(gold).items()))
    file = tmp_path / f"{name}.jsonl"
    kept = claims[::2]
    file.write_text("".join(json.dumps(claim) + "\n" for claim in kept), encoding="utf-8")
    command = [sys.executable, str(SHARED / "score.py"), str(file), str(gold), "--misses"]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    ours = compare(load(file), load(gold)).differences
    notes = [line for line in listing if line.startswith(("full missed ", "full extra ", "figures missed "))]
    assert len(ours) == len(notes)


def test_a_folder_without_claims_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ClaimError, match="holds no claims"):
        load(tmp_path)
