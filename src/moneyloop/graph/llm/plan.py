"""What a build would send to a model, without sending it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from moneyloop.graph.documents import Document
from moneyloop.graph.llm.answer import Form
from moneyloop.graph.llm.cache import Cache, default_folder
from moneyloop.graph.llm.chunks import chunks
from moneyloop.graph.llm.client import question_of
from moneyloop.graph.llm.instructions import instructions
from moneyloop.graph.llm.reader import message
from moneyloop.graph.llm.seen import sentence_spans
from moneyloop.graph.llm.settings import Settings
from moneyloop.graph.llm.usage import cost, estimate
from moneyloop.ontology import axioms
from moneyloop.ontology.model import load


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build would send.

    Attributes:
        documents: how many there are.
        chunks: the parts that they are sent in.
        cached: how many of these the cache answers.
        tokens: about how many tokens the others are, with instructions and schema.
        each: how many of these are instructions and schema in every request.
        cost: what sending them costs, in the currency of the price; None if there is no price.
    """

    documents: int
    chunks: int
    cached: int
    tokens: int
    each: int
    cost: float | None


def plan(documents: Sequence[Document], settings: Settings) -> Plan:
    """Return what reading some documents would send to a model; needs neither a server nor a key."""
    model = load()
    schema, told = Form(model).schema, instructions(model, axioms.load())
    cache = Cache(default_folder()) if settings.cache else None
    each = estimate(told) + estimate(json.dumps(schema))
    count = cached = tokens = 0
    for document in documents:
        for chunk in chunks(document.text, sentence_spans(document), settings.chunk_tokens):
            text = message(document.text[chunk.start : chunk.end])
            count += 1
            if cache and cache.get(question_of(settings, schema, told, text)):
                cached += 1
            else:
                tokens += each + estimate(text)
    return Plan(len(documents), count, cached, tokens, each, cost(tokens, 0, settings.price_in, None))
