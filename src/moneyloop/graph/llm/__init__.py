"""Reading claims out of documents with a language model, and keeping only what the documents bear out."""

from moneyloop.graph.llm.settings import Settings

__all__ = ["Settings"]
