"""The tools of a build whose claims a language model finds, alone or beside the lexicon."""

from __future__ import annotations

from dataclasses import replace

from moneyloop import assets
from moneyloop.graph.claims import LEXICON
from moneyloop.graph.documents import Document
from moneyloop.graph.llm.merge import merge
from moneyloop.graph.llm.reader import Reader, numbered
from moneyloop.graph.tools import Extraction, Tools, default_tools


def model_tools(reader: Reader, *, lexicon: bool) -> Tools:
    """Return the tools of the project with a language model as the extractor.

    Args:
        reader: asks the model.
        lexicon: whether what the lexicon finds is kept as well, and said to be found by it.
    """
    tools = default_tools()

    def both(document: Document) -> Extraction:
        result = reader.extract(document)
        found = tools.extract(document).claims
        result.claims = numbered(merge(result.claims, found, tools.model), document)
        return result

    def made_with() -> dict[str, object]:
        how: dict[str, object] = {
            "extractor": f"{LEXICON} + {reader.settings.extractor}" if lexicon else reader.settings.extractor,
            "chunkTokens": reader.settings.chunk_tokens,
            "guidelines": assets.digest("ontology", "annotation.md"),
        }
        return tools.made_with() | how

    return replace(
        tools,
        made_with=made_with,
        extract=both if lexicon else reader.extract,
        reads=lambda _language: True,
        threads=max(2, reader.concurrency),
        usage=reader.meter.to_dict,
    )
