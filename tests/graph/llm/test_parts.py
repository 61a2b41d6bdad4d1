"""Tests of chunks, instructions, the form of answers, merging, and what is sent by estimate."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyloop import assets
from moneyloop.graph.claims import Amount, Claim, Participant
from moneyloop.graph.llm import Settings
from moneyloop.graph.llm.answer import Form, Said, claims_in
from moneyloop.graph.llm.chunks import OVERLAP, Chunk, chunks
from moneyloop.graph.llm.instructions import instructions
from moneyloop.graph.llm.merge import merge
from moneyloop.graph.llm.names import sound_alike
from moneyloop.graph.llm.plan import plan
from moneyloop.graph.llm.reader import Reader
from moneyloop.graph.llm.usage import estimate
from moneyloop.graph.text.sentences import sentences
from moneyloop.ontology import axioms
from moneyloop.ontology.model import load

if TYPE_CHECKING:
    from tests.conftest import Json, Replies, Serve
    from tests.graph.llm.conftest import MakeDocument


@given(st.text("ab. \nא", max_size=400), st.integers(1, 40))
def test_every_sentence_is_in_one_chunk(text: str, budget: int) -> None:
    spans = sentences(text, frozenset())
    cut = chunks(text, spans, budget)
    own = [span for chunk in cut for span in chunk.own]
    assert own == sorted(own)
    assert "".join(text[a:b] for a, b in own) == "".join(text[a:b] for a, b in spans)
    for chunk in cut:
        assert len(chunk.own) == 1 or sum(estimate(text[a:b]) for a, b in chunk.own) <= budget
        assert len(chunk.context) <= OVERLAP
        assert not chunk.context or chunk.context[-1][1] <= chunk.own[0][0]


@given(st.integers(0, 9), st.integers(1, 20))
def test_smaller_chunks_hold_the_same_sentences_and_end(context: int, own: int) -> None:
    spans = tuple((10 * at, 10 * at + 9) for at in range(context + own))
    open_chunks, steps = [Chunk(spans[:context], spans[context:])], 0
    seen: list[tuple[int, int]] = []
    while open_chunks:
        steps += 1
        chunk = open_chunks.pop(0)
        smaller = chunk.smaller()
        assert all(one.end - one.start < chunk.end - chunk.start for one in smaller)
        seen += [] if smaller else chunk.own
        open_chunks = [*smaller, *open_chunks]
    assert tuple(seen) == spans[context:]
    assert steps <= 4 * own


def test_instructions_tell_the_rules_and_all_types_roles_and_statuses() -> None:
    model = load()
    told = instructions(model, axioms.load())
    assert assets.asset("ontology", "annotation.md").read_text(encoding="utf-8").strip() in told
    for kind in model.types.values():
        line = re.search(rf"^- `{kind.name}`: (\w.*)\n  Roles: (.*)$", told, re.MULTILINE)
        assert line, kind.name
        assert all(f"`{role}`" in line[2] for role in kind.roles)
    assert all(f"- `{status}`: " in told for status in model.statuses)


def test_the_rules_of_annotation_name_only_what_there_is() -> None:
    model = load()
    rules = assets.asset("ontology", "annotation.md").read_text(encoding="utf-8")
    known = {*model.types, *model.statuses, *Said.model_fields, "min", "max", "text", "name"}
    known |= {role for kind in model.types.values() for role in kind.roles}
    named = set(re.findall(r"`([^`]+)`", rules))
    assert len(named) > 20
    assert named <= known


def test_the_schema_is_strict_and_of_the_claim_model() -> None:
    model = load()
    schema = Form(model).schema
    objects = [schema, *(part for part in schema["$defs"].values() if part["type"] == "object")]
    assert len(objects) == 4
    for part in objects:
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])
    claim = schema["$defs"]["Claim"]["properties"]
    assert next(iter(claim)) == "quote"
    assert claim["type"]["enum"] == list(model.types)
    assert claim["status"]["enum"] == list(model.statuses)
    for name in ("quote", "amount", "share", "period", "attributed_to"):
        assert Said.model_fields[name].annotation == Claim.model_fields[name].annotation
    assert "default" not in json.dumps(schema)


def test_a_form_takes_what_follows_the_schema_only() -> None:
    form = Form(load())
    said = {"quote": "q", "type": "Loan", "status": "completed", "roles": []}
    rest = {"amount": None, "share": 0.5, "period": None, "attributed_to": None}
    assert isinstance(form.read(said | rest), Said)
    assert form.read(said) == "amount: Field required"
    assert "status" in str(form.read(said | rest | {"status": "rumoured"}))
    assert isinstance(form.read(said | rest | {"more": 1}), str)


@pytest.mark.parametrize(
    ("text", "partial", "found"),
    [
        ('{"claims": [1, 2]}', False, [1, 2]),
        ('{"claims": [{"a": 1}, {"a": 2}, {"a"', True, [{"a": 1}, {"a": 2}]),
        ('{"cla', True, []),
        ("no", True, None),
        ('{"claims": [NaN]}', False, None),
    ],
)
def test_claims_are_found_in_an_answer(text: str, found: object, *, partial: bool) -> None:
    assert claims_in(text, partial=partial) == found


@pytest.mark.parametrize(
    ("name", "form", "alike"),
    [
        ("Laffer Tengler", "لافر تنگلر", True),
        ("Greg Brockman", "גרג ברוקמן", True),
        ("Lundberg", "لوندبرغ", True),
        ("Evil Holdings", "لافر تنگلر", False),
        ("OpenAI", "גרג ברוקמן", False),
    ],
)
def test_names_in_two_scripts_are_compared_by_their_sound(name: str, form: str, *, alike: bool) -> None:
    assert sound_alike(name, form) == alike


def claim(start: int, end: int, finder: str, amount: Amount | None = None, **fields: Any) -> Claim:
    roles = {
        "lender": Participant(name="B", text="B", iri="https://example.org/b"),
        "borrower": Participant(name="A", text="A", iri="https://example.org/a"),
    }
    values = {"id": "", "type": "Loan", "roles": roles, "status": "completed", "quote": "q", "core": True}
    place = {"document": "a", "language": "en", "start": start, "end": end, "found_by": [finder]}
    return Claim.model_validate(values | place | {"amount": amount} | fields)


def usd(low: float | None, high: float | None) -> Amount:
    return Amount(min=low, max=high, currency="USD")


def test_the_same_claim_is_one_and_found_by_both() -> None:
    mine, theirs = claim(5, 20, "llm:m", usd(7, 7)), claim(0, 30, "lexicon")
    (one,) = merge([mine], [theirs], load())
    assert (one.start, one.amount, one.found_by) == (5, usd(7, 7), ["lexicon", "llm:m"])
    (one,) = merge([claim(5, 20, "llm:m")], [claim(0, 30, "lexicon", usd(7, 7))], load())
    assert (one.start, one.amount) == (0, usd(7, 7))


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (claim(5, 20, "m", usd(7, 7)), claim(0, 30, "l", usd(8, 8))),
        (claim(5, 20, "m", usd(7, 7)), claim(0, 30, "l", usd(7, 7), status="cancelled")),
        (claim(5, 20, "m"), claim(0, 30, "l", type="Collateral")),
        (claim(5, 20, "m", share=0.5), claim(0, 30, "l", share=0.6)),
        (claim(5, 20, "m", usd(1, 3)), claim(40, 60, "l", usd(2, 4))),
    ],
)
def test_what_differs_stays_apart(mine: Claim, theirs: Claim) -> None:
    assert sorted(one.found_by[0] for one in merge([mine], [theirs], load())) == ["l", "m"]


def test_amounts_that_can_be_the_same_are() -> None:
    (one,) = merge([claim(5, 20, "m", usd(None, 9))], [claim(0, 30, "l", usd(7, 8))], load())
    assert (one.amount, one.found_by) == (usd(None, 9), ["l", "m"])


def test_a_repetition_elsewhere_was_found_as_well() -> None:
    (one,) = merge([claim(5, 20, "m", usd(7, 7))], [claim(40, 60, "l", usd(7, 7))], load())
    assert (one.start, one.found_by) == (5, ["l", "m"])


def test_a_plan_says_what_would_be_sent(
    serve: Serve, replies: type[Replies], document: MakeDocument, tmp_path: Path
) -> None:
    server = serve(lambda _: replies.claims())
    settings = Settings("model", server.url, chunk_tokens=60, price_in=2.0)
    papers = [document("Rain fell. " * 40), document("Oracle pays.", name="b")]
    before = plan(papers, settings)
    assert server.requests == []
    assert (before.documents, before.cached) == (2, 0)
    assert before.cost == pytest.approx(before.tokens * 2 / 1e6)
    reading = Reader(settings)
    for paper in papers:
        reading.extract(paper)
    reading.close()
    sent = sum(estimate(_sent(request)) for request in server.requests)
    assert before.chunks == len(server.requests) > 2
    assert before.tokens == pytest.approx(sent, rel=0.01)
    after = plan(papers, settings)
    assert (after.cached, after.tokens, after.cost) == (before.chunks, 0, 0)


def _sent(request: Json) -> str:
    schema = json.dumps(request["response_format"]["json_schema"]["schema"])
    return "".join(message["content"] for message in request["messages"]) + schema
