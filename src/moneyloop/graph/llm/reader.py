"""The extractor that asks a language model: a document in, claims and what was refused out."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Final

from moneyloop.errors import ModelError
from moneyloop.graph.claims import Claim
from moneyloop.graph.documents import Document
from moneyloop.graph.extract.repeats import without_repeats
from moneyloop.graph.llm.answer import Form, Json, claims_in
from moneyloop.graph.llm.chunks import Chunk, chunks
from moneyloop.graph.llm.client import Client, TooLong
from moneyloop.graph.llm.grounding import Refusal, ground
from moneyloop.graph.llm.instructions import instructions
from moneyloop.graph.llm.seen import Seen, see, sentence_spans
from moneyloop.graph.llm.settings import Settings
from moneyloop.graph.llm.usage import Meter
from moneyloop.graph.tools import Extraction
from moneyloop.ontology import axioms
from moneyloop.ontology.model import Model, load

_MARK: Final = 12
_TOO_LONG: Final = "the model's answer is longer than it may be; give --max-tokens more, if you set it"


@dataclass(slots=True)
class _Read:
    """What came of one chunk: claims as the model says them, and parts that it could not read."""

    chunk: Chunk
    said: Sequence[object] = ()
    failure: str | None = None


class Reader:
    """Extracts claims by asking a language model. Any number of threads may call ``extract``."""

    def __init__(self, settings: Settings) -> None:
        """Prepare to ask; nothing is sent yet.

        Raises:
            ModelError: the extra is not installed, or there is no key for a server that needs one.
        """
        self.settings, self._model = settings, load()
        self._form = Form(self._model)
        self._instructions = instructions(self._model, axioms.load())
        self.meter = Meter(settings.model, settings.price_in, settings.price_out)
        self._client = Client(settings, self._form.schema, self.meter)
        self.concurrency = settings.concurrency
        self._pool = ThreadPoolExecutor(settings.concurrency, "moneyloop-llm")

    def extract(self, document: Document) -> Extraction:
        """Return the claims of a document that it bears out, in text order, and those refused.

        Raises:
            ModelError: the server cannot be reached, refuses the key or does not know the model.
        """
        parts = chunks(document.text, sentence_spans(document), self.settings.chunk_tokens)
        asked = [self._pool.submit(self._read, document, part) for part in parts]
        reads = list(chain.from_iterable(future.result() for future in asked))
        return _grounded(reads, see(document), self._form, self._model, self.settings.extractor)

    def close(self) -> None:
        """Stop asking."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._client.close()

    def _read(self, document: Document, chunk: Chunk) -> list[_Read]:
        """Ask about a chunk, and where it is too much at once, about smaller ones."""
        try:
            reply = self._client.ask(self._instructions, message(document.text[chunk.start : chunk.end]))
        except TooLong:
            return self._read_smaller(document, chunk) or [
                _Read(chunk, failure="is longer than the model takes")
            ]
        except ModelError as error:
            if not error.passing:
                raise
            return [_Read(chunk, failure=str(error))]
        said = claims_in(reply.text) if reply.complete else None
        if said is not None:
            return [_Read(chunk, said)]
        if reply.complete:
            return [_Read(chunk, failure="the model's answer is not the JSON that was asked for")]
        begun = claims_in(reply.text, partial=True) or []
        return self._read_smaller(document, chunk) or [_Read(chunk, begun, _TOO_LONG)]

    def _read_smaller(self, document: Document, chunk: Chunk) -> list[_Read]:
        return [read for smaller in chunk.smaller() for read in self._read(document, smaller)]


def message(text: str) -> str:
    """Return what is sent of a document: its text between marks that cannot stand in it."""
    mark = sha256(text.encode()).hexdigest()[:_MARK]
    return f"<document {mark}>\n{text}\n</document {mark}>"


def _grounded(reads: Sequence[_Read], seen: Seen, form: Form, model: Model, extractor: str) -> Extraction:
    result = Extraction()
    for read in reads:
        for raw in read.said:
            said = form.read(raw)
            span = (read.chunk.start, read.chunk.end)
            found = Refusal("", said) if isinstance(said, str) else ground(said, seen, span, model, extractor)
            if isinstance(found, Refusal):
                result.rejected.append(_rejected(raw, found, extractor))
            else:
                result.claims.append(found)
        if read.failure:
            start, end = read.chunk.own[0][0], read.chunk.end
            result.failures.append(f"characters {start} to {end}: {read.failure}")
    result.read = not reads or any(read.said or not read.failure for read in reads)
    in_order = sorted(result.claims, key=lambda claim: (claim.start, claim.end))
    result.claims = numbered(without_repeats(in_order, model), seen.document)
    return result


def _rejected(raw: object, refusal: Refusal, extractor: str) -> Json:
    reason = {"path": refusal.field or None, "message": refusal.reason}
    return {"extractor": extractor, "claim": raw, "reasons": [reason]}


def numbered(claims: Sequence[Claim], document: Document) -> list[Claim]:
    """Return claims with ids in the order given."""
    return [
        claim.model_copy(update={"id": f"{document.name}-{number:02d}"})
        for number, claim in enumerate(claims, 1)
    ]
